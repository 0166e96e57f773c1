// Laws of conservation over whole runs: at every level of the hierarchy the parts are the whole.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "arch/mapping/allocation.hpp"
#include "arch/mapping/machine_step.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace conservation_test {

using trace::Role;

arch::AcceleratorSpec machine_of(const std::string& kind) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/plain_" +
                                             kind + "_512.yaml");
}

trace::Trace trace_of(const std::string& model, const std::string& schedule, std::uint64_t batch) {
  const std::string data = model == "lstm-2" ? "ptb" : "cifar-10";
  return trace::make_trace(model, data, batch, schedule::parse_schedule(schedule), 64,
                           trace::DxScale::prescale_requantize);
}

const char* const kCpt = "cpt:3-8,periods=2,backward=8";

RunResult run_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
                 Mode mode = Mode::cycle) {
  return simulate(std::span(&trace, 1), machine, {.mode = mode, .jobs = 2, .progress = {}}).front();
}

/// Every choice of training that changes which work an operation has.
void choose_everything(arch::TrainingSpec& training) {
  training.strided_input_gradient = arch::StridedInputGradient::phase_decomposition;
  training.fp32_products = arch::Fp32Products::array;
  training.range_method = arch::RangeMethod::block_local;
  training.batch_norm_passes = arch::BatchNormPasses::merged_on_chip;
  training.output_path = arch::OutputPath::elementwise;
  training.input_path = arch::InputPath::elementwise;
  training.stash = arch::Stash::recompute;
  training.transposed_reads = arch::TransposedReads::dual_copy;
  training.update = arch::Update::with_gradient;
  training.micro_batches = 2;
}

std::vector<arch::AcceleratorSpec> machines() {
  std::vector<arch::AcceleratorSpec> all{machine_of("systolic"), machine_of("dual_serial")};
  all.push_back(machine_of("spatial_fusion"));
  choose_everything(all.back().training);
  all.back().vector.range_elements_per_lane_cycle = 1;
  all.back().vector.quantizer_elements_per_lane_cycle = 0.5;
  all.back().vector.random_numbers_per_lane_cycle = 1;
  all.back().vector.transposer_elements_per_lane_cycle = 0.25;
  all.back().name += "_chosen";
  return all;
}

TEST(conservation, cycles_bytes_and_joules_of_parts_are_those_of_the_whole) {
  const trace::Trace trace = trace_of("resnet-8", kCpt, 2);
  for (const arch::AcceleratorSpec& machine : machines()) {
    const RunResult run = run_of(trace, machine);
    const EnergyTable table = experiment::complete_table(machine);
    const auto joules = [&](const Measure& m) {
      return price(m, table, machine.clock_hz).total().count();
    };
    Measure run_sum = run.switches;
    double run_joules = joules(run.switches);
    for (const LevelResult& level : run.levels) {
      Measure level_sum;
      double level_joules = 0;
      for (const OperationResult& operation : run.operations_of(level)) {
        const Measure& m = operation.measure;
        std::uint64_t bins = 0;
        for (const Bin bin : kEnumValues<Bin>) {
          bins += m.cycles[bin];
        }
        ASSERT_EQ(bins, m.cycles.total().count()) << operation.operation;
        std::uint64_t bytes = 0;
        for (const Traffic& t : m.dram) {
          bytes += t.read.count() + t.write.count();
        }
        ASSERT_EQ(bytes, m.total_traffic().read.count() + m.total_traffic().write.count());
        level_sum += m;
        level_joules += joules(m);
      }
      ASSERT_EQ(level_sum, run.per_iteration(level)) << machine.name;
      EXPECT_NEAR(level_joules, joules(level_sum), 1e-9 * level_joules) << machine.name;
      run_sum += level_sum.scaled(level.iterations);
      run_joules += level_joules * static_cast<double>(level.iterations);
    }
    EXPECT_EQ(run_sum, run.total()) << machine.name;
    EXPECT_NEAR(run_joules, joules(run.total()), 1e-9 * run_joules) << machine.name;
  }
}

TEST(conservation, phases_sum_to_the_run) {
  const RunResult run = run_of(trace_of("resnet-8", kCpt, 2), machine_of("systolic"));
  Measure sum = run.switches;
  for (const PhaseResult& phase : run.phases) {
    sum += run.per_iteration(run.levels[phase.level]).scaled(phase.iterations);
  }
  EXPECT_EQ(sum, run.total());
}

