// Programs with work for the processor beside the accelerator.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "sim/energy/energy_split.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/ledger_io.hpp"
#include "sim/report/summary.hpp"
#include "tests/support/families.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::sim {
namespace host_operations_test {

namespace fs = std::filesystem;

const std::string kRoot = metronome::source_dir();
/// Without values to take time by: no trace here has their statistics.
const std::vector<std::string> kFamilies = families_but({"term_serial"});

arch::AcceleratorSpec machine_of(const std::string& kind) {
  return config::load<arch::AcceleratorSpec>(kRoot + "/configs/arch/plain_" + kind + "_512.yaml");
}

RunResult run_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine, Mode mode,
                 MemoryMode memory = MemoryMode::real) {
  return simulate(std::span(&trace, 1), machine,
                  {.mode = mode, .memory = memory, .jobs = 2, .progress = {}})
      .front();
}

trace::Trace training() {
  return trace::make_trace("mlp", "mnist", 8, schedule::parse_schedule("cpt:3-8,periods=2"), 24,
                           trace::DxScale::prescale_requantize);
}

/// A step that the host alone executes: it reads all masters and writes them again.
trace::Step constraint(const trace::Step& train, std::uint64_t flops, std::uint64_t words) {
  trace::Step step = train;
  step.tensors.clear();
  step.operations.clear();
  step.forward_macs = Macs(0);
  trace::Operation host{
      "constrain", "host", trace::OperationClass::host, trace::HostWork{flops, words}, {}, {}};
  for (const trace::Tensor& tensor : train.tensors) {
    if (tensor.role == trace::Role::master) {
      step.tensors.push_back(tensor);
      host.inputs.push_back(tensor.name);
      host.outputs.push_back(tensor.name);
    }
  }
  step.operations.push_back(std::move(host));
  return step;
}

/// After every eight iterations of training an iteration of the constraint.
trace::Trace alternating(std::uint64_t flops = 1'000'000, std::uint64_t words = 10'000) {
  trace::Trace trace = training();
  trace.steps.push_back({"constrain", constraint(trace.step(), flops, words)});
  std::vector<trace::Phase> timeline;
  std::uint64_t at = 0, trained = 0;
  for (const trace::Phase& phase : trace.schedule) {
    for (std::uint64_t i = 0; i < phase.iterations; ++i) {
      if (!timeline.empty() && timeline.back().step == 0 &&
          timeline.back().assignment == phase.assignment) {
        ++timeline.back().iterations;
      } else {
        timeline.push_back({at, 1, phase.assignment, 0});
      }
      ++at;
      if (++trained % 8 == 0) {
        timeline.push_back({at, 1, phase.assignment, 1});
        ++at;
      }
    }
  }
  trace.schedule = std::move(timeline);
  return trace;
}

const OperationResult& host_of(const RunResult& run) {
  const auto at = std::find_if(
      run.operations.begin(), run.operations.end(),
      [](const OperationResult& one) { return one.cls == trace::OperationClass::host; });
  return *at;
}

TEST(host_operations, the_array_waits_as_long_as_the_link_and_the_slower_of_work_and_words_take) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  machine.clock_hz = Hertz{1e9};
  machine.host = {
      .clock_hz = Hertz{2e9}, .flops_per_cycle = 4, .words_per_cycle = 1, .link_bytes_per_s = 16e9};
  const trace::Trace trace = alternating(8'000'000, 100);
  std::uint64_t bytes = 0, link = 0;
  const std::uint64_t in = machine.input_buffer.capacity().count() / 2;
  const std::uint64_t out = machine.output_buffer.capacity().count() / 2;
  for (const trace::Tensor& tensor : trace.steps[1].step.tensors) {
    const std::uint64_t size = 4 * tensor.elements();
    bytes += size;
    for (const std::uint64_t block : {in, out}) {
      link += size / block * ((block + 15) / 16) + (size % block + 15) / 16;
    }
  }
  const RunResult run = run_of(trace, machine, Mode::cycle, MemoryMode::ideal);
  const OperationResult& host = host_of(run);
  EXPECT_EQ(host.measure.cycles[Bin::idle_host], 1'000'000 + link);
  EXPECT_EQ(host.measure.cycles.total().count(), 1'000'000 + link);
  EXPECT_EQ(host.measure.total_traffic(), (Traffic{Bytes(bytes), Bytes(bytes)}));
  EXPECT_EQ(host.measure.macs, Macs(0));
  const auto count = [&](Component component, const char* action) {
    return host.measure.counts.at({component, action});
  };
  EXPECT_EQ(count(Component::host, "host.flop"), 8'000'000u);
  EXPECT_EQ(count(Component::host, "host.word"), 100u);
  EXPECT_EQ(count(Component::host, "host_link.bit"), 2 * 8 * bytes);
  for (const auto& [activity, n] : host.measure.counts) {
    EXPECT_TRUE(activity.component != Component::array || n == 0) << activity.action;
  }
}

