// Steps of networks from files: every kind of layer has its passes, in a trace that its own checks
// accept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "tests/workloads/model/network_text.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/lowering.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::trace {
namespace networks_lowering_test {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr std::uint64_t kBatch = 2;

model::Graph every_layer() {
  return model::graph_of(model::parse_network(model::kEveryImageLayer), std::nullopt);
}

const Operation& operation(const Step& step, const std::string& name) {
  for (const Operation& one : step.operations) {
    if (one.name == name) {
      return one;
    }
  }
  throw UserError("no operation " + name);
}

class networks_lowering : public testing::TestWithParam<DxScale> {};

TEST_P(networks_lowering, a_step_of_every_kind_of_layer_is_read_back_as_it_was_written) {
  const model::Graph graph = every_layer();
  const Trace trace =
      make_trace(graph, "none", kBatch, schedule::parse_schedule("cpt:3-8,periods=2,backward=8"), 8,
                 GetParam(), UpdateRule::momentum);
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) /
                                       ("networks_lowering_" + std::string(enum_name(GetParam())));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  write_trace(trace, folder);
  EXPECT_EQ(read_trace(folder), trace);
}

INSTANTIATE_TEST_SUITE_P(dx_scales, networks_lowering,
                         testing::Values(DxScale::segmented, DxScale::prescale_requantize,
                                         DxScale::per_tensor),
                         [](const auto& one) { return std::string(enum_name(one.param)); });

TEST(network_step, has_the_multiply_accumulates_and_parameters_of_its_graph) {
  const model::Graph graph = every_layer();
  const Step step = lower(graph, "none", kBatch, DxScale::prescale_requantize);
  EXPECT_EQ(step.forward_macs.count(), kBatch * model::forward_macs(graph));
  std::uint64_t masters = 0, parameters = 0;
  for (const Tensor& tensor : step.tensors) {
    masters += tensor.role == Role::master ? tensor.elements() : 0;
  }
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    parameters += model::parameter_count(graph, i);
  }
  EXPECT_EQ(masters, parameters);
}

/// Names in a step that neither are those of the samples nor begin with a node's name and a dot.
/// The rule of model::TakenNames keeps apart those that do.
std::set<std::string> names_of_no_node(const Step& step, const model::Graph& graph) {
  std::set<std::string> owners{"loss."};
  for (const model::Node& node : graph.nodes) {
    owners.insert(node.name + ".");
  }
  std::set<std::string> others;
  const auto look = [&](const std::string& name) {
    const bool owned = std::any_of(owners.begin(), owners.end(), [&](const std::string& owner) {
      return name.starts_with(owner);
    });
    if (!owned && name != "images" && name != "tokens") {
      others.insert(name);
    }
  };
  for (const Tensor& tensor : step.tensors) {
    look(tensor.name);
  }
  for (const Operation& one : step.operations) {
    look(one.name);
  }
  return others;
}

TEST(network_step, names_all_that_belongs_to_a_layer_by_the_layer_and_a_dot) {
  const auto schedule =
      schedule::parse_schedule("cpt:3-8,periods=2,backward=8,gradients=8,stash=4");
  const auto check = [&](const model::Graph& graph) {
    for (const DxScale scale :
         {DxScale::segmented, DxScale::prescale_requantize, DxScale::per_tensor}) {
      const Trace trace = make_trace(graph, "none", kBatch, schedule, 8, scale, UpdateRule::adam);
      EXPECT_EQ(names_of_no_node(trace.step(), graph), std::set<std::string>{}) << graph.name;
    }
  };
  check(every_layer());
  for (const std::string& name : model::model_names()) {
    const model::Graph made = model::make_model(name, {3, 32, 32}, 10);
    check(made.reads_tokens() ? model::make_model(name, {1, 16, 1}, 10) : made);
  }
}

TEST(network_step, computes_three_products_of_every_layer_but_no_gradient_of_the_samples) {
  const Step step = lower(every_layer(), "none", kBatch, DxScale::prescale_requantize);
  std::map<std::string, std::set<OperationClass>> classes;
  for (const Operation& one : step.operations) {
    if (std::holds_alternative<MatrixWork>(one.work)) {
      classes[one.layer].insert(one.cls);
    }
  }
  EXPECT_EQ(classes.size(), 8u);  // five convolutions and linear layers, three matmul
  for (const auto& [layer, own] : classes) {
    EXPECT_EQ(own.size(), layer == "stem" ? 2u : 3u) << layer;
  }
}

