// Programs with many assignments: what levels share is simulated once, and each level is what it
// would be alone.
#include <gtest/gtest.h>

#include <set>

#include "arch/mapping/allocation.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/bench/layer_schedule.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/csv_schedule.hpp"

namespace metronome::sim {
namespace many_levels_test {

constexpr std::uint64_t kBatch = 2;

arch::AcceleratorSpec machine_of(const std::string& kind) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/plain_" +
                                             kind + "_512.yaml");
}

/// Each iteration has an assignment of its own.
trace::Trace trace_of(std::uint64_t iterations, std::uint64_t batch = kBatch) {
  const std::string text = bench::layer_schedule({"resnet-8", "cifar-10", iterations, 7});
  return trace::make_trace("resnet-8", "cifar-10", batch,
                           schedule::Schedule(schedule::parse_csv_schedule(text, "by seed")),
                           iterations, trace::DxScale::prescale_requantize);
}

RunResult run_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine, Mode mode) {
  return simulate(std::span(&trace, 1), machine, {.mode = mode, .jobs = 2, .progress = {}}).front();
}

/// Iteration t of the trace alone.
trace::Trace alone(const trace::Trace& trace, std::size_t t) {
  trace::Trace one = trace;
  one.schedule = {{0, 1, trace.schedule[t].assignment}};
  return one;
}

TEST(many_levels, each_is_what_it_is_alone) {
  const trace::Trace trace = trace_of(40);
  for (const char* kind : {"dual_serial", "chunked_bfp"}) {
    const arch::AcceleratorSpec machine = machine_of(kind);
    const RunResult run = run_of(trace, machine, Mode::analytic);
    ASSERT_EQ(run.levels.size(), 40u);
    for (const std::size_t t : {0U, 13U, 39U}) {
      const RunResult one = run_of(alone(trace, t), machine, Mode::analytic);
      const LevelResult& level = run.levels[run.phases[t].level];
      const LevelResult& single = one.levels.front();
      EXPECT_EQ(level.assignment, trace.schedule[t].assignment);
      EXPECT_EQ(level.footprint, single.footprint);
      EXPECT_EQ(level.bit_operations_paper, single.bit_operations_paper);
      EXPECT_EQ(run.operations_of(level), one.operations_of(single)) << kind;
    }
  }
}

TEST(many_levels, cycle_mode_simulates_what_they_share_once) {
  const trace::Trace trace = trace_of(60);
  const arch::AcceleratorSpec machine = machine_of("dual_serial");
  std::size_t jobs = 0;
  const RunResult run =
      simulate(std::span(&trace, 1), machine,
               {.jobs = 2, .progress = [&](const SimulateProgress& p) { jobs = p.total; }})
          .front();
  const std::size_t operations = run.operations_of(run.levels.front()).size();
  // Operations whose layer has six precisions, and those that no precision touches.
  EXPECT_LT(run.operations.size(), 7 * operations);
  EXPECT_LT(jobs, run.operations.size());
  const RunResult one = run_of(alone(trace, 17), machine, Mode::cycle);
  EXPECT_EQ(run.operations_of(run.levels[run.phases[17].level]),
            one.operations_of(one.levels.front()));
}

TEST(many_levels, distinct_operations_grow_with_precisions_and_not_with_levels) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const RunResult some = run_of(trace_of(200), machine, Mode::analytic);
  const RunResult many = run_of(trace_of(400), machine, Mode::analytic);
  EXPECT_EQ(some.operations.size(), many.operations.size());
  EXPECT_EQ(some.parts.size(), many.parts.size());
  EXPECT_EQ(many.levels.size(), 400u);
}

TEST(many_levels, footprints_are_those_of_the_allocation) {
  const trace::Trace trace = trace_of(20, 128);
  const arch::AcceleratorSpec machine = machine_of("operand_serial");
  const mapping::MachineStep step = mapping::machine_step(trace.step(), machine);
  const auto& names = trace.schedule.front().assignment.layers.names();
  mapping::StepPrecisions precisions(step, {names.begin(), names.end()});
  mapping::Footprints footprints(step, machine);
  std::set<std::uint64_t> seen;
  for (const trace::Phase& phase : trace.schedule) {
    const std::uint64_t footprint = footprints.of(precisions.numbers(phase.assignment), precisions);
    EXPECT_EQ(footprint, mapping::allocate(step, phase.assignment, machine).footprint);
    seen.insert(footprint);
  }
  EXPECT_GT(seen.size(), 1u);
}

TEST(many_levels, what_does_not_fit_is_refused_with_the_level) {
  const trace::Trace trace = trace_of(3);
  arch::AcceleratorSpec machine = machine_of("systolic");
  machine.memory.device.rows = 4;
  try {
    (void)run_of(trace, machine, Mode::analytic);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("GiB of memory"), std::string::npos) << error.what();
  }
}

}  // namespace many_levels_test
}  // namespace metronome::sim