TEST(host_operations, modes_agree_on_every_family) {
  const trace::Trace trace = alternating();
  for (const std::string& family : kFamilies) {
    const arch::AcceleratorSpec machine = machine_of(family);
    const RunResult ideal = run_of(trace, machine, Mode::cycle, MemoryMode::ideal);
    const RunResult form = run_of(trace, machine, Mode::analytic, MemoryMode::ideal);
    EXPECT_EQ(host_of(ideal).measure.cycles, host_of(form).measure.cycles) << family;
    EXPECT_EQ(host_of(ideal).measure.dram, host_of(form).measure.dram) << family;
    const RunResult real = run_of(trace, machine, Mode::cycle);
    const RunResult bound = run_of(trace, machine, Mode::analytic);
    EXPECT_GE(host_of(real).measure.cycles.total(), host_of(bound).measure.cycles.total())
        << family;
    EXPECT_GT(host_of(bound).measure.cycles.total().count(), 0u);
  }
}

TEST(host_operations, the_training_beside_them_costs_what_it_costs_without) {
  const arch::AcceleratorSpec machine = machine_of("dual_serial");
  const RunResult alone = run_of(training(), machine, Mode::cycle);
  const RunResult with = run_of(alternating(), machine, Mode::cycle);
  Measure host;
  std::uint64_t constraints = 0;
  for (const LevelResult& level : with.levels) {
    if (level.step == 1) {
      host += with.per_iteration(level).scaled(level.iterations);
      constraints += level.iterations;
    }
  }
  EXPECT_EQ(constraints, 3u);
  Measure sum = alone.total();
  sum += host;
  Measure all = with.total();
  all.cycles[Bin::idle_switch] = sum.cycles[Bin::idle_switch];  // constraints cut phases in two
  EXPECT_EQ(all.cycles, sum.cycles);
  EXPECT_EQ(all.macs, sum.macs);
  EXPECT_EQ(all.dram, sum.dram);
}

TEST(host_operations, they_are_priced_and_their_energy_is_that_of_the_host) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const RunResult run = run_of(alternating(2'000'000, 5'000), machine, Mode::cycle);
  const EnergyTable table = experiment::complete_table(machine);
  EXPECT_TRUE(unpriced(run.activities(), table).empty());
  const report::RunCosts cost = report::cost_of(run, table);
  const Measure& host = host_of(run).measure;
  const EnergyReport energy = price(host, table, machine.clock_hz);
  const double bits = static_cast<double>(host.counts.at({Component::host, "host_link.bit"}));
  EXPECT_NEAR(energy.of(Component::host).count(), (2e6 * 73.7 + 5e3 * 100 + bits * 6.5) * 1e-12,
              1e-15);
  EXPECT_GT(energy_split(energy)[EnergyPart::other], energy.of(Component::host));
  const auto summary =
      nlohmann::json::parse(report::summary_json(run, cost, nullptr, table, {}, {}));
  const auto& last = summary["gemm_classes"].back();
  EXPECT_EQ(last["class"], "host");
  EXPECT_GT(last["cycle_attribution"]["idle_host"], 0);
  EXPECT_EQ(report::parse_ledger(report::ledger_json(run), "ledger.json"), run);
}

// The host is a chip of its own: a machine at another node leaves its prices alone.
TEST(host_operations, another_technology_leaves_the_host_alone) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  const RunResult run = run_of(alternating(), machine, Mode::analytic);
  const EnergyReport here =
      price(host_of(run).measure, experiment::complete_table(machine), machine.clock_hz);
  machine.technology.node_nm = 14;
  machine.technology.voltage_v = 0.8;
  const EnergyReport there =
      price(host_of(run).measure, experiment::complete_table(machine), machine.clock_hz);
  EXPECT_EQ(here.of(Component::host), there.of(Component::host));
  EXPECT_NE(here.total(), there.total());
}

