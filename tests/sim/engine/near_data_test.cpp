// Whole runs on a machine whose memory has an update engine, beside the same machine without.
#include <gtest/gtest.h>

#include "sim/energy/energy_split.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/machine_area.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace near_data_test {

using trace::Role;

arch::AcceleratorSpec machine_of(const std::string& kind, const std::string& update,
                                 const std::vector<std::string>& more = {}) {
  std::vector<std::string> set{"training.update=" + update};
  set.insert(set.end(), more.begin(), more.end());
  return config::load<arch::AcceleratorSpec>(
      metronome::source_dir() + "/configs/arch/plain_" + kind + "_512.yaml",
      config::parse_overrides(set));
}

trace::Trace trace_of(trace::UpdateRule rule) {
  return trace::make_trace("mlp", "mnist", 4, schedule::parse_schedule("static:4,backward=8"), 3,
                           trace::DxScale::prescale_requantize, rule);
}

RunResult run_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine, Mode mode,
                 MemoryMode memory = MemoryMode::real) {
  return simulate(std::span(&trace, 1), machine,
                  {.mode = mode, .memory = memory, .jobs = 2, .progress = {}})
      .front();
}

/// All updates of an iteration.
Measure updates_of(const RunResult& run) {
  Measure sum;
  for (const OperationResult& one : run.operations_of(run.levels.front())) {
    if (one.cls == trace::OperationClass::update) {
      sum += one.measure;
    }
  }
  return sum;
}

/// All that makes codes of weights in an iteration.
Measure quantized_weights_of(const RunResult& run) {
  Measure sum;
  for (const OperationResult& one : run.operations_of(run.levels.front())) {
    if (one.operation.find("range_weight") != std::string::npos ||
        one.operation.find("quantize_weight") != std::string::npos) {
      sum += one.measure;
    }
  }
  return sum;
}

std::uint64_t weights_of(const trace::Trace& trace) {
  std::uint64_t sum = 0;
  for (const trace::Operation& one : trace.step().operations) {
    if (one.cls == trace::OperationClass::update) {
      sum += std::get<trace::VectorWork>(one.work).elements;
    }
  }
  return sum;
}

std::uint64_t count_of(const Measure& measure, Component component, const char* action) {
  const auto at = measure.counts.find({component, action});
  return at == measure.counts.end() ? 0 : at->second;
}

TEST(near_data, the_bus_is_spared_masters_and_state_both_ways_in_every_mode) {
  for (const Mode mode : {Mode::analytic, Mode::cycle}) {
    for (const trace::UpdateRule rule : kEnumValues<trace::UpdateRule>) {
      const trace::Trace trace = trace_of(rule);
      const RunResult separate = run_of(trace, machine_of("dual_serial", "separate"), mode);
      const RunResult near = run_of(trace, machine_of("dual_serial", "near_data"), mode);
      const std::uint64_t words = 4 * weights_of(trace) * 3;  // of three iterations
      const std::uint64_t numbers = rule == trace::UpdateRule::sgd        ? 0
                                    : rule == trace::UpdateRule::momentum ? 1
                                                                          : 2;
      // Quantizing weights read them twice, for their range and for their codes.
      const RoleTraffic quantized = quantized_weights_of(separate).dram;
      const RoleTraffic before = separate.total().dram, after = near.total().dram;
      for (const Role role : kEnumValues<Role>) {
        const std::uint64_t both = role == Role::master            ? words
                                   : role == Role::optimizer_state ? numbers * words
                                                                   : 0;
        const std::uint64_t again = role == Role::gradient ? words : 0;
        EXPECT_EQ(before[role].read.count() - after[role].read.count(),
                  both + again + 3 * quantized[role].read.count())
            << enum_name(role);
        EXPECT_EQ(before[role].write.count() - after[role].write.count(),
                  both + 3 * quantized[role].write.count())
            << enum_name(role);
      }
      EXPECT_GT(quantized[Role::weight].write.count(), 0u);
      EXPECT_EQ(quantized_weights_of(near).dram, RoleTraffic{});
      EXPECT_EQ(near.levels.front().footprint, separate.levels.front().footprint);
    }
  }
}

