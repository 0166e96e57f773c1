// An engine at the memory updates the weights: masters and optimizer state do not cross the bus.
#include "arch/mapping/near_update.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "arch/mapping/allocation.hpp"
#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/program.hpp"
#include "arch/mapping/step_index.hpp"
#include "machines.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace near_update_test {

using trace::OperationClass;
using trace::Role;

arch::AcceleratorSpec near_machine(const std::string& kind, arch::Update update) {
  arch::AcceleratorSpec machine = preset(kind);
  machine.training.update = update;
  return machine;
}

trace::Trace trace_of(const std::string& model, trace::UpdateRule rule) {
  const std::string data = model == "lstm-2" ? "ptb" : "cifar-10";
  return trace::make_trace(model, data, 2, schedule::parse_schedule("static:8,backward=8"), 1,
                           trace::DxScale::prescale_requantize, rule);
}

std::vector<Job> jobs_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine) {
  const MachineStep step = machine_step(trace.step(), machine);
  std::vector<Job> jobs;
  for (const MachineOperation& one : step.operations) {
    jobs.push_back(resolve(one, step.tensors, trace.schedule.front().assignment, machine));
  }
  return jobs;
}

/// Bytes on the bus by role, (read, written), of vector passes.
using Bytes2 = EnumArray<Role, std::pair<std::uint64_t, std::uint64_t>>;
Bytes2 bus_bytes(const VectorJob& job) {
  Bytes2 bytes{};
  for (const Stream& s : job.inputs) {
    bytes[s.role].first += s.bytes().count();
  }
  for (const Stream& s : job.outputs) {
    bytes[s.role].second += s.bytes().count();
  }
  return bytes;
}

std::uint64_t words_of_state(trace::UpdateRule rule) {
  switch (rule) {
    case trace::UpdateRule::sgd:
      return 0;
    case trace::UpdateRule::momentum:
      return 1;
    case trace::UpdateRule::adam:
      return 2;
  }
  fail_no_enumerator(rule);
}

TEST(near_update, spares_the_bus_masters_and_state_both_ways_and_the_gradients_second_crossing) {
  for (const char* model : {"resnet-8", "mobilenet-v2", "lstm-2"}) {
    for (const trace::UpdateRule rule : kEnumValues<trace::UpdateRule>) {
      const trace::Trace trace = trace_of(model, rule);
      const auto separate = jobs_of(trace, near_machine("systolic", arch::Update::separate));
      const auto near = jobs_of(trace, near_machine("systolic", arch::Update::near_data));
      ASSERT_EQ(separate.size(), near.size());
      std::uint64_t updated = 0, codes = 0, ranges = 0;
      Bytes2 saved{};
      for (std::size_t i = 0; i < near.size(); ++i) {
        const auto* job = std::get_if<VectorJob>(&near[i]);
        if (job == nullptr || !job->near) {
          EXPECT_EQ(near[i], separate[i]) << "all else moves what it moved";
          EXPECT_TRUE(job == nullptr || job->cls != OperationClass::update);
          continue;
        }
        EXPECT_EQ(bus_bytes(*job), Bytes2{});
        const auto& before = std::get<VectorJob>(separate[i]);
        const Bytes2 moved = bus_bytes(before);
        if (job->cls == OperationClass::quantize) {
          ranges += job->near->reads.empty() ? 1 : 0;
          codes += job->near->reads.empty() ? 0 : before.elements;
          EXPECT_EQ(job->near->reads.empty(), before.outputs.empty());
          EXPECT_EQ(near_update_cycles(*job, near_machine("systolic", arch::Update::near_data)),
                    before.outputs.empty() ? 0 : (before.elements + 3) / 4);
          for (const Role r : kEnumValues<Role>) {
            EXPECT_EQ(moved[r].first > 0, r == Role::master);
            EXPECT_TRUE(moved[r].second == 0 || r == Role::weight) << enum_name(r);
          }
          continue;
        }
        EXPECT_EQ(job->near->reads, before.inputs);
        EXPECT_EQ(job->near->writes, before.outputs);
        updated += before.elements;
        for (const Role r : kEnumValues<Role>) {
          saved[r].first += moved[r].first;
          saved[r].second += moved[r].second;
        }
      }
      ASSERT_GT(updated, 0u);
      EXPECT_GT(codes, 0u) << "no master crosses the bus to be quantized";
      EXPECT_GT(ranges, 0u);
      const std::uint64_t words = 4 * updated, state = words_of_state(rule) * words;
      Bytes2 expected{};
      expected[Role::master] = {words, words};
      expected[Role::optimizer_state] = {state, state};
      expected[Role::gradient] = {words, 0};
      EXPECT_EQ(saved, expected) << model << ' ' << enum_name(rule);
    }
  }
}

TEST(near_update, gradients_are_sent_once_and_needs_of_memory_stay) {
  const trace::Trace trace = trace_of("resnet-8", trace::UpdateRule::adam);
  const trace::Assignment& bits = trace.schedule.front().assignment;
  const arch::AcceleratorSpec near = near_machine("systolic", arch::Update::near_data);
  const arch::AcceleratorSpec separate = near_machine("systolic", arch::Update::separate);
  const MachineStep step = machine_step(trace.step(), near);
  EXPECT_EQ(allocate(step, bits, near).footprint,
            allocate(machine_step(trace.step(), separate), bits, separate).footprint);
  std::set<std::string> sent;
  for (const MachineOperation& one : step.operations) {
    if (one.operation.cls == OperationClass::weight_gradient) {
      const auto job = std::get<MatrixJob>(resolve(one, step.tensors, bits, near));
      EXPECT_EQ(job.c.role, Role::gradient);
      EXPECT_EQ(job.c.bits, near.storage.gradient_bits) << "written, not dropped";
      EXPECT_TRUE(sent.insert(one.operation.outputs.front()).second);
    }
  }
  EXPECT_FALSE(sent.empty());
}

