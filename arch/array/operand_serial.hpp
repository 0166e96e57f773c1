#pragma once

#include <string_view>
#include <vector>

#include "arch/array/unrolling.hpp"
#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"

namespace metronome::array {

/// Which operand an operand-serial array takes bit by bit.
enum class SerialOperand { narrower, weight, activation };
constexpr auto enum_rows(SerialOperand) {
  using enum SerialOperand;
  return enum_list<SerialOperand>(
      {{narrower, "narrower"}, {weight, "weight"}, {activation, "activation"}});
}

/// Stripes [judd2016stripes] and UNPU [lee2019unpu]: one operand is bit-parallel,
/// the other arrives one bit a cycle. A grid of rows x columns inner-product units of `lanes`
/// products each; one step takes as many cycles as the serial operand has bits.
/// Outputs leave through shadow registers while the next block computes.
struct OperandSerialSpec {
  static constexpr std::string_view kSchemaName = "operand_serial";
  std::uint64_t rows = 16;
  std::uint64_t columns = 16;
  std::uint64_t lanes = 16;
  int parallel_bits = 8;
  SerialOperand serial = SerialOperand::narrower;
  std::uint64_t drain_outputs_per_cycle = 64;
  bool operator==(const OperandSerialSpec&) const = default;
};

/// Bits of the operand that is taken serially, and of the other one.
struct SerialSplit {
  int serial_bits = 0;
  int parallel_bits = 0;
};
/// With `weight` (`activation`) a GEMM without such an operand takes its error serially.
[[nodiscard]] SerialSplit split(const OperandSerialSpec& spec, const Operands& operands);

[[nodiscard]] std::vector<Unrolling> unrollings(const OperandSerialSpec& spec,
                                                const Operands& operands);

/// What a grid of inner-product units does in a cycle: operand registers of each row and column of
/// units, and in each unit products, an adder tree with a register at each level, a shifter and an
/// accumulator.
[[nodiscard]] ArrayWork inner_product_work(std::uint64_t rows, std::uint64_t columns,
                                           std::uint64_t lanes);

/// Cycles between the last step of a tile and its last output: adder tree log2(lanes), plus a
/// register before and after it.
[[nodiscard]] std::uint64_t adder_tree_latency(std::uint64_t lanes);

}  // namespace metronome::array

namespace metronome::config {
template <>
const StructSchema<array::OperandSerialSpec>& schema_of<array::OperandSerialSpec>();
}  // namespace metronome::config
