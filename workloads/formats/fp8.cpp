#include "workloads/formats/fp8.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/error.hpp"

namespace metronome::formats {

float largest_of(MatrixView matrix) {
  const BlockRange range = range_of(matrix);
  return range.finite ? range.largest : std::numeric_limits<float>::infinity();
}

float fp8_scale(float largest, const Fp8& format, float kept) {
  if (!(largest > 0) || !std::isfinite(largest)) {
    return kept;
  }
  const float scale = static_cast<float>(info(format.element).largest) / largest;
  return std::min(std::ldexp(scale, -format.margin), std::numeric_limits<float>::max());
}

Fp8Tensor quantize_fp8(MatrixView matrix, float scale, const Fp8& format, const Rounding& rounding,
                       const Draws& draws) {
  METRONOME_ASSERT(
      info(format.element).bits == 8 && info(format.element).specials != Specials::none,
      "FP8 is E4M3 or E5M2");
  draws.require(rounding, matrix.values.size());
  Fp8Tensor result{format, matrix.rows, matrix.columns,
                   std::vector<std::uint8_t>(matrix.values.size()), scale};
  for (std::size_t i = 0; i < matrix.values.size(); ++i) {
    const float scaled = matrix.values[i] * scale;
    result.codes[i] = static_cast<std::uint8_t>(
        encode(format.element, scaled, rounding, draws.of(i, rounding.random_bits)));
  }
  return result;
}

Fp8Tensor quantize_fp8_current(MatrixView matrix, const Fp8& format, const Rounding& rounding,
                               const Draws& draws) {
  return quantize_fp8(matrix, fp8_scale(largest_of(matrix), format), format, rounding, draws);
}

ScaledIntegers exact(const Fp8Tensor& tensor) {
  const ElementInfo& of = info(tensor.format.element);
  ScaledIntegers result(BlockGrid(tensor.rows, tensor.columns, {1, tensor.format.sum_block}));
  result.integer_bits = of.magnitude_bits();
  result.tensor_scale = 1.0F / tensor.scale;
  result.scales.assign(result.scales.size(), {1, of.unit_exponent});
  for (std::size_t i = 0; i < tensor.codes.size(); ++i) {
    if (std::isfinite(value(tensor.format.element, tensor.codes[i]))) {
      result.integers[i] = integer(tensor.format.element, tensor.codes[i]);
    } else {
      result.scales[result.grid.block_of(i)].nan = true;
    }
  }
  return result;
}

DelayedScale::DelayedScale(const Fp8& format, std::size_t history, float initial)
    : format_(format), history_(history), scale_(initial) {
  METRONOME_ASSERT(history > 0, "delayed scaling looks back");
}

void DelayedScale::record(float largest) {
  history_[next_] = largest;
  next_ = (next_ + 1) % history_.size();
  scale_ = fp8_scale(*std::max_element(history_.begin(), history_.end()), format_, scale_);
}

}  // namespace metronome::formats
