#pragma once

#include "arch/array/unrolling.hpp"

namespace metronome::array {

/// Tile sizes along each dimension; a last tile may be smaller.
struct TileShape {
  std::uint64_t m = 1, n = 1, k = 1;
  bool operator==(const TileShape&) const = default;
};

/// What a whole GEMM takes on the array when it is cut into tiles of this shape: a closed form in
/// the numbers of whole and ragged tiles and blocks, without walking them. Equal to the sum of
/// PassMachine over all tiles (partial sums accumulate over tiles along k), which are of
/// `stride_phase` (Tile).
[[nodiscard]] ArrayUse analytic_use(const Unrolling& unrolling, const Ports& ports,
                                    const GemmShape& gemm, const TileShape& tile,
                                    std::uint64_t stride_phase = 0);

/// Cycles that no tiling of the GEMM is below: the steps that its blocks have at least. 0 where
/// they depend on values.
[[nodiscard]] std::uint64_t least_cycles(const Unrolling& unrolling, const GemmShape& gemm);

}  // namespace metronome::array
