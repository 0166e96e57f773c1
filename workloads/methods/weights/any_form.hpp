#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "workloads/methods/weights/affine_codes/affine_codes.hpp"
#include "workloads/methods/weights/binary_planes/binary_planes.hpp"
#include "workloads/methods/weights/blended_grids/blended_grids.hpp"
#include "workloads/methods/weights/coefficients/coefficients.hpp"
#include "workloads/methods/weights/nested_planes/nested_planes.hpp"

namespace metronome::weights {

struct AffineSpec {
  static constexpr std::string_view kSchemaName = "affine";
  bool operator==(const AffineSpec&) const = default;
};

/// The key `weights` with its settings, in the order of FormKind.
using FormSpec = std::variant<AffineSpec, NestedSpec, BlendedSpec, BinarySpec, CoefficientSpec>;

/// The weights of one layer in any form; std::visit reaches the interface (weight_form.hpp).
template <class T>
using AnyForm = std::variant<AffineCodes<T>, NestedPlanes<T>, BlendedGrids<T>, BinaryPlanes<T>,
                             Coefficients<T>>;
static_assert(std::variant_size_v<FormSpec> == kEnumCount<FormKind> &&
              std::variant_size_v<AnyForm<float>> == kEnumCount<FormKind>);

/// UserError as the form's constructor.
template <class T>
[[nodiscard]] AnyForm<T> make_form(const FormSpec& spec, const WeightShape& shape,
                                   std::span<const T> weights);

[[nodiscard]] FormKind kind_of(const FormSpec& spec);
/// The default settings of a kind.
[[nodiscard]] FormSpec default_spec(FormKind kind);

/// The widths of a schedule that a form with these settings can have, 0 being FP32.
struct FormWidths {
  int least = 0, most = 0;
  bool zero = false;  ///< FP32 besides
  [[nodiscard]] bool contain(int bits) const {
    return bits == 0 ? zero : bits >= least && bits <= most;
  }
  /// "1 to 8 bits", "FP32"
  [[nodiscard]] std::string text() const;
};
[[nodiscard]] FormWidths widths_of(const FormSpec& spec);

/// How an array that multiplies codes, or planes of them, takes a form.
enum class Feed {
  native,     ///< as it is stored
  assembled,  ///< a plane-to-code assembler stands in the load path
  rebuilt,    ///< a rebuild engine stands in the load path
  real        ///< as FP32 products
};
constexpr auto enum_rows(Feed) {
  using enum Feed;
  return enum_list<Feed>(
      {{native, "native"}, {assembled, "assembled"}, {rebuilt, "rebuilt"}, {real, "real"}});
}

/// Of an array that takes weights plane by plane (`plane_serial`) or code by code.
[[nodiscard]] Feed feed_of(FormKind kind, bool plane_serial);

}  // namespace metronome::weights
