#include "sim/energy/composable.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome {
namespace {

constexpr double kMultipliers = 4096;
constexpr double kBlocks = 256;     // of 16 multipliers
constexpr double kBlocksOf16 = 16;  // of 16 blocks each
constexpr double kAccumulatorBits = 24;
constexpr int kProductBits = 4;  // of 2 x 2 bits

/// A tree of 16 inputs: four levels of pairs, with the shift between the two of a pair.
using Shifts = std::array<int, 4>;
constexpr Shifts kPlain{0, 0, 0, 0};

struct Tree {
  double adder_bits = 0;
  int width = 0;
};

Tree tree_of(int width, const Shifts& shifts) {
  Tree tree{0, width};
  int adders = 8;
  for (const int shift : shifts) {
    tree.width += shift > 0 ? shift : 1;
    tree.adder_bits += adders * tree.width;
    adders /= 2;
  }
  return tree;
}

/// How sixteen 2-bit products make products of wider operands: the levels of a tree that shift,
/// narrow ones first; the others add finished products.
Shifts shifts_for(int wide, int narrow) {
  Shifts shifts = kPlain;
  std::size_t level = 0;
  for (int bits = 2; bits < wide; bits *= 2) {  // groups of the wider operand, then of the other
    shifts[level++] = bits;
    if (bits < narrow) {
      shifts[level++] = bits;
    }
  }
  return shifts;
}

void require_width(int bits) {
  METRONOME_ASSERT(bits == 2 || bits == 4 || bits == 8,
                   "composable arrays have operands of 2, 4 or 8 bits");
}

PrimitiveCounts spatial_counts(ComposableArray array, int wide, int narrow) {
  const Shifts shifts = shifts_for(wide, narrow);
  const bool early = array == ComposableArray::bitfusion;
  const Tree block = tree_of(kProductBits, early ? shifts : kPlain);
  const Tree sum = tree_of(block.width, early ? kPlain : shifts);
  // Inputs are shared by rows and columns of 4 blocks of 16: 4 x 16 pairs for each product of a
  // block.
  const auto pieces = wide / 2 * (narrow / 2);  // 2-bit by 2-bit
  const double pairs = 64 * 16.0 / pieces;
  const double accumulators = kBlocksOf16 * kAccumulatorBits;
  return {.products = kMultipliers,
          .adder_bits = kBlocks * block.adder_bits + kBlocksOf16 * sum.adder_bits + accumulators,
          .register_bits = pairs * (wide + narrow) + accumulators};
}

PrimitiveCounts loom_counts(int narrow) {
  const double passing = narrow / 2.0;  // slices
  const double switching = 2.0 / 3 + 1 / (3 * passing);
  // 16 x 16 lanes of each operand, two bits at a time.
  const double slices = 16 * 16 * 2;
  const double accumulators = kBlocks * kAccumulatorBits;
  return {
      .products = switching * kMultipliers,
      .adder_bits = switching * kBlocks * tree_of(kProductBits, kPlain).adder_bits + accumulators,
      .register_bits = slices * (1 + 1 / passing) + accumulators};
}

double clock_pj(const PrimitiveEnergies& e, const PrimitiveCounts& n) {
  return n.products * e.product + n.adder_bits * e.adder_bit + n.register_bits * e.register_bit;
}

using Row = std::array<double, 4>;  // coefficients and right-hand side

/// Gauss elimination; the pivots are the largest of their columns.
std::array<double, 3> solve(std::array<Row, 3> rows) {
  for (std::size_t c = 0; c < 3; ++c) {
    const auto pivot = std::max_element(
        rows.begin() + static_cast<std::ptrdiff_t>(c), rows.end(),
        [&](const Row& a, const Row& b) { return std::abs(a[c]) < std::abs(b[c]); });
    std::iter_swap(rows.begin() + static_cast<std::ptrdiff_t>(c), pivot);
    for (std::size_t r = 0; r < 3; ++r) {
      const double factor = r == c ? 0 : rows[r][c] / rows[c][c];
      for (std::size_t k = c; k < 4; ++k) {
        rows[r][k] -= factor * rows[c][k];
      }
    }
  }
  return {rows[0][3] / rows[0][0], rows[1][3] / rows[1][1], rows[2][3] / rows[2][2]};
}

}  // namespace

PrimitiveCounts primitive_counts(ComposableArray array, int a_bits, int b_bits) {
  require_width(a_bits);
  require_width(b_bits);
  const auto [narrow, wide] = std::minmax(a_bits, b_bits);
  return array == ComposableArray::loom ? loom_counts(narrow) : spatial_counts(array, wide, narrow);
}

double composable_macs(int a_bits, int b_bits) { return kMultipliers * 4 / (a_bits * b_bits); }

PrimitiveEnergies fit_primitives(const EnumArray<ComposableArray, double>& mac_pj) {
  std::array<Row, kEnumCount<ComposableArray>> rows{};
  for (const ComposableArray array : kEnumValues<ComposableArray>) {
    const PrimitiveCounts n = primitive_counts(array, 8, 8);
    rows[enum_index(array)] = {n.products, n.adder_bits, n.register_bits,
                               mac_pj[array] * composable_macs(8, 8)};
  }
  const std::array<double, 3> energies = solve(rows);
  return {energies[0], energies[1], energies[2]};
}

double composable_mac_pj(const PrimitiveEnergies& energies, ComposableArray array, int a_bits,
                         int b_bits) {
  return clock_pj(energies, primitive_counts(array, a_bits, b_bits)) /
         composable_macs(a_bits, b_bits);
}

SerialEnergies serial_energies(const PrimitiveEnergies& energies) {
  // With n passing slices a clock costs held + passing / n; a product takes a * b / 4 clocks of a
  // 4096th of the array, and n = min(a, b) / 2.
  const double at_one = clock_pj(energies, loom_counts(2)) / kMultipliers;
  const double at_two = clock_pj(energies, loom_counts(4)) / kMultipliers;
  const double passing = 2 * (at_one - at_two);
  return {.product_bit = (at_one - passing) / 4, .held_bit = passing / 2};
}

TiledSerialEnergies tiled_serial_energies(const PrimitiveEnergies& energies) {
  constexpr double kSubUnits = 32;  // of a unit
  constexpr double kShared = 16;    // units that take the same operand
  constexpr double kPieceBits = 4;
  // Four trees of 8 inputs of 4 bits, then two adders and one whose second input is shifted by 4.
  constexpr double kTrees = 4 * (4 * 5 + 2 * 6 + 1 * 7) + 2 * 11 + 15;
  const double switching = kSubUnits * energies.product + kTrees * energies.adder_bit;
  const double every = kAccumulatorBits * (energies.adder_bit + energies.register_bit) +
                       kSubUnits / kShared * energies.register_bit;
  const double held = kSubUnits / kShared * kPieceBits * energies.register_bit;
  // With n bits that pass, products and sums switch 2/3 + 1/(3n) as much as with new operands.
  return {.step = (switching * 2 / 3 + every) / kSubUnits,
          .held_piece = (switching / 3 + held) / kSubUnits};
}

}  // namespace metronome
