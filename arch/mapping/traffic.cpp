#include "arch/mapping/traffic.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "arch/mapping/block_scales.hpp"
#include "arch/mapping/geometry.hpp"

namespace metronome::mapping {
namespace {

/// Where a tile begins within a byte depends on its index modulo this, however wide codes are.
constexpr std::uint64_t kBitsOfByte = 8;

/// Tiles of equal size: indices [first, first + count).
struct EqualTiles {
  std::uint64_t size = 0;
  std::uint64_t first = 0;
  std::uint64_t count = 0;

  /// How many of the indices are first + offset modulo 8.
  [[nodiscard]] std::uint64_t alike(std::uint64_t offset) const {
    return offset < count ? ceil_div(count - offset, kBitsOfByte) : 0;
  }
};

/// The whole tiles, and the ragged last one.
std::array<EqualTiles, 2> groups_of(std::uint64_t extent, std::uint64_t tile) {
  const std::uint64_t whole = extent / tile;
  return {EqualTiles{tile, 0, whole},
          EqualTiles{extent % tile, whole, extent % tile > 0 ? 1u : 0u}};
}

/// Of a row-major matrix: `rows` rows of `part` codes each, from `begin_bit`.
std::uint64_t block_bytes(std::uint64_t columns, std::uint64_t bits, std::uint64_t begin_bit,
                          std::uint64_t rows, std::uint64_t part) {
  const std::uint64_t within = begin_bit % kBitsOfByte;
  const std::uint64_t row_bits = columns * bits;
  if (rows == 0 || part == 0) {
    return 0;
  }
  if (part == columns || rows == 1) {
    return ceil_div(within + (rows - 1) * row_bits + part * bits, kBitsOfByte);
  }
  // Rows are a whole number of bytes apart, at least one, and do not overlap.
  const std::uint64_t pitch = std::max<std::uint64_t>(row_bits / kBitsOfByte, 1);
  return rows * std::min(ceil_div(within + part * bits, kBitsOfByte), pitch);
}

/// Every tile of a row-major matrix once.
std::uint64_t matrix_bytes(std::uint64_t rows, std::uint64_t tile_rows, std::uint64_t columns,
                           std::uint64_t tile_columns, std::uint64_t bits) {
  std::uint64_t bytes = 0;
  for (const EqualTiles& r : groups_of(rows, tile_rows)) {
    for (const EqualTiles& c : groups_of(columns, tile_columns)) {
      for (std::uint64_t i = 0; i < kBitsOfByte && r.alike(i) > 0; ++i) {
        for (std::uint64_t j = 0; j < kBitsOfByte && c.alike(j) > 0; ++j) {
          const std::uint64_t begin =
              (r.first + i) * tile_rows * columns * bits + (c.first + j) * tile_columns * bits;
          bytes += r.alike(i) * c.alike(j) * block_bytes(columns, bits, begin, r.size, c.size);
        }
      }
    }
  }
  return bytes;
}

/// All channel tiles of rows of images, which are pixels of so many channels.
std::uint64_t channels_of_rows(const ImageTensor& image, const Range& rows,
                               std::uint64_t tile_channels) {
  const std::uint64_t pixels = rows.size() * image.width;
  const std::uint64_t first_bit = rows.begin * image.width * image.channels * image.bits;
  std::uint64_t bytes = 0;
  for (const EqualTiles& c : groups_of(image.channels, tile_channels)) {
    for (std::uint64_t j = 0; j < kBitsOfByte && c.alike(j) > 0; ++j) {
      bytes += c.alike(j) * block_bytes(image.channels, image.bits,
                                        first_bit + (c.first + j) * tile_channels * image.bits,
                                        pixels, c.size);
    }
  }
  return bytes;
}

/// Where rows between the windows are left out, what is read begins on a byte in every band of
/// rows.
std::uint64_t bands_of_tile(const Geometry& geometry, const SpatialCut& cut, std::uint64_t tile,
                            std::uint64_t tile_channels) {
  const std::uint64_t span = geometry.axis().span();
  return geometry.rows_read(cut, tile) / span *
         channels_of_rows(geometry.window(), {0, span}, tile_channels);
}

/// The window tensor, every tile of the cut with every tile of channels once.
std::uint64_t window_bytes(const Geometry& geometry, const SpatialCut& cut,
                           std::uint64_t tile_channels) {
  const auto tile_bytes = [&](std::uint64_t tile) {
    return geometry.skips_rows() ? bands_of_tile(geometry, cut, tile, tile_channels)
                                 : channels_of_rows(geometry.window(),
                                                    geometry.window_rows(cut, tile), tile_channels);
  };
  // Tiles lie alike in images whose numbers are equal modulo 8: whole groups of images, or the
  // tiles of one.
  const std::uint64_t tiles = geometry.tiles(cut);
  const std::uint64_t in_image = cut.rows > 0 ? geometry.anchor().height / cut.rows : 1;
  const bool ragged = cut.rows == 0 && geometry.anchor().batch % cut.images > 0;
  const EqualTiles images{0, 0, tiles / in_image - (ragged ? 1 : 0)};
  std::uint64_t bytes = ragged ? tile_bytes(tiles - 1) : 0;
  for (std::uint64_t i = 0; i < kBitsOfByte && images.alike(i) > 0; ++i) {
    for (std::uint64_t t = 0; t < in_image; ++t) {
      bytes += images.alike(i) * tile_bytes(i * in_image + t);
    }
  }
  return bytes;
}

/// The part of a stream that goes with elements `part` of `whole`.
std::uint64_t cut_bytes(const Stream& stream, std::uint64_t whole, const Range& part) {
  __extension__ using Wide = unsigned __int128;
  const auto bit = [&](std::uint64_t element) {
    return static_cast<std::uint64_t>(static_cast<Wide>(element) * stream.elements / whole) *
           stream.bits;
  };
  const std::uint64_t begin = bit(part.begin);
  const std::uint64_t end = bit(part.end);
  return end > begin ? ceil_div(end, kBitsOfByte) - begin / kBitsOfByte : 0;
}

}  // namespace

std::uint64_t bytes_in_tiles(const Stream& stream, std::uint64_t whole, const Range& part,
                             std::uint64_t tile) {
  if (whole == 0 || tile == 0) {
    return 0;
  }
  // Where tiles begin repeats once they are whole elements of the stream, eight times over.
  __extension__ using Wide = unsigned __int128;
  const auto step = static_cast<std::uint64_t>(static_cast<Wide>(tile) * stream.elements % whole);
  const std::uint64_t period = whole / std::gcd(step, whole) * kBitsOfByte;
  const std::uint64_t count = part.size() / tile;
  std::uint64_t bytes = 0;
  for (std::uint64_t i = 0; i < std::min(period, count); ++i) {
    const std::uint64_t begin = part.begin + i * tile;
    bytes += ceil_div(count - i, period) * cut_bytes(stream, whole, {begin, begin + tile});
  }
  return bytes + cut_bytes(stream, whole, {part.begin + count * tile, part.end});
}

namespace {

/// What is loaded of one group, by the walk of the mapping, of a tensor that lies as an operand
/// does.
class OperandBytes {
 public:
  OperandBytes(const MatrixJob& job, const Mapping& mapping)
      : job_(job), mapping_(mapping), gemm_(array_shape(job, mapping.unrolling)) {}