TEST(host_operations, a_program_with_them_goes_through_its_files) {
  const trace::Trace trace = alternating();
  const fs::path folder = fs::temp_directory_path() / "metronome_host_operations";
  fs::remove_all(folder);
  trace::write_trace(trace, folder);
  const trace::Trace again = trace::read_trace(folder);
  fs::remove_all(folder);
  EXPECT_EQ(again, trace);
}

TEST(host_operations, a_step_of_nothing_takes_nothing) {
  trace::Trace trace = alternating(0, 0);
  trace::Operation& host = trace.steps[1].step.operations.front();
  host.inputs.clear();
  host.outputs.clear();
  trace.steps[1].step.tensors.clear();
  for (const Mode mode : {Mode::analytic, Mode::cycle}) {
    const RunResult run = run_of(trace, machine_of("systolic"), mode);
    EXPECT_EQ(host_of(run).measure.cycles.total().count(), 0u);
  }
}

// Between a product and a pass that would be fused into it, and at every choice of training.
TEST(host_operations, no_choice_of_training_takes_the_host_for_a_pass) {
  trace::Trace trace = training();
  trace::Step& step = trace.steps[0].step;
  std::vector<trace::Operation> with;
  for (const trace::Operation& one : step.operations) {
    with.push_back(one);
    if (!one.outputs.empty()) {
      with.push_back({one.name + ".host",
                      one.layer,
                      trace::OperationClass::host,
                      trace::HostWork{1000, 10},
                      {one.outputs.front()},
                      {one.outputs.front()}});
    }
  }
  step.operations = with;
  const std::size_t hosts =
      static_cast<std::size_t>(std::count_if(with.begin(), with.end(), [](const auto& one) {
        return one.cls == trace::OperationClass::host;
      }));
  arch::AcceleratorSpec machine = machine_of("systolic");
  using namespace arch;
  for (const auto path : kEnumValues<OutputPath>) {
    for (const auto range : kEnumValues<RangeMethod>) {
      for (const auto update : kEnumValues<Update>) {
        machine.training.output_path = path;
        machine.training.range_method = range;
        machine.training.update = update;
        const RunResult run = run_of(trace, machine, Mode::analytic);
        const auto count = [&](const LevelResult& level) {
          std::size_t n = 0;
          for (const OperationResult& one : run.operations_of(level)) {
            n += one.cls == trace::OperationClass::host ? 1 : 0;
          }
          return n;
        };
        EXPECT_EQ(count(run.levels.front()), hosts);
      }
    }
  }
}

TEST(host_operations, parts_of_a_batch_share_its_work) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  trace::Trace trace = training();
  trace::Step& step = trace.steps[0].step;
  const auto product = std::find_if(step.operations.begin(), step.operations.end(), [](auto& one) {
    return one.cls == trace::OperationClass::forward;
  });
  const std::string result = product->outputs.front();
  step.operations.insert(
      product + 1,
      {"look", "fc1", trace::OperationClass::host, trace::HostWork{4001, 9}, {result}, {}});
  machine.training.micro_batches = 4;
  const RunResult run = run_of(trace, machine, Mode::analytic);
  std::uint64_t flops = 0, words = 0;
  for (const auto& [activity, count] : run.per_iteration(run.levels.front()).counts) {
    flops += activity.action == "host.flop" ? count : 0;
    words += activity.action == "host.word" ? count : 0;
  }
  EXPECT_EQ(flops, 4u * 1001) << "each part's is rounded up";
  EXPECT_EQ(words, 4u * 3);
}

TEST(host_operations, a_step_without_anything_of_the_batch_is_not_split) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  const RunResult whole = run_of(alternating(), machine, Mode::analytic);
  machine.training.micro_batches = 4;
  const RunResult split = run_of(alternating(), machine, Mode::analytic);
  EXPECT_EQ(host_of(split).measure, host_of(whole).measure);
  // Nor one that only reads parameters.
  trace::Trace reading = alternating();
  reading.steps[1].step.operations.front().outputs.clear();
  const RunResult parts = run_of(reading, machine, Mode::analytic);
  machine.training.micro_batches = 1;
  EXPECT_EQ(host_of(parts).measure, host_of(run_of(reading, machine, Mode::analytic)).measure);
}

}  // namespace host_operations_test
}  // namespace metronome::sim
