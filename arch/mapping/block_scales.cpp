#include "arch/mapping/block_scales.hpp"

#include <algorithm>
#include <numeric>

#include "arch/mapping/traffic.hpp"

namespace metronome::mapping {
namespace {

Range tile_range(std::uint64_t index, std::uint64_t tile, std::uint64_t extent) {
  return {index * tile, std::min((index + 1) * tile, extent)};
}

/// The blocks of which a range has a part.
Range touched(const Range& range, std::uint64_t block) {
  return range.size() == 0 ? Range{range.begin / block, range.begin / block}
                           : Range{range.begin / block, ceil_div(range.end, block)};
}

/// Blocks lie along the samples at each position; else along all pixels in their order.
bool along_samples(const MatrixJob& job, const ImageTensor& anchor) {
  return job.operands.block_run == anchor.batch && anchor.height * anchor.width > 1;
}

}  // namespace

BlockScales::BlockScales(const MatrixJob& job, const Mapping& mapping)
    : job_(job),
      mapping_(mapping),
      geometry_(job),
      gemm_(array_shape(job, mapping.unrolling)),
      tiles_(tile_counts(job, mapping)),
      taps_(taps_on_array(job, mapping.unrolling)),
      block_(job.operands.scale_group) {}

ScaleShare BlockScales::of_a(std::uint64_t group, std::uint64_t m, std::uint64_t k) const {
  return job_.is_weight_gradient()
             ? share(group, rows(k, false), {tile_range(m, mapping_.tile.m, gemm_.m), gemm_.m})
             : share(group, rows(m, true), channels(k));
}

ScaleShare BlockScales::of_b(std::uint64_t group, std::uint64_t n, std::uint64_t k) const {
  const Extent columns{tile_range(n, mapping_.tile.n, gemm_.n), gemm_.n};
  return job_.is_weight_gradient() ? share(group, rows(k, true), columns)
                                   : share(group, columns, channels(k));
}

/// Of a tile of the spatial cut.
BlockScales::Extent BlockScales::rows(std::uint64_t spatial, bool window) const {
  if (job_.is_weight_gradient() && block_ > 0) {
    return along_samples(job_, geometry_.anchor()) ? samples(spatial, window) : pixels(spatial);
  }
  if (!window) {
    return {tile_range(spatial, mapping_.tile.k, gemm_.k), gemm_.k};
  }
  const std::uint64_t first = geometry_.window_rows(mapping_.cut, spatial).begin;
  const ImageTensor& image = geometry_.window();
  return {{first, first + geometry_.rows_read(mapping_.cut, spatial)}, image.batch * image.height};
}

/// Rows of the blocks of samples, block by block.
BlockScales::Extent BlockScales::samples(std::uint64_t spatial, bool window) const {
  const SpatialCut& cut = mapping_.cut;
  const Range anchor = geometry_.anchor_rows(cut, spatial);
  const std::uint64_t anchor_height = geometry_.anchor().height;
  const Range images = touched(anchor, anchor_height);
  const Range blocks = touched(images, block_);
  const std::uint64_t height = window ? geometry_.window().height : anchor_height;
  const std::uint64_t first =
      (window ? geometry_.window_rows(cut, spatial).begin : anchor.begin) % height;
  const std::uint64_t of_image = std::min(
      (window ? geometry_.rows_read(cut, spatial) : anchor.size()) / images.size(), height - first);
  const std::uint64_t begin = blocks.begin * height + first;
  return {{begin, begin + blocks.size() * of_image},
          ceil_div(geometry_.anchor().batch, block_) * height};
}

BlockScales::Extent BlockScales::pixels(std::uint64_t spatial) const {
  const ImageTensor& image = geometry_.anchor();
  const Range rows = geometry_.anchor_rows(mapping_.cut, spatial);
  return {touched({rows.begin * image.width, rows.end * image.width}, block_),
          ceil_div(image.batch * image.height * image.width, block_)};
}

/// Of the reduction of a product with weights.
BlockScales::Extent BlockScales::channels(std::uint64_t k) const {
  const std::uint64_t all = geometry_.window().channels;
  const Range tile = tile_range(k, mapping_.tile.k, gemm_.k);
  const Range own{std::min(tile.begin / taps_, all), std::min(tile.end / taps_, all)};
  return block_ == 0 ? Extent{own, all} : Extent{touched(own, block_), ceil_div(all, block_)};
}

ScaleShare BlockScales::share(std::uint64_t group, const Extent& outer, const Extent& inner) const {
  const std::uint64_t first =
      (group * outer.whole + outer.part.begin) * inner.whole + outer.part.size() * inner.part.begin;
  return {{first, first + outer.part.size() * inner.part.size()},
          job_.convolution.groups * outer.whole * inner.whole};
}

template <class Share>
std::uint64_t BlockScales::touched_by_tiles(const Stream& scales, Bytes unit, std::uint64_t outers,
                                            std::uint64_t inners, bool spatial,
                                            const Share& share) const {
  // Images whose scales begin at the same bit of a unit are alike where tiles are rows of one, and
  // blocks have no part in several.
  const std::uint64_t unit_bits = unit.count() * 8;
  const std::uint64_t groups = job_.convolution.groups;
  const std::uint64_t images = groups * geometry_.window().batch;
  const std::uint64_t together = images / std::gcd(images, scales.elements);  // whole scales
  const std::uint64_t bits = together * scales.elements / images * scales.bits;
  const std::uint64_t period = together * (unit_bits / std::gcd(bits, unit_bits));
  const bool repeats = spatial && mapping_.cut.rows > 0 && images > period &&
                       !(job_.is_weight_gradient() && block_ > 0);
  const std::uint64_t tiles = groups * outers;
  const std::uint64_t of_image = geometry_.tiles_of_image(mapping_.cut);
  const std::uint64_t visited = repeats ? period * of_image : tiles;
  std::uint64_t all = 0;
  for (std::uint64_t i = 0; i < visited; ++i) {
    std::uint64_t own = 0;
    for (std::uint64_t inner = 0; inner < inners; ++inner) {
      const ScaleShare one = share(i / outers, i % outers, inner);
      own += touched_in_tiles(scales, one.whole, one.part, one.part.size(), unit);
    }
    all += own * (repeats ? ceil_div(images - i / of_image, period) : 1);
  }
  return all;
}

std::uint64_t BlockScales::touched_of_a(const Stream& scales, Bytes unit) const {
  const bool gradient = job_.is_weight_gradient();
  return touched_by_tiles(scales, unit, gradient ? tiles_.k : tiles_.m,
                          gradient ? tiles_.m : tiles_.k, true,
                          [&](std::uint64_t group, std::uint64_t outer, std::uint64_t inner) {
                            return gradient ? of_a(group, inner, outer) : of_a(group, outer, inner);
                          });
}

std::uint64_t BlockScales::touched_of_b(const Stream& scales, Bytes unit) const {
  const bool gradient = job_.is_weight_gradient();
  return touched_by_tiles(scales, unit, gradient ? tiles_.k : tiles_.n,
                          gradient ? tiles_.n : tiles_.k, gradient,
                          [&](std::uint64_t group, std::uint64_t outer, std::uint64_t inner) {
                            return gradient ? of_b(group, inner, outer) : of_b(group, outer, inner);
                          });
}

ScaleLoads scale_loads(const MatrixJob& job, const Geometry& geometry, std::uint64_t rows,
                       const TileCounts& tiles) {
  const auto ratio = [](std::uint64_t a, std::uint64_t b) {
    return static_cast<double>(a) / static_cast<double>(b);
  };
  const ImageTensor& window = geometry.window();
  const ImageTensor& anchor = geometry.anchor();
  const std::uint64_t block = job.operands.scale_group;
  const double halo = ratio(rows, window.batch * window.height);
  const auto of_tiles = [&](std::uint64_t count, std::uint64_t extent) {
    return block == 0
               ? 1.0
               : ratio(count * ceil_div(ceil_div(extent, count), block), ceil_div(extent, block));
  };
  if (!job.is_weight_gradient()) {
    const double channels = of_tiles(tiles.k, window.channels);
    return {halo * channels, channels};
  }
  if (block == 0 || !along_samples(job, anchor)) {
    return {1, halo};
  }
  const double images = of_tiles(std::min(tiles.k, anchor.batch), anchor.batch);
  return {images, halo * images};
}

double scales_by_share(const MatrixJob& job, const Geometry& geometry, std::uint64_t channels,
                       std::uint64_t pixels) {
  const std::uint64_t block = job.operands.scale_group;
  const ImageTensor& anchor = geometry.anchor();
  const auto of = [&](std::uint64_t own, std::uint64_t all) {
    return static_cast<double>(ceil_div(own, block) * all) /
           static_cast<double>(own * ceil_div(all, block));
  };
  if (block == 0) {
    return 1;
  }
  if (!job.is_weight_gradient()) {
    return of(channels, geometry.window().channels);
  }
  return along_samples(job, anchor)
             ? of(std::min(ceil_div(pixels, anchor.height * anchor.width), anchor.batch),
                  anchor.batch)
             : 1;
}

}  // namespace metronome::mapping
