// Passes that vanish because products do their work whenever they load an operand: which may, what
// they move then, and what is left of them.
#include "arch/mapping/input_path.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "arch/mapping/job.hpp"
#include "arch/mapping/step_index.hpp"
#include "machines.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/lowering.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace input_path_test {

using testing::ElementsAre;
using testing::IsEmpty;
using trace::OperationClass;
using trace::Role;

constexpr std::uint64_t kBatch = 2;
constexpr std::uint64_t kChannels = 3;
constexpr std::uint64_t kPixels = kBatch * 8 * 8;         // of a feature map
constexpr std::uint64_t kElements = kPixels * kChannels;  // likewise

/// c1 - n1 - r1 - c2 - n2 - r2 - pool - fc; with `residual` r1 is added to n2.
trace::Step chain(bool residual = false) {
  using model::Node;
  const model::Convolution conv{.out_channels = 3, .kernel = 3, .stride = 1, .pad = 1};
  const model::Shape image{3, 8, 8};
  model::Graph graph{
      "chain",
      {Node{"input", model::Input{}, {}, image}, Node{"c1", conv, {0}, image},
       Node{"n1", model::BatchNorm{}, {1}, image}, Node{"r1", model::Relu{}, {2}, image},
       Node{"c2", conv, {3}, image}, Node{"n2", model::BatchNorm{}, {4}, image}}};
  if (residual) {
    graph.nodes.push_back(Node{"sum", model::Add{}, {5, 3}, image});
  }
  const auto add = [&](Node node) {
    node.inputs = {graph.nodes.size() - 1};
    graph.nodes.push_back(std::move(node));
  };
  add(Node{"r2", model::Relu{}, {}, image});
  add(Node{"pool", model::GlobalAveragePool{}, {}, {3, 1, 1}});
  add(Node{"fc", model::Linear{.out_features = 5}, {}, {5, 1, 1}});
  return trace::lower(graph, "synthetic", kBatch, trace::DxScale::prescale_requantize);
}

using Change = void (*)(arch::TrainingSpec&);

arch::AcceleratorSpec machine_with(arch::InputPath path, Change change = {}) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.training.output_path = arch::OutputPath::elementwise;
  machine.training.input_path = path;
  if (change != nullptr) {
    change(machine.training);
  }
  return machine;
}

void delayed(arch::TrainingSpec& training) { training.range_method = arch::RangeMethod::delayed; }

/// Bits that cross the pins where every operation moves each of its tensors once.
std::uint64_t bits_of(const trace::Step& step, const arch::AcceleratorSpec& machine,
                      const trace::Assignment& assignment = {{8, 8}, {}}) {
  const MachineStep all = machine_step(step, machine);
  std::uint64_t bits = 0;
  const auto add = [&](const Stream& s) { bits += s.elements * s.bits; };
  for (const MachineOperation& one : all.operations) {
    const Job job = resolve(one, all.tensors, assignment, machine);
    if (const auto* pass = std::get_if<VectorJob>(&job)) {
      std::for_each(pass->inputs.begin(), pass->inputs.end(), add);
      std::for_each(pass->outputs.begin(), pass->outputs.end(), add);
      continue;
    }
    const auto& product = std::get<MatrixJob>(job);
    add(product.a);
    add(product.b);
    add(product.c);
    std::for_each(product.epilogue.inputs.begin(), product.epilogue.inputs.end(), add);
    std::for_each(product.epilogue.outputs.begin(), product.epilogue.outputs.end(), add);
    for (const auto& made : {product.a_made, product.b_made}) {
      if (made) {
        std::for_each(made->beside.begin(), made->beside.end(), add);
      }
    }
  }
  return bits;
}

std::set<std::string> names_of(const MachineStep& step) {
  std::set<std::string> names;
  for (const MachineOperation& one : step.operations) {
    names.insert(one.operation.name);
  }
  return names;
}

const MachineOperation& find(const MachineStep& step, const std::string& name) {
  for (const MachineOperation& one : step.operations) {
    if (one.operation.name == name) {
      return one;
    }
  }
  throw std::out_of_range(name);
}

