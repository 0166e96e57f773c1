// What stands between the buffers and the array, in closed numbers.
#include <gtest/gtest.h>

#include "arch/array/analytic.hpp"
#include "arch/array/array.hpp"

namespace metronome::array {
namespace feed_test {

constexpr std::uint64_t kWide = std::uint64_t{1} << 30;
constexpr Ports kWidePorts{kWide, kWide, kWide};

/// An output-stationary pass that fills a 16 x 32 grid: 100 steps of 16 + 32 codes.
ArrayUse full_pass(const Ports& ports, int a_bits = 8, int b_bits = 8) {
  const SystolicSpec spec{.rows = 16, .columns = 32, .dataflow = Dataflow::os};
  const Operands operands{.a_bits = a_bits, .b_bits = b_bits};
  return analytic_use(unrollings(spec, operands).front(), ports, {16, 32, 100}, {16, 32, 100});
}

TEST(feed, a_narrow_port_stalls_by_what_the_pass_lacks) {
  Ports ports = kWidePorts;
  EXPECT_EQ(full_pass(ports).port_stall_cycles, 0u);
  ports.input_bits = 16 * 8;  // one code for each row and cycle
  EXPECT_EQ(full_pass(ports).port_stall_cycles, 0u);
  ports.input_bits = 16 * 4;
  EXPECT_EQ(full_pass(ports).port_stall_cycles, 100u);
}

TEST(feed, without_multicast_every_pe_reads_for_itself) {
  Ports ports = kWidePorts;
  ports.input_multicast = false;
  EXPECT_EQ(full_pass(ports).input_read_bits, 32 * full_pass(kWidePorts).input_read_bits);
  EXPECT_EQ(full_pass(ports).weight_read_bits, full_pass(kWidePorts).weight_read_bits);
  ports.input_bits = 16 * 32 * 8;
  EXPECT_EQ(full_pass(ports).port_stall_cycles, 0u);
  ports.input_bits = 16 * 32 * 2;
  EXPECT_EQ(full_pass(ports).port_stall_cycles, 300u);
}

TEST(feed, padded_codes_are_read_with_their_padding) {
  Ports ports = kWidePorts;
  ports.padded_codes = true;
  EXPECT_EQ(full_pass(ports, 5, 3).input_read_bits, 16u * 100 * 8);
  EXPECT_EQ(full_pass(ports, 5, 3).weight_read_bits, 32u * 100 * 4);
  EXPECT_EQ(full_pass(kWidePorts, 5, 3).input_read_bits, 16u * 100 * 5);
}

TEST(feed, bit_planes_of_padding_are_not_read) {
  Ports ports = kWidePorts;
  ports.padded_codes = true;
  const Operands operands{.a_bits = 5, .b_bits = 3};
  const auto reads = [&](const ArraySpec& spec, const Ports& p) {
    const Unrolling u = unrollings(spec, operands).front();
    return analytic_use(u, p, {16, 16, 160}, {16, 16, 160});
  };
  EXPECT_EQ(reads(DualSerialSpec{}, ports), reads(DualSerialSpec{}, kWidePorts));
  EXPECT_EQ(reads(BinaryOverlaySpec{}, ports), reads(BinaryOverlaySpec{}, kWidePorts));
  // The narrower operand, b, is serial; a lies in bytes.
  const ArrayUse stripes = reads(OperandSerialSpec{}, ports);
  EXPECT_EQ(stripes.weight_read_bits, 16u * 160 * 3);
  EXPECT_EQ(stripes.input_read_bits, 16u * 160 * 8);
}

TEST(feed, a_transposing_unit_holds_the_array_by_its_throughput) {
  // Loom at 2 x 2 bits: 4 cycles a step, in which 16 windows x 16 lanes and 128 filters x 16 lanes
  // must become bit planes. Ten steps of one full block: 20 480 filter elements in 40 cycles.
  Ports ports = kWidePorts;
  const Operands operands{.a_bits = 2, .b_bits = 2};
  DualSerialSpec loom;
  loom.drain_outputs_per_cycle = 2048;
  const Unrolling u = unrollings(loom, operands).front();
  const auto stalls = [&] {
    return analytic_use(u, ports, {16, 128, 160}, {16, 128, 160}).port_stall_cycles;
  };
  ports.weight_transposed = 512;
  EXPECT_EQ(stalls(), 0u);
  ports.weight_transposed = 256;
  EXPECT_EQ(stalls(), 80u - 40);
  ports.input_transposed = 16;
  EXPECT_EQ(stalls(), 160u - 40) << "the slower of the two";
}

TEST(feed, one_output_port_takes_partial_sums_up_in_turns_with_results) {
  // Two pieces of k: the second takes up 16 x 32 sums. A port of 512 bits moves them in 32 cycles.
  const SystolicSpec spec{.rows = 16, .columns = 32, .dataflow = Dataflow::os};
  const Unrolling u = unrollings(spec, {}).front();
  Ports ports = kWidePorts;
  ports.output_bits = 256;
  const auto stalls = [&] {
    return analytic_use(u, ports, {16, 32, 20}, {16, 32, 10}).port_stall_cycles;
  };
  const std::uint64_t window = 10 + 16 + 32 - 2;
  const std::uint64_t write = 16 * 32 * 32 / 256;
  EXPECT_EQ(stalls(), 2 * (write - window));
  ports.shared_output_port = true;
  EXPECT_EQ(stalls(), (write - window) + (2 * write - window));
}

TEST(feed, narrow_accumulators_move_fewer_bits) {
  Ports ports = kWidePorts;
  ports.accumulator_bits = 24;
  EXPECT_EQ(full_pass(ports).output_write_bits, 16u * 32 * 24);
}

}  // namespace feed_test
}  // namespace metronome::array
