#include "workloads/formats/nvfp4.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace metronome::formats {
namespace {

constexpr float kLargest = std::numeric_limits<float>::max();
constexpr float kLargestCode = 6;
constexpr float kSmallerTarget = 4;

float encode_scale_of(float largest, const Nvfp4& format) {
  return largest == 0 ? 1.0F : std::min(format.largest_scale * kLargestCode / largest, kLargest);
}

/// The code of a scale with which `largest` becomes `target`.
std::uint8_t scale_code(float largest, float target, const Nvfp4Scales& scales) {
  const float inverse = 1.0F / target;
  const float factor = scales.encode_scale * inverse;
  const float scale = std::min(largest * factor, scales.format.largest_scale);
  return static_cast<std::uint8_t>(encode(Element::e4m3, scale));
}
std::uint8_t block_scale(float largest, float target, const Nvfp4Tensor& tensor) {
  return scale_code(largest, target, {tensor.format, tensor.encode_scale, tensor.decode_scale});
}

/// x * e, clamped, for one block.
class BlockEncoder {
 public:
  BlockEncoder(std::uint8_t scale, float decode_scale)
      : scale_(static_cast<float>(value(Element::e4m3, scale))), decode_scale_(decode_scale) {
    const float step = scale_ * decode_scale_;
    factor_ = std::min(1.0F / step, kLargest);
  }

  [[nodiscard]] std::uint8_t code(float x, const Rounding& rounding, std::uint32_t draw) const {
    if (scale_ == 0) {
      return 0;
    }
    const float scaled = std::clamp(x * factor_, -kLargestCode, kLargestCode);
    return static_cast<std::uint8_t>(encode(Element::e2m1, scaled, rounding, draw));
  }
  /// Squared, of x to nearest even.
  [[nodiscard]] double error(float x) const {
    const double result = value(Element::e2m1, code(x, {}, 0)) * scale_ * decode_scale_;
    return (result - x) * (result - x);
  }

 private:
  float scale_, decode_scale_, factor_;
};

std::uint8_t chosen_scale(MatrixView matrix, const Nvfp4Tensor& tensor, const Block& block,
                          float largest) {
  const std::uint8_t six = block_scale(largest, kLargestCode, tensor);
  if (!tensor.format.four_over_six) {
    return six;
  }
  const std::uint8_t four = block_scale(largest, kSmallerTarget, tensor);
  const auto error_of = [&](std::uint8_t scale) {
    const BlockEncoder encoder(scale, tensor.decode_scale);
    double sum = 0;
    tensor.grid.for_each_element(block,
                                 [&](std::size_t i) { sum += encoder.error(matrix.values[i]); });
    return sum;
  };
  return error_of(four) < error_of(six) ? four : six;
}

}  // namespace

Nvfp4Scales nvfp4_scales(float largest, const Nvfp4& format) {
  const float encode_scale = encode_scale_of(largest, format);
  return {format, encode_scale, 1.0F / encode_scale * format.headroom};
}

float nvfp4_block_scale(float largest, float target, const Nvfp4Scales& scales) {
  return static_cast<float>(value(Element::e4m3, scale_code(largest, target, scales)));
}

Nvfp4Tensor quantize_nvfp4(MatrixView matrix, const Nvfp4& format, const Rounding& rounding,
                           const Draws& draws) {
  draws.require(rounding, matrix.values.size());
  const BlockGrid grid(matrix.rows, matrix.columns, format.block);
  Nvfp4Tensor result{format,
                     grid,
                     std::vector<std::uint8_t>(grid.size()),
                     std::vector<std::uint8_t>(grid.blocks()),
                     1,
                     1};
  const Nvfp4Scales scales = nvfp4_scales(range_of(matrix).largest, format);
  result.encode_scale = scales.encode_scale;
  result.decode_scale = scales.decode_scale;
  grid.for_each([&](const Block& block) {
    const BlockRange range = range_of(matrix, grid, block);
    if (!range.finite) {
      result.scales[block.index] = static_cast<std::uint8_t>(info(Element::e4m3).nan_code);
      return;
    }
    const std::uint8_t scale = chosen_scale(matrix, result, block, range.largest);
    result.scales[block.index] = scale;
    const BlockEncoder encoder(scale, result.decode_scale);
    grid.for_each_element(block, [&](std::size_t i) {
      result.codes[i] = encoder.code(matrix.values[i], rounding, draws.of(i, rounding.random_bits));
    });
  });
  return result;
}

ScaledIntegers exact(const Nvfp4Tensor& tensor) {
  const ElementInfo& scale = info(Element::e4m3);
  ScaledIntegers result(tensor.grid);
  result.integer_bits = info(Element::e2m1).magnitude_bits();
  result.tensor_scale = tensor.decode_scale;
  const int exponent = scale.unit_exponent + info(Element::e2m1).unit_exponent;
  for (std::size_t i = 0; i < tensor.scales.size(); ++i) {
    const std::uint8_t code = tensor.scales[i];
    const bool nan = code == scale.nan_code;
    result.scales[i] = {nan ? 0 : integer(Element::e4m3, code), exponent, nan};
  }
  for (std::size_t i = 0; i < tensor.codes.size(); ++i) {
    result.integers[i] = integer(Element::e2m1, tensor.codes[i]);
  }
  return result;
}

}  // namespace metronome::formats
