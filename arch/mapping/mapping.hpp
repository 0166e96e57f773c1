#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arch/array/analytic.hpp"
#include "arch/mapping/geometry.hpp"
#include "arch/mapping/patches.hpp"

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

/// The ways in which what executes the job can walk it: the array's, or, on the vector unit, one
/// multiply-accumulate on each pair of lanes for a block of results.
[[nodiscard]] std::vector<array::Unrolling> unrollings(const MatrixJob& job,
                                                       const arch::AcceleratorSpec& machine);

/// What the array does of a tile: all of it at once, or, of a dX in phases, the results at one
/// position relative to the stride, of which only some taps meet a pixel.
struct PhaseShape {
  std::uint64_t row = 0, column = 0;  ///< position relative to the stride
  std::uint64_t taps = 1;             ///< on the array: padded where segmented
};
/// One for each phase of phases_of(), in their order; of a job that is not in phases, one.
[[nodiscard]] std::vector<PhaseShape> phase_shapes(const MatrixJob& job,
                                                   const array::Unrolling& unrolling);
/// The array's part in a tile m x n x k of one group, or in what lies before it (then of a tile's
/// origin: the origin of the phase's part in the phase's GEMM), blocks with a scale filled up to
/// what the lanes join (block_runs.hpp), without rows that the feed leaves out (row_skipping.hpp).
[[nodiscard]] array::GemmShape phase_tile(const MatrixJob& job, const Mapping& mapping,
                                          const PhaseShape& phase, const array::GemmShape& tile);

[[nodiscard]] TileCounts tile_counts(const MatrixJob& job, const Mapping& mapping);
[[nodiscard]] TileCounts tiles_in(const array::GemmShape& gemm, const array::TileShape& tile);

/// How often operand a (b) is brought in as a whole: operands stay while their tile is unchanged
/// from one step to the next.
[[nodiscard]] std::uint64_t sweeps_of_a(const TileCounts& tiles, LoopOrder order);
[[nodiscard]] std::uint64_t sweeps_of_b(const TileCounts& tiles, LoopOrder order);

/// What one group takes on the array, in closed form: the product and, where the array forms them,
/// the correction sums.
[[nodiscard]] array::ArrayUse array_use(const MatrixJob& job, const Mapping& mapping,
                                        const arch::AcceleratorSpec& machine);

/// array_use() of one walk's mappings; what they have in common is computed once. Refers to the
/// job.
class WalkUse {
 public:
  WalkUse(const MatrixJob& job, const array::Unrolling& walk, const arch::AcceleratorSpec& machine);

  [[nodiscard]] array::ArrayUse of(const SpatialCut& cut, const array::TileShape& tile);
  /// Not above the cycles of any tiling.
  [[nodiscard]] std::uint64_t least_cycles() const;

 private:
  const MatrixJob& job_;
  array::Ports ports_;
  std::vector<PhaseShape> phases_;
  array::GemmShape gemm_;
  std::vector<SumShape> sums_;  ///< of each phase; empty where the array forms none
  Mapping mapping_;             ///< the last one
};

/// Closed form, without walking the tiles.
[[nodiscard]] MappingTraffic mapping_traffic(const MatrixJob& job, const Mapping& mapping);

/// Integer sums of one result that the vector unit scales and adds in FP32 (a multiplication and an
/// addition each) inside a tile of `k`: one for each output channel (segmented dX), one for a tile
/// (block-local ranges), one for each piece that an accumulator can hold (reductions that could
/// overflow it), else none.
[[nodiscard]] std::uint64_t scaled_sums_per_result(const MatrixJob& job,
                                                   const array::Unrolling& unrolling,
                                                   std::uint64_t k);
/// Of the whole job.
[[nodiscard]] std::uint64_t scaled_sums(const MatrixJob& job, const Mapping& mapping);

/// Whether a side stream has an element for every result.
[[nodiscard]] bool goes_by_results(const MatrixJob& job, const Stream& stream);

/// Bits of the side inputs (outputs) that go with one result; 0 for those that do not go by results
/// (one value for a row or a column).
[[nodiscard]] std::uint64_t side_bits_per_result(const MatrixJob& job,
                                                 const std::vector<Stream>& streams);