// Real numbers have 16 bits, codes 8, masks 1, corrections 32 (one a position).
TEST(input_path, of_two_passes_for_a_range_saves_the_bytes_of_the_passes_that_vanish) {
  const trace::Step step = chain();
  const std::uint64_t before = bits_of(step, machine_with(arch::InputPath::none));
  const std::uint64_t after = bits_of(step, machine_with(arch::InputPath::elementwise));
  // n1 and r1 forward: normalise 16 -> 16 + 1, quantize 16 -> 8, read 8 and 8 / read 16 and 16.
  const std::uint64_t forward = (16 + 16 + 1) + (16 + 8) + 8 + 8 - (16 + 16);
  // Backward: the sums, of error, mask and c1's output / of the latter beside c2's input gradient;
  // the gradient 16 + 1 + 16 -> 16 / without the mask; quantize 16 -> 8, read 8 / read 16.
  const std::uint64_t backward = (16 + 1 + 16) - 16 + 1 + (16 + 8) + 8 - 16;
  // The error of c2: quantize 16 -> 8 + 8, read 8 and 8 / read 16 and 16; corrections, both ways.
  const std::uint64_t error = (16 + 8 + 8) + 8 + 8 - (16 + 16);
  const std::uint64_t corrections = 2 * 32;
  const std::uint64_t images = (16 + 8) + 8 + 8 - (16 + 16);
  EXPECT_EQ(before - after,
            (forward + backward + error + images) * kElements + corrections * kPixels)
      << "fc multiplies real numbers, which nothing rounds";
}

TEST(input_path, of_known_ranges_saves_the_bytes_of_the_passes_that_vanish) {
  const trace::Step step = chain();
  const std::uint64_t before = bits_of(step, machine_with(arch::InputPath::none, delayed));
  const std::uint64_t after = bits_of(step, machine_with(arch::InputPath::elementwise, delayed));
  // Normalise and round 16 -> 8 + 1, read 8 and 8 / read 16 and 16.
  const std::uint64_t forward = (16 + 8 + 1) + 8 + 8 - (16 + 16);
  // The sums as above; the gradient rounded 16 + 1 + 16 -> 8, read 8 / read 16 + 16.
  const std::uint64_t backward = (16 + 1 + 16) - 16 + (16 + 1 + 16) + 8 + 8 - (16 + 16);
  // n2's likewise to two kinds of codes / read twice with its mask, which pooling keeps.
  const std::uint64_t error_before = (16 + 1 + 16) + 8 + 8 + 8 + 8;
  const std::uint64_t error_after = 2 * (16 + 1 + 16);
  const std::uint64_t corrections = 2 * 32;
  const std::uint64_t images = (16 + 8) + 8 + 8 - (16 + 16);
  EXPECT_EQ(
      before + error_after * kElements,
      after + (forward + backward + error_before + images) * kElements + corrections * kPixels);
}

TEST(input_path, leaves_the_passes_that_data_dependences_need) {
  const trace::Step step = chain();
  const MachineStep two = machine_step(step, machine_with(arch::InputPath::elementwise));
  const std::set<std::string> passes = names_of(two);
  for (const char* gone : {"n1.statistics", "n1.normalize", "r1.quantize", "n1.backward_reduce",
                           "c1.quantize_error", "c2.quantize_error", "input.quantize"}) {
    EXPECT_FALSE(passes.contains(gone)) << gone;
  }
  // What is pooled, sums of an error that no product writes, ranges before rounding, parameters.
  for (const char* stays : {"n2.normalize", "n2.backward_reduce", "n1.backward", "n2.backward",
                            "input.range", "c1.quantize_weight", "c2.quantize_weight"}) {
    EXPECT_TRUE(passes.contains(stays)) << stays;
  }
  const std::set<std::string> known =
      names_of(machine_step(step, machine_with(arch::InputPath::elementwise, delayed)));
  EXPECT_FALSE(known.contains("n1.backward"));
  EXPECT_FALSE(known.contains("n2.backward"));
  EXPECT_TRUE(known.contains("n2.normalize"));
}

