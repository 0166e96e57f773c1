// What the choices of training on a machine do to a step.
#include "arch/mapping/machine_step.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "arch/mapping/micro_batches.hpp"
#include "arch/mapping/step_index.hpp"
#include "machines.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace machine_step_test {

using trace::Format;
using trace::OperationClass;
using trace::Role;

trace::Step step_of(const std::string& model, std::uint64_t batch = 4) {
  const std::string data = model == "lstm-2"             ? "ptb"
                           : model == "transformer-base" ? "wikitext-103"
                                                         : "cifar-10";
  return trace::make_trace(model, data, batch, schedule::parse_schedule("static:8,backward=8"), 1,
                           trace::DxScale::prescale_requantize)
      .step();
}

using Change = void (*)(arch::TrainingSpec&);
MachineStep with(const trace::Step& step, Change change) {
  arch::AcceleratorSpec machine = preset("systolic");
  change(machine.training);
  return machine_step(step, machine);
}

const std::map<std::string, Change>& choices() {
  static const std::map<std::string, Change> all{
      {"default", [](arch::TrainingSpec&) {}},
      {"delayed", [](arch::TrainingSpec& t) { t.range_method = arch::RangeMethod::delayed; }},
      {"merged",
       [](arch::TrainingSpec& t) { t.batch_norm_passes = arch::BatchNormPasses::merged_on_chip; }},
      {"reductions", [](arch::TrainingSpec& t) { t.output_path = arch::OutputPath::reductions; }},
      {"elementwise",
       [](arch::TrainingSpec& t) {
         t.output_path = arch::OutputPath::elementwise;
         t.range_method = arch::RangeMethod::delayed;
       }},
      {"recompute", [](arch::TrainingSpec& t) { t.stash = arch::Stash::recompute; }},
      {"dual copy",
       [](arch::TrainingSpec& t) { t.transposed_reads = arch::TransposedReads::dual_copy; }},
      {"update", [](arch::TrainingSpec& t) { t.update = arch::Update::with_gradient; }},
      {"near data", [](arch::TrainingSpec& t) { t.update = arch::Update::near_data; }},
      {"near data, merged",
       [](arch::TrainingSpec& t) {
         t.update = arch::Update::near_data;
         t.range_method = arch::RangeMethod::delayed;
         t.batch_norm_passes = arch::BatchNormPasses::merged_on_chip;
         t.output_path = arch::OutputPath::elementwise;
         t.micro_batches = 2;
       }},
      {"micro batches", [](arch::TrainingSpec& t) { t.micro_batches = 2; }},
      {"input path", [](arch::TrainingSpec& t) { t.input_path = arch::InputPath::elementwise; }},
      {"both paths",
       [](arch::TrainingSpec& t) {
         t.input_path = arch::InputPath::elementwise;
         t.output_path = arch::OutputPath::elementwise;
       }},
      {"both paths, delayed",
       [](arch::TrainingSpec& t) {
         t.input_path = arch::InputPath::elementwise;
         t.output_path = arch::OutputPath::elementwise;
         t.range_method = arch::RangeMethod::delayed;
       }},
      {"both paths, recompute, parts",
       [](arch::TrainingSpec& t) {
         t.input_path = arch::InputPath::elementwise;
         t.output_path = arch::OutputPath::reductions;
         t.stash = arch::Stash::recompute;
         t.micro_batches = 2;
       }},
      {"both paths, merged, copies, update",
       [](arch::TrainingSpec& t) {
         t.input_path = arch::InputPath::elementwise;
         t.output_path = arch::OutputPath::elementwise;
         t.batch_norm_passes = arch::BatchNormPasses::merged_on_chip;
         t.transposed_reads = arch::TransposedReads::dual_copy;
         t.update = arch::Update::with_gradient;
         t.range_method = arch::RangeMethod::block_local;
       }},
      {"everything", [](arch::TrainingSpec& t) {
         t.range_method = arch::RangeMethod::block_local;
         t.batch_norm_passes = arch::BatchNormPasses::merged_on_chip;
         t.output_path = arch::OutputPath::elementwise;
         t.input_path = arch::InputPath::elementwise;
         t.stash = arch::Stash::recompute;
         t.transposed_reads = arch::TransposedReads::dual_copy;
         t.update = arch::Update::with_gradient;
         t.micro_batches = 2;
       }}};
  return all;
}

std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(machine_step, the_defaults_are_the_step_itself) {
  const trace::Step step = step_of("resnet-8");
  const MachineStep out = with(step, choices().at("default"));
  ASSERT_EQ(out.operations.size(), step.operations.size());
  for (std::size_t i = 0; i < out.operations.size(); ++i) {
    EXPECT_EQ(out.operations[i], MachineOperation(step.operations[i]));
  }
  EXPECT_EQ(out.tensors.tensors, step.tensors);
}