/// What things cost that a mapping decides upon, in picojoules; zero where only cycles count.
struct MappingWeights {
  double input_bit = 0, weight_bit = 0, output_bit = 0;  ///< moved at a buffer's port
  double dram_byte = 0;
  double cycle = 0;  ///< leakage and standby of the machine
};

/// The job's fixed mapping alone, or the best so many of the tilings that fit in the buffers (fewer
/// where there are not so many), each with its best walk, the best first, by
/// machine.mapping.objective of their estimates (estimate.hpp). `cycles`: array cycles against bus
/// bytes at 85 % of peak, plus the first loads and the last store, times traffic_factor();
/// `energy`, `edp`: energy by `weights`, or its product with the estimated time. Deterministic, a
/// function of the arguments. UserError where none fits, saying what to enlarge, or where the fixed
/// one is not legal.
[[nodiscard]] std::vector<Mapping> best_mappings(const MatrixJob& job,
                                                 const arch::AcceleratorSpec& machine,
                                                 const MappingWeights& weights, std::size_t count);
/// The same as if no mapping were fixed; empty where none fits.
[[nodiscard]] std::vector<Mapping> find_mappings(const MatrixJob& job,
                                                 const arch::AcceleratorSpec& machine,
                                                 const MappingWeights& weights, std::size_t count);
/// The first of best_mappings().
[[nodiscard]] Mapping best_mapping(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                                   const MappingWeights& weights = {});

/// UserError as best_mapping() throws it where it does, without a search.
void require_mapping(const MatrixJob& job, const arch::AcceleratorSpec& machine);

/// The inverse of mapping_text(). UserError naming what is wrong with the text, or with the mapping
/// for this job on this machine.
[[nodiscard]] Mapping parse_mapping(const std::string& text, const MatrixJob& job,
                                    const arch::AcceleratorSpec& machine);

/// The plain mapping that any other should beat: the array's first output-stationary walk, one
/// image (or as few rows of one as fit) a tile, all columns and the whole reduction where they fit,
/// halved in turn where they do not. Nothing where the array has no such walk or no such tile fits.
[[nodiscard]] std::optional<Mapping> output_stationary_mapping(
    const MatrixJob& job, const arch::AcceleratorSpec& machine);

/// Everything that keeps a mapping from running, one sentence each; empty: it is legal. Checked
/// before any mapping runs.
[[nodiscard]] std::vector<std::string> why_illegal(const MatrixJob& job, const Mapping& mapping,
                                                   const arch::AcceleratorSpec& machine);

/// Bytes that the tiles in flight take of each buffer.
struct BufferNeed {
  std::uint64_t input = 0, weight = 0, output = 0;
};
[[nodiscard]] BufferNeed buffer_need(const MatrixJob& job, const Mapping& mapping,
                                     const arch::AcceleratorSpec& machine);

/// The ports of what multiplies: sums of the array have training.accumulator_bits, FP32 sums of the
/// vector unit 32.
[[nodiscard]] array::Ports ports_of(Executor executor, const arch::AcceleratorSpec& machine);

/// Bits of a finished sum in the output buffer: those of the accumulators, at least 32 where pieces
/// of it were scaled and added in FP32.
[[nodiscard]] std::uint64_t sum_bits(const MatrixJob& job, const arch::AcceleratorSpec& machine);

[[nodiscard]] bool fits(const BufferNeed& need, const arch::AcceleratorSpec& machine);
/// Whether the tiles fit in the buffers: in half of each, or in all of it when it is filled once.
[[nodiscard]] bool fits(const MatrixJob& job, const Mapping& mapping,
                        const arch::AcceleratorSpec& machine);

/// Tiles that each buffer holds at a time: 2 (double-buffered), or 1 where it is filled only once.
struct BufferSlots {
  unsigned input = 2, weight = 2, output = 2;
};
[[nodiscard]] BufferSlots buffer_slots(const TileCounts& tiles, LoopOrder order);

}  // namespace metronome::mapping
