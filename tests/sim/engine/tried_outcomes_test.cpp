// What was tried of operations serves simulations at other prices: as if nothing had been known.
#include "sim/engine/tried_outcomes.hpp"

#include <gtest/gtest.h>

#include "sim/engine/accounting.hpp"
#include "sim/report/ledger_io.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace tried_outcomes_test {

arch::AcceleratorSpec machine_of(const std::string& name) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" + name +
                                             ".yaml");
}

/// Prices of what the component's rows pay for, so many times as high.
EnergyTable dearer(EnergyTable table, Component component, double factor) {
  for (EnergyRow& row : table.rows) {
    row.value *= row.component == component ? factor : 1;
  }
  return table;
}

std::vector<trace::Trace> traces_of(const arch::AcceleratorSpec& machine, const char* model) {
  std::vector<trace::Trace> traces;
  for (const char* schedule : {"cpt:3-6,periods=2,backward=8", "static:8,backward=8"}) {
    traces.push_back(trace::make_trace(model, model[0] == 'l' ? "synthetic" : "cifar-10", 4,
                                       schedule::parse_schedule(schedule), 16,
                                       machine.training.dx_scale));
  }
  return traces;
}

std::string simulated(const arch::AcceleratorSpec& machine, const char* model,
                      SimulateOptions options, const EnergyTable& prices, TriedOutcomes* tried) {
  options.prices = &prices;
  options.tried = tried;
  std::string all;
  for (const RunResult& run : simulate(traces_of(machine, model), machine, options)) {
    all += report::ledger_json(run);
  }
  return all;
}

/// Each table in turn, and the first again.
std::vector<EnergyTable> prices_of(const arch::AcceleratorSpec& machine) {
  const EnergyTable table = complete_table(machine);
  return {table, dearer(table, Component::dram, 30), dearer(table, Component::leakage, 30),
          dearer(table, Component::input_buffer, 30), table};
}

TEST(tried_outcomes, change_no_result_at_any_prices_in_the_closed_form) {
  std::size_t other_mappings = 0;
  for (const char* name : {"plain_operand_serial_512", "systolic_512", "dual_serial_512"}) {
    const arch::AcceleratorSpec machine = machine_of(name);
    TriedOutcomes tried;
    std::string before;
    for (const EnergyTable& prices : prices_of(machine)) {
      const std::uint64_t generation = tried.generation();
      const SimulateOptions options{.mode = Mode::analytic, .progress = {}};
      const std::string with = simulated(machine, "resnet-8", options, prices, &tried);
      EXPECT_EQ(with, simulated(machine, "resnet-8", options, prices, nullptr)) << name;
      if (!before.empty() && with != before) {
        EXPECT_NE(tried.generation(), generation) << name;
        ++other_mappings;
      }
      before = with;
    }
  }
  EXPECT_GT(other_mappings, 0U) << "no prices of this test choose another mapping";
}

TEST(tried_outcomes, change_no_result_at_any_prices_in_simulation_and_nothing_is_run_again) {
  const arch::AcceleratorSpec machine = machine_of("plain_operand_serial_512");
  TriedOutcomes tried;
  bool first = true;
  for (const EnergyTable& prices : prices_of(machine)) {
    SimulateProgress end;
    const SimulateOptions options{.jobs = 2,
                                  .progress = [&](const SimulateProgress& p) { end = p; }};
    const std::string with = simulated(machine, "lenet-5", options, prices, &tried);
    EXPECT_EQ(end.reused, first ? 0 : end.total);
    EXPECT_EQ(with, simulated(machine, "lenet-5", {.jobs = 2, .progress = {}}, prices, nullptr));
    first = false;
  }
}

TEST(tried_outcomes, keep_their_generation_while_prices_take_the_same) {
  const arch::AcceleratorSpec machine = machine_of("dual_serial_512");
  const EnergyTable table = complete_table(machine);
  EnergyTable twice = table;
  for (EnergyRow& row : twice.rows) {
    row.value *= 2;
  }
  TriedOutcomes tried;
  const SimulateOptions options{.mode = Mode::analytic, .progress = {}};
  (void)simulated(machine, "resnet-8", options, table, &tried);
  const std::uint64_t generation = tried.generation();
  (void)simulated(machine, "resnet-8", options, twice, &tried);
  EXPECT_EQ(tried.generation(), generation);
}

class tried_of_one : public ::testing::Test {
 protected:
  [[nodiscard]] SimulateOptions options() const {
    return {.mode = Mode::analytic, .prices = &table_, .progress = {}};
  }
  void SetUp() override {
    tried_.be_of(machine_, options());
    tried_.keep(job_, {{.outcome = {}, .mapping = {}}}, 0);
    ASSERT_NE(tried_.best(job_), nullptr);
  }
  void expect_forgotten(const arch::AcceleratorSpec& machine, const SimulateOptions& options) {
    const std::uint64_t generation = tried_.generation();
    tried_.be_of(machine, options);
    EXPECT_EQ(tried_.best(job_), nullptr);
    EXPECT_NE(tried_.generation(), generation);
  }

  arch::AcceleratorSpec machine_ = machine_of("systolic_512");
  EnergyTable table_ = complete_table(machine_);
  mapping::Job job_ = mapping::VectorJob{.elements = 1000, .inputs = {}, .outputs = {}};
  TriedOutcomes tried_;
};

TEST_F(tried_of_one, is_known_of_the_same_machine_under_another_name) {
  machine_.name = "other";
  machine_.technology.voltage_v = 0.8;
  tried_.be_of(machine_, options());
  EXPECT_NE(tried_.best(job_), nullptr);
}

TEST_F(tried_of_one, is_forgotten_with_another_machine) {
  machine_.vector.lanes *= 2;
  expect_forgotten(machine_, options());
}

TEST_F(tried_of_one, is_forgotten_where_operations_are_executed_in_another_way) {
  SimulateOptions other = options();
  other.mode = Mode::cycle;
  expect_forgotten(machine_, other);
}

TEST_F(tried_of_one, is_forgotten_at_other_prices_where_the_search_reads_them) {
  machine_.mapping.objective = arch::Objective::energy;
  tried_.be_of(machine_, options());
  tried_.keep(job_, {{.outcome = {}, .mapping = {}}}, 0);
  table_ = dearer(table_, Component::dram, 2);
  expect_forgotten(machine_, options());
}

TEST_F(tried_of_one, is_forgotten_when_there_are_very_many) {
  const std::uint64_t generation = tried_.generation();
  for (std::uint64_t elements = 2000; tried_.best(job_) != nullptr; ++elements) {
    ASSERT_LT(elements, 100'000U);
    tried_.keep(mapping::VectorJob{.elements = elements, .inputs = {}, .outputs = {}},
                {{.outcome = {}, .mapping = {}}}, 0);
  }
  EXPECT_NE(tried_.generation(), generation);
}

}  // namespace tried_outcomes_test
}  // namespace metronome::sim
