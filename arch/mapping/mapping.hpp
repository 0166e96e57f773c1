#pragma once

#include <cstdint>
#include <string>

#include "arch/array/analytic.hpp"
#include "arch/mapping/geometry.hpp"

namespace metronome::mapping {

/// The outer loop of the tile nest; the reduction is always innermost, so that partial sums stay on
/// chip.
enum class LoopOrder { m_outer, n_outer };

/// How a matrix job is cut into tiles and walked.
struct Mapping {
  array::Unrolling unrolling;
  SpatialCut cut;
  array::TileShape tile;
  LoopOrder order = LoopOrder::m_outer;
  bool operator==(const Mapping&) const = default;
};

/// "ws, tile 8192x16x144, m outer".
[[nodiscard]] std::string mapping_text(const Mapping& mapping);

/// Numbers of tiles along each dimension.
struct TileCounts {
  std::uint64_t m = 1, n = 1, k = 1;
  [[nodiscard]] std::uint64_t steps() const { return m * n * k; }
};

/// What the tile nest moves between DRAM and the buffers; in bytes, rounded down (a schedule of
/// whole bytes moves at least as much).
struct MappingTraffic {
  std::uint64_t a_bytes = 0;
  std::uint64_t b_bytes = 0;
  std::uint64_t c_bytes = 0;
  [[nodiscard]] std::uint64_t total() const { return a_bytes + b_bytes + c_bytes; }
};

/// The GEMM of a job as the array sees it under an unrolling. With segmented dX scales each output
/// channel's taps are padded to whole steps (or whole stationary rows), so that no sum crosses
/// them.
[[nodiscard]] array::GemmShape array_shape(const MatrixJob& job, const array::Unrolling& unrolling);

/// Elements of the array's reduction (or, for weight gradients, column) dimension per channel.
[[nodiscard]] std::uint64_t taps_on_array(const MatrixJob& job, const array::Unrolling& unrolling);

[[nodiscard]] TileCounts tile_counts(const MatrixJob& job, const Mapping& mapping);

/// How often operand a (b) is brought in as a whole: operands stay while their tile is unchanged
/// from one step to the next.
[[nodiscard]] std::uint64_t sweeps_of_a(const TileCounts& tiles, LoopOrder order);
[[nodiscard]] std::uint64_t sweeps_of_b(const TileCounts& tiles, LoopOrder order);

/// What one group takes on the array, in closed form: the product and, where the array forms them,
/// the correction sums.
[[nodiscard]] array::ArrayUse array_use(const MatrixJob& job, const Mapping& mapping,
                                        const arch::AcceleratorSpec& machine);

/// Closed form, without walking the tiles.
[[nodiscard]] MappingTraffic mapping_traffic(const MatrixJob& job, const Mapping& mapping);

/// FP32 operations of the vector unit that segmented dX scales cost in one job: a multiplication
/// and an addition for each output and output channel of the reduction.
[[nodiscard]] std::uint64_t scale_operations(const MatrixJob& job);

/// Among the array's walks and the tilings that fit in the buffers, those within 1 % of the least
/// estimated time (array cycles against bus bytes at 85 % of peak, plus the first loads and the
/// last store), and of these the one that moves the fewest bytes; deterministic. UserError where
/// none fits, saying what to enlarge.
[[nodiscard]] Mapping best_mapping(const MatrixJob& job, const arch::AcceleratorSpec& machine);

/// Whether the tiles fit in the buffers: in half of each, or in all of it when it is filled once.
[[nodiscard]] bool fits(const MatrixJob& job, const Mapping& mapping,
                        const arch::AcceleratorSpec& machine);

/// Tiles that each buffer holds at a time: 2 (double-buffered), or 1 where it is filled only once.
struct BufferSlots {
  unsigned input = 2, weight = 2, output = 2;
};
[[nodiscard]] BufferSlots buffer_slots(const TileCounts& tiles, LoopOrder order);

}  // namespace metronome::mapping
