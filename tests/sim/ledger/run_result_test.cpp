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

void add_level(RunResult& run, int bits, std::uint64_t iterations, std::uint64_t cycles) {
  LevelResult level;
  level.assignment.all = {bits, 8};
  level.iterations = iterations;
  level.bit_operations_paper = BitOperations(static_cast<std::uint64_t>(bits) * 100);
  run.add_level(level, {operation("a", cycles), operation("b", 2 * cycles)});
}

RunResult run() {
  RunResult out;
  out.clock = Hertz(2e9);
  add_level(out, 3, 5, 10);
  add_level(out, 8, 2, 40);
  out.phases = {{0, 3, 0}, {3, 2, 1}, {5, 2, 0}};
  out.switches.cycles[Bin::idle_switch] = 9;
  return out;
}

TEST(run_result, an_iteration_is_the_sum_of_its_operations) {
  const RunResult of = run();
  EXPECT_EQ(of.per_iteration(of.levels[0]).cycles.total(), Cycles(30));
  EXPECT_EQ(of.cycles_per_iteration(of.levels[0]), Cycles(30));
  EXPECT_EQ(of.per_iteration(of.levels[1]).macs, Macs(1200));
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
    sum += result.per_iteration(result.levels[phase.level]).scaled(phase.iterations);
  }
  EXPECT_EQ(sum, result.total());
}

/// Two layers with two turns each, A B A B; the second has two parts.
RunResult shared() {
  RunResult out;
  out.steps = {{"train", {{0, 0}, {1, 0}, {0, 1}, {1, 1}}}};
  for (const char* name : {"a0", "b0", "a1", "b1", "other b0", "other b1"}) {
    out.operations.push_back(operation(name, 1 + out.operations.size()));
  }
  out.parts = {{{0}, {2}}, {{1}, {3}}, {{4}, {5}}};
  LevelResult level;
  level.iterations = 10;
  level.parts = {0, 1};
  out.levels.push_back(level);
  level.iterations = 3;
  level.parts = {0, 2};
  out.levels.push_back(level);
  return out;
}

TEST(run_result, layers_take_turns_and_levels_share_the_parts_of_layers) {
  const RunResult of = shared();
  std::string names;
  for (const LevelResult& level : of.levels) {
    for (const OperationResult& one : of.operations_of(level)) {
      names += one.operation + ",";
    }
  }
  EXPECT_EQ(names, "a0,b0,a1,b1,a0,other b0,a1,other b1,");
  EXPECT_EQ(of.executions(), (std::vector<std::uint64_t>{13, 10, 13, 10, 3, 3}));
  EXPECT_EQ(of.levels_of_operations(), (std::vector<std::uint64_t>{2, 1, 2, 1, 1, 1}));
}

TEST(run_result, the_total_of_shared_operations_is_that_of_the_levels) {
  const RunResult of = shared();
  Measure sum;
  for (const LevelResult& level : of.levels) {
    sum += of.per_iteration(level).scaled(level.iterations);
  }
  EXPECT_EQ(of.total(), sum);
  EXPECT_EQ(of.one_of_each().cycles.total(), Cycles(1 + 2 + 3 + 4 + 5 + 6));
}

TEST(run_result, seconds_are_cycles_over_the_clock) {
  EXPECT_DOUBLE_EQ(run().seconds(Cycles(4'000'000'000)).count(), 2.0);
}

TEST(run_result, an_empty_run_is_zero) { EXPECT_EQ(RunResult{}.total(), Measure{}); }

}  // namespace run_result_test
}  // namespace metronome
