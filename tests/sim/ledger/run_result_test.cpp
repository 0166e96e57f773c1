#include "sim/ledger/run_result.hpp"

#include <gtest/gtest.h>

namespace metronome {
namespace run_result_test {

OperationResult operation(const std::string& name, std::uint64_t cycles) {
  OperationResult out;
  out.operation = name;
  out.measure.cycles[Bin::busy] = cycles;
  out.measure.count(Component::array, "mac", cycles * 10);
  out.measure.macs = Macs(cycles * 10);
  return out;
}

LevelResult level(int bits, std::uint64_t iterations, std::uint64_t cycles) {
  LevelResult out;
  out.assignment.all = {bits, 8};
  out.iterations = iterations;
  out.bit_operations_paper = BitOperations(static_cast<std::uint64_t>(bits) * 100);
  out.operations = {operation("a", cycles), operation("b", 2 * cycles)};
  return out;
}

RunResult run() {
  RunResult out;
  out.clock = Hertz(2e9);
  out.levels = {level(3, 5, 10), level(8, 2, 40)};
  out.phases = {{0, 3, 0}, {3, 2, 1}, {5, 2, 0}};
  out.switches.cycles[Bin::idle_switch] = 9;
  return out;
}

TEST(run_result, an_iteration_is_the_sum_of_its_operations) {
  EXPECT_EQ(run().levels[0].per_iteration().cycles.total(), Cycles(30));
  EXPECT_EQ(run().levels[1].per_iteration().macs, Macs(1200));
}

TEST(run_result, the_total_is_levels_times_iterations_and_switches) {
  const Measure total = run().total();
  EXPECT_EQ(total.cycles.total(), Cycles(5 * 30 + 2 * 120 + 9));
  EXPECT_EQ(total.cycles[Bin::idle_switch], 9u);
  EXPECT_EQ(total.counts.at({Component::array, "mac", 0, 0}), 10u * (5 * 30 + 2 * 120));
}

TEST(run_result, phases_by_their_level_sum_to_the_same_total) {
  const RunResult result = run();
  Measure sum = result.switches;
  for (const PhaseResult& phase : result.phases) {
    sum += result.levels[phase.level].per_iteration().scaled(phase.iterations);
  }
  EXPECT_EQ(sum, result.total());
}

TEST(run_result, bit_operations_are_levels_times_iterations) {}

TEST(run_result, seconds_are_cycles_over_the_clock) {
  EXPECT_DOUBLE_EQ(run().seconds(Cycles(4'000'000'000)).count(), 2.0);
}

TEST(run_result, an_empty_run_is_zero) { EXPECT_EQ(RunResult{}.total(), Measure{}); }

}  // namespace run_result_test
}  // namespace metronome