/// Whatever is chosen, the step computes: all that is read was there before or has been written,
/// and all that was read in the trace and not part of a fused pass is still written.
TEST(machine_step, everything_is_written_before_it_is_read_under_every_choice) {
  for (const char* model : {"resnet-8", "lstm-2", "transformer-base", "mobilenet-v2"}) {
    const trace::Step step = step_of(model);
    std::set<std::string> persists;
    std::set<std::string> written;
    for (const trace::Operation& operation : step.operations) {
      for (const std::string& name : operation.inputs) {
        if (!written.contains(name)) {
          persists.insert(name);
        }
      }
      written.insert(operation.outputs.begin(), operation.outputs.end());
    }
    for (const auto& [name, change] : choices()) {
      const MachineStep out = with(step, change);
      std::set<std::string> there = persists;
      std::set<std::string> names;
      for (const MachineOperation& one : out.operations) {
        ASSERT_TRUE(names.insert(one.operation.name).second) << name << ' ' << one.operation.name;
        const auto beside = joined(one.loads[0].beside, one.loads[1].beside);
        for (const std::string& input :
             joined(joined(one.operation.inputs, one.fused.inputs), beside)) {
          ASSERT_TRUE(there.contains(input))
              << model << ", " << name << ": " << one.operation.name << " reads " << input;
        }
        if (!is_matrix(one) || one.fused.keeps_product) {
          there.insert(one.operation.outputs.begin(), one.operation.outputs.end());
        } else {
          there.erase(one.operation.outputs.front());
        }
        there.insert(one.fused.outputs.begin(), one.fused.outputs.end());
      }
    }
  }
}

/// Lane operations and multiply-accumulates of a step, by class.
struct Work {
  double lanes = 0;
  double macs = 0;
};
Work work_of(const MachineStep& step) {
  Work sum;
  const TensorIndex tensors(step.tensors);
  for (const MachineOperation& one : step.operations) {
    if (const auto* vector = std::get_if<trace::VectorWork>(&one.operation.work)) {
      sum.lanes += static_cast<double>(vector->elements) *
                   (vector->adds_per_element + vector->multiplies_per_element);
      continue;
    }
    const trace::Convolution& c = std::get<trace::MatrixWork>(one.operation.work).convolution;
    sum.macs += static_cast<double>(c.groups * trace::gemm_of(c, OperationClass::forward).macs());
    sum.lanes += static_cast<double>(tensors.at(one.operation.outputs.front()).elements()) *
                 (one.fused.adds_per_result + one.fused.multiplies_per_result);
  }
  return sum;
}

TEST(machine_step, work_is_moved_and_not_lost) {
  for (const char* model : {"resnet-8", "lstm-2", "transformer-base", "mobilenet-v2"}) {
    const trace::Step step = step_of(model);
    const Work plain = work_of(with(step, choices().at("default")));
    for (const char* same :
         {"merged", "reductions", "dual copy", "update", "micro batches", "delayed"}) {
      const Work other = work_of(with(step, choices().at(same)));
      EXPECT_EQ(other.macs, plain.macs) << model << ' ' << same;
      if (std::string(same) == "delayed") {  // without the passes that only find a range
        double ranges = 0;
        for (const trace::Operation& operation : step.operations) {
          if (operation.cls == OperationClass::quantize && operation.outputs.empty()) {
            const auto& work = std::get<trace::VectorWork>(operation.work);
            ranges += static_cast<double>(work.elements) * work.adds_per_element;
          }
        }
        EXPECT_GT(ranges, 0) << model;
        EXPECT_NEAR(other.lanes, plain.lanes - ranges, 1e-9 * plain.lanes) << model;
      } else if (std::string(same) != "micro batches") {  // a part's weights are quantized once
        EXPECT_NEAR(other.lanes, plain.lanes, 1e-9 * plain.lanes) << model << ' ' << same;
      } else {
        EXPECT_NEAR(other.lanes, plain.lanes, 0.01 * plain.lanes) << model;
      }
    }
  }
}

std::size_t count(const MachineStep& step,
                  const std::function<bool(const MachineOperation&)>& property) {
  return static_cast<std::size_t>(
      std::count_if(step.operations.begin(), step.operations.end(), property));
}

