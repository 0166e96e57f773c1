#include "arch/array/stepped_floats.hpp"

#include <algorithm>

#include "arch/array/stepped_pipelined.hpp"

namespace metronome::array {

SystolicGrid float_grid(const ChunkedFpSpec& spec, const Operands& operands, bool transposed) {
  return {.rows = spec.rows,
          .columns = spec.columns,
          .double_buffered_weights = spec.double_buffered_weights,
          .transposed = transposed,
          .group = group_on_lanes(operands, spec.lanes),
          .exponent_bits = operands.scale_bits,
          .pipelined_passes = spec.pipelined_passes};
}

ChunkPair limbs_of(const ChunkedFpSpec& spec, const Operands& operands, bool transposed) {
  const auto [a, b] = passing_chunks(spec, operands);
  return transposed ? ChunkPair{b, a} : ChunkPair{a, b};
}

namespace {

/// An element as chunks with their sign, and its exponent.
struct ChunkedElement {
  std::vector<std::int64_t> chunks;
  std::int64_t exponent = 0;
};

std::vector<ChunkedElement> elements_of(const CodeMatrix& matrix, NumberFormat format,
                                        std::uint64_t count, int chunk_bits) {
  std::vector<ChunkedElement> all;
  for (const std::int32_t code : matrix.codes) {
    const FloatParts parts = parts_of(format, static_cast<std::uint32_t>(code));
    ChunkedElement element{{}, parts.exponent};
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::int64_t weight = std::int64_t{1} << (static_cast<int>(i) * chunk_bits);
      element.chunks.push_back(parts.significand / weight % (std::int64_t{1} << chunk_bits));
    }
    all.push_back(std::move(element));
  }
  return all;
}

/// x 2^shift, rounded down.
std::int64_t scaled(std::int64_t x, std::int64_t shift) {
  return shift >= 0 ? x * (std::int64_t{1} << shift) : x >> std::min<std::int64_t>(-shift, 63);
}

}  // namespace

std::vector<std::int64_t> float_product(const ChunkedFpSpec& spec, const Operands& operands,
                                        const CodeMatrix& a, const CodeMatrix& b) {
  if (operands.a_format == NumberFormat::integer && operands.b_format == NumberFormat::integer) {
    return exact_product(a, b);
  }
  METRONOME_ASSERT(
      operands.a_format != NumberFormat::integer && operands.b_format != NumberFormat::integer,
      "both operands are numbers");
  const auto [a_chunks, b_chunks] = chunks_of(spec, operands);
  const auto left = elements_of(a, operands.a_format, a_chunks, spec.chunk_bits);
  const auto right = elements_of(b, operands.b_format, b_chunks, spec.chunk_bits);
  const auto cut = static_cast<std::int64_t>(cut_bits(spec, operands));
  const auto product = [&](const ChunkedElement& x, const ChunkedElement& y) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < x.chunks.size(); ++i) {
      for (std::size_t j = 0; j < y.chunks.size(); ++j) {
        const std::int64_t aligned =
            scaled(x.chunks[i] * y.chunks[j], x.exponent + y.exponent - cut);
        sum += aligned * (std::int64_t{1} << (static_cast<int>(i + j) * spec.chunk_bits));
      }
    }
    return sum;
  };
  std::vector<std::int64_t> c(a.rows * b.columns, 0);
  for (std::uint64_t i = 0; i < a.rows; ++i) {
    for (std::uint64_t j = 0; j < b.columns; ++j) {
      for (std::uint64_t k = 0; k < a.columns; ++k) {
        c[i * b.columns + j] += product(left[i * a.columns + k], right[k * b.columns + j]);
      }
    }
  }
  return c;
}

bool loses_bits(const ChunkedFpSpec& spec, const Operands& operands, const CodeMatrix& a,
                const CodeMatrix& b) {
  const auto cut = static_cast<std::int64_t>(cut_bits(spec, operands));
  if (cut == 0) {
    return false;
  }
  const auto [a_chunks, b_chunks] = chunks_of(spec, operands);
  const auto left = elements_of(a, operands.a_format, a_chunks, spec.chunk_bits);
  const auto right = elements_of(b, operands.b_format, b_chunks, spec.chunk_bits);
  const auto loses = [&](const ChunkedElement& x, const ChunkedElement& y) {
    const std::int64_t below = std::clamp<std::int64_t>(cut - x.exponent - y.exponent, 0, 62);
    const std::int64_t mask = (std::int64_t{1} << below) - 1;
    return std::any_of(x.chunks.begin(), x.chunks.end(), [&](std::int64_t one) {
      return std::any_of(y.chunks.begin(), y.chunks.end(),
                         [&](std::int64_t other) { return ((one * other) & mask) != 0; });
    });
  };
  for (std::uint64_t i = 0; i < a.rows; ++i) {
    for (std::uint64_t at = 0; at < a.columns * b.columns; ++at) {
      if (loses(left[i * a.columns + at / b.columns], right[at])) {
        return true;
      }
    }
  }
  return false;
}

FloatProduct stepped_float_product(const ChunkedFpSpec& spec, const Operands& operands,
                                   const Unrolling& walk, const Ports& ports, const CodeMatrix& a,
                                   const CodeMatrix& b) {
  METRONOME_ASSERT(a.columns == b.rows && codes_fit(a) && codes_fit(b),
                   "codes fit their widths and the matrices each other");
  FloatProduct product;
  product.sums.resize(a.rows * b.columns);
  WideSum* sums = product.sums.data();
  const OperandView left{a.codes.data(), a.columns, 1, a.bits, a.is_signed, operands.a_format};
  const OperandView right{b.codes.data(), 1, b.columns, b.bits, b.is_signed, operands.b_format};
  TileViewOf<WideSum> tile{left, right, {sums, b.columns, 1}, a.rows, b.columns, a.columns, false};
  if (walk.transposed) {
    tile = {right, left, {sums, 1, b.columns}, b.columns, a.rows, a.columns, false};
  }
  const SystolicGrid grid = float_grid(spec, operands, walk.transposed);
  const FloatChunkPe<WideSum> pe(spec, operands, limbs_of(spec, operands, walk.transposed));
  const auto run = [&](auto array) {
    product.use = walk.kind == Unrolling::Kind::output_stationary
                      ? array.run_output_stationary(tile)
                      : array.run_stationary_operand(tile);
  };
  if (overlaps(walk.kind, spec.pipelined_passes, spec.double_buffered_weights)) {
    run(PipelinedSystolic<FloatChunkPe<WideSum>>(grid, pe, ports));
  } else {
    run(SteppedSystolic<FloatChunkPe<WideSum>>(grid, pe, ports));
  }
  return product;
}

}  // namespace metronome::array