TEST(network_step, reads_a_learned_tensor_where_it_is_unless_a_copy_for_each_sample_is_needed) {
  const auto lowered = [](const std::string& reader) {
    return lower(model::graph_of(model::parse_network("name: n\n"
                                                      "inputs: [{channels: 3, height: 4}]\n"
                                                      "layers:\n"
                                                      "  - {name: p, kind: learned, channels: 3, "
                                                      "height: 4}\n" +
                                                      reader),
                                 std::nullopt),
                 "none", kBatch, DxScale::segmented);
  };
  const Step sum = lowered("  - {name: sum, kind: add, from: [input, p]}\n");
  EXPECT_EQ(operation(sum, "sum.forward").inputs[1], "p.weight.master");
  EXPECT_EQ(sum.tensor("p.weight.master").elements(), 12u);
  EXPECT_EQ(operation(sum, "p.backward").outputs[0], "p.weight.gradient");
  EXPECT_EQ(operation(sum, "p.update").cls, OperationClass::update);

  const Step product = lowered(
      "  - {name: y, kind: linear, out_features: 2, quantize: true}\n"
      "  - {name: z, kind: concat, from: [y, input]}\n");
  EXPECT_EQ(operation(product, "p.forward").inputs[0], "p.weight.master");
  EXPECT_EQ(product.tensor("p.output").elements(), 12 * kBatch);
  EXPECT_THROW((void)lowered("  - {name: r, kind: relu, from: input}\n"), UserError);
}

TEST(network_step, attention_of_any_shape_multiplies_tokens_of_queries_with_those_of_keys) {
  const Step step = lower(model::graph_of(model::parse_network(R"(name: cross
inputs: [{name: q, channels: 8, height: 3}, {name: k, channels: 8, height: 5}, {name: v, channels: 4, height: 5}]
layers:
  - {name: a, kind: attention, heads: 2, causal: false, from: [q, k, v]}
)"),
                                          std::nullopt),
                          "none", kBatch, DxScale::segmented);
  const auto gemm = [&](const std::string& name, OperationClass cls) {
    const Convolution& c = std::get<MatrixWork>(operation(step, name).work).convolution;
    EXPECT_EQ(c.groups, kBatch * 2) << name;
    return gemm_of(c, cls);
  };
  EXPECT_EQ(gemm("a.scores.forward", OperationClass::forward), (Gemm{3, 5, 4}));
  EXPECT_EQ(gemm("a.context.forward", OperationClass::forward), (Gemm{3, 2, 5}));
  EXPECT_EQ(step.tensor("a.output").elements(), kBatch * 4 * 3);
}

/// A step under one assignment for all of its iterations.
Step lowered(const model::Graph& graph, const Assignment& assignment,
             DxScale dx_scale = DxScale::prescale_requantize) {
  return lower(graph, "none", kBatch, dx_scale, UpdateRule::momentum,
               CodePlan({Phase{0, 1, assignment}}));
}

std::set<std::string> tensors_of(const Step& step) {
  std::set<std::string> names;
  for (const Tensor& tensor : step.tensors) {
    names.insert(tensor.name);
  }
  return names;
}

