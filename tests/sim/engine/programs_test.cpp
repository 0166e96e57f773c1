// Programs of several steps: each step at each precision is a level of its own.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/ledger_io.hpp"
#include "sim/report/run_tables.hpp"
#include "sim/report/summary.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::sim {
namespace programs_test {

namespace fs = std::filesystem;

const std::string kRoot = metronome::source_dir();

arch::AcceleratorSpec machine_of(const std::string& kind) {
  return config::load<arch::AcceleratorSpec>(kRoot + "/configs/arch/plain_" + kind + "_512.yaml");
}

RunResult run_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
                 Mode mode = Mode::analytic) {
  return simulate(std::span(&trace, 1), machine, {.mode = mode, .jobs = 2, .progress = {}}).front();
}

std::string summary_of(const RunResult& run, const EnergyTable& table) {
  return report::summary_json(run, report::cost_of(run, table), nullptr, table, {}, {});
}

const char* const kSchedule = "cpt:3-8,periods=2,backward=8";
constexpr std::uint64_t kIterations = 40;

model::Graph graph() {
  return trace::requested_model({.model = "resnet-8", .dataset = "cifar-10"});
}

trace::Trace training() {
  return trace::make_trace(graph(), "cifar-10", 4, schedule::parse_schedule(kSchedule), kIterations,
                           trace::DxScale::prescale_requantize);
}

/// Tested every ten iterations, three batches each time.
trace::Trace tested() {
  trace::Trace trace = training();
  trace::add_evaluations(trace, graph(), schedule::parse_schedule(kSchedule), 10, 3);
  return trace;
}

TEST(programs, every_step_at_every_assignment_is_a_level) {
  const RunResult run = run_of(tested(), machine_of("systolic"));
  ASSERT_EQ(run.steps.size(), 2u);
  EXPECT_EQ(run.steps[1].name, "evaluate");
  ASSERT_EQ(run.levels.size(), 7u);
  EXPECT_EQ(run.levels.back().step, 1u);
  EXPECT_EQ(run.levels.back().iterations, 4u * 3);
  std::uint64_t iterations = 0;
  for (const PhaseResult& phase : run.phases) {
    iterations += phase.iterations;
    EXPECT_EQ(run.levels[phase.level].step == 1, phase.iterations == 3 && phase.level == 6);
  }
  EXPECT_EQ(iterations, kIterations + 12);
}

TEST(programs, the_training_between_evaluations_costs_what_it_costs_without) {
  const arch::AcceleratorSpec machine = machine_of("dual_serial");
  const RunResult alone = run_of(training(), machine, Mode::cycle);
  const RunResult with = run_of(tested(), machine, Mode::cycle);
  for (std::size_t i = 0; i < alone.levels.size(); ++i) {
    EXPECT_EQ(with.levels[i].assignment, alone.levels[i].assignment);
    EXPECT_EQ(with.levels[i].iterations, alone.levels[i].iterations);
    EXPECT_EQ(with.operations_of(with.levels[i]), alone.operations_of(alone.levels[i]));
  }
  // The evaluations are an inference of the same network at these bits.
  model::Graph forward = graph();
  forward.loss = model::Loss::none;
  const RunResult inference =
      run_of(trace::make_trace(forward, "cifar-10", 4,
                               schedule::parse_schedule("static:weights=8,activations=8,errors=0"),
                               12, trace::DxScale::prescale_requantize),
             machine, Mode::cycle);
  EXPECT_EQ(with.per_iteration(with.levels.back()), inference.per_iteration(inference.levels[0]));
  Measure sum = alone.total();
  sum += inference.total();
  EXPECT_EQ(with.total().macs, sum.macs);
}

