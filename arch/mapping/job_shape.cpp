#include "arch/mapping/job_shape.hpp"

#include <algorithm>
#include <cmath>

#include "arch/mapping/block_scales.hpp"

namespace metronome::mapping {
namespace {

/// Bits of the side inputs that hold values for rows of the results.
std::uint64_t side_bits_per_row(const MatrixJob& job) {
  const std::uint64_t rows = job.convolution.groups * trace::gemm_of(job.convolution, job.cls).m;
  std::uint64_t bits = 0;
  for (const Stream& s : job.epilogue.inputs) {
    bits += goes_by_results(job, s) || s.held ? 0 : s.elements / rows * s.bits;
  }
  return bits;
}

/// What lies on chip takes no room in a tile's slot.
std::vector<Stream> read_from_memory(std::vector<Stream> streams) {
  std::erase_if(streams, [](const Stream& s) { return s.held; });
  return streams;
}

/// Bytes of the exponents that belong to so many bytes of codes, `more` times their share, rounded
/// up.
std::uint64_t exponent_bytes(std::uint64_t code_bytes, std::uint64_t code_bits,
                             const std::optional<Stream>& exponents, double more) {
  if (!exponents) {
    return 0;
  }
  const std::uint64_t share =
      ceil_div(code_bytes * exponents->elements * exponents->bits, code_bits);
  return static_cast<std::uint64_t>(std::ceil(static_cast<double>(share) * more));
}

/// None of an operand that is made as it is loaded: its exponents are made with it.
std::uint64_t bytes_of_group(const std::optional<Stream>& stream, bool made, std::uint64_t groups) {
  return stream && !made ? stream->elements * stream->bits / 8 / groups : 0;
}

}  // namespace

OutputBits output_bits(const MatrixJob& job, const arch::AcceleratorSpec& machine) {
  // A result lies in its slot as an accumulator, then as what is written of it; what its epilogue
  // reads lies beside it.
  const std::uint64_t written = job.c.bits + side_bits_per_result(job, job.epilogue.outputs);
  return {std::max<std::uint64_t>(sum_bits(job, machine), written) +
              side_bits_per_result(job, read_from_memory(job.epilogue.inputs)),
          side_bits_per_row(job)};
}

JobShape::JobShape(const MatrixJob& job)
    : job_(job),
      geometry_(job),
      gemm_(trace::gemm_of(job.convolution, job.cls)),
      a_exponent_bytes_(
          bytes_of_group(job.a_exponents, job.a_made.has_value(), job.convolution.groups)),
      b_exponent_bytes_(
          bytes_of_group(job.b_exponents, job.b_made.has_value(), job.convolution.groups)) {}

WindowRows JobShape::window_rows(const SpatialCut& cut) const {
  const std::uint64_t per_image = cut.rows > 0 ? geometry_.anchor().height / cut.rows : 1;
  return {std::max(geometry_.rows_read(cut, 0), geometry_.rows_read(cut, per_image > 2 ? 1 : 0)),
          geometry_.total_window_rows(cut)};
}

LoadedElements JobShape::loaded(const WindowRows& rows, const TileCounts& tiles,
                                LoopOrder order) const {
  const ImageTensor& window = geometry_.window();
  const std::uint64_t image = rows.all * window.width * window.channels;
  const bool gradient = job_.is_weight_gradient();
  return {(gradient ? gemm_.m * gemm_.k : image) * sweeps_of_a(tiles, order),
          (gradient ? image : gemm_.k * gemm_.n) * sweeps_of_b(tiles, order)};
}

MappingTraffic JobShape::traffic(const WindowRows& rows, const TileCounts& tiles,
                                 LoopOrder order) const {
  const ImageTensor& window = geometry_.window();
  const std::uint64_t image = rows.all * window.width * window.channels * window.bits / 8;
  const ProductElements all = elements_of(job_.cls, job_.convolution);
  // Real numbers in memory have not what fills the tiles of a transform.
  const auto stored = [&](std::uint64_t bytes, const Stream& stream, std::uint64_t elements) {
    return job_.fill > 0 && stream.elements < elements ? bytes * stream.elements / elements : bytes;
  };
  const std::uint64_t a = sweeps_of_a(tiles, order);
  const std::uint64_t b = sweeps_of_b(tiles, order);
  MappingTraffic traffic;
  if (job_.is_weight_gradient()) {
    traffic.a_bytes = stored(gemm_.m * gemm_.k * job_.a.bits / 8, job_.a, all.a) * a;
    traffic.b_bytes = stored(image, job_.b, all.b) * b;
  } else {
    traffic.a_bytes = stored(image, job_.a, all.a) * a;
    traffic.b_bytes =
        job_.b_by_tiles()
            ? job_.b.bytes().count() / job_.convolution.groups * b
            : stored(gemm_.k * gemm_.n * job_.b.bits / 8, job_.b, all.b) * b * job_.b_planes();
  }
  traffic.a_bytes = job_.a.held ? 0 : traffic.a_bytes;
  traffic.b_bytes = job_.b.held ? 0 : traffic.b_bytes;
  if (a_exponent_bytes_ + b_exponent_bytes_ > 0) {
    const ScaleLoads loads = scale_loads(job_, geometry_, rows.all, tiles);
    const auto loaded = [](std::uint64_t bytes, double times) {
      return static_cast<std::uint64_t>(static_cast<double>(bytes) * times);
    };
    traffic.a_bytes += loaded(a_exponent_bytes_, loads.a) * a;
    traffic.b_bytes += loaded(b_exponent_bytes_, loads.b) * b;
  }
  traffic.c_bytes = gemm_.m * gemm_.n * job_.c.bits / 8;
  return traffic;
}

BufferSlots JobShape::slots(const TileCounts& tiles, LoopOrder order) const {
  // The next group's tiles are brought in while this one's are in use.
  return job_.convolution.groups > 1 ? BufferSlots{} : buffer_slots(tiles, order);
}

BufferNeed JobShape::buffer_need(const WindowRows& rows, const array::TileShape& tile,
                                 const BufferSlots& slots, std::uint64_t taps,
                                 const OutputBits& output) const {
  const ImageTensor& window = geometry_.window();
  const bool gradient = job_.is_weight_gradient();
  const std::uint64_t channels =
      std::min(ceil_div(gradient ? tile.n : tile.k, taps), window.channels);
  const std::uint64_t a_bits = job_.a_held_bits();
  const std::uint64_t b_bits = job_.b_held_bits();
  const std::uint64_t image = ceil_div<std::uint64_t>(
      rows.largest * window.width * channels * (gradient ? b_bits : a_bits), 8);
  std::uint64_t a = image;
  std::uint64_t b = image;
  if (gradient) {
    a = ceil_div<std::uint64_t>(tile.k * tile.m * a_bits, 8);
  } else {
    b = ceil_div<std::uint64_t>(channels * geometry_.taps() * tile.n * b_bits, 8);
  }
  const double more = a_exponent_bytes_ + b_exponent_bytes_ > 0
                          ? scales_by_share(job_, geometry_, channels, tile.k)
                          : 1;
  a += exponent_bytes(a, job_.a.elements * a_bits, job_.a_exponents, more);
  b += exponent_bytes(b, job_.b.elements * b_bits, job_.b_exponents, more);
  const std::uint64_t c =
      ceil_div<std::uint64_t>(tile.m * tile.n * output.per_result + tile.m * output.per_row, 8);
  return {a * slots.input, b * slots.weight, c * slots.output};
}

}  // namespace metronome::mapping
