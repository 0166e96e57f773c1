#pragma once

#include <string_view>
#include <vector>

#include "arch/array/unrolling.hpp"
#include "sim/config/schema.hpp"

namespace metronome::array {

/// The 2-in-1 Accelerator [fu2021twoinone]: temporal units tiled spatially, whose partial sums
/// share shift-adders. What a reader of its abstract knows is this principle and the range of 1 to
/// 16 bits; sizes and rounding are chosen here:
///   - a temporal sub-unit multiplies a piece of at most 4 bits by one bit a cycle;
///   - 2 x 2 sub-units are a tile. Both operands are cut into 1, 2 or 4 even pieces, the fewest of
///     at most 4 bits; the tile takes four pairs of pieces at a time: of several products (along k)
///     where one needs fewer, in rounds where it needs more;
///   - the operand with the shorter pieces passes bit by bit, the other one is held for a round;
///   - a unit has `lanes` tiles: sums of equal significance over all of them are shifted once.
struct TwoInOneSpec {
  static constexpr std::string_view kSchemaName = "two_in_one";
  std::uint64_t rows = 16;
  std::uint64_t columns = 16;
  std::uint64_t lanes = 8;
  std::uint64_t drain_outputs_per_cycle = 64;
  bool operator==(const TwoInOneSpec&) const = default;
};

inline constexpr std::uint64_t kTileSubUnits = 4;     ///< 2 x 2
inline constexpr std::uint64_t kSubUnitBits = 4;      ///< of the operand that a sub-unit holds
inline constexpr std::uint64_t kMaxTileLanes = 1024;  ///< whose sums still fit 32 bits

/// How an operand is cut: so many pieces of so many bits, the last ones perhaps of fewer or none.
struct Pieces {
  std::uint64_t count = 1;
  std::uint64_t bits = 1;
};
[[nodiscard]] Pieces pieces_of(int bits);

/// Cycles in which a sub-unit multiplies two pieces: the bits of the shorter ones.
[[nodiscard]] std::uint64_t piece_cycles(const Operands& operands);
/// Pairs of pieces of a product.
[[nodiscard]] std::uint64_t piece_pairs(const Operands& operands);

[[nodiscard]] std::vector<Unrolling> unrollings(const TwoInOneSpec& spec, const Operands& operands);

}  // namespace metronome::array

namespace metronome::config {
template <>
const StructSchema<array::TwoInOneSpec>& schema_of<array::TwoInOneSpec>();
}  // namespace metronome::config