TEST(range_method, a_known_range_leaves_one_pass_where_there_were_two) {
  const trace::Step step = step_of("resnet-8");
  const MachineStep out = with(step, choices().at("delayed"));
  for (const MachineOperation& one : out.operations) {
    EXPECT_FALSE(one.operation.cls == OperationClass::quantize && one.operation.outputs.empty())
        << one.operation.name;
  }
  // The second convolution of a block reads codes alone: nobody reads the first one's real output.
  const StepIndex uses(out.operations);
  EXPECT_TRUE(uses.writers("group1_layer0.relu1.output").empty());
  EXPECT_EQ(uses.writers("group1_layer0.relu1.codes").size(), 1u);
  // The residual path reads the block's input in full width.
  EXPECT_EQ(uses.writers("relu1.output").size(), 1u);
}

TEST(output_path, statistics_are_made_as_the_product_leaves) {
  const trace::Step step = step_of("resnet-8");
  const MachineStep out = with(step, choices().at("reductions"));
  const auto statistics = [](const MachineOperation& one) {
    return one.operation.name.ends_with(".statistics");
  };
  EXPECT_GT(count(with(step, choices().at("default")), statistics), 8u);
  EXPECT_EQ(count(out, statistics), 0u);
  for (const MachineOperation& one : out.operations) {
    if (one.operation.cls == OperationClass::forward && one.operation.name != "fc.forward") {
      EXPECT_EQ(one.fused.adds_per_result, 2) << one.operation.name;  // sum, sum of squares
      EXPECT_EQ(one.fused.multiplies_per_result, 1) << one.operation.name;
      EXPECT_TRUE(one.fused.keeps_product) << one.operation.name;
    }
  }
}

TEST(output_path, biases_are_added_as_the_product_leaves_and_the_product_is_not_stored) {
  const MachineStep out = with(step_of("transformer-base", 2), choices().at("elementwise"));
  std::size_t with_bias = 0;
  for (const MachineOperation& one : out.operations) {
    EXPECT_FALSE(one.operation.name.ends_with("add_bias")) << one.operation.name;
    for (const std::string& name : one.fused.inputs) {
      if (name.ends_with(".bias.master")) {
        ++with_bias;
        EXPECT_FALSE(one.fused.keeps_product) << one.operation.name;
      }
    }
  }
  EXPECT_GT(with_bias, 20u);
}

TEST(stash, recomputed_outputs_do_not_live_into_the_backward_pass) {
  const trace::Step step = step_of("resnet-8");
  const MachineStep out = with(step, choices().at("recompute"));
  std::size_t loss = 0;
  for (std::size_t i = 0; i < out.operations.size(); ++i) {
    loss = out.operations[i].operation.name == "loss.softmax_cross_entropy" ? i : loss;
  }
  ASSERT_GT(loss, 0u);
  const StepIndex uses(out.operations);
  std::size_t recomputed = 0;
  for (const trace::Tensor& tensor : step.tensors) {
    if (tensor.role == Role::stash && tensor.format == Format::real) {
      EXPECT_LT(uses.readers(tensor.name).back(), loss) << tensor.name;
      recomputed += uses.writers(tensor.name + ".again").size();
    }
  }
  EXPECT_EQ(recomputed, count(out, [](const MachineOperation& one) {
              return one.operation.name.ends_with(".recompute");
            }));
  EXPECT_EQ(recomputed, 9u);  // ResNet-8: seven 3x3 convolutions and two 1x1 shortcuts
}

TEST(transposed_reads, second_copies_are_written_only_for_what_is_read_both_ways) {
  const MachineStep out = with(step_of("resnet-8"), choices().at("dual copy"));
  const StepIndex uses(out.operations);
  // Weights: forward, and transposed in dX; activations: forward, and transposed in dW.
  EXPECT_EQ(uses.writers("group1_layer0.conv1.weight.codes.transposed").size(), 1u);
  EXPECT_EQ(uses.writers("relu1.codes.transposed").size(), 1u);
  // The first layer has no dX; errors have a copy for dX of their own (prescaled) already.
  EXPECT_TRUE(uses.writers("conv1.weight.codes.transposed").empty());
  EXPECT_TRUE(uses.writers("group1_layer0.conv1.error_codes.transposed").empty());
}

TEST(update, gradients_of_products_are_consumed_as_they_leave) {
  const trace::Step step = step_of("resnet-8");
  const MachineStep out = with(step, choices().at("update"));
  for (const MachineOperation& one : out.operations) {
    if (one.operation.cls == OperationClass::weight_gradient) {
      EXPECT_FALSE(one.fused.keeps_product) << one.operation.name;
      EXPECT_EQ(one.fused.inputs.size(), 2u);   // master, momentum
      EXPECT_EQ(one.fused.outputs.size(), 2u);  // the same, anew
    }
  }
  const auto updates = [](const MachineOperation& one) {
    return one.operation.cls == OperationClass::update;
  };
  const MachineStep plain = with(step, choices().at("default"));
  const std::size_t products = count(plain, [](const MachineOperation& one) {
    return one.operation.cls == OperationClass::weight_gradient;
  });
  EXPECT_EQ(count(plain, updates), count(out, updates) + products);
}