  [[nodiscard]] std::uint64_t of_a(const Stream& stream) const {
    const array::TileShape& tile = mapping_.tile;
    const MatrixJob stored = as_stored_a(job_, stream);
    return job_.is_weight_gradient()
               ? matrix_bytes(trace::gemm_of(stored.convolution, stored.cls).k, tile.k, gemm_.m,
                              tile.m, stream.bits)
               : window_bytes(geometry(stored, stream.bits), mapping_.cut, channels());
  }
  [[nodiscard]] std::uint64_t of_b(const Stream& stream) const {
    const array::TileShape& tile = mapping_.tile;
    const Geometry geometry = this->geometry(as_stored_b(job_, stream), stream.bits);
    return job_.is_weight_gradient()
               ? window_bytes(geometry, mapping_.cut, tile.n / geometry.taps())
               : matrix_bytes(geometry.window().channels * geometry.taps(),
                              channels() * geometry.taps(), gemm_.n, tile.n, stream.bits);
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

  const MatrixJob& job_;
  const Mapping& mapping_;
  array::GemmShape gemm_;
};

}  // namespace

OperationTraffic traffic_of(const MatrixJob& job, const Mapping& mapping) {
  const TileCounts tiles = tile_counts(job, mapping);
  const array::GemmShape gemm = array_shape(job, mapping.unrolling);
  const std::uint64_t groups = job.convolution.groups;
  const array::TileShape& tile = mapping.tile;
  const OperandBytes operand(job, mapping);
  const std::uint64_t loads_of_a = sweeps_of_a(tiles, mapping.order);
  const std::uint64_t loads_of_b = sweeps_of_b(tiles, mapping.order);
  OperationTraffic traffic;
  const BlockScales scales(job, mapping);
  const auto moved = [](const Stream& stream, std::uint64_t bytes) {
    return stream.held ? 0 : bytes;
  };
  traffic.a = moved(job.a, groups * loads_of_a * operand.of_a(job.a));
  const auto by_tiles = [&](const Stream& stream) {
    const std::uint64_t count = groups * tiles.n * tiles.k;
    return loads_of_b * bytes_in_tiles(stream, count, {0, count}, 1);
  };
  traffic.b =
      moved(job.b, job.b_by_tiles() ? by_tiles(job.b)
                                    : job.b_planes() * groups * loads_of_b * operand.of_b(job.b));
  if (job.a_made) {
    for (const Stream& stream : job.a_made->beside) {
      traffic.beside.push_back(
          {stream.role, moved(stream, groups * loads_of_a * operand.of_a(stream))});
    }
  } else if (job.a_exponents) {
    traffic.a += loads_of_a * scales.bytes_of_a(*job.a_exponents);
  }
  if (job.b_made) {
    for (const Stream& stream : job.b_made->beside) {
      traffic.beside.push_back(
          {stream.role,
           moved(stream, job.b_by_tiles() ? by_tiles(stream)
                                          : groups * loads_of_b * operand.of_b(stream))});
    }
  } else if (job.b_exponents) {
    traffic.b += loads_of_b * scales.bytes_of_b(*job.b_exponents);
  }
  traffic.c = groups * matrix_bytes(gemm.m, tile.m, gemm.n, tile.n, job.c.bits);
  const auto side_bytes = [&](const Stream& stream) {
    if (goes_by_results(job, stream)) {
      return groups * matrix_bytes(gemm.m, tile.m, gemm.n, tile.n, stream.bits);
    }
    std::uint64_t bytes = 0;
    for (std::uint64_t g = 0; g < groups; ++g) {
      bytes += bytes_in_tiles(stream, groups * gemm.m, {g * gemm.m, (g + 1) * gemm.m}, tile.m);
    }
    return bytes;
  };
  for (const Stream& stream : job.epilogue.inputs) {
    traffic.side_inputs.push_back(moved(stream, side_bytes(stream)));
  }
  for (const Stream& stream : job.epilogue.outputs) {
    traffic.side_outputs.push_back(side_bytes(stream));
  }
  return traffic;
}

}  // namespace metronome::mapping
