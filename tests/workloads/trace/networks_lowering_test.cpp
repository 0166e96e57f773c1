// Steps of networks from files: every kind of layer has its passes, in a trace that its own checks
// accept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "tests/workloads/model/network_text.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/lowering.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::trace {
namespace networks_lowering_test {

using testing::ElementsAre;

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

TEST(network_step, computes_three_products_of_every_layer_but_no_gradient_of_the_samples) {
  const Step step = lower(every_layer(), "none", kBatch, DxScale::prescale_requantize);
  std::map<std::string, std::set<OperationClass>> classes;
  for (const Operation& one : step.operations) {
    if (std::holds_alternative<MatrixWork>(one.work)) {
      classes[one.layer].insert(one.cls);
    }
  }
  EXPECT_EQ(classes.size(), 5u);
  for (const auto& [layer, own] : classes) {
    EXPECT_EQ(own.size(), layer == "stem" ? 2u : 3u) << layer;
  }
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