TEST(micro_batches, parts_share_weights_and_accumulate_gradients) {
  const trace::Step step = step_of("resnet-8", 4);
  const MachineStep out = with(step, choices().at("micro batches"));
  EXPECT_EQ(out.tensors.batch, 2u);
  const auto named = [&](const std::string& end) {
    return count(out,
                 [&](const MachineOperation& one) { return one.operation.name.ends_with(end); });
  };
  EXPECT_EQ(named("conv1.quantize_weight"), named("conv1.forward"));
  EXPECT_EQ(named("conv1.forward"), named("conv1.forward@2"));
  EXPECT_EQ(named(".update@2"), 0u);
  for (const MachineOperation& one : out.operations) {
    if (one.operation.cls == OperationClass::weight_gradient) {
      const bool second = one.operation.name.ends_with("@2");
      ASSERT_EQ(one.operation.inputs.size(), second ? 3u : 2u) << one.operation.name;
      EXPECT_TRUE(!second || one.operation.inputs[2] == one.operation.outputs[0]);
    }
  }
}

TEST(micro_batches, gradients_that_grow_over_tokens_go_on_from_the_part_before) {
  const MachineStep out = with(step_of("lstm-2", 4), choices().at("micro batches"));
  std::size_t continued = 0;
  for (const MachineOperation& one : out.operations) {
    if (one.operation.cls == OperationClass::weight_gradient) {
      ASSERT_LE(one.operation.inputs.size(), 3u) << one.operation.name;
      const bool second = one.operation.name.ends_with("@2");
      ASSERT_TRUE(!second || one.operation.inputs.size() == 3u) << one.operation.name;
      continued += second && one.operation.inputs[2].ends_with(".recurrent.weight.gradient") &&
                           one.operation.outputs[0] != one.operation.inputs[2]
                       ? 1
                       : 0;
    }
  }
  EXPECT_EQ(continued, 2u);  // one for each layer, at the token that is first in backward order
}

TEST(micro_batches, what_the_host_does_with_new_masters_comes_behind_the_updates_once) {
  for (const bool reads : {true, false}) {
    trace::Step step = step_of("resnet-8", 4);
    step.operations.push_back(
        {"project",
         "conv1",
         OperationClass::host,
         trace::HostWork{.flops = 100, .words = 100},
         reads ? std::vector<std::string>{"conv1.weight.master"} : std::vector<std::string>{},
         {"conv1.weight.master"}});
    const MachineStep out = with(step, choices().at("micro batches"));
    const auto& last = out.operations.back().operation;
    EXPECT_EQ(last.name, "project");
    EXPECT_EQ(std::get<trace::HostWork>(last.work).flops, 100u) << "the whole of it";
    EXPECT_EQ(count(out,
                    [](const MachineOperation& one) {
                      return one.operation.name.starts_with("project");
                    }),
              1u);
    const std::vector<bool> behind = behind_all_parts(step);
    EXPECT_TRUE(behind.back());
    EXPECT_FALSE(behind.front());
  }
}

TEST(micro_batches, parts_that_do_not_divide_the_batch_are_refused) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.training.micro_batches = 3;
  EXPECT_THROW((void)machine_step(step_of("resnet-8", 4), machine), UserError);
}

TEST(batch_norm_passes, are_merged_where_the_tensor_fits_and_nowhere_else) {
  const trace::Step step = step_of("resnet-8", 2);
  arch::AcceleratorSpec machine = preset("systolic");
  machine.training.batch_norm_passes = arch::BatchNormPasses::merged_on_chip;
  const auto statistics = [](const MachineOperation& one) {
    return one.operation.name.ends_with(".statistics") && one.operation.outputs.empty();
  };
  // 2 x 32 x 32 x 16 values of 16 bits are 64 KiB.
  machine.input_buffer.bank_bytes = Bytes(65536);
  machine.input_buffer.banks = 1;
  // In the two blocks with a shortcut, its product comes between statistics and normalisation.
  EXPECT_EQ(count(machine_step(step, machine), statistics), 2u);
  machine.input_buffer.bank_bytes = Bytes(65536 - 64);
  const std::size_t left = count(machine_step(step, machine), statistics);
  EXPECT_EQ(left, 2u + 3u);  // also the first convolution and the two of the first group
  machine.input_buffer.bank_bytes = Bytes(64);
  EXPECT_EQ(count(machine_step(step, machine), statistics), 9u);
}

}  // namespace machine_step_test
}  // namespace metronome::mapping
