#include "workloads/formats/bfp.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::formats {
std::int16_t bfp_exponent(const BlockRange& range, BfpBoundary boundary) {
  if (!range.finite) {
    return kNanBfpExponent;
  }
  if (range.largest == 0) {
    return kLeastBfpExponent;
  }
  int exponent = std::ilogb(range.largest);
  switch (boundary) {
    case BfpBoundary::floor:
      break;
    case BfpBoundary::ceil:
      exponent -= std::ldexp(1.0F, exponent) == range.largest ? 1 : 0;
      break;
  }
  return static_cast<std::int16_t>(std::max<int>(exponent, kLeastBfpExponent));
}

int least_bfp_exponent(float largest, const Bfp& format) {
  if (format.exponent_bits >= 8) {
    return kLeastBfpExponent;
  }
  const int top = bfp_exponent({largest, true}, format.boundary);
  return std::max<int>(top - (1 << format.exponent_bits) + 1, kLeastBfpExponent);
}

namespace {

/// Exponents below what their bits reach are raised.
void narrow(std::vector<std::int16_t>& exponents, int exponent_bits) {
  if (exponent_bits >= 8) {
    return;
  }
  int top = kLeastBfpExponent;
  for (const std::int16_t exponent : exponents) {
    top = exponent == kNanBfpExponent ? top : std::max<int>(top, exponent);
  }
  const auto least =
      static_cast<std::int16_t>(std::max<int>(top - (1 << exponent_bits) + 1, kLeastBfpExponent));
  for (std::int16_t& exponent : exponents) {
    exponent = std::max(exponent, least);
  }
}

std::int32_t mantissa_of(float x, int step_exponent, std::int64_t most, const Rounding& rounding,
                         std::uint32_t draw) {
  const double steps = std::ldexp(std::fabs(double{x}), -step_exponent);
  const auto magnitude = static_cast<std::int32_t>(std::min(rounded(steps, rounding, draw), most));
  return std::signbit(x) ? -magnitude : magnitude;
}

}  // namespace

Bfp hbfp_weights(int bits) { return {bits, {24, 24}, BfpBoundary::ceil}; }

Bfp hbfp_samples(int bits) { return {bits, {1, kWhole}, BfpBoundary::ceil}; }

Bfp fast_bfp(int magnitude_bits) { return {magnitude_bits + 1, {1, 16}, BfpBoundary::floor, 3}; }

Bfp flexblock(int bits, BlockShape block) { return {bits, block}; }

BfpTensor quantize_bfp(MatrixView matrix, const Bfp& format, const Rounding& rounding,
                       const Draws& draws) {
  METRONOME_ASSERT(format.bits >= 2 && format.bits <= 24 && format.exponent_bits >= 1,
                   "mantissas of BFP have 2 to 24 bits");
  draws.require(rounding, matrix.values.size());
  const BlockGrid grid(matrix.rows, matrix.columns, format.block);
  BfpTensor result{format, grid, std::vector<std::int32_t>(grid.size()),
                   std::vector<std::int16_t>(grid.blocks())};
  grid.for_each([&](const Block& block) {
    result.exponents[block.index] = bfp_exponent(range_of(matrix, grid, block), format.boundary);
  });
  narrow(result.exponents, format.exponent_bits);
  const std::int64_t most = (std::int64_t{1} << (format.bits - 1)) - 1;
  grid.for_each([&](const Block& block) {
    const std::int16_t exponent = result.exponents[block.index];
    if (exponent == kNanBfpExponent) {
      return;
    }
    grid.for_each_element(block, [&](std::size_t i) {
      result.mantissas[i] = mantissa_of(matrix.values[i], exponent - format.bits + 2, most,
                                        rounding, draws.of(i, rounding.random_bits));
    });
  });
  return result;
}

ScaledIntegers exact(const BfpTensor& tensor) {
  ScaledIntegers result(tensor.grid);
  result.integer_bits = tensor.format.bits - 1;
  for (std::size_t i = 0; i < tensor.exponents.size(); ++i) {
    const std::int16_t exponent = tensor.exponents[i];
    result.scales[i] = {1, exponent - tensor.format.bits + 2, exponent == kNanBfpExponent};
  }
  result.integers.assign(tensor.mantissas.begin(), tensor.mantissas.end());
  return result;
}

}  // namespace metronome::formats
