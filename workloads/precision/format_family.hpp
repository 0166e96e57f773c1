#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sim/base/enumeration.hpp"
#include "workloads/precision/precision.hpp"

namespace metronome::trace {

/// Which number format a number of bits stands for, in schedules whose bits are numbers or ranges.
enum class FamilyKind {
  affine,  ///< affine codes, none
  mxint,   ///< two's complement of B bits, a shared power of two for 32
  mxfp,    ///< MX: E2M1 of up to 5 bits, E2M3 of 6 and 7, E4M3 of 8
  bfp      ///< block floating point of B bits
};
constexpr auto enum_rows(FamilyKind /*list*/) {
  return enum_list<FamilyKind>({{FamilyKind::affine, "affine"},
                                {FamilyKind::mxint, "mxint"},
                                {FamilyKind::mxfp, "mxfp"},
                                {FamilyKind::bfp, "bfp"}});
}

struct FormatFamily {
  FamilyKind kind = FamilyKind::affine;
  std::size_t group = 16;  ///< of bfp

  /// Bits that it has formats for, 0 (FP32) besides.
  [[nodiscard]] int least_bits() const;
  [[nodiscard]] int most_bits() const;
  /// The precision whose operands have the formats of these bits: x those of activations (in the
  /// weight gradient of the stash), w of weights, dy of errors.
  [[nodiscard]] Precision of(const Precision& bits) const;
  /// "mxint", "bfp:16".
  [[nodiscard]] std::string text() const;
  bool operator==(const FormatFamily&) const = default;
};

/// "mxint", "mxfp", "bfp", "bfp:G" or "affine".
[[nodiscard]] formats::FormatResult<FormatFamily> read_family(std::string_view text);

}  // namespace metronome::trace
