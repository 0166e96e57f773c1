// A run that switches between the modes of a dual-precision network: each product of both modes is
// stepped on its codes, and takes what cycle mode and the closed form say; what the switches bring
// is the same in both of these, and the array has no part in it.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "arch/mapping/load_engines.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/engine/stepped.hpp"
#include "tests/sim/systemc/forked.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/train/inference_trace.hpp"

namespace metronome::sim {
namespace stepped_switch_test {

using trace::OperationClass;

model::Graph small_network() {
  model::GraphBuilder builder("small", {3, 6, 6});
  model::NodeIndex at = builder.convolution(
      "conv1", 0, {.out_channels = 8, .kernel = 3, .pad = 1, .quantized = false});
  at = builder.batch_norm("bn1", at);
  at = builder.relu("relu1", at);
  at = builder.convolution("conv2", at,
                           {.out_channels = 8, .kernel = 3, .stride = {2, 2}, .pad = 1});
  at = builder.batch_norm("bn2", at);
  at = builder.relu("relu2", at);
  at = builder.convolution("conv3", at, {.out_channels = 12, .kernel = 1});
  at = builder.global_average_pool("pool", at);
  builder.linear("fc", at, {.out_features = 10});
  return builder.graph();
}

trace::Trace program() {
  train::WorkloadSpec spec;
  spec.dataset = "synthetic";
  spec.schedule = "static:8,backward=8";
  spec.form = weights::NestedSpec{2, 8, weights::NestedTraining::joint_hard};
  return train::inference_trace(spec, small_network(), {},
                                {.batch = 1, .iterations = 4, .mode = {}, .switch_every = 1});
}

/// Resident codes leave few tiles' room, so that products have several.
arch::AcceleratorSpec machine_of(const std::string& kind, std::uint64_t resident) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                                     "/configs/arch/plain_" + kind + "_512.yaml");
  for (arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    buffer->banks = 2;
    buffer->bank_bytes = Bytes(4096);
    buffer->port_bits_per_cycle = 256;
  }
  machine.load_path.resident_bytes = resident;
  machine.load_path.assembled_bits_per_cycle = kind == "systolic" ? 16 : 0;
  machine.mapping.choose = arch::Choose::estimate;  // the same mapping in all models
  return machine;
}

OperationOutcome stepped(const mapping::MatrixJob& job, const arch::AcceleratorSpec& machine,
                         MemoryMode memory) {
  return in_a_process<OperationOutcome>([&] {
    SteppedOptions options;
    options.codes.seed = 7;
    options.memory = memory;
    const SteppedResult result = execute_stepped(job, machine, options);
    if (!result.exact) {
      throw std::runtime_error("the product is not exact");
    }
    return result.outcome;
  });
}

/// All operations of a run, each at the precision of its phase, once.
std::vector<mapping::Job> jobs_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine) {
  std::vector<mapping::Job> jobs;
  std::set<std::pair<std::size_t, int>> done;
  for (const trace::Phase& phase : trace.schedule) {
    if (!done.emplace(phase.step, phase.assignment.all.weight_bits).second) {
      continue;  // the same work again
    }
    const mapping::MachineStep step = mapping::machine_step(trace.steps[phase.step].step, machine);
    for (const mapping::MachineOperation& one : step.operations) {
      jobs.push_back(mapping::resolve(one, step.tensors, phase.assignment, machine));
    }
  }
  return jobs;
}

/// Products on the array by their weight bits.
struct Seen {
  std::map<int, std::size_t> products;
  std::uint64_t brought = 0;  ///< bytes of what only loads
};

Seen expect_agreement(const std::vector<mapping::Job>& jobs, const arch::AcceleratorSpec& machine) {
  const auto run = [&](Mode mode, MemoryMode memory) {
    return execute(jobs, machine, {.mode = mode, .memory = memory, .progress = {}});
  };
  const auto closed = run(Mode::analytic, MemoryMode::ideal);
  const auto closed_real = run(Mode::analytic, MemoryMode::real);
  const auto ideal = run(Mode::cycle, MemoryMode::ideal);
  const auto real = run(Mode::cycle, MemoryMode::real);
  Seen seen;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(closed[i].outcome.cycles, ideal[i].outcome.cycles);
    EXPECT_EQ(closed_real[i].outcome.traffic, real[i].outcome.traffic);
    if (const auto* product = std::get_if<mapping::MatrixJob>(&jobs[i])) {
      if (product->executor == mapping::Executor::array) {
        EXPECT_EQ(stepped(*product, machine, MemoryMode::ideal), ideal[i].outcome);
        EXPECT_EQ(stepped(*product, machine, MemoryMode::real), real[i].outcome);
        ++seen.products[static_cast<int>(product->operands.b_bits)];
      }
    } else if (const auto& pass = std::get<mapping::VectorJob>(jobs[i]);
               pass.cls == OperationClass::load) {
      for (const trace::Role role : kEnumValues<trace::Role>) {
        seen.brought += real[i].outcome.traffic[role].read.count();
      }
    }
  }
  return seen;
}

TEST(stepped_switch, a_run_with_switches_takes_the_same_in_all_models) {
  const trace::Trace trace = program();
  EXPECT_EQ(trace.schedule.size(), 8u) << "fill, four batches, and a switch between any two";
  for (const char* kind : {"dual_serial", "binary_overlay", "systolic"}) {
    for (const std::uint64_t resident : {0u, 4096u}) {
      SCOPED_TRACE(kind + std::string(resident > 0 ? ", weights stay" : ""));
      const arch::AcceleratorSpec machine = machine_of(kind, resident);
      Seen seen = expect_agreement(jobs_of(trace, machine), machine);
      EXPECT_EQ(seen.products[2], 2u) << "conv2 and conv3 in the low mode";
      EXPECT_EQ(seen.products[8], 2u) << "and in the high mode";
      EXPECT_GT(seen.brought, 0u);
    }
  }
}

}  // namespace stepped_switch_test
}  // namespace metronome::sim
