// Trainings whose updates come an iteration late: an interval as a graph, in both modes.
#include "sim/engine/overlapped_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "arch/mapping/step_graph.hpp"
#include "sim/energy/area.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/ledger_io.hpp"
#include "sim/report/overlap_tables.hpp"
#include "tests/support/families.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace overlapped_run_test {

using trace::FeedbackOperand;

/// Without values to take time by: no trace here has their statistics.
const std::vector<std::string> kFamilies = families_but({"term_serial"});

arch::AcceleratorSpec machine_of(const std::string& name, bool grid = false) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" +
                                                     name + "_512.yaml");
  if (grid) {
    machine.projection_array = vector::ProjectionArraySpec{16, 64};
  }
  return machine;
}

trace::Trace training(std::uint64_t delay, const char* schedule = "static:8",
                      FeedbackOperand operand = FeedbackOperand::generated) {
  const model::Graph graph = model::mlp({512, 256}, {3, 8, 8}, 10);
  trace::FeedbackRoute route{{}, 10, operand, delay};
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].name.starts_with("relu")) {
      route.nodes.push_back(i);
    }
  }
  return trace::make_trace(graph, "none", 64, schedule::parse_schedule(schedule), 24,
                           trace::DxScale::prescale_requantize, trace::UpdateRule::momentum, route);
}

RunResult run_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine, Mode mode,
                 MemoryMode memory = MemoryMode::real, bool overlap = true) {
  return simulate(std::span(&trace, 1), machine,
                  {.mode = mode, .memory = memory, .overlap = overlap, .jobs = 2, .progress = {}})
      .front();
}

const OverlappedTurn& turn_of(const RunResult& run, const std::string& operation) {
  const auto& turns = run.levels.front().overlap;
  return *std::find_if(turns.begin(), turns.end(), [&](const OverlappedTurn& turn) {
    return run.operations[turn.operation].operation == operation;
  });
}

TEST(overlapped_run, modes_agree_in_every_turn_and_bin_with_ideal_memory) {
  for (const std::string& family : kFamilies) {
    for (const bool grid : {false, true}) {
      SCOPED_TRACE(family);
      const trace::Trace trace = training(1);
      const RunResult cycle =
          run_of(trace, machine_of(family, grid), Mode::cycle, MemoryMode::ideal);
      const RunResult form =
          run_of(trace, machine_of(family, grid), Mode::analytic, MemoryMode::ideal);
      ASSERT_FALSE(cycle.levels.front().overlap.empty());
      EXPECT_EQ(cycle.levels.front().overlap, form.levels.front().overlap);
      EXPECT_EQ(cycle.total().cycles, form.total().cycles);
    }
  }
}

TEST(overlapped_run, closed_forms_are_a_lower_bound_with_real_memory) {
  for (const std::string& family : kFamilies) {
    SCOPED_TRACE(family);
    const trace::Trace trace = training(1);
    const RunResult cycle = run_of(trace, machine_of(family), Mode::cycle);
    const RunResult form = run_of(trace, machine_of(family), Mode::analytic);
    EXPECT_GE(cycle.total().cycles.total(), form.total().cycles.total());
  }
}

// The interval is what levels, operations and bins sum to; nothing moves or multiplies less.
TEST(overlapped_run, cycles_of_operations_sum_to_the_interval_and_their_work_stays) {
  for (const Mode mode : kEnumValues<Mode>) {
    for (const char* schedule : {"static:8", "cpt:3-8,periods=2,backward=8"}) {
      const trace::Trace trace = training(1, schedule);
      const arch::AcceleratorSpec machine = machine_of("systolic");
      const RunResult run = run_of(trace, machine, mode);
      const RunResult serial = run_of(trace, machine, mode, MemoryMode::real, false);
      ASSERT_EQ(run.levels.size(), serial.levels.size());
      for (std::size_t i = 0; i < run.levels.size(); ++i) {
        const report::OverlapSummary summary = report::summary_of(run, run.levels[i]);
        EXPECT_EQ(run.cycles_per_iteration(run.levels[i]), summary.interval);
        EXPECT_EQ(summary.alone, serial.cycles_per_iteration(serial.levels[i]));
        EXPECT_LT(summary.interval, summary.alone) << "updates are beside products";
        const Measure own = run.per_iteration(run.levels[i]);
        const Measure whole = serial.per_iteration(serial.levels[i]);
        EXPECT_EQ(own.dram, whole.dram);
        EXPECT_EQ(own.macs, whole.macs);
        EXPECT_EQ(own.counts.at({Component::vector, "vector.add_fp32"}),
                  whole.counts.at({Component::vector, "vector.add_fp32"}));
        EXPECT_GE(run.levels[i].footprint, serial.levels[i].footprint);
      }
      EXPECT_TRUE(serial.levels.front().overlap.empty());
    }
  }
}