/// 1000 weights with momentum in words of 32 bits.
VectorJob momentum_update(std::uint64_t weights) {
  const Stream master{Role::master, weights, 32}, state{Role::optimizer_state, weights, 32},
      gradient{Role::gradient, weights, 32};
  VectorJob pass;
  pass.cls = OperationClass::update;
  pass.elements = weights;
  pass.adds_per_element = 3;
  pass.multiplies_per_element = 3;
  pass.inputs = {master, state, gradient};
  pass.outputs = {master, state};
  return near_update(pass, {master, state, gradient});
}

TEST(near_update, takes_the_later_of_the_gradients_transfer_and_the_engine) {
  arch::AcceleratorSpec machine = near_machine("systolic", arch::Update::near_data);
  const VectorJob job = momentum_update(100'000);
  // 400 000 bytes over 4 channels of 8 bytes, two a clock of 833 ps; 1 GHz.
  const auto transfer = static_cast<std::uint64_t>(400'000 / (4 * 16 / 0.833));
  for (const std::uint64_t rate : {1, 4, 7, 64}) {
    machine.training.update_engine_weights_per_cycle = rate;
    const std::uint64_t work = (100'000 + rate - 1) / rate;
    EXPECT_EQ(near_update_cycles(job, machine), std::max(work, transfer) - transfer) << rate;
    EXPECT_EQ(analytic_cost(job, machine).compute_cycles(), near_update_cycles(job, machine));
  }
  EXPECT_EQ(near_update_cycles(job, machine), 0u) << "64 weights a cycle are quicker than the bus";
  EXPECT_TRUE(vector_program(job, machine).steps.empty());
  machine.training.update_engine_weights_per_cycle = 1;
  const Program program = vector_program(job, machine);
  ASSERT_EQ(program.steps.size(), 1u);
  EXPECT_EQ(program.steps[0].engine_cycles, near_update_cycles(job, machine));
  EXPECT_TRUE(program.steps[0].input_loads.empty() && program.steps[0].stores.empty());
}

TEST(near_update, banks_read_and_write_each_burst_and_open_each_row_once) {
  const arch::AcceleratorSpec machine = near_machine("systolic", arch::Update::near_data);
  const std::uint64_t burst = 64, row = 8192;  // DDR4, eight chips of 1 KiB pages
  ASSERT_EQ(machine.memory.device.bytes_per_burst().count(), burst);
  ASSERT_EQ(machine.memory.device.bursts_per_row(), row / burst);
  for (const std::uint64_t weights : {1, 16, 17, 2048, 2049, 100'000}) {
    const dram::Counts counts = near_update_commands(momentum_update(weights), machine);
    const std::uint64_t bursts = (4 * weights + burst - 1) / burst;
    const std::uint64_t rows = (4 * weights + row - 1) / row;
    EXPECT_EQ(counts.reads, 3 * bursts);
    EXPECT_EQ(counts.writes, 2 * bursts);
    EXPECT_EQ(counts.activates, 3 * rows) << "written where it was read";
    EXPECT_EQ(counts.banks_precharged, counts.activates);
  }
}

TEST(near_update, is_another_job_than_the_same_pass_on_the_vector_unit) {
  const VectorJob near = momentum_update(1000);
  VectorJob pass = near;
  pass.inputs = near.near->reads;
  pass.outputs = near.near->writes;
  pass.near.reset();
  EXPECT_NE(job_key(near), job_key(pass));
  VectorJob more = near;
  more.near->writes.pop_back();
  EXPECT_NE(job_key(near), job_key(more));
}

TEST(near_update, merged_passes_leave_the_engines_work_alone) {
  for (const char* model : {"resnet-8", "lstm-2"}) {
    arch::AcceleratorSpec machine = near_machine("systolic", arch::Update::near_data);
    const trace::Step step = trace_of(model, trace::UpdateRule::momentum).step();
    machine.training.batch_norm_passes = arch::BatchNormPasses::merged_on_chip;
    machine.training.micro_batches = 2;
    std::map<std::string, trace::Operation> updates;
    for (const trace::Operation& one : step.operations) {
      if (one.cls == OperationClass::update) {
        updates.emplace(one.name, one);
      }
    }
    const std::size_t count = updates.size();
    std::size_t found = 0;
    for (const MachineOperation& one : machine_step(step, machine).operations) {
      if (one.operation.cls == OperationClass::update) {
        EXPECT_EQ(one.operation, updates.at(one.operation.name));
        ++found;
      }
    }
    EXPECT_EQ(found, count);
  }
}

std::string complaint(const std::string& key) {
  try {
    (void)config::load<arch::AcceleratorSpec>(
        metronome::source_dir() + "/configs/arch/plain_systolic_512.yaml",
        config::parse_overrides({key}));
  } catch (const UserError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(near_update, keys_are_refused_with_what_would_be_right) {
  EXPECT_EQ(complaint("training.update=near_data"), "accepted");
  EXPECT_NE(complaint("training.update=near").find("near_data"), std::string::npos);
  for (const char* value : {"0", "-1", "65537", "many"}) {
    EXPECT_NE(complaint(std::string("training.update_engine_weights_per_cycle=") + value)
                  .find("update_engine_weights_per_cycle"),
              std::string::npos)
        << value;
  }
}

}  // namespace near_update_test
}  // namespace metronome::mapping
