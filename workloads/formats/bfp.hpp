#pragma once

#include <cstdint>
#include <vector>

#include "workloads/formats/rounding.hpp"
#include "workloads/formats/scaled_integers.hpp"

namespace metronome::formats {

/// What becomes of a largest magnitude that is a power of two.
enum class BfpBoundary {
  floor,  ///< E = floor(log2 largest): it has a mantissa of its own
  ceil    ///< E = ceil(log2 largest) - 1: it saturates [drumond2018hbfp]
};
constexpr auto enum_rows(BfpBoundary /*list*/) {
  return enum_list<BfpBoundary>({{BfpBoundary::floor, "floor"}, {BfpBoundary::ceil, "ceil"}});
}

/// Block floating point: signed mantissas k of `bits` bits with one exponent E a block,
/// value = k 2^(E - bits + 2), |k| <= 2^(bits-1) - 1.
struct Bfp {
  int bits = 8;  ///< with the sign, 2 to 24
  BlockShape block{1, 16};
  BfpBoundary boundary = BfpBoundary::floor;
  /// Below 8 the exponents of a tensor reach from its largest one 2^exponent_bits - 1 down, and
  /// blocks below take the least of them. Reconstructed: the paper's text was not at hand.
  int exponent_bits = 8;
  bool operator==(const Bfp&) const = default;
};

/// HBFP [drumond2018hbfp]: weights in tiles of 24x24, activations and errors with one exponent a
/// sample (a row).
[[nodiscard]] Bfp hbfp_weights(int bits);
[[nodiscard]] Bfp hbfp_samples(int bits);
/// FAST [zhang2022fast]: groups of 16, 2 or 4 bits of magnitude beside the sign, exponents of 3
/// bits.
[[nodiscard]] Bfp fast_bfp(int magnitude_bits);
/// FlexBlock [noh2023flexblock]: 4, 8 or 16 bits; which blocks is the caller's choice.
[[nodiscard]] Bfp flexblock(int bits, BlockShape block);

/// The exponent of blocks without a number other than 0, the least there is.
inline constexpr std::int16_t kLeastBfpExponent = -126;
/// Of blocks with a number that is not finite: all NaN.
inline constexpr std::int16_t kNanBfpExponent = 128;

/// E of a block without NaN or infinity, before it is raised to what few exponent bits reach.
[[nodiscard]] std::int16_t bfp_exponent(const BlockRange& range, BfpBoundary boundary);
/// The least E of a tensor of that largest magnitude.
[[nodiscard]] int least_bfp_exponent(float largest, const Bfp& format);

struct BfpTensor {
  Bfp format;
  BlockGrid grid;
  std::vector<std::int32_t> mantissas;  ///< row-major
  std::vector<std::int16_t> exponents;  ///< E of each block
};

[[nodiscard]] BfpTensor quantize_bfp(MatrixView matrix, const Bfp& format,
                                     const Rounding& rounding = {}, const Draws& draws = {});

[[nodiscard]] ScaledIntegers exact(const BfpTensor& tensor);

}  // namespace metronome::formats
