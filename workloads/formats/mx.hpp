#pragma once

#include <cstdint>
#include <vector>

#include "workloads/formats/element.hpp"
#include "workloads/formats/scaled_integers.hpp"

namespace metronome::formats {

/// The power of two of a block from its largest magnitude.
enum class ScaleRule {
  floor,  ///< floor(log2 largest) less the exponent of the element's largest: saturates [ocp2023mx]
  rceil   ///< of fl32(largest fl32(1 / element's largest)), rounded up: does not [nvidia2025te]
};
constexpr auto enum_rows(ScaleRule /*list*/) {
  return enum_list<ScaleRule>({{ScaleRule::floor, "floor"}, {ScaleRule::rceil, "rceil"}});
}

/// MX: elements of 8 bits and fewer in blocks along the reduction, each with a scale that is a
/// power of two [ocp2023mx]. Square blocks are the same for a matrix and its transpose.
struct Mx {
  Element element = Element::e4m3;
  BlockShape block{1, 32};
  ScaleRule rule = ScaleRule::floor;
  /// Of the elements before they are rounded; the scale stays. Of 3/4 none of E2M1 is clipped, so
  /// that stochastic rounding is without bias; a product is divided by it again [tseng2025mxfp].
  double factor = 1;
  bool operator==(const Mx&) const = default;
};

inline constexpr std::uint8_t kNanScale = 255;
inline constexpr int kScaleBias = 127;

/// Codes of the elements in row-major order, one a byte; scales of the blocks in E8M0: a code c is
/// 2^(c - 127), 255 is NaN.
struct MxTensor {
  Mx format;
  BlockGrid grid;
  std::vector<std::uint8_t> codes;
  std::vector<std::uint8_t> scales;
};

/// The scale of a block without NaN or infinity, of largest magnitude >= 0.
[[nodiscard]] std::uint8_t mx_scale(float largest, const Mx& format);

/// A block with NaN or infinity gets the scale NaN and codes 0.
[[nodiscard]] MxTensor quantize_mx(MatrixView matrix, const Mx& format,
                                   const Rounding& rounding = {}, const Draws& draws = {});

[[nodiscard]] ScaledIntegers exact(const MxTensor& tensor);

}  // namespace metronome::formats
