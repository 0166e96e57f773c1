#pragma once

#include <string_view>
#include <vector>

#include "arch/array/unrolling.hpp"
#include "sim/config/schema.hpp"

namespace metronome::array {

/// BISMO [umuroglu2018bismo] [umuroglu2019optimizing]: a product of integer matrices as the
/// weighted sum of products of their bit planes. A grid of rows x columns dot-product units, each
/// of which ANDs two rows of `lanes` bits a cycle and counts the ones. A block of results takes
/// ceil(k / lanes) cycles for each pair of planes (i, j), in order of falling i + j: the
/// accumulator doubles where the sum falls, and subtracts where exactly one plane is the top one of
/// a signed operand. The execute stage hands its results to the result stage by tokens: its
/// pipeline is empty at each hand-over, and the result stage writes out one block while the next is
/// executed. With `pipelined_passes` a block enters behind the one before it, as soon as the result
/// stage will have written that one's predecessor when its sums are complete.
struct BinaryOverlaySpec {
  static constexpr std::string_view kSchemaName = "binary_overlay";
  std::uint64_t rows = 16;
  std::uint64_t columns = 16;
  std::uint64_t lanes = 128;
  std::uint64_t extra_stages = 0;
  std::uint64_t drain_outputs_per_cycle = 64;
  bool pipelined_passes = false;  ///< blocks follow each other in the pipeline
  bool operator==(const BinaryOverlaySpec&) const = default;
};

/// Levels of the compressor that adds the ones of `lanes` bits: 2 for 32 bits, 3 for 64 and 128, 4
/// for 256, 5 for 512 (BISMO), and one more for each further doubling.
[[nodiscard]] std::uint64_t compressor_depth(std::uint64_t lanes);

/// Registers that operands pass on their way to the units: three in the operand memories, one and
/// `extra_stages` across the grid.
[[nodiscard]] std::uint64_t operand_registers(const BinaryOverlaySpec& spec);

/// Cycles from the read of the last bits to the hand-over of the results: the operand
/// registers, three and the compressor in a unit.
[[nodiscard]] std::uint64_t pipeline_latency(const BinaryOverlaySpec& spec);

[[nodiscard]] std::vector<Unrolling> unrollings(const BinaryOverlaySpec& spec,
                                                const Operands& operands);

}  // namespace metronome::array

namespace metronome::config {
template <>
const StructSchema<array::BinaryOverlaySpec>& schema_of<array::BinaryOverlaySpec>();
}  // namespace metronome::config
