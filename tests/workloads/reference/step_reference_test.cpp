#include <gtest/gtest.h>

#include <map>

#include "tests/workloads/reference/conv_runner.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"

namespace metronome::reference {
namespace step_reference_test {

using model::NodeIndex;

constexpr double kDouble = 1e-8;
constexpr double kFloat = 1e-5;

/// One "step" entry of the manifest.
struct StepCase {
  std::string folder;
  std::map<std::string, Json> shapes;  ///< of the parameters, by name
  trace::Assignment assignment;
  std::size_t batch = 0;
  double loss = 0;
  tensor::Tensor<double> input;
  std::vector<std::uint8_t> labels;
  model::Graph graph;
};

std::size_t blocks_of(const std::string& model) {
  const std::string prefix = "cifar_resnet n=";
  if (!model.starts_with(prefix)) {
    throw std::runtime_error("unknown model in the manifest: " + model);
  }
  return std::stoul(model.substr(prefix.size()));
}

StepCase load(const Reference& reference, const Json& entry) {
  StepCase c;
  c.folder = entry.at("dir").get<std::string>() + "/";
  for (const Json& parameter : entry.at("params")) {
    c.shapes[parameter.at("name")] = parameter.at("shape");
  }
  c.assignment.all = {entry.at("forward_bits"), entry.at("backward_bits")};
  c.batch = entry.at("batch");
  c.loss = entry.at("loss");
  const Values images = reference.doubles(c.folder + "input.f64");
  const std::size_t channels = c.shapes.at("conv1.weight").at(1);
  const std::size_t plane = images.size() / (c.batch * channels);
  const auto side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(plane))));
  if (side * side * c.batch * channels != images.size()) {
    throw std::runtime_error("the input is not a batch of square images");
  }
  c.input = tensor::features_of_images<double>(images, c.batch, channels, side, side);
  for (const std::int32_t label : reference.integers(c.folder + "labels.i32")) {
    c.labels.push_back(static_cast<std::uint8_t>(label));
  }
  c.graph = model::cifar_resnet(blocks_of(entry.at("model")), {channels, side, side},
                                c.shapes.at("fc.weight").at(0));
  return c;
}

void load_parameters(const Reference& reference, const StepCase& c, nn::Network<double>& network) {
  const auto parameters = network.parameters();
  ASSERT_EQ(parameters.size(), c.shapes.size());
  for (const nn::Parameter<double>& parameter : parameters) {
    ASSERT_TRUE(c.shapes.contains(parameter.name)) << parameter.name;
    ASSERT_EQ(elements(c.shapes.at(parameter.name)), parameter.value->size()) << parameter.name;
    const Values values =
        reference.doubles(c.folder + "param." + parameter.name + ".f64", parameter.value->size());
    std::copy(values.begin(), values.end(), parameter.value->data());
  }
}

/// Forward, loss and backward as the reference was made; returns loss and logits.
std::pair<double, tensor::Tensor<double>> run_step(const StepCase& c,
                                                   nn::Network<double>& network) {
  nn::Workspace<double> workspace(2);
  const nn::Pass<double> pass = reference_pass(workspace);
  const tensor::Tensor<double> logits = network.forward(c.input, pass, c.assignment);
  tensor::Tensor<double> gradient;
  const double loss = nn::softmax_cross_entropy(logits, c.labels, &gradient).loss;
  network.backward(gradient, pass, c.assignment);
  return {loss, logits};
}

/// Largest deviation over all parameter gradients of a step.
double gradient_deviation(const Reference& reference, const StepCase& c,
                          nn::Network<double>& network) {
  double worst = 0;
  for (const nn::Parameter<double>& parameter : network.parameters()) {
    const Values expected =
        reference.doubles(c.folder + "grad." + parameter.name + ".f64", parameter.gradient->size());
    worst = std::max(worst, deviation(parameter.gradient->values(), expected));
  }
  return worst;
}

TEST(cpt_reference, whole_training_steps_match_in_double) {
  const Reference reference;
  for (const Json& entry : reference.entries("step")) {
    SCOPED_TRACE(entry.at("dir"));
    const StepCase c = load(reference, entry);
    nn::Network<double> network(c.graph, trace::DxScale::segmented);
    load_parameters(reference, c, network);
    const auto [loss, logits] = run_step(c, network);
    EXPECT_NEAR(loss, c.loss, kDouble * std::abs(c.loss));
    const Values expected = reference.doubles(c.folder + "logits.f64", logits.size());
    EXPECT_LE(deviation(tensor::images_of_features(logits), expected), kDouble);
    EXPECT_LE(gradient_deviation(reference, c, network), kDouble);
  }
}

