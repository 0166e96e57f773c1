// Analytic and cycle mode price the same things, on every memory; all modes move the same bytes.
#include <gtest/gtest.h>

#include <filesystem>

#include "arch/dram/energy.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/engine/stepped.hpp"
#include "sim/experiment/experiment.hpp"
#include "tests/arch/mapping/machines.hpp"
#include "tests/sim/systemc/forked.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace modes_agree_test {

/// Every device file.
std::vector<std::string> devices() {
  std::vector<std::string> names;
  for (const auto& file :
       std::filesystem::directory_iterator(metronome::source_dir() + "/configs/dram")) {
    names.push_back(file.path().stem().string());
  }
  return names;
}

arch::AcceleratorSpec machine_with(const std::string& device, dram::PowerDown power_down) {
  const std::string configs = metronome::source_dir() + "/configs/";
  auto machine = config::load<arch::AcceleratorSpec>(configs + "arch/plain_systolic_512.yaml");
  machine.memory.device = config::load<dram::DeviceSpec>(configs + "dram/" + device + ".yaml");
  machine.memory.device.power_down = power_down;
  machine.mapping.choose = arch::Choose::estimate;  // the same mapping in both modes
  return machine;
}

mapping::Job job_of(trace::OperationClass cls, const arch::AcceleratorSpec& machine) {
  using enum trace::OperationClass;
  const mapping::Stream operand{trace::Role::activation, 4096, 16};
  switch (cls) {
    case forward:
    case input_gradient:
    case weight_gradient: {
      const trace::Convolution layer{.batch = 2,
                                     .in_channels = 16,
                                     .in_height = 16,
                                     .in_width = 16,
                                     .out_channels = 32,
                                     .kernel = 3,
                                     .pad = 1};
      return mapping::matrix_job(cls, layer, 8, 8, machine);
    }
    case vector:
    case quantize:
    case update: {
      mapping::VectorJob job;
      job.cls = cls;
      job.elements = 4096;
      job.adds_per_element = 1;
      job.inputs = job.outputs = {operand};
      return job;
    }
    case load: {
      mapping::VectorJob job;
      job.cls = cls;
      job.elements = 4096;
      job.inputs = {{trace::Role::weight, 4096, 8}};
      return job;
    }
    case host:
      return mapping::HostJob{
          .flops = 500, .words = 400, .inputs = {operand}, .outputs = {operand}};
  }
  fail_no_enumerator(cls);
}

/// An operation of every class.
std::vector<mapping::Job> jobs_of(const arch::AcceleratorSpec& machine) {
  std::vector<mapping::Job> jobs;
  for (const trace::OperationClass cls : kEnumValues<trace::OperationClass>) {
    jobs.push_back(job_of(cls, machine));
  }
  return jobs;
}

/// What a memory is paid for.
enum class Paid : std::uint8_t { moving, time, refresh };
std::map<Paid, double> paid_for_memory(const Measure& measure, const EnergyTable& table) {
  std::map<Paid, double> out{{Paid::moving, 0}, {Paid::time, 0}, {Paid::refresh, 0}};
  for (const auto& [activity, count] : measure.counts) {
    if (activity.component != Component::dram || count == 0) {
      continue;
    }
    const auto row = table.find(activity);
    const bool standing =
        activity.action.starts_with("background") || activity.action.starts_with("self_refresh");
    const Paid paid = standing                             ? Paid::time
                      : activity.action == "refresh_clock" ? Paid::refresh
                                                           : Paid::moving;
    out[paid] += row ? table.rows[*row].value * static_cast<double>(count) : 0;
  }
  return out;
}