TEST(programs, levels_and_switches_sum_to_the_total_and_files_name_the_steps) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const RunResult run = run_of(tested(), machine);
  const EnergyTable table = experiment::complete_table(machine);
  const auto summary = nlohmann::json::parse(summary_of(run, table));
  double joules = summary["switches"]["energy_j"];
  for (const auto& level : summary["levels"]) {
    joules += level["energy_j"].get<double>();
    EXPECT_TRUE(level["step"] == "train" || level["step"] == "evaluate");
  }
  EXPECT_NEAR(joules, summary["total"]["energy_j"].get<double>(), 1e-12 * joules);
  const std::string phases = report::phases_csv(run, report::cost_of(run, table));
  EXPECT_NE(phases.find(",evaluate,6,"), std::string::npos);
  EXPECT_EQ(report::parse_ledger(report::ledger_json(run), "ledger.json"), run);
}

// A change of step at the same bits is no change of precision.
TEST(programs, switches_are_changes_of_assignment) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  machine.training.switch_cycles = 100;
  trace::Trace trace =
      trace::make_trace(graph(), "cifar-10", 4, schedule::parse_schedule("static:8,backward=8"), 4,
                        trace::DxScale::prescale_requantize);
  trace.steps.push_back({"again", trace.step()});
  const trace::Assignment bits = trace.schedule[0].assignment;
  trace.schedule = {{0, 2, bits, 0}, {2, 2, bits, 1}, {4, 2, {{4, 8}, {}}, 1}};
  EXPECT_EQ(run_of(trace, machine).switches.cycles[Bin::idle_switch], 100u);
}

// What a test does not read keeps the bits of the training around it.
TEST(programs, tests_at_the_bits_of_the_training_switch_nothing) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  machine.training.switch_cycles = 100;
  for (const char* const schedule :
       {"static:8,backward=8", "static:8", "static:weights=4,activations=6,errors=8,gradients=9"}) {
    trace::Trace trace =
        trace::make_trace(graph(), "cifar-10", 4, schedule::parse_schedule(schedule), 8,
                          trace::DxScale::prescale_requantize);
    trace::add_evaluations(trace, graph(), schedule::parse_schedule(schedule), 2, 3);
    ASSERT_EQ(trace.schedule.size(), 8u);
    EXPECT_EQ(run_of(trace, machine).switches.cycles[Bin::idle_switch], 0u) << schedule;
  }
  // Bits that cycle are changed for a test at the largest, and back.
  const auto cpt = schedule::parse_schedule("cpt:3-8,periods=1,backward=8");
  trace::Trace trace =
      trace::make_trace(graph(), "cifar-10", 4, cpt, 64, trace::DxScale::prescale_requantize);
  const std::uint64_t levels = trace.schedule.size();
  trace::add_evaluations(trace, graph(), cpt, 64, 1);
  EXPECT_EQ(run_of(trace, machine).switches.cycles[Bin::idle_switch], (levels - 1) * 100u);
}

// The directory was written by version 1.
TEST(programs, a_directory_of_version_1_is_the_same_trace_to_the_last_byte) {
  const trace::Trace old = trace::read_trace(kRoot + "/tests/sim/engine/data/trace_version_1");
  const trace::Trace now =
      trace::make_trace("mlp", "mnist", 4, schedule::parse_schedule("cpt:3-8,periods=2"), 24,
                        trace::DxScale::prescale_requantize);
  EXPECT_EQ(old, now);
  const fs::path folder = fs::temp_directory_path() / "metronome_trace_version_2";
  fs::remove_all(folder);
  trace::write_trace(old, folder);
  const trace::Trace again = trace::read_trace(folder);
  fs::remove_all(folder);
  EXPECT_EQ(again, old);
  const arch::AcceleratorSpec machine = machine_of("dual_serial");
  const EnergyTable table = experiment::complete_table(machine);
  EXPECT_EQ(summary_of(run_of(old, machine, Mode::cycle), table),
            summary_of(run_of(again, machine, Mode::cycle), table));
}

}  // namespace programs_test
}  // namespace metronome::sim
