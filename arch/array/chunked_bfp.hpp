#pragma once

#include <string_view>
#include <vector>

#include "arch/array/systolic.hpp"
#include "sim/base/enumeration.hpp"

namespace metronome::array {

/// How many chunks a mantissa may be cut into: any number, or 1, 2, 4, 8, ... (a machine of modes).
enum class ChunkCounts { any, power_of_two };
constexpr auto enum_rows(ChunkCounts) {
  using enum ChunkCounts;
  return enum_list<ChunkCounts>({{any, "any"}, {power_of_two, "power_of_two"}});
}

/// Which elements share an exponent. `row`: consecutive elements of one row or column, along the
/// reduction; the transposed operands of the backward GEMMs are then quantized again in a pass.
/// `square`: square blocks, of which one copy serves both directions.
enum class GroupShape { row, square };
constexpr auto enum_rows(GroupShape) {
  using enum GroupShape;
  return enum_list<GroupShape>({{row, "row"}, {square, "square"}});
}

/// Block floating point in chunks: FAST [zhang2022fast], FlexBlock [noh2023flexblock], and
/// the integer formats of OCP Microscaling (MX) [ocp2023mx]. Groups of elements share an
/// exponent; their mantissas, of as many bits as the precision assignment says, are integers around
/// zero, cut into chunks. A systolic grid of units, each of which adds `lanes` products of two
/// chunks a cycle; a step takes one cycle for each pair of chunks. Exponents are added once for
/// each pair of groups.
struct ChunkedBfpSpec {
  static constexpr std::string_view kSchemaName = "chunked_bfp";
  std::uint64_t rows = 16;
  std::uint64_t columns = 32;
  std::uint64_t lanes = 16;
  int chunk_bits = 2;
  ChunkCounts chunk_counts = ChunkCounts::any;
  std::uint64_t group = 16;
  int exponent_bits = 8;
  GroupShape group_shape = GroupShape::row;
  Dataflow dataflow = Dataflow::best;
  bool double_buffered_weights = true;
  bool pipelined_passes = false;  ///< see overlaps()
  bool operator==(const ChunkedBfpSpec&) const = default;
};

inline constexpr std::uint64_t kMaxChunkLanes = 32;

/// UserError where blocks with a scale do not fill the lanes of a unit, which share a register.
void require_full_lanes(const Operands& operands, std::uint64_t lanes);
/// Elements along k, as they lie on the lanes, that share a scale: runs of blocks that are shorter
/// than one are filled up to whole steps of the lanes.
[[nodiscard]] std::uint64_t group_on_lanes(const Operands& operands, std::uint64_t lanes);

/// Chunks of a mantissa.
[[nodiscard]] std::uint64_t chunks_of(const ChunkedBfpSpec& spec, int bits);

[[nodiscard]] std::vector<Unrolling> unrollings(const ChunkedBfpSpec& spec,
                                                const Operands& operands);

}  // namespace metronome::array

namespace metronome::config {
template <>
const StructSchema<array::ChunkedBfpSpec>& schema_of<array::ChunkedBfpSpec>();
}  // namespace metronome::config
