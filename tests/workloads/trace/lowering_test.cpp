#include "workloads/trace/lowering.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/base/error.hpp"
#include "workloads/trace/bit_operations.hpp"

namespace metronome::trace {
namespace lowering_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kBatch = 128;

Step resnet(std::size_t blocks, DxScale dx_scale = DxScale::prescale_requantize) {
  return lower(model::cifar_resnet(blocks, {3, 32, 32}, 10), "cifar-10", kBatch, dx_scale);
}

const Operation* find(const Step& step, const std::string& name) {
  const auto at = std::find_if(step.operations.begin(), step.operations.end(),
                               [&](const Operation& op) { return op.name == name; });
  return at == step.operations.end() ? nullptr : &*at;
}

/// The operation of that name; a test fails where there is none.
const Operation& operation(const Step& step, const std::string& name) {
  const Operation* found = find(step, name);
  EXPECT_NE(found, nullptr) << name;
  static const Operation none;
  return found == nullptr ? none : *found;
}

const VectorWork& vector_work(const Step& step, const std::string& name) {
  return std::get<VectorWork>(operation(step, name).work);
}

Step two_convolutions(bool relu_at_the_end) {
  using model::Node;
  const model::Convolution conv{.out_channels = 3, .kernel = 3, .stride = 1, .pad = 1};
  model::Graph graph{
      "tiny",
      {Node{"input", model::Input{}, {}, {3, 8, 8}}, Node{"c1", conv, {0}, {3, 8, 8}},
       Node{"n1", model::BatchNorm{}, {1}, {3, 8, 8}}, Node{"r1", model::Relu{}, {2}, {3, 8, 8}},
       Node{"c2", conv, {3}, {3, 8, 8}}, Node{"n2", model::BatchNorm{}, {4}, {3, 8, 8}},
       Node{"add", model::Add{}, {5, 3}, {3, 8, 8}}}};
  if (relu_at_the_end) {
    graph.nodes.push_back(Node{"r2", model::Relu{}, {6}, {3, 8, 8}});
  }
  graph.nodes.push_back(
      Node{"pool", model::GlobalAveragePool{}, {graph.nodes.size() - 1}, {3, 1, 1}});
  graph.nodes.push_back(
      Node{"fc", model::Linear{.out_features = 5}, {graph.nodes.size() - 1}, {5, 1, 1}});
  return lower(graph, "synthetic", 2, DxScale::prescale_requantize);
}

class every_resnet : public ::testing::TestWithParam<std::tuple<std::size_t, DxScale>> {
 protected:
  Step step_ = resnet(std::get<0>(GetParam()), std::get<1>(GetParam()));
};

TEST_P(every_resnet, reads_only_what_was_produced_earlier_or_persists) {
  std::set<std::string> available{"images"};
  for (const Tensor& tensor : step_.tensors) {
    if (tensor.role == Role::master || tensor.role == Role::optimizer_state) {
      available.insert(tensor.name);
    }
  }
  for (const Operation& op : step_.operations) {
    for (const std::string& input : op.inputs) {
      EXPECT_TRUE(available.contains(input)) << op.name << " reads " << input;
    }
    available.insert(op.outputs.begin(), op.outputs.end());
  }
}

TEST_P(every_resnet, names_every_tensor_and_operation_once_and_uses_each_tensor) {
  std::set<std::string> used;
  std::set<std::string> operations;
  for (const Operation& op : step_.operations) {
    EXPECT_TRUE(operations.insert(op.name).second) << op.name;
    used.insert(op.inputs.begin(), op.inputs.end());
    used.insert(op.outputs.begin(), op.outputs.end());
  }
  std::set<std::string> declared;
  for (const Tensor& tensor : step_.tensors) {
    EXPECT_TRUE(declared.insert(tensor.name).second) << tensor.name;
  }
  EXPECT_EQ(used, declared);
}

TEST_P(every_resnet, reads_whatever_it_writes_unless_that_persists) {
  std::set<std::string> read;
  for (const Operation& op : step_.operations) {
    read.insert(op.inputs.begin(), op.inputs.end());
  }
  for (const Tensor& tensor : step_.tensors) {
    EXPECT_TRUE(read.contains(tensor.name)) << tensor.name;
  }
}

TEST_P(every_resnet, has_operands_of_its_gemms_sizes) {
  for (const Operation& op : step_.operations) {
    if (const auto* work = std::get_if<MatrixWork>(&op.work)) {
      const Convolution& c = work->convolution;
      const std::uint64_t image = c.batch * c.in_height * c.in_width * c.in_channels;
      const std::uint64_t output = c.batch * c.out_height() * c.out_width() * c.out_channels;
      const std::uint64_t weight = c.out_channels * c.in_channels * c.taps();
      std::vector<std::uint64_t> wanted{image, weight, output};
      if (op.cls == OperationClass::input_gradient) {
        wanted = {output, weight, image};
      } else if (op.cls == OperationClass::weight_gradient) {
        wanted = {output, image, weight};
      }
      EXPECT_THAT((std::vector<std::uint64_t>{step_.tensor(op.inputs[0]).elements(),
                                              step_.tensor(op.inputs[1]).elements(),
                                              step_.tensor(op.outputs[0]).elements()}),
                  ::testing::ElementsAreArray(wanted))
          << op.name;
    }
  }
}

TEST_P(every_resnet, does_three_times_the_forward_macs_less_the_first_input_gradient) {
  const auto graph = model::cifar_resnet(std::get<0>(GetParam()), {3, 32, 32}, 10);
  const std::uint64_t forward = model::forward_macs(graph) * kBatch;
  std::map<OperationClass, std::uint64_t> macs;
  for (const Operation& op : step_.operations) {
    if (const auto* work = std::get_if<MatrixWork>(&op.work)) {
      macs[op.cls] += useful_macs(*work).count();
    }
  }
  // 3x3 convolution of 3 to 16 channels on 32x32 images.
  const std::uint64_t first = kBatch * 32 * 32 * 16 * 3 * 9;
  EXPECT_EQ(step_.forward_macs, Macs(forward));
  EXPECT_EQ(macs[OperationClass::forward], forward);
  EXPECT_EQ(macs[OperationClass::weight_gradient], forward);
  EXPECT_EQ(macs[OperationClass::input_gradient], forward - first);
}

INSTANTIATE_TEST_SUITE_P(lowering, every_resnet,
                         ::testing::Combine(::testing::Values(1, 3),
                                            ::testing::Values(DxScale::segmented,
                                                              DxScale::prescale_requantize,
                                                              DxScale::per_tensor)),
                         [](const auto& chosen) {
                           return "resnet_" + std::to_string(6 * std::get<0>(chosen.param) + 2) +
                                  "_" + std::string(enum_name(std::get<1>(chosen.param)));
                         });

TEST(lowering, the_images_need_a_range_pass_and_nothing_else_does_in_the_forward_pass) {
  const Step step = resnet(1);
  EXPECT_EQ(operation(step, "input.range").cls, OperationClass::quantize);
  EXPECT_THAT(operation(step, "input.range").inputs, ElementsAre("images"));
  EXPECT_THAT(operation(step, "input.range").outputs, IsEmpty());
  EXPECT_EQ(vector_work(step, "input.range"), (VectorWork{kBatch * 3 * 32 * 32, 2, 0}));
  EXPECT_EQ(find(step, "relu1.range"), nullptr);
}

TEST(lowering, a_quantized_convolution_takes_codes_and_writes_a_real_stash) {
  const Step step = resnet(1);
  const Operation& forward = operation(step, "group1_layer0.conv1.forward");
  EXPECT_THAT(forward.inputs, ElementsAre("relu1.codes", "group1_layer0.conv1.weight.codes"));
  const Tensor& codes = step.tensor("relu1.codes");
  EXPECT_EQ(codes.role, Role::activation);
  EXPECT_EQ(codes.format, Format::codes);
  EXPECT_THAT(codes.shape, ElementsAre(kBatch, 32, 32, 16));
  const Tensor& output = step.tensor(forward.outputs.at(0));
  EXPECT_EQ(output.role, Role::stash);
  EXPECT_EQ(output.format, Format::real);
  EXPECT_THAT(operation(step, "group1_layer0.conv1.range_weight").outputs, IsEmpty());
  EXPECT_EQ(vector_work(step, "group1_layer0.conv1.range_weight"), (VectorWork{16 * 16 * 9, 2, 0}));
  EXPECT_EQ(vector_work(step, "group1_layer0.conv1.quantize_weight"),
            (VectorWork{16 * 16 * 9, 3, 1}));
}

TEST(lowering, layers_that_read_one_node_share_its_quantization) {
  const Step step = resnet(1);
  const std::string shared = "group1_layer0.relu2.codes";
  EXPECT_EQ(operation(step, "group2_layer0.conv1.forward").inputs.at(0), shared);
  EXPECT_EQ(operation(step, "group2_layer0.downsample.forward").inputs.at(0), shared);
  EXPECT_EQ(operation(step, "group1_layer0.relu2.quantize").layer, "group2_layer0.conv1");
}

TEST(lowering, one_pass_normalises_adds_the_residual_applies_relu_and_keeps_the_range) {
  const Step step = resnet(1);
  const Operation& fused = operation(step, "group1_layer0.bn2.normalize");
  EXPECT_THAT(fused.inputs, ElementsAre("group1_layer0.conv2.output", "relu1.output"));
  EXPECT_THAT(fused.outputs, ElementsAre("group1_layer0.relu2.output", "group1_layer0.relu2.mask"));
  EXPECT_EQ(step.tensor(fused.outputs[1]).role, Role::stash);
  EXPECT_EQ(step.tensor(fused.outputs[1]).format, Format::mask);
  EXPECT_EQ(vector_work(step, fused.name), (VectorWork{kBatch * 32 * 32 * 16, 1 + 1 + 1 + 2, 1}));
  // Pooling reads the last block's output in FP32: no range.
  EXPECT_EQ(vector_work(step, "group3_layer0.bn2.normalize").adds_per_element, 1 + 1 + 1);
  EXPECT_EQ(vector_work(step, "bn1.normalize").adds_per_element, 1 + 1 + 2);
  EXPECT_EQ(vector_work(step, "bn1.statistics"), (VectorWork{kBatch * 32 * 32 * 16, 2, 1}));
}

TEST(lowering, the_shortcuts_batch_norm_writes_the_residual) {
  const Step step = resnet(1);
  const Operation& shortcut = operation(step, "group2_layer0.bn3.normalize");
  EXPECT_THAT(shortcut.outputs, ElementsAre("group2_layer0.bn3.output"));
  EXPECT_EQ(vector_work(step, shortcut.name).adds_per_element, 1);
  EXPECT_THAT(operation(step, "group2_layer0.bn2.normalize").inputs,
              ElementsAre("group2_layer0.conv2.output", "group2_layer0.bn3.output"));
}

TEST(lowering, the_linear_layer_stays_in_fp32) {
  const Step step = resnet(1);
  for (const char* name : {"fc.forward", "fc.input_gradient", "fc.weight_gradient"}) {
    const auto& work = std::get<MatrixWork>(operation(step, name).work);
    EXPECT_TRUE(work.fp32) << name;
    EXPECT_EQ(work.convolution,
              (Convolution{.batch = kBatch, .in_channels = 64, .out_channels = 10}))
        << name;
  }
  EXPECT_THAT(operation(step, "fc.forward").inputs, ElementsAre("pool.output", "fc.weight.master"));
  EXPECT_THAT(operation(step, "fc.add_bias").outputs, ElementsAre("fc.output"));
  EXPECT_EQ(find(step, "fc.quantize_weight"), nullptr);
  EXPECT_THAT(operation(step, "loss.softmax_cross_entropy").outputs,
              ElementsAre("fc.output_error"));
}

TEST(lowering, the_backward_pass_of_a_chain_writes_two_errors_where_it_added_a_residual) {
  const Step step = resnet(1);
  const Operation& fused = operation(step, "group1_layer0.bn2.backward");
  EXPECT_THAT(fused.inputs, ElementsAre("group1_layer0.relu2.output_error",
                                        "group1_layer0.relu2.mask", "group1_layer0.conv2.output"));
  EXPECT_THAT(fused.outputs,
              ElementsAre("group1_layer0.conv2.output_error", "group1_layer0.bn2.residual_error"));
  EXPECT_EQ(vector_work(step, fused.name), (VectorWork{kBatch * 32 * 32 * 16, 3 + 2, 3}));
  EXPECT_EQ(operation(step, "group1_layer0.bn2.backward_reduce").inputs, fused.inputs);
  EXPECT_EQ(vector_work(step, "group1_layer0.bn2.backward_reduce"),
            (VectorWork{kBatch * 32 * 32 * 16, 3, 2}));
  EXPECT_THAT(operation(step, "bn1.backward").outputs, ElementsAre("conv1.output_error"));
}

TEST(lowering, without_a_relu_the_residuals_error_is_the_sums_own) {
  EXPECT_THAT(operation(two_convolutions(true), "r1.sum_errors").inputs,
              ElementsAre("n2.residual_error", "c2.input_error"));
  const Step step = two_convolutions(false);
  EXPECT_THAT(operation(step, "n2.backward").outputs, ElementsAre("c2.output_error"));
  EXPECT_THAT(operation(step, "r1.sum_errors").inputs,
              ElementsAre("pool.input_error", "c2.input_error"));
}

TEST(lowering, a_step_is_these_operations_in_this_order) {
  std::vector<std::string> names;
  for (const Operation& op : two_convolutions(true).operations) {
    names.push_back(op.name);
  }
  EXPECT_THAT(
      names,
      ElementsAre("c1.range_weight", "c1.quantize_weight", "input.range", "input.quantize",
                  "c1.forward", "n1.statistics", "n1.normalize",                              //
                  "c2.range_weight", "c2.quantize_weight", "r1.quantize", "c2.forward",       //
                  "n2.statistics", "n2.normalize", "pool.average", "fc.forward",              //
                  "fc.add_bias", "loss.softmax_cross_entropy",                                //
                  "fc.bias_gradient", "fc.input_gradient", "fc.weight_gradient",              //
                  "pool.backward", "n2.backward_reduce", "n2.backward", "c2.quantize_error",  //
                  "c2.input_gradient", "c2.weight_gradient", "r1.sum_errors",                 //
                  "n1.backward_reduce", "n1.backward", "c1.quantize_error",                   //
                  "c1.weight_gradient", "c1.update", "n1.update", "c2.update", "n2.update",   //
                  "fc.update", "fc.update_bias"));
}

TEST(lowering, errors_of_a_node_with_two_readers_are_summed) {
  const Step step = resnet(1);
  EXPECT_THAT(
      operation(step, "group1_layer0.relu2.sum_errors").inputs,
      ElementsAre("group2_layer0.downsample.input_error", "group2_layer0.conv1.input_error"));
  EXPECT_THAT(operation(step, "relu1.sum_errors").inputs,
              ElementsAre("group1_layer0.bn2.residual_error", "group1_layer0.conv1.input_error"));
  EXPECT_EQ(vector_work(step, "relu1.sum_errors"), (VectorWork{kBatch * 32 * 32 * 16, 1, 0}));
}

TEST(lowering, prescaling_writes_scaled_codes_and_a_correction_for_the_input_gradient) {
  const Step step = resnet(1, DxScale::prescale_requantize);
  const Operation& quantize = operation(step, "group2_layer0.conv1.quantize_error");
  EXPECT_THAT(quantize.inputs, ElementsAre("group2_layer0.conv1.output_error"));
  EXPECT_THAT(quantize.outputs, ElementsAre("group2_layer0.conv1.error_codes",
                                            "group2_layer0.conv1.scaled_error_codes",
                                            "group2_layer0.conv1.zero_point_correction"));
  EXPECT_EQ(vector_work(step, quantize.name), (VectorWork{kBatch * 16 * 16 * 32, 4 + 5, 1 + 2}));
  const Tensor& correction = step.tensor(quantize.outputs[2]);
  EXPECT_EQ(correction.role, Role::partial_sum);
  EXPECT_EQ(correction.format, Format::real);
  EXPECT_THAT(correction.shape, ElementsAre(kBatch, 16, 16, 1));
  EXPECT_THAT(
      operation(step, "group2_layer0.conv1.input_gradient").inputs,
      ElementsAre(quantize.outputs[1], "group2_layer0.conv1.weight.codes", quantize.outputs[2]));
  EXPECT_EQ(operation(step, "group2_layer0.conv1.weight_gradient").inputs.at(0),
            quantize.outputs[0]);
}

TEST(lowering, the_first_layer_has_no_input_gradient_and_no_prescaled_error) {
  const Step step = resnet(1, DxScale::prescale_requantize);
  EXPECT_EQ(find(step, "conv1.input_gradient"), nullptr);
  EXPECT_THAT(operation(step, "conv1.quantize_error").outputs, ElementsAre("conv1.error_codes"));
  EXPECT_EQ(vector_work(step, "conv1.quantize_error"), (VectorWork{kBatch * 32 * 32 * 16, 4, 1}));
  EXPECT_EQ(find(resnet(1, DxScale::per_tensor), "conv1.quantize_weight_per_tensor"), nullptr);
}

TEST(lowering, per_tensor_scaling_quantizes_the_weights_again) {
  const Step step = resnet(1, DxScale::per_tensor);
  const Operation& quantize = operation(step, "group1_layer0.conv2.quantize_weight_per_tensor");
  EXPECT_THAT(quantize.inputs, ElementsAre("group1_layer0.conv2.weight.master"));
  EXPECT_THAT(operation(step, "group1_layer0.conv2.input_gradient").inputs,
              ElementsAre("group1_layer0.conv2.error_codes", quantize.outputs.at(0)));
}

TEST(lowering, segmented_scaling_uses_the_one_set_of_error_and_weight_codes) {
  const Step step = resnet(1, DxScale::segmented);
  EXPECT_THAT(operation(step, "group1_layer0.conv2.input_gradient").inputs,
              ElementsAre("group1_layer0.conv2.error_codes", "group1_layer0.conv2.weight.codes"));
}

TEST(lowering, an_update_moves_the_state_of_its_rule) {
  const auto graph = model::cifar_resnet(1, {3, 32, 32}, 10);
  // Words read and written for each weight: gradient, and twice the weight and the state.
  const std::map<UpdateRule, std::uint64_t> words{
      {UpdateRule::sgd, 3}, {UpdateRule::momentum, 5}, {UpdateRule::adam, 7}};
  for (const auto& [rule, expected] : words) {
    const Step step = lower(graph, "cifar-10", 2, DxScale::prescale_requantize, rule);
    std::size_t updates = 0;
    for (const Operation& op : step.operations) {
      if (op.cls == OperationClass::update) {
        ++updates;
        EXPECT_EQ(op.inputs.size() + op.outputs.size(), expected) << op.name;
      }
    }
    EXPECT_GT(updates, 10u);
  }
}

TEST(lowering, every_parameter_is_updated_once_with_momentum) {
  const Step step = resnet(1);
  std::uint64_t parameters = 0;
  for (const Operation& op : step.operations) {
    if (op.cls == OperationClass::update) {
      const auto& work = std::get<VectorWork>(op.work);
      parameters += work.elements;
      EXPECT_EQ(work.adds_per_element, 3) << op.name;
      EXPECT_EQ(work.multiplies_per_element, 3) << op.name;
      EXPECT_THAT(op.outputs, ElementsAre(op.inputs.at(0), op.inputs.at(1))) << op.name;
      EXPECT_EQ(step.tensor(op.inputs.at(1)).role, Role::optimizer_state) << op.name;
      EXPECT_EQ(step.tensor(op.inputs.at(2)).role, Role::gradient) << op.name;
    }
  }
  const auto graph = model::cifar_resnet(1, {3, 32, 32}, 10);
  std::uint64_t expected = 0;
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    expected += model::parameter_count(graph, i);
  }
  EXPECT_EQ(parameters, expected);
}

TEST(lowering, a_layer_that_is_not_quantized_multiplies_fp32_tensors) {
  model::Graph graph = model::cifar_resnet(1, {3, 32, 32}, 10);
  std::get<model::Convolution>(graph.nodes[1].layer).quantized = false;
  const Step step = lower(graph, "cifar-10", 4, DxScale::prescale_requantize);
  EXPECT_THAT(operation(step, "conv1.forward").inputs,
              ElementsAre("images", "conv1.weight.master"));
  EXPECT_THAT(operation(step, "conv1.weight_gradient").inputs,
              ElementsAre("conv1.output_error", "images"));
  EXPECT_EQ(find(step, "conv1.quantize_error"), nullptr);
  EXPECT_EQ(vector_work(step, "bn1.backward").adds_per_element, 3);
}

TEST(lowering, a_batch_of_nothing_is_a_user_error) {
  EXPECT_THROW(
      (void)lower(model::cifar_resnet(1, {3, 32, 32}, 10), "cifar-10", 0, DxScale::segmented),
      UserError);
}

}  // namespace lowering_test
}  // namespace metronome::trace