/// The first `iterations` of a trace, or what is left behind them.
trace::Trace part_of(const trace::Trace& whole, std::uint64_t from, std::uint64_t to) {
  trace::Trace part = whole;
  part.schedule.clear();
  for (const trace::Phase& phase : whole.schedule) {
    const std::uint64_t begin = std::max(phase.first_iteration, from);
    const std::uint64_t end = std::min(phase.first_iteration + phase.iterations, to);
    if (begin < end) {
      part.schedule.push_back({begin - from, end - begin, phase.assignment});
    }
  }
  return part;
}

TEST(conservation, a_run_split_in_two_is_the_whole) {
  const trace::Trace whole = trace_of("resnet-8", kCpt, 2);
  const arch::AcceleratorSpec machine = machine_of("operand_serial");
  const Measure total = run_of(whole, machine).total();
  const std::uint64_t boundary = whole.schedule[3].first_iteration;
  for (const std::uint64_t cut : {boundary, boundary + 1}) {
    const RunResult first = run_of(part_of(whole, 0, cut), machine);
    const RunResult second = run_of(part_of(whole, cut, 64), machine);
    Measure sum = first.total();
    sum += second.total();
    // A cut between two phases also cuts away the switch from one to the other.
    const std::uint64_t switches = cut == boundary ? 1 : 0;
    const std::uint64_t switch_cycles = switches * machine.training.switch_cycles;
    EXPECT_EQ(sum.cycles.total().count() + switch_cycles, total.cycles.total().count());
    EXPECT_EQ(sum.dram, total.dram);
    EXPECT_EQ(sum.macs, total.macs);
    EXPECT_EQ(sum.bit_operations_executed, total.bit_operations_executed);
    if (switches == 0) {
      EXPECT_EQ(sum, total);
    }
  }
}

/// Bytes of an iteration by role, from the tensors of the step alone: each is written once as a
/// whole (masters and optimizer state by the update).
std::map<Role, std::uint64_t> written_bytes(const mapping::MachineStep& step,
                                            const trace::Assignment& assignment,
                                            const arch::AcceleratorSpec& machine) {
  const mapping::Allocation memory = mapping::allocate(step, assignment, machine);
  std::map<Role, std::uint64_t> bytes;
  std::set<std::string> seen;
  for (const mapping::MachineOperation& one : step.operations) {
    for (const std::string& name : one.operation.outputs) {
      EXPECT_TRUE(seen.insert(name).second) << name << " is written twice";
      const mapping::AllocatedTensor& tensor = memory.tensors[memory.index.at(name)];
      bytes[tensor.role] += tensor.bytes;
    }
  }
  return bytes;
}

TEST(conservation, each_tensor_is_written_once_and_read_as_a_whole_at_least_once) {
  const arch::AcceleratorSpec machine = machine_of("dual_serial");
  for (const char* model : {"resnet-8", "lstm-2", "mobilenet-v2"}) {
    const trace::Trace trace = trace_of(model, "static:5,backward=8", 2);
    const RunResult run = run_of(trace, machine, Mode::analytic);
    const trace::Assignment assignment = run.levels[0].assignment;
    const mapping::MachineStep step = mapping::machine_step(trace.step(), machine);
    const auto written = written_bytes(step, assignment, machine);
    const Measure iteration = run.per_iteration(run.levels[0]);
    // Streams of parts of a byte are rounded down in closed form: less than a byte an operation.
    const std::uint64_t slack = step.operations.size();
    for (const auto& [role, name] : kEnumRows<Role>) {
      const auto at = written.find(role);
      const std::uint64_t expected = at == written.end() ? 0 : at->second;
      const std::uint64_t counted = iteration.traffic(role).write.count();
      EXPECT_LE(counted, expected) << model << ' ' << name;
      EXPECT_GE(counted + slack, expected) << model << ' ' << name;
    }
    std::map<Role, std::uint64_t> needed;
    const mapping::Allocation memory = mapping::allocate(step, assignment, machine);
    for (const mapping::MachineOperation& one : step.operations) {
      for (const std::string& input : one.operation.inputs) {
        const mapping::AllocatedTensor& tensor = memory.tensors[memory.index.at(input)];
        needed[tensor.role] += tensor.bytes;
      }
    }
    // A convolution whose stride passes over pixels reads less than the whole tensor, no class
    // else; with kernels of 3 at stride 2 none is passed over, 1x1 shortcuts pass over three
    // quarters.
    for (const auto& [role, bytes] : needed) {
      if (role != Role::activation) {
        EXPECT_GE(iteration.traffic(role).read.count() + slack, bytes) << model;
      }
    }
  }
}

