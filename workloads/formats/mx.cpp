#include "workloads/formats/mx.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::formats {
namespace {

/// Read from the exponent's bits: a logarithm in FP32 is a power of two too high just below one.
int floor_log2(float x) { return std::ilogb(x); }

int exponent_of(float largest, const Mx& format) {
  const ElementInfo& of = info(format.element);
  switch (format.rule) {
    case ScaleRule::floor:
      return floor_log2(largest) - of.largest_exponent;
    case ScaleRule::rceil: {
      const float inverse = 1.0F / static_cast<float>(of.largest);
      const float scale = largest * inverse;
      if (scale == 0) {
        return -kScaleBias;
      }
      const int low = floor_log2(scale);
      return std::ldexp(1.0F, low) == scale ? low : low + 1;
    }
  }
  fail_no_enumerator(format.rule);
}

}  // namespace

std::uint8_t mx_scale(float largest, const Mx& format) {
  if (largest == 0) {
    return 0;
  }
  const int exponent = std::clamp(exponent_of(largest, format), -kScaleBias, kScaleBias);
  return static_cast<std::uint8_t>(exponent + kScaleBias);
}

MxTensor quantize_mx(MatrixView matrix, const Mx& format, const Rounding& rounding,
                     const Draws& draws) {
  METRONOME_ASSERT(info(format.element).bits <= 8, "elements of MX have at most 8 bits");
  draws.require(rounding, matrix.values.size());
  const BlockGrid grid(matrix.rows, matrix.columns, format.block);
  MxTensor result{format, grid, std::vector<std::uint8_t>(grid.size()),
                  std::vector<std::uint8_t>(grid.blocks())};
  grid.for_each([&](const Block& block) {
    const BlockRange range = range_of(matrix, grid, block);
    if (!range.finite) {
      result.scales[block.index] = kNanScale;
      return;
    }
    const std::uint8_t scale = mx_scale(range.largest, format);
    result.scales[block.index] = scale;
    grid.for_each_element(block, [&](std::size_t i) {
      const double x = std::ldexp(double{matrix.values[i]}, kScaleBias - scale) * format.factor;
      result.codes[i] = static_cast<std::uint8_t>(
          encode(format.element, x, rounding, draws.of(i, rounding.random_bits)));
    });
  });
  return result;
}

ScaledIntegers exact(const MxTensor& tensor) {
  const Element element = tensor.format.element;
  ScaledIntegers result(tensor.grid);
  result.integer_bits = info(element).magnitude_bits();
  result.tensor_scale = 1 / tensor.format.factor;
  for (std::size_t i = 0; i < tensor.scales.size(); ++i) {
    const int exponent = tensor.scales[i] - kScaleBias + info(element).unit_exponent;
    result.scales[i] = {1, exponent, tensor.scales[i] == kNanScale};
  }
  for (std::size_t i = 0; i < tensor.codes.size(); ++i) {
    result.integers[i] = integer(element, tensor.codes[i]);
  }
  return result;
}

}  // namespace metronome::formats