TEST(near_data, modes_and_memories_agree_in_every_bin_of_an_update) {
  const trace::Trace trace = trace_of(trace::UpdateRule::adam);
  for (const char* family : {"systolic", "operand_serial", "chunked_bfp", "binary_overlay"}) {
    const arch::AcceleratorSpec machine = machine_of(family, "near_data");
    const Measure form = updates_of(run_of(trace, machine, Mode::analytic));
    EXPECT_GT(form.cycles[Bin::idle_update], 0u);
    EXPECT_EQ(form.cycles[Bin::idle_update], form.cycles.total().count());
    for (const MemoryMode memory : {MemoryMode::real, MemoryMode::ideal}) {
      const Measure stepped = updates_of(run_of(trace, machine, Mode::cycle, memory));
      EXPECT_EQ(stepped.cycles, form.cycles) << family;
      EXPECT_EQ(stepped.dram, form.dram) << family;
    }
  }
}

TEST(near_data, an_update_is_priced_by_engine_and_banks_and_not_by_pins) {
  const trace::Trace trace = trace_of(trace::UpdateRule::momentum);
  const arch::AcceleratorSpec machine = machine_of("systolic", "near_data");
  for (const Mode mode : {Mode::analytic, Mode::cycle}) {
    const Measure m = updates_of(run_of(trace, machine, mode));
    const std::uint64_t weights = weights_of(trace);
    EXPECT_EQ(count_of(m, Component::vector, "update_engine.add_fp32"), 3 * weights);
    EXPECT_EQ(count_of(m, Component::vector, "update_engine.multiply_fp32"), 3 * weights);
    EXPECT_EQ(count_of(m, Component::vector, "update_engine.bit"), 5 * 32 * weights);
    EXPECT_GE(count_of(m, Component::dram, "read") * 64, 3 * 4 * weights);
    EXPECT_GE(count_of(m, Component::dram, "write") * 64, 2 * 4 * weights);
    EXPECT_GE(count_of(m, Component::dram, "activate") * 8192, 3 * 4 * weights);
    for (const char* action : {"io_read", "io_write", "termination_read", "termination_write"}) {
      EXPECT_EQ(count_of(m, Component::dram, action), 0u) << action;
    }
    for (const auto& [activity, count] : m.counts) {
      EXPECT_TRUE(activity.component != Component::interconnect || count == 0) << activity.action;
      EXPECT_TRUE(!activity.action.starts_with("vector") ||
                  activity.component == Component::leakage)
          << activity.action;
    }
    const EnergyReport joules = price(m, complete_table(machine), machine.clock_hz);
    EXPECT_GT(joules.total().count(), 0);
  }
}

TEST(near_data, an_update_takes_less_energy_than_over_the_bus_and_a_quicker_engine_less_time) {
  const trace::Trace trace = trace_of(trace::UpdateRule::adam);
  const auto joules = [&](const arch::AcceleratorSpec& machine) {
    const Measure m = updates_of(run_of(trace, machine, Mode::cycle));
    return price(m, complete_table(machine), machine.clock_hz).total().count();
  };
  EXPECT_LT(joules(machine_of("systolic", "near_data")),
            joules(machine_of("systolic", "separate")));
  std::uint64_t before = ~std::uint64_t{0};
  for (const char* rate : {"1", "2", "8", "4096"}) {
    const arch::AcceleratorSpec machine = machine_of(
        "systolic", "near_data", {std::string("training.update_engine_weights_per_cycle=") + rate});
    const std::uint64_t cycles =
        updates_of(run_of(trace, machine, Mode::analytic)).cycles.total().count();
    EXPECT_LT(cycles, before) << rate;
    before = cycles;
  }
  const std::size_t operations = trace.step().operations.size();
  EXPECT_LT(before, operations) << "the gradients' transfer is then the later, but for a few words";
}

TEST(near_data, the_engine_takes_area_and_leaks_where_there_is_one) {
  const arch::AcceleratorSpec without = machine_of("systolic", "separate");
  const arch::AcceleratorSpec with =
      machine_of("systolic", "near_data", {"training.update_engine_weights_per_cycle=16"});
  EXPECT_FALSE(machine_units(without).contains(kUpdateEngine));
  EXPECT_EQ(machine_units(with).at(kUpdateEngine), 16u);
  const double mm2 =
      experiment::machine_area(with).total() - experiment::machine_area(without).total();
  EXPECT_NEAR(mm2, 16 * (9 * 4184 + 20 * 7700) * .383838e-6, 1e-4);
  EXPECT_EQ(experiment::machine_area(with).buffers, experiment::machine_area(without).buffers);
  EXPECT_EQ(part_of({Component::leakage, "update_engine.leakage"}), EnergyPart::vector);
  const Measure idle = standing_still(with, Bin::idle_update, 1000);
  EXPECT_EQ(count_of(idle, Component::leakage, "update_engine.leakage"), 16'000u);
}

}  // namespace near_data_test
}  // namespace metronome::sim
