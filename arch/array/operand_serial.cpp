#include "arch/array/operand_serial.hpp"

#include <bit>

namespace metronome::array {

SerialSplit split(const OperandSerialSpec& spec, const Operands& operands) {
  const SerialSplit a_serial{operands.a_bits, operands.b_bits};
  const SerialSplit b_serial{operands.b_bits, operands.a_bits};
  if (spec.serial == SerialOperand::narrower) {
    return operands.a_bits < operands.b_bits ? a_serial : b_serial;
  }
  const OperandRole wanted =
      spec.serial == SerialOperand::weight ? OperandRole::weight : OperandRole::activation;
  if (operands.a_role == wanted || operands.b_role == wanted) {
    return operands.a_role == wanted ? a_serial : b_serial;
  }
  return operands.a_role == OperandRole::error ? a_serial : b_serial;
}

std::uint64_t adder_tree_latency(std::uint64_t lanes) {
  return static_cast<std::uint64_t>(std::bit_width(lanes - 1)) + 2;
}

ArrayWork inner_product_work(std::uint64_t rows, std::uint64_t columns, std::uint64_t lanes) {
  std::uint64_t tree_registers = lanes;
  for (std::uint64_t width = lanes; width > 1;) {
    width = ceil_div<std::uint64_t>(width, 2);
    tree_registers += width;
  }
  const std::uint64_t units = rows * columns;
  return {.adds = units * lanes,  // the tree's lanes - 1, and the accumulator's
          .shifts = units,
          .register_writes = (rows + columns) * lanes + units * (tree_registers + 2)};
}

std::vector<Unrolling> unrollings(const OperandSerialSpec& spec, const Operands& operands) {
  const SerialSplit bits = split(spec, operands);
  Unrolling u;
  u.name = "rows=m";
  u.rows = spec.rows;
  u.columns = spec.columns;
  u.depth = spec.lanes;
  u.cycles_per_step = static_cast<std::uint64_t>(bits.serial_bits) *
                      ceil_div(static_cast<std::uint64_t>(bits.parallel_bits),
                               static_cast<std::uint64_t>(spec.parallel_bits));
  u.minimum_pass_cycles = ceil_div(spec.rows * spec.columns, spec.drain_outputs_per_cycle);
  u.tile_latency_cycles = adder_tree_latency(spec.lanes) + u.minimum_pass_cycles;
  u.cycle_work = inner_product_work(spec.rows, spec.columns, spec.lanes);
  u.pass_work.register_writes = spec.rows * spec.columns;  // shadow accumulators
  u.x_bits = static_cast<std::uint64_t>(operands.a_bits);
  u.y_bits = static_cast<std::uint64_t>(operands.b_bits);
  u.x_planes = bits.serial_bits == operands.a_bits;
  u.y_planes = !u.x_planes;
  if (spec.rows == spec.columns) {
    return {u};
  }
  Unrolling t = u;
  t.name = "rows=n";
  t.transposed = true;
  std::swap(t.x_bits, t.y_bits);
  std::swap(t.x_planes, t.y_planes);
  return {u, t};
}

}  // namespace metronome::array

namespace metronome::config {

template <>
const StructSchema<array::OperandSerialSpec>& schema_of<array::OperandSerialSpec>() {
  using S = array::OperandSerialSpec;
  static const auto schema =
      StructSchema<S>("inner-product units with one bit-serial operand (Stripes, UNPU)")
          .field("rows", &S::rows, {.doc = "units along the first axis", .min = 1, .max = 4096})
          .field("columns", &S::columns,
                 {.doc = "units along the second axis", .min = 1, .max = 4096})
          .field("lanes", &S::lanes,
                 {.doc = "products of one unit per cycle", .min = 2, .max = 4096})
          .field("parallel_bits", &S::parallel_bits,
                 {.unit = "bits", .doc = "width of the bit-parallel side", .min = 1, .max = 16})
          .field("serial", &S::serial,
                 {.doc = "operand taken bit by bit: the narrower one, or by role"})
          .field("drain_outputs_per_cycle", &S::drain_outputs_per_cycle,
                 {.unit = "outputs per cycle",
                  .doc = "width of the output path",
                  .min = 1,
                  .max = 65536});
  return schema;
}

}  // namespace metronome::config
