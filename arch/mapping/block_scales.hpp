#pragma once

#include <cstdint>

#include "arch/mapping/geometry.hpp"
#include "arch/mapping/mapping.hpp"

/// The scales (shared exponents) of an operand's blocks lie apart from its codes and are loaded
/// with them, tile by tile: all of blocks of which the tile has a part. So rows of an image that
/// two tiles read (the halo of a kernel) come with their scales both times; a tile of 16 channels
/// loads the scale of a block of 32; and where blocks lie along the samples of a batch (a weight
/// gradient that reads shifted positions, trace::block_run), tiles of a few images each load the
/// scales of all positions that they touch.
namespace metronome::mapping {

/// Elements `part` of a stream that is cut into `whole` equal ones.
struct ScaleShare {
  Range part;
  std::uint64_t whole = 1;
};

/// Which scales the tiles of a mapping load.
class BlockScales {
 public:
  BlockScales(const MatrixJob& job, const Mapping& mapping);

  /// Of operand a in tile (m, k) of a group, of b in tile (n, k).
  [[nodiscard]] ScaleShare of_a(std::uint64_t group, std::uint64_t m, std::uint64_t k) const;
  [[nodiscard]] ScaleShare of_b(std::uint64_t group, std::uint64_t n, std::uint64_t k) const;
  /// Units (bursts, bytes) that one load of every tile touches, of all groups.
  [[nodiscard]] std::uint64_t touched_of_a(const Stream& scales, Bytes unit) const;
  [[nodiscard]] std::uint64_t touched_of_b(const Stream& scales, Bytes unit) const;

 private:
  /// Scales along one dimension, in units that lie one behind the other.
  struct Extent {
    Range part;
    std::uint64_t whole = 1;
  };
  [[nodiscard]] Extent rows(std::uint64_t spatial, bool window) const;
  [[nodiscard]] Extent samples(std::uint64_t spatial, bool window) const;
  [[nodiscard]] Extent pixels(std::uint64_t spatial) const;
  [[nodiscard]] Extent channels(std::uint64_t k) const;
  [[nodiscard]] ScaleShare share(std::uint64_t group, const Extent& outer,
                                 const Extent& inner) const;
  template <class Share>
  [[nodiscard]] std::uint64_t touched_by_tiles(const Stream& scales, Bytes unit,
                                               std::uint64_t outers, std::uint64_t inners,
                                               bool spatial, const Share& share) const;

  const MatrixJob& job_;
  const Mapping& mapping_;
  Geometry geometry_;
  array::GemmShape gemm_;
  TileCounts tiles_;
  std::uint64_t taps_;
  std::uint64_t block_;  ///< elements of the reduction with one scale; 0: not known
};

/// About how often each scale of an operand is loaded in one load of every tile. `rows`: of the
/// window tensor, that the tiles read together.
struct ScaleLoads {
  double a = 1;
  double b = 1;
};
[[nodiscard]] ScaleLoads scale_loads(const MatrixJob& job, const Geometry& geometry,
                                     std::uint64_t rows, const TileCounts& tiles);

/// How many times as many scales a tile loads as it would by its share of the elements: it has
/// parts of blocks. `channels`: of a product with weights, `pixels`: of a weight gradient.
[[nodiscard]] double scales_by_share(const MatrixJob& job, const Geometry& geometry,
                                     std::uint64_t channels, std::uint64_t pixels);

}  // namespace metronome::mapping
