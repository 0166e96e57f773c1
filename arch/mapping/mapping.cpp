#include "arch/mapping/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/mapping/patches.hpp"
#include "arch/mapping/residency.hpp"
#include "arch/mapping/stride_phases.hpp"

namespace metronome::mapping {
namespace {

/// Bits of the side inputs that hold values for rows of the results.
std::uint64_t side_bits_per_row(const MatrixJob& job) {
  const std::uint64_t rows = job.convolution.groups * trace::gemm_of(job.convolution, job.cls).m;
  std::uint64_t bits = 0;
  for (const Stream& s : job.epilogue.inputs) {
    bits += goes_by_results(job, s) ? 0 : s.elements / rows * s.bits;
  }
  return bits;
}

/// Largest tile of an operand in bytes, as it lies in its buffer: the window rows of the largest
/// spatial tile for the image operand, a plain block for the other.
struct TileBytes {
  std::uint64_t a = 0, b = 0, c = 0;
};

TileBytes tile_bytes(const MatrixJob& job, const Mapping& mapping,
                     const arch::AcceleratorSpec& machine) {
  const Geometry geometry(job);
  const ImageTensor& window = geometry.window();
  const std::uint64_t per_image =
      mapping.cut.rows > 0 ? geometry.anchor().height / mapping.cut.rows : 1;
  const std::uint64_t rows = std::max(geometry.rows_read(mapping.cut, 0),
                                      geometry.rows_read(mapping.cut, per_image > 2 ? 1 : 0));
  const std::uint64_t taps = taps_on_array(job, mapping.unrolling);
  const std::uint64_t channels =
      ceil_div(job.is_weight_gradient() ? mapping.tile.n : mapping.tile.k, taps);
  const std::uint64_t image_bits =
      rows * window.width * std::min(channels, window.channels) * window.bits;
  TileBytes bytes;
  if (job.is_weight_gradient()) {
    bytes.a = ceil_div<std::uint64_t>(mapping.tile.k * mapping.tile.m * job.a.bits, 8);
    bytes.b = ceil_div<std::uint64_t>(image_bits, 8);
  } else {
    bytes.a = ceil_div<std::uint64_t>(image_bits, 8);
    bytes.b = ceil_div<std::uint64_t>(
        std::min(channels, window.channels) * geometry.taps() * mapping.tile.n * job.b.bits, 8);
  }
  // A result lies in its slot as an accumulator, then as what is written of it; what its epilogue
  // reads lies beside it.
  const std::uint64_t results = mapping.tile.m * mapping.tile.n;
  const std::uint64_t written = job.c.bits + side_bits_per_result(job, job.epilogue.outputs);
  const std::uint64_t each = std::max<std::uint64_t>(sum_bits(job, machine), written) +
                             side_bits_per_result(job, job.epilogue.inputs);
  bytes.c = ceil_div<std::uint64_t>(results * each + mapping.tile.m * side_bits_per_row(job), 8);
  return bytes;
}

/// Bytes of the exponents that belong to so many bytes of codes, rounded up.
std::uint64_t exponent_bytes(std::uint64_t code_bytes, const Stream& codes,
                             const std::optional<Stream>& exponents) {
  return exponents ? ceil_div(code_bytes * exponents->elements * exponents->bits,
                              codes.elements * codes.bits)
                   : 0;
}

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
    return array::unrollings(machine.array, job.operands);
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
    walk.x_bits = job.a.bits;
    walk.y_bits = job.b.bits;
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
    return tile;
  }
  const trace::Convolution& c = job.convolution;
  const std::uint64_t rows = mapping.cut.rows > 0 ? mapping.cut.rows : c.in_height;
  const std::uint64_t images = tile.m / (rows * c.in_width);
  return {images * at_position(rows, phase.row, c.stride.height) *
              at_position(c.in_width, phase.column, c.stride.width),
          tile.n, tile.k / taps_on_array(job, mapping.unrolling) * phase.taps};
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
  const array::GemmShape gemm = array_shape(job, mapping.unrolling);
  return {ceil_div(gemm.m, mapping.tile.m), ceil_div(gemm.n, mapping.tile.n),
          ceil_div(gemm.k, mapping.tile.k)};
}

