#include "arch/mapping/traffic.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "arch/mapping/block_scales.hpp"
#include "arch/mapping/touched_blocks.hpp"

namespace metronome::mapping {
namespace {

/// Tiles of equal size: indices [first, first + count).
struct EqualTiles {
  std::uint64_t size = 0;
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

/// The whole tiles, and the ragged last one.
std::array<EqualTiles, 2> groups_of(std::uint64_t extent, std::uint64_t tile) {
  const std::uint64_t whole = extent / tile;
  return {EqualTiles{tile, 0, whole},
          EqualTiles{extent % tile, whole, extent % tile > 0 ? 1u : 0u}};
}

/// Tensors of equal shape, one for each group of channels.
struct Tensors {
  std::uint64_t count = 1, pitch_bits = 0;
};

/// Every tile of row-major matrices once.
std::uint64_t touched_in_matrices(const MatrixBlock& whole, std::uint64_t tile_rows,
                                  std::uint64_t tile_columns, const Tensors& all, Bytes unit) {
  const std::uint64_t row_bits = whole.columns * whole.bits;
  std::uint64_t touched = 0;
  for (const EqualTiles& r : groups_of(whole.rows, tile_rows)) {
    for (const EqualTiles& c : groups_of(whole.columns, tile_columns)) {
      if (r.count * c.count == 0) {
        continue;
      }
      Begins begins(unit, r.first * tile_rows * row_bits + c.first * tile_columns * whole.bits);
      begins.repeat(r.count, tile_rows * row_bits);
      begins.repeat(c.count, tile_columns * whole.bits);
      begins.repeat(all.count, all.pitch_bits);
      touched += touched_by({whole.columns, whole.bits, r.size, c.size}, begins);
    }
  }
  return touched;
}

/// All channel tiles of `pixels` pixels that begin so.
std::uint64_t touched_in_channels(const ImageTensor& image, std::uint64_t pixels,
                                  std::uint64_t tile_channels, const Begins& pieces) {
  std::uint64_t touched = 0;
  for (const EqualTiles& c : groups_of(image.channels, tile_channels)) {
    if (c.count > 0) {
      Begins begins = pieces.behind(c.first * tile_channels * image.bits);
      begins.repeat(c.count, tile_channels * image.bits);
      touched += touched_by({image.channels, image.bits, pixels, c.size}, begins);
    }
  }
  return touched;
}

std::uint64_t row_bits(const ImageTensor& image) {
  return image.width * image.channels * image.bits;
}

/// Where rows between the windows are left out: every tile of the cut with every tile of channels
/// once, by the transfers of window_transfers().
std::uint64_t touched_in_bands(const Geometry& geometry, const SpatialCut& cut,
                               std::uint64_t tile_channels, const Tensors& all, Bytes unit) {
  const ImageTensor& window = geometry.window();
  const std::uint64_t height = geometry.anchor().height;
  const std::uint64_t span = geometry.axis().span();
  const std::uint64_t step_bits = geometry.axis().stride * row_bits(window);
  const std::uint64_t image_bits = window.height * row_bits(window);
  if (tile_channels < window.channels) {
    Begins bands(unit, 0);
    bands.repeat(height, step_bits);
    bands.repeat(window.batch, image_bits);
    bands.repeat(all.count, all.pitch_bits);
    return touched_in_channels(window, span * window.width, tile_channels, bands);
  }
  const std::uint64_t row = window.width * window.channels;
  const auto bands = [&](std::uint64_t rows, Begins begins) {
    begins.repeat(all.count, all.pitch_bits);
    return touched_by({row * geometry.axis().stride, window.bits, rows, row * span}, begins);
  };
  if (cut.rows > 0) {
    Begins begins(unit, 0);
    begins.repeat(geometry.tiles_of_image(cut), cut.rows * step_bits);
    begins.repeat(window.batch, image_bits);
    return bands(cut.rows, begins);
  }
  const std::uint64_t together = image_bits == height * step_bits ? cut.images : 1;
  std::uint64_t touched = 0;
  for (const EqualTiles& images : groups_of(window.batch, together)) {
    if (images.count > 0) {
      Begins begins(unit, images.first * together * image_bits);
      begins.repeat(images.count, together * image_bits);
      touched += bands(images.size * height, begins);
    }
  }
  return touched;
}

/// The window tensor, every tile of the cut with every tile of channels once.
std::uint64_t touched_in_windows(const Geometry& geometry, const SpatialCut& cut,
                                 std::uint64_t tile_channels, const Tensors& all, Bytes unit) {
  if (geometry.skips_rows()) {
    return touched_in_bands(geometry, cut, tile_channels, all, unit);
  }
  const ImageTensor& window = geometry.window();
  const std::uint64_t image_bits = window.height * row_bits(window);
  const auto rows_of = [&](std::uint64_t rows, Begins begins) {
    begins.repeat(all.count, all.pitch_bits);
    return touched_in_channels(window, rows * window.width, tile_channels, begins);
  };
  std::uint64_t touched = 0;
  if (cut.rows == 0) {
    for (const EqualTiles& tiles : groups_of(window.batch, cut.images)) {
      if (tiles.count > 0) {
        const Range rows = geometry.window_rows(cut, tiles.first);
        Begins begins(unit, rows.begin * row_bits(window));
        begins.repeat(tiles.count, cut.images * image_bits);
        touched += rows_of(rows.size(), begins);
      }
    }
    return touched;
  }
  std::map<std::uint64_t, Begins> by_rows;
  for (std::uint64_t tile = 0; tile < geometry.tiles_of_image(cut); ++tile) {
    const Range rows = geometry.window_rows(cut, tile);
    by_rows.try_emplace(rows.size(), unit).first->second.add(rows.begin * row_bits(window));
  }
  for (auto& [rows, begins] : by_rows) {
    begins.repeat(window.batch, image_bits);
    touched += rows_of(rows, begins);
  }
  return touched;
}

/// Units that bits [begin, end) lie in.
std::uint64_t touched_in_range(std::uint64_t begin, std::uint64_t end, std::uint64_t unit_bits) {
  return end > begin ? ceil_div(end, unit_bits) - begin / unit_bits : 0;
}

}  // namespace

std::uint64_t touched_in_tiles(const Stream& stream, std::uint64_t whole, const Range& part,
                               std::uint64_t tile, Bytes unit) {
  if (whole == 0 || tile == 0) {
    return 0;
  }
  __extension__ using Wide = unsigned __int128;
  const std::uint64_t unit_bits = unit.count() * 8;
  const auto bit = [&](std::uint64_t element) {
    return static_cast<std::uint64_t>(static_cast<Wide>(element) * stream.elements / whole) *
           stream.bits;
  };
  const auto touched = [&](std::uint64_t begin, std::uint64_t end) {
    return touched_in_range(bit(begin), bit(end), unit_bits);
  };
  // So many tiles are whole elements of the stream; where such begin within a unit repeats.
  const Wide step = static_cast<Wide>(tile) * stream.elements;
  const std::uint64_t tiles = whole / std::gcd(static_cast<std::uint64_t>(step % whole), whole);
  const Wide elements = step / whole * tiles + step % whole * tiles / whole;
  const auto step_bits = static_cast<std::uint64_t>(elements * stream.bits % unit_bits);
  const std::uint64_t period = tiles * (unit_bits / std::gcd(step_bits, unit_bits));
  const std::uint64_t count = part.size() / tile;
  std::uint64_t all = 0;
  for (std::uint64_t i = 0; i < std::min(period, count); ++i) {
    const std::uint64_t begin = part.begin + i * tile;
    all += ceil_div(count - i, period) * touched(begin, begin + tile);
  }
  return all + touched(part.begin + count * tile, part.end);
}

namespace {

/// What the walk of the mapping loads, in one load of every tile, of tensors that lie as an operand
/// does.
class OperandLoads {
 public:
  OperandLoads(const MatrixJob& job, const Mapping& mapping, Bytes unit)
      : job_(job), mapping_(mapping), unit_(unit), gemm_(array_shape(job, mapping.unrolling)) {}