TEST(cpt_reference, a_step_comparison_fails_for_any_small_perturbation) {
  const Reference reference;
  const StepCase c = load(reference, reference.entries("step").front());
  nn::Network<double> network(c.graph, trace::DxScale::segmented);
  load_parameters(reference, c, network);
  network.parameters().back().value->data()[0] += 1e-6;  // FP32: no quantizer hides it
  (void)run_step(c, network);
  EXPECT_GT(gradient_deviation(reference, c, network), kDouble);

  nn::Network<double> other_mode(c.graph, trace::DxScale::prescale_requantize);
  load_parameters(reference, c, other_mode);
  (void)run_step(c, other_mode);
  EXPECT_GT(gradient_deviation(reference, c, other_mode), kDouble);
}

/// What a layer of the double-precision step was given.
struct LayerTensors {
  tensor::Tensor<double> input, error;
};

std::map<NodeIndex, LayerTensors> tensors_of_step(const StepCase& c, nn::Network<double>& network) {
  std::map<NodeIndex, LayerTensors> tensors;
  network.observe(
      [&](NodeIndex node, const tensor::Tensor<double>& x) { tensors[node].input = x; },
      [&](NodeIndex node, const tensor::Tensor<double>& dy) { tensors[node].error = dy; });
  (void)run_step(c, network);
  network.observe({}, {});
  return tensors;
}

tensor::Tensor<double> as_float(const tensor::Tensor<double>& values) {
  return cast<double>(cast<float>(values));
}

void compare_convolution(nn::Convolution<double>& layer, const LayerTensors& tensors,
                         trace::Precision precision) {
  // As float can hold them: what their conversion loses is no error of the layer.
  const ConvOperands operands{layer.shape(), precision, as_float(tensors.input),
                              as_float(layer.weight()), as_float(tensors.error)};
  const auto expected = run_conv<double>(operands, trace::DxScale::segmented);
  const auto got = run_conv<float>(settled(operands), trace::DxScale::segmented);
  EXPECT_LE(deviation(got.y.values(), expected.y.values()), kFloat);
  EXPECT_LE(deviation(got.dx.values(), expected.dx.values()), kFloat);
  EXPECT_LE(deviation(got.dw.values(), expected.dw.values()), kFloat);
}

template <class T>
struct NormResults {
  tensor::Tensor<T> y, dx, weight_gradient, bias_gradient;
};

template <class T>
NormResults<T> run_norm(nn::BatchNorm<double>& layer, const LayerTensors& tensors) {
  nn::Workspace<T> workspace(1);
  const nn::Pass<T> pass = reference_pass(workspace);
  nn::BatchNorm<T> copy(layer.weight().size());
  copy.weight() = cast<T>(layer.weight());
  copy.bias() = cast<T>(layer.bias());
  const tensor::Tensor<T> x = cast<T>(tensors.input);
  NormResults<T> out;
  copy.forward(x, out.y, pass);
  copy.backward(x, cast<T>(tensors.error), out.dx, pass);
  out.weight_gradient = copy.weight_gradient();
  out.bias_gradient = copy.bias_gradient();
  return out;
}

void compare_norm(nn::BatchNorm<double>& layer, const LayerTensors& tensors) {
  const NormResults<double> expected = run_norm<double>(layer, tensors);
  const NormResults<float> got = run_norm<float>(layer, tensors);
  EXPECT_LE(deviation(got.y.values(), expected.y.values()), kFloat);
  EXPECT_LE(deviation(got.dx.values(), expected.dx.values()), kFloat);
  EXPECT_LE(deviation(got.weight_gradient.values(), expected.weight_gradient.values()), kFloat);
  EXPECT_LE(deviation(got.bias_gradient.values(), expected.bias_gradient.values()), kFloat);
}

TEST(cpt_reference, single_layers_of_a_step_match_in_float) {
  const Reference reference;
  for (const Json& entry : reference.entries("step")) {
    const StepCase c = load(reference, entry);
    nn::Network<double> network(c.graph, trace::DxScale::segmented);
    load_parameters(reference, c, network);
    const auto tensors = tensors_of_step(c, network);
    std::size_t compared = 0;
    for (const auto& [node, given] : tensors) {
      SCOPED_TRACE(c.folder + c.graph.nodes[node].name);
      if (auto* convolution = std::get_if<nn::Convolution<double>>(&network.layer(node))) {
        compare_convolution(*convolution, given, c.assignment.all);
        ++compared;
      } else if (auto* norm = std::get_if<nn::BatchNorm<double>>(&network.layer(node))) {
        compare_norm(*norm, given);
        ++compared;
      } else if (auto* linear = std::get_if<nn::Linear<double>>(&network.layer(node))) {
        compare_convolution(linear->product(), given, {0, 0});
        ++compared;
      }
    }
    EXPECT_GT(compared, 10u);
  }
}

}  // namespace step_reference_test
}  // namespace metronome::reference
