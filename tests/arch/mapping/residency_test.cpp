// Tensors that stay on chip between operations. What the memory is spared is worked out here from
// the step alone: tensors whose every reader is a pass of the chain behind their writer.
#include "arch/mapping/residency.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "arch/mapping/job.hpp"
#include "arch/mapping/program.hpp"
#include "arch/mapping/step_index.hpp"
#include "machines.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace residency_test {

using trace::OperationClass;
using trace::Role;

trace::Trace trace_of(const std::string& model, std::uint64_t batch,
                      const std::string& schedule = "static:8,backward=8") {
  const std::string data = model == "lstm-2" ? "ptb" : "cifar-10";
  return trace::make_trace(model, data, batch, schedule::parse_schedule(schedule), 1,
                           trace::DxScale::prescale_requantize);
}

using Change = void (*)(arch::TrainingSpec&);
const std::map<std::string, Change>& choices() {
  static const std::map<std::string, Change> all{
      {"default", [](arch::TrainingSpec&) {}},
      {"recompute", [](arch::TrainingSpec& t) { t.stash = arch::Stash::recompute; }},
      {"micro batches", [](arch::TrainingSpec& t) { t.micro_batches = 2; }},
      {"merged",
       [](arch::TrainingSpec& t) { t.batch_norm_passes = arch::BatchNormPasses::merged_on_chip; }},
      {"everything", [](arch::TrainingSpec& t) {
         t.range_method = arch::RangeMethod::delayed;
         t.batch_norm_passes = arch::BatchNormPasses::merged_on_chip;
         t.output_path = arch::OutputPath::elementwise;
         t.stash = arch::Stash::recompute;
         t.transposed_reads = arch::TransposedReads::dual_copy;
         t.update = arch::Update::near_data;
         t.micro_batches = 2;
       }}};
  return all;
}

/// An output buffer of 16 MiB, `resident` of it for tensors that stay.
arch::AcceleratorSpec machine_of(const std::string& kind, std::uint64_t resident, Change change) {
  arch::AcceleratorSpec machine = preset(kind);
  machine.output_buffer.banks = 2048;
  machine.training.resident_bytes = resident;
  change(machine.training);
  return machine;
}

constexpr std::uint64_t kAll = 15 << 20;

bool is_pass(const MachineOperation& one) {
  return is_vector(one) && one.operation.cls != OperationClass::update;
}

/// Tensors that could stay, with their bytes and readers, by the definition.
struct Chained {
  std::uint64_t bytes = 0;
  std::size_t readers = 0;
  Role role = Role::activation;
  std::size_t first = 0, last = 0;  ///< operations
};
std::map<std::string, Chained> chained(const MachineStep& step, const arch::StorageSpec& storage) {
  std::map<std::string, Chained> found;
  for (const trace::Tensor& tensor : step.tensors.tensors) {
    const bool kind =
        tensor.role == Role::activation || tensor.role == Role::error || tensor.role == Role::stash;
    std::vector<std::size_t> writers, readers;
    for (std::size_t i = 0; i < step.operations.size(); ++i) {
      const MachineOperation& one = step.operations[i];
      const bool dropped = is_matrix(one) && !one.fused.keeps_product &&
                           one.operation.outputs.front() == tensor.name;
      if (!dropped && (contains(one.operation.outputs, tensor.name) ||
                       contains(one.fused.outputs, tensor.name))) {
        writers.push_back(i);
      }
      if (contains(one.operation.inputs, tensor.name) || contains(one.fused.inputs, tensor.name)) {
        readers.push_back(i);
      }
    }
    if (!kind || tensor.format != trace::Format::real || writers.size() != 1 || readers.empty() ||
        readers.front() <= writers.front() ||
        (!is_matrix(step.operations[writers.front()]) &&
         !is_pass(step.operations[writers.front()]))) {
      continue;
    }
    bool inside = true;
    for (std::size_t i = writers.front() + 1; i <= readers.back(); ++i) {
      inside = inside && is_pass(step.operations[i]);
    }
    if (inside) {
      const unsigned bits = arch::stored_bits(storage, tensor.role, tensor.format, 0);
      found[tensor.name] = {(tensor.elements() * bits + 7) / 8, readers.size(), tensor.role,
                            writers.front(), readers.back()};
    }
  }
  return found;
}

