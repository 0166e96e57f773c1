#include "arch/mapping/tile_kinds.hpp"

#include <algorithm>

namespace metronome::mapping {
namespace {

TileSequence plain_tiles(std::uint64_t extent, std::uint64_t tile) {
  const std::uint64_t tiles = ceil_div(extent, tile);
  TileSequence sequence;
  sequence.append({std::min(tile, extent), 0, true}, 1);
  if (tiles > 1) {
    sequence.append({tile, 0, false}, tiles - 2);
    sequence.append({extent - (tiles - 1) * tile, 0, false}, 1);
  }
  return sequence;
}

TileSequence whole_images(const Geometry& geometry, const SpatialCut& cut) {
  const ImageTensor& anchor = geometry.anchor();
  const std::uint64_t pixels = anchor.height * anchor.width;
  const std::uint64_t tiles = geometry.tiles(cut);
  const auto images = [&](std::uint64_t tile) {
    return std::min(cut.images, anchor.batch - tile * cut.images);
  };
  const auto kind = [&](std::uint64_t tile) {
    return TileKind{images(tile) * pixels, geometry.rows_read(cut, tile), tile == 0};
  };
  TileSequence sequence;
  sequence.append(kind(0), 1);
  if (tiles > 1) {
    sequence.append({images(1) * pixels, geometry.rows_read(cut, 1), false}, tiles - 2);
    sequence.append(kind(tiles - 1), 1);
  }
  return sequence;
}

TileSequence rows_of_images(const Geometry& geometry, const SpatialCut& cut) {
  const std::uint64_t batch = geometry.anchor().batch;
  const std::uint64_t in_image = geometry.anchor().height / cut.rows;
  const auto kind = [&](std::uint64_t tile, bool first) {
    return TileKind{geometry.tile_pixels(cut), geometry.rows_read(cut, tile), first};
  };
  TileSequence sequence;
  const auto behind_first = [&](std::uint64_t weight) {
    if (in_image > 1) {
      sequence.append(kind(1, false), in_image - 2, weight);
      sequence.append(kind(in_image - 1, false), 1, weight);
    }
  };
  sequence.append(kind(0, true), 1);
  behind_first(1);
  if (batch > 1 && in_image == 1) {
    sequence.append(kind(0, false), batch - 1);
  } else if (batch > 1) {
    sequence.append(kind(0, false), 1, batch - 1);
    behind_first(batch - 1);
  }
  return sequence;
}

}  // namespace

void TileSequence::append(const TileKind& kind, std::uint64_t times, std::uint64_t weight) {
  if (times == 0) {
    return;
  }
  const bool begins = kinds_.empty();
  const auto at =
      static_cast<KindIndex>(std::find(kinds_.begin(), kinds_.end(), kind) - kinds_.begin());
  if (at == kinds_.size()) {
    kinds_.push_back(kind);
    counts_.push_back(0);
  }
  counts_[at] += times * weight;
  if (!begins) {
    followed_[{last_, at}] += weight;
  }
  if (times > 1) {
    followed_[{at, at}] += (times - 1) * weight;
  }
  last_ = at;
}

std::uint64_t TileSequence::tiles() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counts_) {
    sum += count;
  }
  return sum;
}

TileSequences tile_sequences(const MatrixJob& job, const Mapping& mapping) {
  const array::GemmShape gemm = array_shape(job, mapping.unrolling);
  const Geometry geometry(job);
  const TileSequence spatial = mapping.cut.rows > 0 ? rows_of_images(geometry, mapping.cut)
                                                    : whole_images(geometry, mapping.cut);
  const TileSequence n = plain_tiles(gemm.n, mapping.tile.n);
  return job.is_weight_gradient() ? TileSequences{plain_tiles(gemm.m, mapping.tile.m), n, spatial}
                                  : TileSequences{spatial, n, plain_tiles(gemm.k, mapping.tile.k)};
}

}  // namespace metronome::mapping
