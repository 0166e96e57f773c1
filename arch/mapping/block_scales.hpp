#pragma once

#include <cstdint>

#include "arch/mapping/geometry.hpp"
#include "arch/mapping/mapping.hpp"

/// The scales (shared exponents) of an operand's blocks lie apart from its codes and are loaded
/// with them, tile by tile. Of a matrix each tile has an equal share. Of the tensor that is read
/// through a kernel they lie row of the image by row, and within the rows of a tile in equal shares
/// of its channels: rows that two tiles read (the halo) come with their scales both times.
namespace metronome::mapping {

/// Elements `part` of a stream that is cut into `whole` equal ones.
struct ScaleShare {
  Range part;
  std::uint64_t whole = 1;
};

/// A tile of an operand: of the spatial cut (the matrix: of its other dimension) and of channels
/// (of the reduction), of so many a group.
struct OperandTile {
  std::uint64_t group = 0, groups = 1;
  std::uint64_t outer = 0, outers = 1;
  std::uint64_t inner = 0, inners = 1;
};

[[nodiscard]] ScaleShare scales_of_matrix_tile(const OperandTile& tile);
[[nodiscard]] ScaleShare scales_of_window_tile(const Geometry& geometry, const SpatialCut& cut,
                                               const OperandTile& tile);

/// Bytes of one load of every tile, of all groups.
[[nodiscard]] std::uint64_t scale_bytes_of_matrix(const Stream& scales, const OperandTile& counts);
[[nodiscard]] std::uint64_t scale_bytes_of_window(const Stream& scales, const Geometry& geometry,
                                                  const SpatialCut& cut, const OperandTile& counts);

}  // namespace metronome::mapping
