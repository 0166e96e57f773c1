#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "arch/array/chunked_bfp.hpp"
#include "arch/array/systolic.hpp"

namespace metronome::array {

/// Small floating-point numbers in chunks of their significands: multipliers of a few bits, each
/// product shifted by the sum of its own two exponents and added to others in a fixed-point
/// register, as the precision-scalable units for Microscaling formats do
/// [cuyckens2025datapaths]. A systolic grid of units of `lanes` products of two chunks a cycle; a
/// step takes a cycle for each pair of chunks: with chunks of 2 bits one for FP4, four for FP6 of
/// two mantissa bits more and FP8, sixteen for 8-bit integers and BF16. Sums of a block are scaled
/// and added in FP32, once for each pair of blocks.
struct ChunkedFpSpec {
  static constexpr std::string_view kSchemaName = "chunked_fp";
  std::uint64_t rows = 16;
  std::uint64_t columns = 32;
  std::uint64_t lanes = 16;
  int chunk_bits = 2;
  /// Passes that a pair of operands takes at least: 2 where the paths to the lanes feed half of
  /// them with numbers of one chunk.
  std::uint64_t least_passes = 1;
  std::uint64_t accumulator_bits = 0;  ///< of the fixed-point register; 0: every sum is exact
  std::uint64_t group = 32;            ///< products that the register adds before FP32 takes over
  Dataflow dataflow = Dataflow::best;
  bool double_buffered_weights = true;
  bool pipelined_passes = false;  ///< see overlaps()
  bool operator==(const ChunkedFpSpec&) const = default;
};

/// Chunks of two operands.
using ChunkPair = std::pair<std::uint64_t, std::uint64_t>;
/// Of the significands of a and b: each pair of them is one product of chunks.
[[nodiscard]] ChunkPair chunks_of(const ChunkedFpSpec& spec, const Operands& operands);
/// The same, with those of b filled up by empty ones until their pairs are the passes of a step.
[[nodiscard]] ChunkPair passing_chunks(const ChunkedFpSpec& spec, const Operands& operands);
/// Lanes of a unit that get products in a pass: all, or fewer where the least number of passes is
/// more than there are pairs of chunks; rounded up.
[[nodiscard]] std::uint64_t fed_lanes(const ChunkedFpSpec& spec, const Operands& operands);

/// Bits, sign included, of an exact sum of so many products in units of the smallest one:
/// w_a + w_b - 1 + log2(products), w the integer that an operand is.
[[nodiscard]] std::uint64_t exact_sum_bits(const Operands& operands, std::uint64_t products);
/// Those that the register has not, of a sum of a group.
[[nodiscard]] std::uint64_t cut_bits(const ChunkedFpSpec& spec, const Operands& operands);
/// Products that the register adds of these operands: a group, or less where their scales are
/// finer.
[[nodiscard]] std::uint64_t products_of_sum(const ChunkedFpSpec& spec, const Operands& operands);
/// Register-wide additions of so many multiply-accumulates: of numbers, each of whose products has
/// a shift of its own, one for each product of chunks; of integers, whose products of a pass have
/// one weight and are added as they are, one for each unit and pass.
[[nodiscard]] std::uint64_t wide_sums(const ChunkedFpSpec& spec, const Operands& operands,
                                      std::uint64_t macs);
/// Stages of multiplexers that shift a product by the sum of its exponents.
[[nodiscard]] std::uint64_t align_stages(const Operands& operands);

[[nodiscard]] std::vector<Unrolling> unrollings(const ChunkedFpSpec& spec,
                                                const Operands& operands);

}  // namespace metronome::array

namespace metronome::config {
template <>
const StructSchema<array::ChunkedFpSpec>& schema_of<array::ChunkedFpSpec>();
}  // namespace metronome::config