TEST(network_step, tells_apart_what_its_assignments_tell_apart_and_nothing_else) {
  const model::Graph graph = model::cifar_resnet(1, {3, 32, 32}, 10);
  const Step plain = lowered(graph, {{4, 8}, {}});
  EXPECT_EQ(plain, lower(graph, "none", kBatch, DxScale::prescale_requantize));
  EXPECT_EQ(lowered(graph, {{0, 8}, {}}, DxScale::segmented),
            lower(graph, "none", kBatch, DxScale::segmented))
      << "the short form is one step";

  // Two layers read one tensor: of other bits, of other codes.
  const Step own = lowered(graph, {{4, 8}, {{"group2_layer0.downsample", {8, 8}}}});
  const Operation& other = operation(own, "group2_layer0.downsample.forward");
  const Operation& first = operation(own, "group2_layer0.conv1.forward");
  EXPECT_NE(other.inputs.at(0), first.inputs.at(0));
  EXPECT_EQ(operation(own, "group2_layer0.downsample.weight_gradient").inputs.at(1),
            other.inputs.at(0));
  EXPECT_EQ(tensors_of(own).size(), tensors_of(plain).size() + 1);

  Precision stashed(8, 8);
  stashed.stash_bits = 4;
  const Step kept = lowered(graph, {stashed, {}});
  const std::string stash = operation(kept, "conv1.weight_gradient").inputs.at(1);
  EXPECT_EQ(kept.tensor(stash).role, Role::stash);
  EXPECT_EQ(kept.tensor(stash).format, Format::codes);
  EXPECT_EQ(operation(kept, "input.quantize_stash").outputs.at(0), stash);
  EXPECT_EQ(operation(kept, "conv1.forward").inputs.at(0), "input.codes");

  Precision coded(8, 8);
  coded.gradient_bits = 6;
  const Step rounded = lowered(graph, {coded, {}});
  EXPECT_THAT(operation(rounded, "conv1.update").inputs,
              testing::Contains("conv1.weight.gradient.codes"));
  EXPECT_EQ(operation(rounded, "conv1.weight.quantize_gradient").inputs.at(0),
            operation(rounded, "conv1.weight_gradient").outputs.at(0));
  EXPECT_THAT(operation(rounded, "fc.update").inputs, testing::Contains("fc.weight.gradient"))
      << "a layer in FP32 has no codes";

  const Step real = lowered(graph, {[] {
                                      Precision p(8, 8);
                                      p.weight_bits = 0;
                                      return p;
                                    }(),
                                    {}});
  EXPECT_FALSE(tensors_of(real).contains("group1_layer0.conv1.scaled_error_codes"))
      << "without codes of weights there are no scales to multiply errors by";
}

TEST(network_step, keeps_the_states_of_a_recurrent_layer_at_the_bits_of_the_stash) {
  Precision stashed(8, 8);
  stashed.stash_bits = 4;
  stashed.gradient_bits = 8;
  const model::Graph graph = model::lstm_model("lstm", {.layers = 1, .hidden = 8}, {1, 3, 1}, 10);
  const Step step = lowered(graph, {stashed, {}});
  std::size_t products = 0;
  for (const Operation& one : step.operations) {
    if (one.cls == OperationClass::weight_gradient && !std::get<MatrixWork>(one.work).fp32) {
      EXPECT_EQ(step.tensor(one.inputs.at(1)).role, Role::stash) << one.name;
      ++products;
    }
  }
  EXPECT_GT(products, 4u);
  EXPECT_EQ(
      std::count_if(step.operations.begin(), step.operations.end(),
                    [](const Operation& one) { return one.name.ends_with(".quantize_gradient"); }),
      3)
      << "of the input's weights, of all tokens' together, and of the output layer";
}

TEST(network_step, puts_the_errors_of_slices_together_where_they_were_cut) {
  const Step step = lower(every_layer(), "none", kBatch, DxScale::prescale_requantize);
  // The slices and the join read `silu`; batch norm of what is no convolution reads it whole.
  EXPECT_THAT(operation(step, "silu.sum_errors").inputs,
              testing::UnorderedElementsAre("gelu.input_error", "swish.input_error",
                                            "joined.input_error_2"));
  EXPECT_THAT(operation(step, "norm.statistics").inputs, ElementsAre("joined.output"));
  EXPECT_THAT(operation(step, "joined.backward").inputs, ElementsAre("joined.output_error"));
}

TEST(network_step, without_a_loss_has_the_forward_pass_only) {
  model::Graph graph = every_layer();
  graph.loss = model::Loss::none;
  const Step step = lower(graph, "none", 1, DxScale::prescale_requantize);
  for (const Operation& one : step.operations) {
    EXPECT_TRUE(one.cls == OperationClass::forward || one.cls == OperationClass::vector ||
                one.cls == OperationClass::quantize)
        << one.name;
  }
  for (const Tensor& tensor : step.tensors) {
    EXPECT_NE(tensor.role, Role::error) << tensor.name;
    EXPECT_NE(tensor.role, Role::gradient) << tensor.name;
  }
}