TEST(input_path, operands_are_made_of_what_lies_in_memory) {
  const MachineStep step =
      machine_step(chain(), machine_with(arch::InputPath::elementwise, delayed));
  const MachineOperation& forward = find(step, "c2.forward");
  EXPECT_THAT(forward.operation.inputs, ElementsAre("c1.output", "c2.weight.codes"));
  EXPECT_EQ(forward.loads[0].as, "r1.codes");
  EXPECT_THAT(forward.loads[0].beside, IsEmpty());
  EXPECT_TRUE(forward.loads[1].as.empty());
  const MachineOperation& gradient = find(step, "c1.weight_gradient");
  EXPECT_EQ(gradient.loads[0].as, "c1.error_codes");
  EXPECT_EQ(gradient.operation.inputs[0], "c2.input_error");
  EXPECT_THAT(gradient.loads[0].beside, ElementsAre("c1.output")) << "the mask is made of it";
  EXPECT_EQ(gradient.operation.inputs[1], "images");
  const MachineOperation& back = find(step, "c2.input_gradient");
  EXPECT_THAT(back.operation.inputs, ElementsAre("pool.input_error", "c2.weight.codes"))
      << "no corrections are read";
}

// Each element: normalise 1 + 1 x, ReLU 1, round 3 + 1 x; an error with noise 4 + 1 x, and with
// the sum of its corrections 1 + 1 x more; batch norm's gradient 3 + 3 x, its mask made again 2 + 1
// x; a range 2.
TEST(input_path, every_load_does_the_work_of_the_passes) {
  const MachineStep two = machine_step(chain(), machine_with(arch::InputPath::elementwise));
  const auto expect = [](const LoadedOperand& load, double adds, double multiplies) {
    EXPECT_DOUBLE_EQ(load.adds_per_element, adds) << load.as;
    EXPECT_DOUBLE_EQ(load.multiplies_per_element, multiplies) << load.as;
  };
  expect(find(two, "c2.forward").loads[0], 1 + 1 + 3, 1 + 1);
  expect(find(two, "c2.weight_gradient").loads[1], 1 + 1 + 3, 1 + 1);
  expect(find(two, "c2.weight_gradient").loads[0], 4, 1);
  expect(find(two, "c2.input_gradient").loads[0], 4 + 1, 1 + 1);
  expect(find(two, "c1.weight_gradient").loads[0], 4, 1);
  // The range of r1 follows from that of each channel of c1's output, found with its statistics.
  EXPECT_EQ(find(two, "c1.forward").fused.adds_per_result, 2 + 2);
  EXPECT_EQ(find(two, "c2.forward").fused.adds_per_result, 2);
  // Sums beside c2's input gradient: 3 + 2 x, and the mask.
  EXPECT_EQ(find(two, "c2.input_gradient").fused.adds_per_result, 3 + 2);
  EXPECT_EQ(find(two, "c2.input_gradient").fused.multiplies_per_result, 2 + 1);
  const auto& backward = std::get<trace::VectorWork>(find(two, "n1.backward").operation.work);
  EXPECT_EQ(backward.adds_per_element, 3 + 2 + 2);

  const MachineStep known =
      machine_step(chain(), machine_with(arch::InputPath::elementwise, delayed));
  expect(find(known, "c1.weight_gradient").loads[0], 3 + 2 + 4 + 2, 3 + 1 + 1);
  // Of the two that read n2's error the first finds its range for the next iteration.
  expect(find(known, "c2.input_gradient").loads[0], 3 + 4 + 1 + 2, 3 + 1 + 1);
  expect(find(known, "c2.weight_gradient").loads[0], 3 + 4, 3 + 1);
  const MachineStep local =
      machine_step(chain(), machine_with(arch::InputPath::elementwise, [](arch::TrainingSpec& t) {
                     t.range_method = arch::RangeMethod::block_local;
                   }));
  expect(find(local, "c2.weight_gradient").loads[0], 3 + 4 + 2, 3 + 1);
  expect(find(local, "c2.forward").loads[0], 1 + 1 + 3 + 2, 1 + 1);
}

TEST(input_path, a_tensor_of_two_kinds_of_readers_is_stored_and_rounded_as_it_is_loaded) {
  const MachineStep step = machine_step(chain(true), machine_with(arch::InputPath::elementwise));
  const std::set<std::string> passes = names_of(step);
  EXPECT_TRUE(passes.contains("n1.normalize")) << "the residual sum reads r1 in full width";
  EXPECT_FALSE(passes.contains("r1.quantize"));
  EXPECT_EQ(find(step, "c2.forward").operation.inputs[0], "r1.output");
  // The error of r1 is a sum of two, which no product writes.
  EXPECT_TRUE(passes.contains("r1.sum_errors"));
  EXPECT_TRUE(passes.contains("n1.backward_reduce"));
  const auto& reduce = std::get<trace::VectorWork>(find(step, "n1.backward_reduce").operation.work);
  EXPECT_EQ(reduce.adds_per_element, 3) << "its mask is there";
}