array::ArrayUse array_use(const MatrixJob& job, const Mapping& mapping,
                          const arch::AcceleratorSpec& machine) {
  const array::Ports ports = ports_of(job.executor, machine);
  const auto use = [&](const array::GemmShape& gemm, const array::TileShape& tile,
                       std::uint64_t phase) {
    return array::analytic_use(mapping.unrolling, ports, gemm, tile, phase);
  };
  const array::GemmShape gemm = array_shape(job, mapping.unrolling);
  const array::GemmShape tile{mapping.tile.m, mapping.tile.n, mapping.tile.k};
  const std::vector<PhaseShape> phases = phase_shapes(job, mapping.unrolling);
  const bool on_array = machine.training.corrections == array::CorrectionUnit::array;
  const auto sums = job.zero_points && on_array ? sum_shapes(job) : std::vector<SumShape>{};
  array::ArrayUse all;
  for (std::uint64_t i = 0; i < phases.size(); ++i) {
    const array::GemmShape whole = phase_tile(job, mapping, phases[i], gemm);
    const array::GemmShape part = phase_tile(job, mapping, phases[i], tile);
    all += use(whole, {part.m, part.n, part.k}, i);
    if (!sums.empty()) {
      const auto& [width, height] = sums[i];
      all += use({whole.m, width, whole.k}, {part.m, width, part.k}, i);
      all += use({height, whole.n, whole.k}, {height, part.n, part.k}, i);
    }
  }
  return all;
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
  const Geometry geometry(job);
  const ImageTensor& window = geometry.window();
  const TileCounts tiles = tile_counts(job, mapping);
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  const std::uint64_t image_bits =
      geometry.total_window_rows(mapping.cut) * window.width * window.channels * window.bits;
  MappingTraffic traffic;
  if (job.is_weight_gradient()) {
    traffic.a_bytes = gemm.m * gemm.k * job.a.bits / 8 * sweeps_of_a(tiles, mapping.order);
    traffic.b_bytes = image_bits / 8 * sweeps_of_b(tiles, mapping.order);
  } else {
    traffic.a_bytes = image_bits / 8 * sweeps_of_a(tiles, mapping.order);
    traffic.b_bytes = gemm.k * gemm.n * job.b.bits / 8 * sweeps_of_b(tiles, mapping.order);
  }
  const auto exponents = [&](const std::optional<Stream>& stream) {
    return stream ? stream->elements * stream->bits / 8 / job.convolution.groups : 0;
  };
  traffic.a_bytes += exponents(job.a_exponents) * sweeps_of_a(tiles, mapping.order);
  traffic.b_bytes += exponents(job.b_exponents) * sweeps_of_b(tiles, mapping.order);
  traffic.c_bytes = gemm.m * gemm.n * job.c.bits / 8;
  return traffic;
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
  TileBytes bytes = tile_bytes(job, mapping, machine);
  bytes.a += exponent_bytes(bytes.a, job.a, job.a_exponents);
  bytes.b += exponent_bytes(bytes.b, job.b, job.b_exponents);
  // The next group's tiles are brought in while this one's are in use.
  const BufferSlots slots = job.convolution.groups > 1
                                ? BufferSlots{}
                                : buffer_slots(tile_counts(job, mapping), mapping.order);
  return {bytes.a * slots.input, bytes.b * slots.weight, bytes.c * slots.output};
}

bool fits(const MatrixJob& job, const Mapping& mapping, const arch::AcceleratorSpec& machine) {
  const BufferNeed need = buffer_need(job, mapping, machine);
  return need.input <= machine.input_buffer.capacity().count() &&
         need.weight <= machine.weight_buffer.capacity().count() &&
         need.output <= output_room(machine);
}

}  // namespace metronome::mapping
