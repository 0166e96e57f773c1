#include "arch/mapping/block_scales.hpp"

#include <numeric>

#include "arch/mapping/traffic.hpp"

namespace metronome::mapping {

ScaleShare scales_of_matrix_tile(const OperandTile& tile) {
  const std::uint64_t first = (tile.group * tile.outers + tile.outer) * tile.inners + tile.inner;
  return {{first, first + 1}, tile.groups * tile.outers * tile.inners};
}

ScaleShare scales_of_window_tile(const Geometry& geometry, const SpatialCut& cut,
                                 const OperandTile& tile) {
  const std::uint64_t rows = geometry.window().batch * geometry.window().height;
  const std::uint64_t read = geometry.rows_read(cut, tile.outer);
  const std::uint64_t first_row = tile.group * rows + geometry.window_rows(cut, tile.outer).begin;
  const std::uint64_t first = first_row * tile.inners + read * tile.inner;
  return {{first, first + read}, tile.groups * rows * tile.inners};
}

std::uint64_t scale_bytes_of_matrix(const Stream& scales, const OperandTile& counts) {
  const std::uint64_t tiles = counts.groups * counts.outers * counts.inners;
  return bytes_in_tiles(scales, tiles, {0, tiles}, 1);
}

std::uint64_t scale_bytes_of_window(const Stream& scales, const Geometry& geometry,
                                    const SpatialCut& cut, const OperandTile& counts) {
  // Images whose scales begin at the same bit of a byte are alike where tiles are parts of one.
  const std::uint64_t images = counts.groups * geometry.window().batch;
  const std::uint64_t in_image = geometry.tiles_of_image(cut);
  const std::uint64_t period =
      images / std::gcd(images, scales.elements) * 8 / std::gcd<std::uint64_t>(scales.bits, 8);
  const bool repeats = cut.rows > 0 && images % period == 0;
  const std::uint64_t tiles = counts.groups * counts.outers;
  const std::uint64_t visited = repeats ? period * in_image : tiles;
  std::uint64_t bytes = 0;
  for (std::uint64_t i = 0; i < visited; ++i) {
    OperandTile tile = counts;
    tile.group = i / counts.outers;
    tile.outer = i % counts.outers;
    for (tile.inner = 0; tile.inner < counts.inners; ++tile.inner) {
      const ScaleShare share = scales_of_window_tile(geometry, cut, tile);
      bytes += bytes_in_tiles(scales, share.whole, share.part, share.part.size());
    }
  }
  return bytes * (tiles / visited);
}

}  // namespace metronome::mapping
