// Analytic and cycle mode price the same things, on every memory.
#include <gtest/gtest.h>

#include <filesystem>

#include "arch/dram/energy.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
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

}  // namespace modes_agree_test
}  // namespace metronome::sim
