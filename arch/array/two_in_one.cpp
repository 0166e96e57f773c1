#include "arch/array/two_in_one.hpp"

#include <algorithm>
#include <bit>

#include "arch/array/operand_serial.hpp"

namespace metronome::array {
namespace {

/// Registers of an adder tree of so many inputs, these included, with one at each level.
std::uint64_t tree_registers(std::uint64_t inputs) {
  std::uint64_t registers = inputs;
  for (std::uint64_t width = inputs; width > 1;) {
    width = ceil_div<std::uint64_t>(width, 2);
    registers += width;
  }
  return registers;
}

/// In each unit a tree for each place of a tile, a shifter behind all of them but the one of lowest
/// significance, the tree of the four shifted sums, the shifter of the serial bit, the accumulator.
ArrayWork work_of_a_cycle(const TwoInOneSpec& spec) {
  const std::uint64_t units = spec.rows * spec.columns;
  const std::uint64_t sub_units = spec.lanes * kTileSubUnits;
  const std::uint64_t registers =
      kTileSubUnits * tree_registers(spec.lanes) + tree_registers(kTileSubUnits) + 2;
  return {.adds = units * sub_units,  // all but one of the sums, and the accumulator
          .shifts = units * kTileSubUnits,
          .register_writes = (spec.rows + spec.columns) * sub_units + units * registers};
}

/// From the digits to the accumulator: products and a tree, then the shifted sums and theirs.
std::uint64_t pipeline_latency(const TwoInOneSpec& spec) {
  return static_cast<std::uint64_t>(std::bit_width(spec.lanes - 1)) + 1 +
         adder_tree_latency(kTileSubUnits);
}

}  // namespace

Pieces pieces_of(int bits) {
  const auto all = static_cast<std::uint64_t>(bits);
  const std::uint64_t count = std::bit_ceil(ceil_div(all, kSubUnitBits));
  return {count, ceil_div(all, count)};
}

std::uint64_t piece_cycles(const Operands& operands) {
  return std::min(pieces_of(operands.a_bits).bits, pieces_of(operands.b_bits).bits);
}

std::uint64_t piece_pairs(const Operands& operands) {
  return pieces_of(operands.a_bits).count * pieces_of(operands.b_bits).count;
}

std::vector<Unrolling> unrollings(const TwoInOneSpec& spec, const Operands& operands) {
  const std::uint64_t pairs = piece_pairs(operands);
  Unrolling u;
  u.name = "rows=m";
  u.rows = spec.rows;
  u.columns = spec.columns;
  u.depth = spec.lanes * ceil_div(kTileSubUnits, pairs);
  u.cycles_per_step = ceil_div(pairs, kTileSubUnits) * piece_cycles(operands);
  u.minimum_pass_cycles = ceil_div(spec.rows * spec.columns, spec.drain_outputs_per_cycle);
  u.tile_latency_cycles = pipeline_latency(spec) + u.minimum_pass_cycles;
  u.cycle_work = work_of_a_cycle(spec);
  u.pass_work.register_writes = spec.rows * spec.columns;  // shadow accumulators
  u.x_bits = static_cast<std::uint64_t>(operands.a_bits);
  u.y_bits = static_cast<std::uint64_t>(operands.b_bits);
  if (spec.rows == spec.columns) {
    return {u};
  }
  Unrolling t = u;
  t.name = "rows=n";
  t.transposed = true;
  std::swap(t.x_bits, t.y_bits);
  return {u, t};
}

}  // namespace metronome::array

namespace metronome::config {

template <>
const StructSchema<array::TwoInOneSpec>& schema_of<array::TwoInOneSpec>() {
  using S = array::TwoInOneSpec;
  static const auto schema =
      StructSchema<S>("spatially tiled temporal units (2-in-1 Accelerator)")
          .field("rows", &S::rows, {.doc = "units along the first axis", .min = 1, .max = 4096})
          .field("columns", &S::columns,
                 {.doc = "units along the second axis", .min = 1, .max = 4096})
          .field("lanes", &S::lanes,
                 {.doc = "tiles of 2 x 2 sub-units in a unit, which share its shift-adders",
                  .min = 1,
                  .max = array::kMaxTileLanes})
          .field("drain_outputs_per_cycle", &S::drain_outputs_per_cycle,
                 {.unit = "outputs per cycle",
                  .doc = "width of the output path",
                  .min = 1,
                  .max = 65536});
  return schema;
}

}  // namespace metronome::config