TEST(input_path, without_an_output_path_statistics_are_passes_and_find_the_range) {
  const MachineStep step = machine_step(
      chain(), machine_with(arch::InputPath::elementwise,
                            [](arch::TrainingSpec& t) { t.output_path = arch::OutputPath::none; }));
  const auto& statistics = std::get<trace::VectorWork>(find(step, "n1.statistics").operation.work);
  EXPECT_EQ(statistics.adds_per_element, 2 + 2);
  EXPECT_FALSE(names_of(step).contains("n1.normalize"));
  EXPECT_TRUE(names_of(step).contains("n1.backward_reduce"));
}

TEST(output_path, rounds_as_results_leave_only_where_the_range_is_known) {
  const trace::Step step = trace::make_trace("transformer-base", "wikitext-103", 2,
                                             schedule::parse_schedule("static:8,backward=8"), 1,
                                             trace::DxScale::prescale_requantize)
                               .step();
  const auto rounds = [&](Change change) {
    std::size_t count = 0;
    const MachineStep out = machine_step(step, machine_with(arch::InputPath::none, change));
    for (const MachineOperation& one : out.operations) {
      for (const std::string& name : one.fused.outputs) {
        count += out.tensors.tensor(name).format == trace::Format::codes ? 1 : 0;
      }
    }
    return count;
  };
  EXPECT_EQ(rounds(nullptr), 0u);
  EXPECT_GT(rounds(delayed), 20u);
}

TEST(input_path, in_fp32_nothing_is_rounded_and_first_and_last_layers_read_real_numbers) {
  const arch::AcceleratorSpec machine = machine_with(arch::InputPath::elementwise);
  const MachineStep step = machine_step(chain(), machine);
  const trace::Assignment assignment{{8, 8}, {{"c1", {0, 0}}, {"fc", {0, 0}}}};
  const auto job = [&](const std::string& name) {
    return std::get<MatrixJob>(resolve(find(step, name), step.tensors, assignment, machine));
  };
  const MatrixJob first = job("c1.forward");
  EXPECT_EQ(first.executor, Executor::vector_unit);
  EXPECT_EQ(first.a_loading, ElementCost{});
  EXPECT_EQ(first.a_held_bits(), machine.storage.activation_bits);
  const MatrixJob second = job("c2.forward");
  EXPECT_EQ(second.operands.a_bits, 8);
  EXPECT_EQ(second.a.bits, machine.storage.stash_bits);
  EXPECT_EQ(second.a_held_bits(), 8u);
  EXPECT_EQ(second.a_role(), Role::activation);
  EXPECT_EQ(second.a.role, Role::stash);
}

TEST(input_path, five_bit_operands_take_five_bits_in_the_buffer_and_sixteen_in_memory) {
  const arch::AcceleratorSpec machine = machine_with(arch::InputPath::elementwise);
  const MachineStep step = machine_step(chain(), machine);
  const auto job = std::get<MatrixJob>(
      resolve(find(step, "c2.forward"), step.tensors, trace::Assignment{{5, 8}, {}}, machine));
  EXPECT_EQ(job.operands.a_bits, 5);
  EXPECT_EQ(job.a_held_bits(), 5u);
  EXPECT_EQ(job.a.bits, 16u);
}