TEST(conservation, simulated_bytes_are_those_of_the_closed_form_by_role) {
  const trace::Trace trace = trace_of("resnet-8", "static:5,backward=8", 2);
  for (arch::AcceleratorSpec machine : machines()) {
    machine.mapping.choose = arch::Choose::estimate;  // the same mappings in both modes
    const Measure simulated = run_of(trace, machine).total();
    const Measure closed = run_of(trace, machine, Mode::analytic).total();
    for (const auto& [role, name] : kEnumRows<Role>) {
      EXPECT_EQ(simulated.dram[role].read, closed.dram[role].read) << machine.name << ' ' << name;
      EXPECT_EQ(simulated.dram[role].write, closed.dram[role].write) << machine.name << ' ' << name;
    }
  }
}

RunResult measured_run(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
                       bool continuous, unsigned jobs) {
  return simulate(std::span(&trace, 1), machine,
                  {.mode = continuous ? Mode::cycle : Mode::analytic,
                   .continuous = continuous,
                   .jobs = jobs,
                   .progress = {}})
      .front();
}

TEST(continuous, costs_little_is_measured_for_every_level_and_by_any_number_of_jobs) {
  const trace::Trace trace = trace_of("resnet-8", kCpt, 8);
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const RunResult one = measured_run(trace, machine, true, 1);
  const RunResult three = measured_run(trace, machine, true, 3);
  ASSERT_EQ(one.levels.size(), 6u);
  bool differs = false;
  for (std::size_t i = 0; i < one.levels.size(); ++i) {
    EXPECT_EQ(one.levels[i].continuous_cycles, three.levels[i].continuous_cycles);
    const auto cost = one.canonical_start_cost(one.levels[i]);
    ASSERT_TRUE(cost);
    EXPECT_LT(std::abs(*cost), 0.005);
    differs = differs || *cost != 0;
  }
  EXPECT_TRUE(differs);
}

TEST(memory, the_level_with_the_widest_codes_needs_the_most) {
  const RunResult run =
      measured_run(trace_of("resnet-8", kCpt, 128), machine_of("systolic"), false, 1);
  const std::vector<LevelResult>& levels = run.levels;
  ASSERT_EQ(levels.size(), 6u);
  for (std::size_t i = 1; i < levels.size(); ++i) {
    EXPECT_GE(levels[i].footprint, levels[i - 1].footprint);
  }
  EXPECT_GT(levels.back().footprint, levels.front().footprint);
  EXPECT_FALSE(run.canonical_start_cost(levels.back()));
}

TEST(fixed_mappings, hold_for_their_operation_and_must_name_one) {
  const trace::Trace trace = trace_of("resnet-8", "static:8,backward=8", 2);
  arch::AcceleratorSpec machine = machine_of("systolic");
  const RunResult free = run_of(trace, machine, Mode::analytic);
  const auto mapping = [](const RunResult& run, const std::string& name) {
    for (const OperationResult& operation : run.operations) {
      if (operation.operation == name) {
        return operation.mapping;
      }
    }
    return std::string();
  };
  const std::string name = "group1_layer0.conv2.forward";
  const std::string walk = mapping(free, name).substr(0, mapping(free, name).find(','));
  machine.mapping.fixed = {{name, walk + ", tile 256x8x144, n outer"}};
  const RunResult fixed = run_of(trace, machine, Mode::analytic);
  EXPECT_EQ(mapping(fixed, name), walk + ", tile 256x8x144, n outer");
  EXPECT_EQ(mapping(fixed, "group1_layer0.conv1.forward"),
            mapping(free, "group1_layer0.conv1.forward"));
  machine.mapping.fixed[0].operation = "group1_layer0.conv2.foward";
  try {
    (void)run_of(trace, machine, Mode::analytic);
    FAIL() << "must be refused";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
  }
}

}  // namespace conservation_test
}  // namespace metronome::sim
