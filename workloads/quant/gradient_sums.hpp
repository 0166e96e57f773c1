#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// Sums of the gradients of several chips, sent as codes of few bits with a scale for each block of
/// consecutive elements: scale = largest magnitude / (2^(bits-1) - 1), code = value / scale rounded
/// half to even.
namespace metronome::quant {

/// Gradients of each chip, all of the same length.
using ChipGradients = std::vector<std::vector<float>>;

struct GradientCodes {
  int bits = 8;
  std::size_t block = 1024;
};

/// Around a ring: each chip adds its own to the codes that it receives and quantizes the sum anew,
/// the last sum too. Relative error of the root mean square, c the largest magnitude of a block in
/// deviations: (c / (2^(bits-1) - 1)) sqrt((N + 1) / 24).
[[nodiscard]] std::vector<float> sum_requantized(const ChipGradients& chips,
                                                 const GradientCodes& codes);

/// Each chip's codes are summed as they are, and the sum is quantized once:
/// (c / (2^(bits-1) - 1)) / sqrt(6).
[[nodiscard]] std::vector<float> sum_quantized_once(const ChipGradients& chips,
                                                    const GradientCodes& codes);

/// One scale for a block on all chips, by the largest magnitude on any: whole numbers are summed
/// exactly, in any order to the same bytes: (c / (2^(bits-1) - 1)) / sqrt(12).
[[nodiscard]] std::vector<float> sum_by_shared_scale(const ChipGradients& chips,
                                                     const GradientCodes& codes);

/// Bits that a sum of codes of so many chips takes: bits + ceil(log2 N).
[[nodiscard]] int sum_bits(int bits, std::size_t chips);

}  // namespace metronome::quant