TEST(faults, F3_4_all_modes_price_the_same_rows_on_all_devices) {
  ASSERT_GE(devices().size(), 9u);
  for (const std::string& device : devices()) {
    for (const dram::PowerDown power_down : {dram::PowerDown::never, dram::PowerDown::timeout}) {
      const arch::AcceleratorSpec machine = machine_with(device, power_down);
      const EnergyTable table = experiment::complete_table(machine);
      const std::vector<mapping::Job> jobs = jobs_of(machine);
      const auto form = execute(jobs, machine, {.mode = Mode::analytic, .progress = {}});
      const auto cycle = execute(jobs, machine, {.mode = Mode::cycle, .progress = {}});
      for (std::size_t i = 0; i < jobs.size(); ++i) {
        const Measure a = measure_of(jobs[i], machine, form[i].outcome);
        const Measure c = measure_of(jobs[i], machine, cycle[i].outcome);
        const EnergyReport ea = price(a, table, machine.clock_hz);
        const EnergyReport ec = price(c, table, machine.clock_hz);
        for (const auto& [component, name] : kEnumRows<Component>) {
          EXPECT_EQ(ea.of(component).count() > 0, ec.of(component).count() > 0)
              << device << ' ' << name << ' ' << i;
        }
        const auto pa = paid_for_memory(a, table);
        const auto pc = paid_for_memory(c, table);
        for (const auto& [paid, joules] : pc) {
          EXPECT_GT(joules, 0) << device << ' ' << i;
          EXPECT_GT(pa.at(paid), 0) << device << ' ' << i;
        }
        EXPECT_LT(pa.at(Paid::moving), 1.5 * pc.at(Paid::moving)) << device << ' ' << i;
        EXPECT_GT(pa.at(Paid::moving), 0.3 * pc.at(Paid::moving)) << device << ' ' << i;
      }
    }
  }
}

/// What a mode (none: stepped) makes of a product, by the mapping of the estimate. Stepped arrays
/// have codes; where time depends on codes, the other modes have the same.
OperationOutcome outcome_in(std::optional<Mode> mode, const mapping::MatrixJob& job,
                            const arch::AcceleratorSpec& machine, MemoryMode memory) {
  if (mode && !array::depends_on_values(machine.array)) {
    const std::vector<mapping::Job> jobs{job};
    return execute(jobs, machine, {.mode = *mode, .memory = memory, .progress = {}})[0].outcome;
  }
  SteppedOptions options;
  options.codes.seed = 7;
  options.memory = memory;
  return in_a_process<OperationOutcome>([&] {
    return mode ? execute_on_codes(job, machine, *mode, options).outcome
                : execute_stepped(job, machine, options).outcome;
  });
}

/// Products of every class whose extents fill neither tiles nor bytes.
std::vector<mapping::MatrixJob> ragged_products(const arch::AcceleratorSpec& machine) {
  using enum trace::OperationClass;
  const trace::Convolution layer{.batch = 3,
                                 .in_channels = 13,
                                 .in_height = 9,
                                 .in_width = 7,
                                 .out_channels = 21,
                                 .kernel = {3, 2},
                                 .stride = {2, 1},
                                 .pad = {1, 0, 2, 1},
                                 .dilation = {1, 2}};
  std::vector<mapping::MatrixJob> jobs;
  for (const auto& [cls, a_bits, b_bits] :
       {std::tuple{forward, 5, 3}, {input_gradient, 7, 3}, {weight_gradient, 3, 7}}) {
    jobs.push_back(mapping::matrix_job(cls, layer, a_bits, b_bits, machine));
  }
  return jobs;
}

TEST(faults, F7_8_ideal_memory_moves_the_same_bytes_in_all_modes) {
  for (const std::string& family : array::family_names()) {
    arch::AcceleratorSpec machine = mapping::cramped(family);
    machine.mapping.choose = arch::Choose::estimate;  // the same mapping in all modes
    for (const mapping::MatrixJob& job : ragged_products(machine)) {
      SCOPED_TRACE(family + ": " + mapping::job_key(job));
      const OperationOutcome first = outcome_in(Mode::analytic, job, machine, MemoryMode::ideal);
      EXPECT_GT(first.traffic[job.a.role].read.count(), job.a.elements * job.a.bits / 8);
      for (const MemoryMode memory : {MemoryMode::ideal, MemoryMode::real}) {
        for (const std::optional<Mode> mode :
             {std::optional(Mode::analytic), std::optional(Mode::cycle), std::optional<Mode>()}) {
          const OperationOutcome other = outcome_in(mode, job, machine, memory);
          const std::string of =
              std::string(mode ? enum_name(*mode) : "stepped") +
              (memory == MemoryMode::ideal ? ", ideal memory" : ", its own memory");
          for (const auto& [role, name] : kEnumRows<trace::Role>) {
            EXPECT_EQ(other.traffic[role], first.traffic[role]) << name << ", " << of;
          }
          EXPECT_TRUE(memory == MemoryMode::real || other.dram == first.dram) << of;
        }
      }
    }
  }
}

}  // namespace modes_agree_test
}  // namespace metronome::sim