  [[nodiscard]] std::uint64_t of_a(const Stream& stream) const {
    const array::TileShape& tile = mapping_.tile;
    const MatrixJob stored = as_stored_a(job_, stream);
    const Tensors all = of_groups(job_, stream);
    if (!job_.is_weight_gradient()) {
      return touched_in_windows(geometry(stored, stream.bits), mapping_.cut, channels(), all,
                                unit_);
    }
    const std::uint64_t k = trace::gemm_of(stored.convolution, stored.cls).k;
    return touched_in_matrices({gemm_.m, stream.bits, k, gemm_.m}, tile.k, tile.m, all, unit_);
  }
  [[nodiscard]] std::uint64_t of_b(const Stream& stream) const {
    const array::TileShape& tile = mapping_.tile;
    const Geometry geometry = this->geometry(as_stored_b(job_, stream), stream.bits);
    const Tensors all = of_groups(job_, stream);
    if (job_.is_weight_gradient()) {
      return touched_in_windows(geometry, mapping_.cut, tile.n / geometry.taps(), all, unit_);
    }
    const std::uint64_t rows = geometry.window().channels * geometry.taps();
    return touched_in_matrices({gemm_.n, stream.bits, rows, gemm_.n}, channels() * geometry.taps(),
                               tile.n, all, unit_);
  }
  /// Each tile of the results, of a tensor that lies as they do.
  [[nodiscard]] std::uint64_t of_results(const Stream& stream) const {
    return touched_in_matrices({gemm_.n, stream.bits, gemm_.m, gemm_.n}, mapping_.tile.m,
                               mapping_.tile.n, of_groups(job_, stream), unit_);
  }

