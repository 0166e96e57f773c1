#pragma once

#include "sim/base/enumeration.hpp"

namespace metronome {

/// The composable arrays of the precision-scalable benchmark of KU Leuven [ibrahim2022taxonomy],
/// all of 4096 2-bit multipliers in 4 x 4 blocks of 4 x 4 blocks of 16:
///   bitfusion  shifts and adds the 16 products of a block, then adds 16 blocks;
///   bitblade   adds 16 products of equal significance, then shifts and adds 16 such sums;
///   loom       adds 16 products of equal significance, and shifts them into 256 accumulators, two
///              bits of each operand at a clock.
enum class ComposableArray { bitfusion, bitblade, loom };
/// The names of the benchmark.
constexpr auto enum_rows(ComposableArray) {
  using enum ComposableArray;
  return enum_list<ComposableArray>(
      {{bitfusion, "BITFUSION"}, {bitblade, "BITBLADE"}, {loom, "LOOM"}});
}

/// What switches at one clock of the whole array.
struct PrimitiveCounts {
  double products = 0;       ///< 2-bit multipliers whose operands change
  double adder_bits = 0;     ///< full adders of trees, shift-adds and accumulators
  double register_bits = 0;  ///< bits written into input registers and accumulators
};

/// Energy of each, in picojoules.
struct PrimitiveEnergies {
  double product = 0;
  double adder_bit = 0;
  double register_bit = 0;
};

/// Operands of 2, 4 or 8 bits, in any order.
///
/// An adder is as wide as its result: w + s bits for two w-bit numbers of which one is shifted by
/// s, w + 1 bits where nothing is shifted. Accumulators have 24 bits: a sum of 16 products of 8 x 8
/// bits and 4 bits of headroom. Loom holds the slices of the wider operand while those of the
/// narrower pass. A gate that ANDs two random bits toggles with probability 3/8 when both are new,
/// 1/4 when one is held, so of n slices that pass, the products and the sums of 16 of them switch
/// 2/3 + 1/(3n) as much as with new operands.
[[nodiscard]] PrimitiveCounts primitive_counts(ComposableArray array, int a_bits, int b_bits);

/// Multiply-accumulates of all 4096 multipliers per clock: 256 at 8 x 8 bits.
[[nodiscard]] double composable_macs(int a_bits, int b_bits);

/// The primitive energies with which the three arrays take exactly these picojoules per 8 x 8
/// multiply-accumulate: three equations, three unknowns.
[[nodiscard]] PrimitiveEnergies fit_primitives(const EnumArray<ComposableArray, double>& mac_pj);

/// Picojoules of one multiply-accumulate.
[[nodiscard]] double composable_mac_pj(const PrimitiveEnergies& energies, ComposableArray array,
                                       int a_bits, int b_bits);

/// Loom's energy as the simulator counts it, for operands of any width: each 1-bit product, and
/// each bit of the held operand. composable_mac_pj = product_bit * a * b + held_bit * max(a, b).
struct SerialEnergies {
  double product_bit = 0;
  double held_bit = 0;
};
[[nodiscard]] SerialEnergies serial_energies(const PrimitiveEnergies& energies);

/// Spatially tiled temporal units (array::TwoInOneSpec) of the same primitives, for units of 8
/// tiles of 2 x 2 sub-units in a grid of 16 x 16. A sub-unit of 4 bits by one has as many AND gates
/// as a 2-bit multiplier, and is charged as one. Sums of 8 products of equal significance are
/// shifted by 4 bits, and again, into one accumulator of 24 bits. A piece that is held switches as
/// in Loom.
///   of a product = step * cycles of all its sub-units + held_piece * pairs of pieces
struct TiledSerialEnergies {
  double step = 0;
  double held_piece = 0;
};
[[nodiscard]] TiledSerialEnergies tiled_serial_energies(const PrimitiveEnergies& energies);

}  // namespace metronome
