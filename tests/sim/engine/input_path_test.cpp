// Whole iterations with work on operands as they are loaded: in both modes, on every family.
#include <gtest/gtest.h>

#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/families.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace input_path_test {

arch::AcceleratorSpec machine_of(const std::string& kind, bool paths) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                                     "/configs/arch/plain_" + kind + "_512.yaml");
  machine.vector.range_elements_per_lane_cycle = 1;
  machine.vector.quantizer_elements_per_lane_cycle = 1;
  machine.vector.random_numbers_per_lane_cycle = 1;
  machine.vector.transposer_elements_per_lane_cycle = 1;
  if (paths) {
    machine.training.output_path = arch::OutputPath::elementwise;
    machine.training.input_path = arch::InputPath::elementwise;
  }
  return machine;
}

struct Iteration {
  Measure all;
  std::uint64_t passes = 0;
};

Iteration iteration(const arch::AcceleratorSpec& machine, Mode mode, MemoryMode memory) {
  const trace::Trace trace =
      trace::make_trace("resnet-8", "cifar-10", 8, schedule::parse_schedule("static:8,backward=8"),
                        1, trace::DxScale::prescale_requantize);
  const mapping::MachineStep step = mapping::machine_step(trace.step(), machine);
  std::vector<mapping::Job> jobs;
  Iteration sum;
  for (const mapping::MachineOperation& one : step.operations) {
    jobs.push_back(mapping::resolve(one, step.tensors, trace::Assignment{{8, 8}, {}}, machine));
    sum.passes += std::holds_alternative<mapping::VectorJob>(jobs.back()) ? 1 : 0;
  }
  const auto results = execute(jobs, machine, {.mode = mode, .memory = memory, .progress = {}});
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    sum.all += measure_of(jobs[i], machine, results[i].outcome);
  }
  return sum;
}

std::uint64_t counted(const Measure& measure, const std::string& action) {
  std::uint64_t sum = 0;
  for (const auto& [activity, n] : measure.counts) {
    sum += activity.action == action ? n : 0;
  }
  return sum;
}

/// Without values to take time by: no trace here has their statistics.
const std::vector<std::string> kFamilies = families_but({"term_serial"});

TEST(input_path, closed_form_and_simulation_agree_in_every_bin_and_count_with_ideal_memory) {
  for (const std::string& kind : kFamilies) {
    const arch::AcceleratorSpec machine = machine_of(kind, true);
    const Measure form = iteration(machine, Mode::analytic, MemoryMode::ideal).all;
    const Measure cycle = iteration(machine, Mode::cycle, MemoryMode::ideal).all;
    EXPECT_EQ(form.cycles, cycle.cycles) << kind;
    for (const char* action : {"vector.add_fp32", "vector.multiply_fp32", "range_unit.element",
                               "quantizer_unit.element", "random_bits.bit", "transposer.bit"}) {
      EXPECT_EQ(counted(form, action), counted(cycle, action)) << kind << ' ' << action;
    }
  }
}

TEST(input_path, with_real_memory_the_closed_form_stays_a_lower_bound) {
  arch::AcceleratorSpec machine = machine_of("dual_serial", true);
  machine.mapping.choose = arch::Choose::estimate;  // the same mappings in both modes
  const Measure form = iteration(machine, Mode::analytic, MemoryMode::real).all;
  const Measure cycle = iteration(machine, Mode::cycle, MemoryMode::real).all;
  EXPECT_LE(form.cycles.total().count(), cycle.cycles.total().count());
  for (const trace::Role role : kEnumValues<trace::Role>) {
    EXPECT_EQ(form.traffic(role).read, cycle.traffic(role).read);
    EXPECT_EQ(form.traffic(role).write, cycle.traffic(role).write);
  }
}

TEST(input_path, takes_fewer_passes_fewer_bytes_and_less_time_and_counts_more_work) {
  for (const std::string& kind : kFamilies) {
    const Iteration without = iteration(machine_of(kind, false), Mode::analytic, MemoryMode::real);
    const Iteration with = iteration(machine_of(kind, true), Mode::analytic, MemoryMode::real);
    EXPECT_LT(with.passes, without.passes);
    const auto bytes = [](const Iteration& one) {
      const Traffic all = one.all.total_traffic();
      return all.read.count() + all.write.count();
    };
    EXPECT_LT(bytes(with), bytes(without)) << kind;
    EXPECT_LT(with.all.cycles.total(), without.all.cycles.total()) << kind;
    // Activations are rounded for the forward product and again for the weight gradient.
    EXPECT_GT(counted(with.all, "quantizer_unit.element"),
              counted(without.all, "quantizer_unit.element"))
        << kind;
    EXPECT_EQ(with.all.macs, without.all.macs);
  }
}

TEST(input_path, everything_that_it_counts_has_a_price) {
  const arch::AcceleratorSpec machine = machine_of("dual_serial", true);
  const Measure all = iteration(machine, Mode::analytic, MemoryMode::real).all;
  std::set<Activity> activities;
  for (const auto& [activity, n] : all.counts) {
    activities.insert(activity);
  }
  EXPECT_TRUE(unpriced(activities, complete_table(machine)).empty());
}

}  // namespace input_path_test
}  // namespace metronome::sim
