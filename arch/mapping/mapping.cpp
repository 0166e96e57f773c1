#include "arch/mapping/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/mapping/patches.hpp"

namespace metronome::mapping {
namespace {

bool is_weight_gradient(const MatrixJob& job) {
  return job.cls == trace::OperationClass::weight_gradient;
}

/// Largest tile of an operand in bytes, as it lies in its buffer: the window rows of the largest
/// spatial tile for the image operand, a plain block for the other.
struct TileBytes {
  std::uint64_t a = 0, b = 0, c = 0;
};

TileBytes tile_bytes(const MatrixJob& job, const Mapping& mapping) {
  const Geometry geometry(job);
  const ImageTensor& window = geometry.window();
  const std::uint64_t per_image =
      mapping.cut.rows > 0 ? geometry.anchor().height / mapping.cut.rows : 1;
  const std::uint64_t rows =
      std::max(geometry.window_rows(mapping.cut, 0).size(),
               geometry.window_rows(mapping.cut, per_image > 2 ? 1 : 0).size());
  const std::uint64_t taps = taps_on_array(job, mapping.unrolling);
  const std::uint64_t channels =
      ceil_div(is_weight_gradient(job) ? mapping.tile.n : mapping.tile.k, taps);
  const std::uint64_t image_bits =
      rows * window.width * std::min(channels, window.channels) * window.bits;
  TileBytes bytes;
  if (is_weight_gradient(job)) {
    bytes.a = ceil_div<std::uint64_t>(mapping.tile.k * mapping.tile.m * job.a.bits, 8);
    bytes.b = ceil_div<std::uint64_t>(image_bits, 8);
  } else {
    bytes.a = ceil_div<std::uint64_t>(image_bits, 8);
    bytes.b = ceil_div<std::uint64_t>(
        std::min(channels, window.channels) * geometry.taps() * mapping.tile.n * job.b.bits, 8);
  }
  bytes.c = mapping.tile.m * mapping.tile.n * array::kAccumulatorBits / 8;
  return bytes;
}

/// Bytes of the exponents that belong to so many bytes of codes, rounded up.
std::uint64_t exponent_bytes(std::uint64_t code_bytes, const Stream& codes,
                             const std::optional<Stream>& exponents) {
  return exponents ? ceil_div(code_bytes * exponents->elements * exponents->bits,
                              codes.elements * codes.bits)
                   : 0;
}

}  // namespace

std::string mapping_text(const Mapping& mapping) {
  return fmt::format("{}, tile {}x{}x{}, {} outer", mapping.unrolling.name, mapping.tile.m,
                     mapping.tile.n, mapping.tile.k,
                     mapping.order == LoopOrder::m_outer ? "m" : "n");
}

std::uint64_t taps_on_array(const MatrixJob& job, const array::Unrolling& unrolling) {
  const std::uint64_t taps = job.convolution.kernel * job.convolution.kernel;
  if (!job.segmented) {
    return taps;
  }
  const bool os = unrolling.kind == array::Unrolling::Kind::output_stationary;
  return round_up(taps, os ? unrolling.depth : unrolling.rows);
}

array::GemmShape array_shape(const MatrixJob& job, const array::Unrolling& unrolling) {
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  if (is_weight_gradient(job)) {
    return {gemm.m, gemm.n, gemm.k};
  }
  const std::uint64_t taps = job.convolution.kernel * job.convolution.kernel;
  return {gemm.m, gemm.n, exact_div(gemm.k, taps) * taps_on_array(job, unrolling)};
}

TileCounts tile_counts(const MatrixJob& job, const Mapping& mapping) {
  const array::GemmShape gemm = array_shape(job, mapping.unrolling);
  return {ceil_div(gemm.m, mapping.tile.m), ceil_div(gemm.n, mapping.tile.n),
          ceil_div(gemm.k, mapping.tile.k)};
}

array::ArrayUse array_use(const MatrixJob& job, const Mapping& mapping,
                          const arch::AcceleratorSpec& machine) {
  const auto use = [&](const array::GemmShape& gemm, const array::TileShape& tile) {
    return array::analytic_use(mapping.unrolling, machine.ports(), gemm, tile);
  };
  const array::GemmShape gemm = array_shape(job, mapping.unrolling);
  array::ArrayUse sum = use(gemm, mapping.tile);
  if (const auto work = correction_work(job, machine.training.corrections); work.array_macs > 0) {
    sum += use({gemm.m, work.row_width, gemm.k}, {mapping.tile.m, work.row_width, mapping.tile.k});
    sum += use({work.column_height, gemm.n, gemm.k},
               {work.column_height, mapping.tile.n, mapping.tile.k});
  }
  return sum;
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
  if (is_weight_gradient(job)) {
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

std::uint64_t scale_operations(const MatrixJob& job) {
  if (!job.segmented) {
    return 0;
  }
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  return 2 * gemm.m * gemm.n * job.convolution.out_channels;
}

BufferSlots buffer_slots(const TileCounts& tiles, LoopOrder order) {
  const auto slots = [](std::uint64_t fills) { return fills == 1 ? 1u : 2u; };
  return {slots(tiles.m * tiles.k * sweeps_of_a(tiles, order)),
          slots(tiles.k * tiles.n * sweeps_of_b(tiles, order)), slots(tiles.m * tiles.n)};
}

bool fits(const MatrixJob& job, const Mapping& mapping, const arch::AcceleratorSpec& machine) {
  TileBytes bytes = tile_bytes(job, mapping);
  bytes.a += exponent_bytes(bytes.a, job.a, job.a_exponents);
  bytes.b += exponent_bytes(bytes.b, job.b, job.b_exponents);
  // The next group's tiles are brought in while this one's are in use.
  const BufferSlots slots = job.convolution.groups > 1
                                ? BufferSlots{}
                                : buffer_slots(tile_counts(job, mapping), mapping.order);
  return bytes.a * slots.input <= machine.input_buffer.capacity().count() &&
         bytes.b * slots.weight <= machine.weight_buffer.capacity().count() &&
         bytes.c * slots.output <= machine.output_buffer.capacity().count();
}

}  // namespace metronome::mapping