/// Bytes to and from memory by role: all that passes move, and what products write.
struct Moved {
  EnumArray<Role, std::uint64_t> read{}, written{};
  bool operator==(const Moved&) const = default;
};
void add(EnumArray<Role, std::uint64_t>& sums, const std::vector<Stream>& streams) {
  for (const Stream& s : streams) {
    sums[s.role] += s.bytes().count();
  }
}
Moved moved(const MachineStep& step, const trace::Assignment& bits,
            const arch::AcceleratorSpec& machine) {
  Moved sum;
  for (const MachineOperation& one : step.operations) {
    const Job job = resolve(one, step.tensors, bits, machine);
    if (const auto* product = std::get_if<MatrixJob>(&job)) {
      add(sum.read, product->epilogue.inputs);
      add(sum.written, product->epilogue.outputs);
      add(sum.written, {product->c});
    } else if (const auto* pass = std::get_if<VectorJob>(&job)) {
      add(sum.read, pass->inputs);
      add(sum.written, pass->outputs);
    }
  }
  return sum;
}

TEST(residency, bytes_saved_are_tensors_whose_every_reader_is_inside_the_chain) {
  std::size_t products = 0, passes = 0;
  for (const char* model : {"resnet-8", "mobilenet-v2", "lstm-2"}) {
    const trace::Trace trace = trace_of(model, 2);
    const trace::Assignment& bits = trace.schedule.front().assignment;
    for (const auto& [choice, change] : choices()) {
      const arch::AcceleratorSpec without = machine_of("systolic", 0, change);
      const arch::AcceleratorSpec with = machine_of("systolic", kAll, change);
      const MachineStep before = machine_step(trace.step(), without);
      const MachineStep after = machine_step(trace.step(), with);
      Moved expected = moved(before, bits, without);
      const auto tensors = chained(before, without.storage);
      ASSERT_FALSE(tensors.empty()) << model << ' ' << choice;
      for (const auto& [name, tensor] : tensors) {
        expected.written[tensor.role] -= tensor.bytes;
        expected.read[tensor.role] -= tensor.bytes * tensor.readers;
        ++(is_matrix(before.operations[tensor.first]) ? products : passes);
      }
      EXPECT_EQ(moved(after, bits, with), expected) << model << ' ' << choice;
    }
  }
  EXPECT_GT(products, 0u);
  EXPECT_GT(passes, 0u);
}

TEST(residency, what_is_held_never_takes_more_than_is_set_aside) {
  for (const char* model : {"resnet-8", "lstm-2"}) {
    const trace::Trace trace = trace_of(model, 2);
    std::size_t before = 0;
    for (const std::uint64_t resident : {1, 4096, 40'000, 100'000, 1'000'000}) {
      const arch::AcceleratorSpec machine =
          machine_of("systolic", resident, choices().at("default"));
      const MachineStep plain =
          machine_step(trace.step(), machine_of("systolic", 0, choices().at("default")));
      const auto tensors = chained(plain, machine.storage);
      const MachineStep step = machine_step(trace.step(), machine);
      std::vector<std::uint64_t> bytes(step.operations.size(), 0);
      std::size_t held = 0;
      for (const MachineOperation& one : step.operations) {
        for (const std::string& name : one.held_outputs) {
          ++held;
          for (std::size_t i = tensors.at(name).first; i <= tensors.at(name).last; ++i) {
            bytes[i] += tensors.at(name).bytes;
          }
        }
      }
      for (const std::uint64_t at : bytes) {
        EXPECT_LE(at, resident);
      }
      EXPECT_GE(held, before) << "more room, no fewer tensors in this step";
      before = held;
      for (const auto& [name, tensor] : tensors) {
        // What does not stay would not have fitted beside what does.
        const auto& outputs = step.operations[tensor.first].held_outputs;
        bool room = !contains(outputs, name);
        for (std::size_t i = tensor.first; i <= tensor.last; ++i) {
          room = room && bytes[i] + tensor.bytes <= resident;
        }
        EXPECT_FALSE(room) << name;
      }
    }
    EXPECT_GT(before, 0u);
  }
}

TEST(residency, everything_is_there_before_it_is_read_and_memory_is_not_asked_for_what_stays) {
  for (const char* model : {"resnet-8", "mobilenet-v2", "lstm-2"}) {
    const trace::Trace trace = trace_of(model, 2);
    for (const auto& [choice, change] : choices()) {
      const MachineStep step = machine_step(trace.step(), machine_of("systolic", kAll, change));
      std::set<std::string> held, ever;
      for (const MachineOperation& one : step.operations) {
        if (!is_pass(one)) {
          held.clear();  // the chain has ended
        }
        for (const std::string& name : one.held_inputs) {
          EXPECT_TRUE(held.contains(name)) << choice << ' ' << one.operation.name << ' ' << name;
        }
        for (const std::string& name : one.operation.inputs) {
          EXPECT_FALSE(ever.contains(name)) << choice << ' ' << one.operation.name << ' ' << name;
        }
        held.insert(one.held_outputs.begin(), one.held_outputs.end());
        ever.insert(one.held_outputs.begin(), one.held_outputs.end());
      }
      EXPECT_FALSE(ever.empty()) << choice;
    }
  }
}

