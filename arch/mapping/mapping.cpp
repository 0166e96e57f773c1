#include "arch/mapping/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/mapping/block_runs.hpp"
#include "arch/mapping/job_shape.hpp"
#include "arch/mapping/load_engines.hpp"
#include "arch/mapping/patches.hpp"
#include "arch/mapping/residency.hpp"
#include "arch/mapping/row_skipping.hpp"
#include "arch/mapping/stride_phases.hpp"

namespace metronome::mapping {
namespace {

std::uint64_t padded_taps(const MatrixJob& job, const array::Unrolling& unrolling,
                          std::uint64_t taps) {
  if (!job.segmented) {
    return taps;
  }
  const bool os = unrolling.kind == array::Unrolling::Kind::output_stationary;
  return round_up(taps, os ? unrolling.depth : unrolling.rows);
}

}  // namespace

std::string mapping_text(const Mapping& mapping) {
  return fmt::format("{}, tile {}x{}x{}, {} outer", mapping.unrolling.name, mapping.tile.m,
                     mapping.tile.n, mapping.tile.k,
                     mapping.order == LoopOrder::m_outer ? "m" : "n");
}

std::uint64_t taps_on_array(const MatrixJob& job, const array::Unrolling& unrolling) {
  return padded_taps(job, unrolling, job.convolution.taps());
}

std::vector<array::Unrolling> unrollings(const MatrixJob& job,
                                         const arch::AcceleratorSpec& machine) {
  if (job.executor == Executor::array) {
    std::vector<array::Unrolling> walks = array::unrollings(machine.array, job.operands);
    if (job.all_rows > 0) {
      std::erase_if(walks, streams_filters);
    }
    return walks;
  }
  const std::uint64_t lanes = machine.vector.lanes;
  const std::uint64_t macs = std::max<std::uint64_t>(lanes / 2, 1);
  std::vector<array::Unrolling> walks;
  for (std::uint64_t rows = 1; rows <= macs; rows *= 2) {
    array::Unrolling walk;
    walk.name = fmt::format("vector unit {}x{}", rows, macs / rows);
    walk.rows = rows;
    walk.columns = macs / rows;
    walk.cycles_per_step = lanes > 1 ? 1 : 2;
    walk.tile_latency_cycles = machine.vector.pipeline_cycles;
    walk.x_bits = job.a_held_bits();
    walk.y_bits = job.b_held_bits();
    walks.push_back(walk);
  }
  return walks;
}

std::vector<PhaseShape> phase_shapes(const MatrixJob& job, const array::Unrolling& unrolling) {
  if (!job.phases) {
    return {{0, 0, taps_on_array(job, unrolling)}};
  }
  std::vector<PhaseShape> shapes;
  for (const StridePhase& phase : phases_of(job)) {
    shapes.push_back(
        {phase.rows.first, phase.columns.first, padded_taps(job, unrolling, phase.taps())});
  }
  return shapes;
}

array::GemmShape phase_tile(const MatrixJob& job, const Mapping& mapping, const PhaseShape& phase,
                            const array::GemmShape& tile) {
  if (!job.phases) {
    return {tile.m, tile.n,
            fed_reduction(job, mapping, with_blocks_filled(job, mapping, phase.taps, tile.k))};
  }
  const trace::Convolution& c = job.convolution;
  const std::uint64_t k = tile.k / taps_on_array(job, mapping.unrolling) * phase.taps;
  const std::uint64_t rows = mapping.cut.rows > 0 ? mapping.cut.rows : c.in_height;
  const std::uint64_t images = tile.m / (rows * c.in_width);
  return {images * at_position(rows, phase.row, c.stride.height) *
              at_position(c.in_width, phase.column, c.stride.width),
          tile.n, with_blocks_filled(job, mapping, phase.taps, k)};
}

array::GemmShape array_shape(const MatrixJob& job, const array::Unrolling& unrolling) {
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  if (job.is_weight_gradient()) {
    return {gemm.m, gemm.n, gemm.k};
  }
  const std::uint64_t taps = job.convolution.taps();
  return {gemm.m, gemm.n, exact_div(gemm.k, taps) * taps_on_array(job, unrolling)};
}

TileCounts tile_counts(const MatrixJob& job, const Mapping& mapping) {
  return tiles_in(array_shape(job, mapping.unrolling), mapping.tile);
}

TileCounts tiles_in(const array::GemmShape& gemm, const array::TileShape& tile) {
  return {ceil_div(gemm.m, tile.m), ceil_div(gemm.n, tile.n), ceil_div(gemm.k, tile.k)};
}

WalkUse::WalkUse(const MatrixJob& job, const array::Unrolling& walk,
                 const arch::AcceleratorSpec& machine)
    : job_(job),
      ports_(ports_of(job.executor, machine)),
      phases_(phase_shapes(job, walk)),
      gemm_(array_shape(job, walk)) {
  mapping_.unrolling = walk;
  const bool on_array = machine.training.corrections == array::CorrectionUnit::array;
  if (job.zero_points && on_array) {
    sums_ = sum_shapes(job);
  }
}

array::ArrayUse WalkUse::of(const SpatialCut& cut, const array::TileShape& tile) {
  mapping_.cut = cut;
  mapping_.tile = tile;
  array::ArrayUse all;
  for (std::uint64_t i = 0; i < phases_.size(); ++i) {
    const array::GemmShape whole = phase_tile(job_, mapping_, phases_[i], gemm_);
    const array::GemmShape part = phase_tile(job_, mapping_, phases_[i], {tile.m, tile.n, tile.k});
    const auto add = [&](const array::GemmShape& gemm, const array::TileShape& piece) {
      all += array::analytic_use(mapping_.unrolling, ports_, gemm, piece, i);
    };
    add(whole, {part.m, part.n, part.k});
    if (!sums_.empty()) {
      const auto& [width, height] = sums_[i];
      add({whole.m, width, whole.k}, {part.m, width, part.k});
      add({height, whole.n, whole.k}, {height, part.n, part.k});
    }
  }
  return all;
}

std::uint64_t WalkUse::least_cycles() const {
  // One tile: each cut of the reduction can only leave more to be filled up.
  const Mapping whole{mapping_.unrolling,
                      {job_.convolution.batch, 0},
                      {gemm_.m, gemm_.n, gemm_.k},
                      LoopOrder::m_outer};
  std::uint64_t cycles = 0;
  for (const PhaseShape& phase : phases_) {
    cycles += array::least_cycles(whole.unrolling, phase_tile(job_, whole, phase, gemm_));
  }
  return cycles;
}

array::ArrayUse array_use(const MatrixJob& job, const Mapping& mapping,
                          const arch::AcceleratorSpec& machine) {
  return WalkUse(job, mapping.unrolling, machine).of(mapping.cut, mapping.tile);
}

std::uint64_t sweeps_of_a(const TileCounts& tiles, LoopOrder order) {
  const bool resident = tiles.k == 1 && (order == LoopOrder::m_outer || tiles.m == 1);
  return resident ? 1 : tiles.n;
}

std::uint64_t sweeps_of_b(const TileCounts& tiles, LoopOrder order) {
  const bool resident = tiles.k == 1 && (order == LoopOrder::n_outer || tiles.n == 1);
  return resident ? 1 : tiles.m;
}

MappingTraffic mapping_traffic(const MatrixJob& job, const Mapping& mapping) {
  const JobShape shape(job);
  return shape.traffic(shape.window_rows(mapping.cut), tile_counts(job, mapping), mapping.order);
}

std::uint64_t scaled_sums_per_result(const MatrixJob& job, const array::Unrolling& unrolling,
                                     std::uint64_t k) {
  if (job.segmented) {
    return k / taps_on_array(job, unrolling);
  }
  const bool overflows = job.longest_sum > 0 && array_shape(job, unrolling).k > job.longest_sum;
  const std::uint64_t pieces = overflows ? ceil_div(k, job.longest_sum) : 0;
  return std::max<std::uint64_t>(pieces, job.block_scaled ? 1 : 0);
}

std::uint64_t scaled_sums(const MatrixJob& job, const Mapping& mapping) {
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  const std::uint64_t k = array_shape(job, mapping.unrolling).k;
  const std::uint64_t tile = mapping.tile.k;
  const std::uint64_t sums =
      k / tile * scaled_sums_per_result(job, mapping.unrolling, tile) +
      (k % tile > 0 ? scaled_sums_per_result(job, mapping.unrolling, k % tile) : 0);
  return job.convolution.groups * gemm.m * gemm.n * sums;
}

std::uint64_t side_bits_per_result(const MatrixJob& job, const std::vector<Stream>& streams) {
  std::uint64_t bits = 0;
  for (const Stream& s : streams) {
    bits += goes_by_results(job, s) ? s.bits : 0;
  }
  return bits;
}

bool goes_by_results(const MatrixJob& job, const Stream& stream) {
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  return stream.elements == job.convolution.groups * gemm.m * gemm.n;
}

BufferSlots buffer_slots(const TileCounts& tiles, LoopOrder order) {
  const auto slots = [](std::uint64_t fills) { return fills == 1 ? 1u : 2u; };
  return {slots(tiles.m * tiles.k * sweeps_of_a(tiles, order)),
          slots(tiles.k * tiles.n * sweeps_of_b(tiles, order)), slots(tiles.m * tiles.n)};
}

array::Ports ports_of(Executor executor, const arch::AcceleratorSpec& machine) {
  array::Ports ports = machine.ports();
  if (executor == Executor::vector_unit) {
    ports.accumulator_bits = array::kAccumulatorBits;
  }
  return ports;
}

std::uint64_t sum_bits(const MatrixJob& job, const arch::AcceleratorSpec& machine) {
  const std::uint64_t bits = ports_of(job.executor, machine).accumulator_bits;
  const bool cut =
      job.longest_sum > 0 && trace::gemm_of(job.convolution, job.cls).k > job.longest_sum;
  return job.segmented || job.block_scaled || cut ? std::max(bits, array::kAccumulatorBits) : bits;
}

BufferNeed buffer_need(const MatrixJob& job, const Mapping& mapping,
                       const arch::AcceleratorSpec& machine) {
  const JobShape shape(job);
  return shape.buffer_need(shape.window_rows(mapping.cut), mapping.tile,
                           shape.slots(tile_counts(job, mapping), mapping.order),
                           taps_on_array(job, mapping.unrolling), output_bits(job, machine));
}

bool fits(const BufferNeed& need, const arch::AcceleratorSpec& machine) {
  return need.input <= machine.input_buffer.capacity().count() &&
         need.weight <= weight_room(machine) && need.output <= output_room(machine);
}

bool fits(const MatrixJob& job, const Mapping& mapping, const arch::AcceleratorSpec& machine) {
  return fits(buffer_need(job, mapping, machine), machine);
}

}  // namespace metronome::mapping