TEST(overlapped_run, parts_leak_for_as_long_as_the_interval_and_the_memory_is_in_a_state) {
  const trace::Trace trace = training(1);
  const arch::AcceleratorSpec machine = machine_of("systolic", true);
  const RunResult run = run_of(trace, machine, Mode::cycle);
  const RunResult serial = run_of(trace, machine, Mode::cycle, MemoryMode::real, false);
  const Measure own = run.per_iteration(run.levels.front());
  for (const auto& [part, units] : machine_units(machine)) {
    EXPECT_EQ(own.counts.at({Component::leakage, part + ".leakage"}),
              units * own.cycles.total().count())
        << part;
  }
  const auto states = [](const RunResult& one) {
    double clocks = 0;
    for (const auto& [activity, count] : one.per_iteration(one.levels.front()).counts) {
      clocks +=
          activity.component == Component::dram &&
                  (activity.action.starts_with("background") || activity.action == "self_refresh")
              ? static_cast<double>(count)
              : 0;
    }
    return clocks / static_cast<double>(one.cycles_per_iteration(one.levels.front()).count());
  };
  EXPECT_NEAR(states(run), states(serial), 1e-3 * states(serial)) << "clocks of states a cycle";
  const EnergyTable table = experiment::complete_table(machine);
  EXPECT_LT(report::cost_of(run, table).total.energy.total(),
            report::cost_of(serial, table).total.energy.total())
      << "what leaks does so for a shorter time";
}

TEST(overlapped_run, the_next_forward_pass_reads_weights_from_before_the_update) {
  for (const char* family : {"systolic", "plain_dual_serial", "chunked_bfp"}) {
    const trace::Trace trace = training(1);
    const arch::AcceleratorSpec machine = machine_of(family);
    const RunResult run = run_of(trace, machine, Mode::cycle);
    const mapping::MachineStep step = mapping::machine_step(trace.step(), machine);
    const std::size_t backward = mapping::first_backward(step);
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < backward; ++i) {
      for (std::size_t j = backward; j < step.operations.size(); ++j) {
        for (const std::string& name : mapping::touched_by(step.operations[i]).reads) {
          if (trace.step().tensor(name).role == trace::Role::master &&
              mapping::touched_by(step.operations[j]).writes.contains(name)) {
            const std::string reader = step.operations[i].operation.name;
            const std::string writer = step.operations[j].operation.name;
            EXPECT_LE(turn_of(run, reader).end, turn_of(run, writer).begin)
                << reader << " " << writer;
            ++pairs;
          }
        }
      }
    }
    EXPECT_GE(pairs, 3u) << "a pair for each layer";
  }
}

// The backward pass of the fully connected layers is one projection deep, not one product a layer.
TEST(overlapped_run, a_delay_puts_the_projection_beside_the_forward_pass) {
  const trace::Trace trace = training(1);
  const RunResult run = run_of(trace, machine_of("systolic", true), Mode::cycle);
  std::size_t projections = 0;
  for (const OverlappedTurn& turn : run.levels.front().overlap) {
    const OperationResult& one = run.operations[turn.operation];
    EXPECT_NE(one.cls, trace::OperationClass::input_gradient);
    projections += one.operation == "loss.project" ? 1 : 0;
  }
  EXPECT_EQ(projections, 1u);
  const OverlappedTurn& projection = turn_of(run, "loss.project");
  EXPECT_EQ(projection.unit, WorkUnit::projection_array);
  const auto& turns = run.levels.front().overlap;
  EXPECT_TRUE(std::any_of(turns.begin(), turns.end(), [&](const OverlappedTurn& turn) {
    return turn.next && turn.begin < projection.end && turn.end > projection.begin;
  })) << "beside an operation of the next iteration";
}