TEST(residency, no_bytes_set_aside_leave_the_step_as_it_is) {
  const trace::Trace trace = trace_of("resnet-8", 2);
  for (const auto& [choice, change] : choices()) {
    for (const MachineOperation& one :
         machine_step(trace.step(), machine_of("systolic", 0, change)).operations) {
      EXPECT_TRUE(one.held_inputs.empty() && one.held_outputs.empty()) << choice;
    }
  }
}

TEST(residency, a_quantization_that_makes_no_codes_stores_what_its_product_reads) {
  const trace::Trace trace = trace_of("resnet-8", 2, "static:fp32");
  const trace::Assignment& bits = trace.schedule.front().assignment;
  const arch::AcceleratorSpec machine = machine_of("systolic", kAll, choices().at("default"));
  const MachineStep step = machine_step(trace.step(), machine);
  std::size_t stored = 0;
  for (const MachineOperation& one : step.operations) {
    if (one.operation.cls != OperationClass::quantize) {
      continue;
    }
    const auto job = std::get<VectorJob>(resolve(one, step.tensors, bits, machine));
    if (one.held_inputs.empty() || one.operation.outputs.empty()) {
      EXPECT_EQ(job.elements, 0u) << one.operation.name;
      continue;
    }
    ++stored;
    const trace::Tensor& codes = step.tensors.tensor(one.operation.outputs.front());
    ASSERT_EQ(job.outputs.size(), 1u);
    EXPECT_EQ(job.outputs[0].elements, codes.elements());
    EXPECT_EQ(job.outputs[0].bits,
              arch::stored_bits(machine.storage, codes.role, trace::Format::codes, 0));
    EXPECT_EQ(job.adds_per_element + job.multiplies_per_element, 0);
    EXPECT_TRUE(job.inputs.empty());
  }
  EXPECT_GT(stored, 0u);
}

TEST(residency, tiles_and_blocks_have_the_rest_of_the_output_buffer) {
  arch::AcceleratorSpec machine = preset("systolic");
  const std::uint64_t capacity = machine.output_buffer.capacity().count();
  const trace::Convolution layer{.batch = 8,
                                 .in_channels = 64,
                                 .in_height = 16,
                                 .in_width = 16,
                                 .out_channels = 64,
                                 .kernel = 3,
                                 .pad = 1};
  for (const std::uint64_t resident : {std::uint64_t{0}, capacity / 2, capacity - 4096}) {
    machine.training.resident_bytes = resident;
    const MatrixJob job = matrix_job(OperationClass::forward, layer, 8, 8, machine);
    const Mapping mapping = best_mapping(job, machine);
    EXPECT_LE(buffer_need(job, mapping, machine).output, capacity - resident);
    VectorJob pass;
    pass.elements = 1 << 20;
    pass.outputs = {{Role::activation, 1 << 20, 16}};
    EXPECT_LE(vector_block(pass, machine) * 2, (capacity - resident) / 2);
  }
  machine.training.resident_bytes = 0;
  const MatrixJob job = matrix_job(OperationClass::forward, layer, 8, 8, machine);
  const Mapping large = best_mapping(job, machine);
  machine.training.resident_bytes = capacity - 1;
  const auto wrong = why_illegal(job, large, machine);
  ASSERT_FALSE(wrong.empty());
  EXPECT_NE(wrong.front().find("output_buffer, which has 1"), std::string::npos) << wrong.front();
}

TEST(residency, jobs_that_hold_are_others_than_those_that_do_not) {
  VectorJob pass;
  pass.elements = 100;
  VectorJob holds = pass;
  holds.held_inputs = {{Role::activation, 100, 16}};
  VectorJob gives = pass;
  gives.held_outputs = holds.held_inputs;
  EXPECT_NE(job_key(pass), job_key(holds));
  EXPECT_NE(job_key(pass), job_key(gives));
  EXPECT_NE(job_key(holds), job_key(gives));
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

TEST(residency, more_than_the_output_buffer_cannot_be_set_aside) {
  EXPECT_EQ(complaint("training.resident_bytes=262143"), "accepted");
  for (const char* value : {"262144", "1000000000"}) {
    EXPECT_NE(complaint(std::string("training.resident_bytes=") + value).find("262144 bytes"),
              std::string::npos)
        << value;
  }
  EXPECT_NE(complaint("training.resident_bytes=-1").find("resident_bytes"), std::string::npos);
}

}  // namespace residency_test
}  // namespace metronome::mapping