/// Names of what only a training does: it finds statistics and ranges, drops, and keeps for later.
std::vector<std::string> training_work(const Step& step) {
  std::set<std::string> read;
  for (const Operation& one : step.operations) {
    read.insert(one.inputs.begin(), one.inputs.end());
  }
  std::vector<std::string> found;
  for (const Operation& one : step.operations) {
    for (const char* const what : {".statistics", ".range"}) {
      if (one.name.ends_with(what)) {
        found.push_back(one.name);
      }
    }
    for (const std::string& output : one.outputs) {
      if (step.tensor(output).role == Role::stash && !read.contains(output) &&
          !output.ends_with(".output")) {
        found.push_back(one.name + " keeps " + output);
      }
    }
  }
  return found;
}

TEST(network_step, without_a_loss_does_nothing_that_only_a_training_needs) {
  for (const char* const model : {"resnet-20", "mobilenet-v2", "lstm-2:hidden=16,layers=1",
                                  "transformer-base:layers=1,features=16,inner=16,heads=2"}) {
    const bool text =
        std::string(model).starts_with("lstm") || std::string(model).starts_with("transformer");
    ModelRequest request{.model = model, .dataset = text ? "ptb" : "cifar-10"};
    request.vocabulary = text ? 100 : 0;
    const Step training =
        lower(requested_model(request), request.dataset, 2, DxScale::prescale_requantize);
    request.inference = true;
    const Step inference =
        lower(requested_model(request), request.dataset, 2, DxScale::prescale_requantize);
    EXPECT_THAT(training_work(inference), IsEmpty()) << model;
    EXPECT_THAT(training_work(training), Not(IsEmpty())) << model;
    for (const Operation& one : inference.operations) {
      EXPECT_EQ(one.name.find("dropout"), std::string::npos) << model << " " << one.name;
    }
    EXPECT_EQ(inference.forward_macs, training.forward_macs);
  }
}

TEST(network_step, without_a_loss_passes_on_what_dropout_reads) {
  const Step step = lower(model::graph_of(model::parse_network(R"(
name: dropped
loss: none
inputs: [{name: x, channels: 4}]
layers:
  - {name: a, kind: linear, out_features: 6}
  - {name: d, kind: dropout, rate: 0.5}
  - {name: b, kind: linear, out_features: 5}
  - {name: e, kind: dropout, rate: 0.5}
)"),
                                          {}),
                          "none", 3, DxScale::prescale_requantize);
  std::vector<std::string> names;
  for (const Operation& one : step.operations) {
    names.push_back(one.name);
  }
  EXPECT_THAT(names, ElementsAre("a.forward", "a.add_bias", "b.forward", "b.add_bias", "e.forward"))
      << "the last one is the network's output";
}

TEST(network_step, of_layers_that_nothing_connects_has_all_three_products_of_each) {
  const Step step = lower(model::graph_of(model::parse_network(R"(
name: apart
loss: mse
inputs:
  - {name: a, channels: 3, height: 8, width: 8, gradient: true}
  - {name: b, channels: 16, gradient: true}
layers:
  - {name: conv, kind: convolution, from: a, out_channels: 4, kernel: 3}
  - {name: fc, kind: linear, from: b, out_features: 5, quantize: true}
)"),
                                          std::nullopt),
                          "none", kBatch, DxScale::prescale_requantize);
  for (const char* layer : {"conv", "fc"}) {
    for (const char* cls : {"forward", "input_gradient", "weight_gradient"}) {
      EXPECT_NO_THROW((void)operation(step, std::string(layer) + "." + cls));
    }
  }
  EXPECT_THAT(operation(step, "conv.loss.mean_square").inputs, ElementsAre("conv.output"));
  EXPECT_THAT(operation(step, "loss.mean_square").inputs, ElementsAre("fc.output"));
}

TEST(network_step, an_input_that_nothing_reads_is_refused) {
  const model::NetworkFile file = model::parse_network(
      "name: n\ninputs: [{name: a, channels: 1}, {name: b, channels: 1}]\n"
      "layers: [{name: r, kind: relu, from: a}]\n");
  EXPECT_THROW((void)lower(model::graph_of(file, std::nullopt), "none", 1, DxScale::segmented),
               UserError);
}

}  // namespace networks_lowering_test
}  // namespace metronome::trace