 private:
  /// Whether rows are left out depends on the width of codes.
  [[nodiscard]] static Geometry geometry(MatrixJob alone, unsigned bits) {
    (alone.is_weight_gradient() ? alone.b : alone.a).bits = bits;
    return Geometry(alone);
  }
  [[nodiscard]] std::uint64_t channels() const {
    return mapping_.tile.k / taps_on_array(job_, mapping_.unrolling);
  }

  /// A group's elements begin at a byte of their own.
  [[nodiscard]] static Tensors of_groups(const MatrixJob& job, const Stream& stream) {
    const std::uint64_t groups = job.convolution.groups;
    const std::uint64_t elements = exact_div<std::uint64_t>(stream.elements, groups);
    return {groups, 8 * Stream{stream.role, elements, stream.bits}.bytes().count()};
  }

  const MatrixJob& job_;
  const Mapping& mapping_;
  Bytes unit_;
  array::GemmShape gemm_;
};

}  // namespace

OperationTraffic traffic_of(const MatrixJob& job, const Mapping& mapping, Bytes unit) {
  const TileCounts tiles = tile_counts(job, mapping);
  const array::GemmShape gemm = array_shape(job, mapping.unrolling);
  const std::uint64_t groups = job.convolution.groups;
  const OperandLoads operand(job, mapping, unit);
  const std::uint64_t loads_of_a = sweeps_of_a(tiles, mapping.order);
  const std::uint64_t loads_of_b = sweeps_of_b(tiles, mapping.order);
  OperationTraffic traffic;
  const BlockScales scales(job, mapping);
  // What lies on chip crosses no pins.
  const auto of_a = [&](const Stream& stream) {
    return stream.held ? 0 : loads_of_a * operand.of_a(stream);
  };
  const auto of_b = [&](const Stream& stream) {
    const std::uint64_t count = groups * tiles.n * tiles.k;
    return stream.held        ? 0
           : job.b_by_tiles() ? loads_of_b * touched_in_tiles(stream, count, {0, count}, 1, unit)
                              : loads_of_b * operand.of_b(stream);
  };
  traffic.a = of_a(job.a);
  // Planes of b begin at bursts of their own.
  traffic.b = (job.b_by_tiles() ? 1 : job.b_planes()) * of_b(job.b);
  if (job.a_made) {
    for (const Stream& stream : job.a_made->beside) {
      traffic.beside.push_back({stream.role, of_a(stream)});
    }
  } else if (job.a_exponents) {
    traffic.a += loads_of_a * scales.touched_of_a(*job.a_exponents, unit);
  }
  if (job.b_made) {
    for (const Stream& stream : job.b_made->beside) {
      traffic.beside.push_back({stream.role, of_b(stream)});
    }
  } else if (job.b_exponents) {
    traffic.b += loads_of_b * scales.touched_of_b(*job.b_exponents, unit);
  }
  traffic.c = operand.of_results(job.c);
  const auto beside_results = [&](const Stream& stream) {
    if (goes_by_results(job, stream)) {
      return operand.of_results(stream);
    }
    std::uint64_t touched = 0;
    for (std::uint64_t g = 0; g < groups; ++g) {
      touched += touched_in_tiles(stream, groups * gemm.m, {g * gemm.m, (g + 1) * gemm.m},
                                  mapping.tile.m, unit);
    }
    return touched;
  };
  for (const Stream& stream : job.epilogue.inputs) {
    traffic.side_inputs.push_back(stream.held ? 0 : beside_results(stream));
  }
  for (const Stream& stream : job.epilogue.outputs) {
    traffic.side_outputs.push_back(beside_results(stream));
  }
  return traffic;
}

}  // namespace metronome::mapping