TEST(input_path, parts_of_a_batch_and_recomputed_outputs_are_made_alike) {
  const MachineStep parts =
      machine_step(chain(), machine_with(arch::InputPath::elementwise,
                                         [](arch::TrainingSpec& t) { t.micro_batches = 2; }));
  EXPECT_EQ(find(parts, "c2.forward@2").operation.inputs[0], "c1.output@2");
  EXPECT_FALSE(names_of(parts).contains("n1.normalize@2"));
  EXPECT_FALSE(names_of(parts).contains("n1.backward_reduce@2"));
  const MachineStep again = machine_step(
      chain(), machine_with(arch::InputPath::elementwise,
                            [](arch::TrainingSpec& t) { t.stash = arch::Stash::recompute; }));
  const MachineOperation& recomputed = find(again, "c2.forward.recompute");
  EXPECT_EQ(recomputed.operation.inputs[0], "c1.output.again");
  EXPECT_EQ(recomputed.loads[0].as, "r1.codes");
  EXPECT_EQ(find(again, "c2.weight_gradient").operation.inputs[1], "c1.output.again");
  const StepIndex uses(again.operations);
  const auto loss = static_cast<std::size_t>(
      std::find_if(again.operations.begin(), again.operations.end(),
                   [](const MachineOperation& one) {
                     return one.operation.name == "loss.softmax_cross_entropy";
                   }) -
      again.operations.begin());
  EXPECT_LT(uses.readers("c1.output").back(), loss) << "nothing of the forward pass is kept";
}

TEST(input_path, what_is_made_on_the_way_in_has_no_second_copy) {
  const MachineStep step =
      machine_step(chain(), machine_with(arch::InputPath::elementwise, [](arch::TrainingSpec& t) {
                     t.transposed_reads = arch::TransposedReads::dual_copy;
                   }));
  const StepIndex uses(step.operations);
  EXPECT_TRUE(uses.writers("r1.codes.transposed").empty());
  EXPECT_EQ(uses.writers("c2.weight.codes.transposed").size(), 1u);
  arch::AcceleratorSpec machine = machine_with(arch::InputPath::elementwise);
  machine.training.transposed_reads = arch::TransposedReads::dual_copy;
  machine.vector.transposer_elements_per_lane_cycle = 1;
  const auto job = [&](const std::string& name) {
    return std::get<MatrixJob>(
        resolve(find(step, name), step.tensors, trace::Assignment{{8, 8}, {}}, machine));
  };
  EXPECT_EQ(job("c2.weight_gradient").a_loading.units.transposed, 1);
  EXPECT_EQ(job("c2.input_gradient").b_loading.units.transposed, 0) << "a copy";
}

TEST(input_path, of_inference_normalises_on_the_way_in_with_fixed_ranges) {
  trace::ModelRequest request{.model = "resnet-8", .dataset = "cifar-10", .inference = true};
  const trace::Step step = trace::lower(trace::requested_model(request), "cifar-10", 2,
                                        trace::DxScale::prescale_requantize);
  const MachineStep out = machine_step(step, machine_with(arch::InputPath::elementwise));
  const std::set<std::string> passes = names_of(out);
  EXPECT_FALSE(passes.contains("group1_layer0.bn1.normalize"));
  EXPECT_TRUE(passes.contains("bn1.normalize")) << "the residual path reads relu1";
  const LoadedOperand& load = find(out, "group1_layer0.conv2.forward").loads[0];
  EXPECT_DOUBLE_EQ(load.adds_per_element, 1 + 1 + 3);
  // The block's end: two convolutions read it, and make it with its residual.
  EXPECT_FALSE(passes.contains("group1_layer0.bn2.normalize"));
  const MachineOperation& next = find(out, "group2_layer0.conv1.forward");
  EXPECT_EQ(next.operation.inputs[0], "group1_layer0.conv2.output");
  EXPECT_THAT(next.loads[0].beside, ElementsAre("relu1.output"));
  EXPECT_DOUBLE_EQ(next.loads[0].adds_per_element, 1 + 1 + 1 + 3);
}

TEST(input_path, names_of_keys_and_bad_values) {
  const auto with = [](const std::string& value) {
    return config::load<arch::AcceleratorSpec>(
        metronome::source_dir() + "/configs/arch/plain_systolic_512.yaml",
        {config::parse_override("training.input_path=" + value)});
  };
  EXPECT_EQ(with("elementwise").training.input_path, arch::InputPath::elementwise);
  EXPECT_EQ(with("none").training.input_path, arch::InputPath::none);
  for (const char* bad : {"reductions", "true", "1"}) {
    try {
      (void)with(bad);
      ADD_FAILURE() << bad;
    } catch (const UserError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("input_path")) << error.what();
    }
  }
}

}  // namespace input_path_test
}  // namespace metronome::mapping