// What waits for the array, since one array has products of both iterations.
TEST(overlapped_run, weight_gradients_that_wait_for_the_array_are_told) {
  const RunResult run = run_of(training(1), machine_of("systolic", true), Mode::cycle);
  const report::OverlapSummary summary = report::summary_of(run, run.levels.front());
  EXPECT_GT(summary.gradients_wait, Cycles(0));
  Cycles waits(0);
  for (const OverlappedTurn& turn : run.levels.front().overlap) {
    const bool gradient =
        run.operations[turn.operation].cls == trace::OperationClass::weight_gradient;
    waits += gradient && turn.unit == WorkUnit::array ? turn.wait() : Cycles(0);
  }
  EXPECT_EQ(summary.gradients_wait, waits);
}

TEST(overlapped_run, an_array_of_adders_makes_errors_in_its_closed_form) {
  for (const Mode mode : kEnumValues<Mode>) {
    const arch::AcceleratorSpec machine = machine_of("systolic", true);
    const RunResult run =
        run_of(training(0), machine, mode, MemoryMode::ideal, false);  // one after the other
    const auto at = std::find_if(run.operations.begin(), run.operations.end(),
                                 [](const auto& one) { return one.operation == "loss.project"; });
    ASSERT_NE(at, run.operations.end());
    const std::uint64_t clocks = machine.projection_array->clocks(64, 512 + 256, 10);
    EXPECT_GE(at->measure.cycles.total().count(), clocks);
    EXPECT_LE(at->measure.cycles.total().count(), clocks + 200) << "blocks' latencies";
    EXPECT_EQ(at->measure.counts.at({Component::vector, "feedback_adder.add_fp32"}),
              64u * (512 + 256) * 10);
    EXPECT_EQ(at->measure.counts.at({Component::vector, "feedback_bits.bit"}),
              4u * (512 + 256) * 10)
        << "a sign again for each sixteen samples";
    EXPECT_FALSE(at->measure.counts.contains({Component::vector, "vector.multiply_fp32"}));
  }
}

// Errors of all layers come of one projection, whose array leaves the others free.
TEST(overlapped_run, without_a_delay_an_iteration_is_a_graph_where_an_array_makes_errors) {
  for (const Mode mode : kEnumValues<Mode>) {
    const RunResult run = run_of(training(0), machine_of("systolic", true), mode);
    const LevelResult& level = run.levels.front();
    ASSERT_FALSE(level.overlap.empty());
    EXPECT_TRUE(std::none_of(level.overlap.begin(), level.overlap.end(),
                             [](const OverlappedTurn& turn) { return turn.next; }));
    EXPECT_LE(run.cycles_per_iteration(level), level.without_overlap());
    const OverlappedTurn& loss = turn_of(run, "loss.softmax_cross_entropy");
    const OverlappedTurn& projection = turn_of(run, "loss.project");
    EXPECT_EQ(projection.begin, loss.end);
    for (const char* layer : {"relu1.backward", "relu2.backward"}) {
      EXPECT_EQ(turn_of(run, layer).ready, projection.end) << "one projection, not one a layer";
    }
  }
  EXPECT_TRUE(
      run_of(training(0), machine_of("systolic"), Mode::analytic).levels.front().overlap.empty());
}

// What an overlap is compared with: backpropagation as a graph, whose operations wait for each
// other.
TEST(overlapped_run, any_step_can_be_executed_as_a_graph_for_comparison) {
  const model::Graph graph = model::mlp({512, 256}, {3, 8, 8}, 10);
  const trace::Trace trace =
      trace::make_trace(graph, "none", 64, schedule::parse_schedule("static:8"), 24,
                        trace::DxScale::prescale_requantize);
  const RunResult run = simulate(std::span(&trace, 1), machine_of("systolic"),
                                 {.mode = Mode::analytic, .overlap_all = true, .progress = {}})
                            .front();
  const LevelResult& level = run.levels.front();
  EXPECT_LT(run.cycles_per_iteration(level), level.without_overlap());
  EXPECT_LT(turn_of(run, "fc3.input_gradient").end, turn_of(run, "fc2.input_gradient").end);
  EXPECT_TRUE(run_of(trace, machine_of("systolic"), Mode::analytic).levels.front().overlap.empty());
}

TEST(overlapped_run, ledgers_keep_the_interval) {
  const RunResult run = run_of(training(1), machine_of("systolic"), Mode::analytic);
  EXPECT_EQ(report::parse_ledger(report::ledger_json(run), "ledger.json"), run);
}

}  // namespace overlapped_run_test
}  // namespace metronome::sim
