// Whole runs under direct feedback: what it moves, what it computes, in both modes.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "tests/support/families.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace feedback_run_test {

using trace::FeedbackOperand;
using trace::Role;

/// Without values to take time by: no trace here has their statistics.
const std::vector<std::string> kFamilies = families_but({"term_serial"});
constexpr std::array kVectorActions{"vector.add_fp32",      "vector.multiply_fp32",
                                    "vector_registers.bit", "instruction.vector",
                                    "feedback_bits.bit",    "feedback_adder.add_fp32"};
constexpr std::uint64_t kIterations = 24;
constexpr std::uint64_t kEntries = (512 + 256) * 10;

arch::AcceleratorSpec machine_of(const std::string& name) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" + name +
                                             "_512.yaml");
}

arch::AcceleratorSpec with_adders(arch::AcceleratorSpec machine) {
  machine.vector.feedback_adds_per_lane_cycle = 4;
  machine.vector.feedback_bits_per_lane_cycle = 1;
  return machine;
}

trace::Trace training(std::optional<FeedbackOperand> operand, std::uint64_t delay = 0) {
  const model::Graph graph = model::mlp({512, 256}, {3, 8, 8}, 10);
  trace::FeedbackRoute route;
  if (operand) {
    route = {{}, 10, *operand, delay};
    for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
      if (graph.nodes[i].name.starts_with("relu")) {
        route.nodes.push_back(i);
      }
    }
  }
  return trace::make_trace(graph, "none", 16, schedule::parse_schedule("static:8"), kIterations,
                           trace::DxScale::prescale_requantize, trace::UpdateRule::momentum, route);
}

RunResult run_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine, Mode mode,
                 MemoryMode memory = MemoryMode::real) {
  return simulate(std::span(&trace, 1), machine,
                  {.mode = mode, .memory = memory, .jobs = 2, .progress = {}})
      .front();
}

const OperationResult& projection_of(const RunResult& run) {
  return *std::find_if(run.operations.begin(), run.operations.end(),
                       [](const OperationResult& one) { return one.operation == "loss.project"; });
}

std::uint64_t count(const OperationResult& one, const char* action) {
  const auto at = one.measure.counts.find({Component::vector, action});
  return at == one.measure.counts.end() ? 0 : at->second;
}

TEST(feedback_run, modes_agree_on_every_family_with_and_without_adders) {
  for (const std::string& family : kFamilies) {
    for (const arch::AcceleratorSpec& machine :
         {machine_of(family), with_adders(machine_of(family))}) {
      SCOPED_TRACE(machine.name);
      for (const FeedbackOperand operand : kEnumValues<FeedbackOperand>) {
        const trace::Trace trace = training(operand);
        const RunResult ideal = run_of(trace, machine, Mode::cycle, MemoryMode::ideal);
        const RunResult form = run_of(trace, machine, Mode::analytic, MemoryMode::ideal);
        EXPECT_EQ(projection_of(ideal).measure.cycles, projection_of(form).measure.cycles);
        EXPECT_EQ(projection_of(ideal).measure.dram, projection_of(form).measure.dram);
        for (const char* action : kVectorActions) {
          EXPECT_EQ(count(projection_of(ideal), action), count(projection_of(form), action));
        }
      }
      const trace::Trace trace = training(FeedbackOperand::signs);
      const RunResult real = run_of(trace, machine, Mode::cycle);
      const RunResult bound = run_of(trace, machine, Mode::analytic);
      EXPECT_GE(projection_of(real).measure.cycles.total(),
                projection_of(bound).measure.cycles.total());
      EXPECT_EQ(projection_of(real).measure.dram, projection_of(bound).measure.dram);
    }
  }
}

TEST(feedback_run, memory_gives_32_bits_one_bit_or_nothing_of_each_entry) {
  const std::vector<std::pair<FeedbackOperand, std::uint64_t>> bytes{
      {FeedbackOperand::real, 4 * kEntries},
      {FeedbackOperand::signs, kEntries / 8},
      {FeedbackOperand::generated, 0}};
  for (const char* const family : {"systolic", "plain_dual_serial"}) {
    for (const auto& [operand, wanted] : bytes) {
      const RunResult run = run_of(training(operand), machine_of(family), Mode::cycle);
      std::uint64_t read = 0, written = 0, projections = 0;
      for (const OperationResult& one : run.operations) {
        read += one.measure.traffic(Role::feedback).read.count();
        written += one.measure.traffic(Role::feedback).write.count();
        projections += one.operation == "loss.project" ? 1 : 0;
      }
      EXPECT_EQ(read, wanted * projections) << family;
      EXPECT_EQ(written, 0u);
    }
  }
}

TEST(feedback_run, the_error_is_made_by_additions_alone) {
  constexpr std::uint64_t kAdds = 16 * kEntries;
  for (const Mode mode : {Mode::analytic, Mode::cycle}) {
    const trace::Trace trace = training(FeedbackOperand::generated);
    const RunResult lanes = run_of(trace, machine_of("systolic"), mode);
    const RunResult adders = run_of(trace, with_adders(machine_of("systolic")), mode);
    EXPECT_EQ(count(projection_of(lanes), "vector.add_fp32"), kAdds);
    EXPECT_EQ(count(projection_of(adders), "feedback_adder.add_fp32"), kAdds);
    EXPECT_EQ(count(projection_of(adders), "vector.add_fp32"), 0u);
    EXPECT_LT(projection_of(adders).measure.cycles.total(),
              projection_of(lanes).measure.cycles.total());
    for (const RunResult* run : {&lanes, &adders}) {
      EXPECT_EQ(count(projection_of(*run), "vector.multiply_fp32"), 0u);
      EXPECT_EQ(count(projection_of(*run), "feedback_bits.bit"), kEntries);
      EXPECT_EQ(projection_of(*run).measure.macs, Macs(0));
      const EnergyTable table = experiment::complete_table(machine_of("systolic"));
      EXPECT_GT(price(projection_of(*run).measure, table, Hertz{1e9}).total().count(), 0);
    }
  }
}

TEST(feedback_run, no_weights_are_read_backward_and_there_is_less_of_everything) {
  const arch::AcceleratorSpec machine = machine_of("dual_serial");
  const RunResult back = run_of(training({}), machine, Mode::cycle);
  const RunResult fed = run_of(training(FeedbackOperand::generated), machine, Mode::cycle);
  const auto sum = [](const RunResult& run, Role role) {
    std::uint64_t bytes = 0;
    for (const OperationResult& one : run.operations) {
      bytes += one.measure.traffic(role).read.count();
    }
    return bytes;
  };
  EXPECT_LT(sum(fed, Role::weight), sum(back, Role::weight));
  EXPECT_EQ(std::count_if(fed.operations.begin(), fed.operations.end(),
                          [](const OperationResult& one) {
                            return one.cls == trace::OperationClass::input_gradient;
                          }),
            0);
}

TEST(feedback_run, operations_that_follow_each_other_in_one_memory_take_it_too) {
  for (const FeedbackOperand operand : kEnumValues<FeedbackOperand>) {
    const trace::Trace trace = training(operand);
    const RunResult run =
        simulate(std::span(&trace, 1), machine_of("systolic"),
                 {.mode = Mode::cycle, .continuous = true, .jobs = 2, .progress = {}})
            .front();
    EXPECT_GT(run.levels.front().continuous_cycles, Cycles(0));
  }
}

}  // namespace feedback_run_test
}  // namespace metronome::sim
