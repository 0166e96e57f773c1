#pragma once

#include <cstdint>
#include <vector>

#include "workloads/formats/element.hpp"
#include "workloads/formats/scaled_integers.hpp"

namespace metronome::formats {

/// NVFP4: E2M1 in blocks of 16 (or 16x16: the same for a matrix and its transpose), a scale in E4M3
/// for each block and one in FP32 for the tensor, in the order of operations of the reference
/// quantizer [nvidia2025te]. All in FP32, with A the largest magnitude of the tensor, a of a block:
///   S = min(448 * 6 / A, largest FP32), 1 where A = 0; d = (1 / S) * headroom;
///   b = E4M3(a * (S * (1 / 6))), to nearest even, saturating;
///   e = min(1 / (b * d), largest FP32); code = E2M1(clamp(x * e, -6, 6)); value = code * b * d.
struct Nvfp4 {
  BlockShape block{1, 16};
  /// Above 1: codes stay below 6 where b rounds down, so that stochastic rounding does not clip;
  /// 17/16 suffices [istdaslab2026quartet].
  float headroom = 1;
  /// For each block also b of a * (S * (1 / 4)), so that its largest number becomes 4 instead of 6;
  /// of the two the one with the smaller sum of squared errors to nearest even, 6 where equal.
  /// Our reading of the idea: how other programs measure the error is not reproduced.
  bool four_over_six = false;
  /// Largest scale of a block; below 448 / 1.5 the block with A can choose 4, too.
  float largest_scale = 448;
  bool operator==(const Nvfp4&) const = default;
};

/// S and d of a tensor of largest magnitude A.
struct Nvfp4Scales {
  Nvfp4 format;
  float encode_scale = 1;
  float decode_scale = 1;
};
[[nodiscard]] Nvfp4Scales nvfp4_scales(float largest, const Nvfp4& format);
/// b of a block of largest magnitude a, with which that becomes `target`: 6, or 4.
[[nodiscard]] float nvfp4_block_scale(float largest, float target, const Nvfp4Scales& scales);

/// Codes of the elements in row-major order, one a byte; scales of the blocks in E4M3.
struct Nvfp4Tensor {
  Nvfp4 format;
  BlockGrid grid;
  std::vector<std::uint8_t> codes;
  std::vector<std::uint8_t> scales;
  float encode_scale;  ///< S
  float decode_scale;  ///< d
};

/// Blocks whose scale is 0 have codes 0. What is not finite does not count for A; a block with it
/// gets the scale NaN and codes 0.
[[nodiscard]] Nvfp4Tensor quantize_nvfp4(MatrixView matrix, const Nvfp4& format,
                                         const Rounding& rounding = {}, const Draws& draws = {});

/// d is the scale of the tensor: a product sums code * b and is multiplied by it at its end.
[[nodiscard]] ScaledIntegers exact(const Nvfp4Tensor& tensor);

}  // namespace metronome::formats
