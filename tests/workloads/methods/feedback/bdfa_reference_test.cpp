// Direct feedback in networks of double precision against the vectors.
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "tests/workloads/methods/seeds_reference.hpp"
#include "workloads/methods/feedback/direct_feedback.hpp"
#include "workloads/methods/feedback/lfsr.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/nn/loss.hpp"

namespace metronome::feedback {
namespace bdfa_reference_test {

using seeds_reference::Case;
using Tensor = tensor::Tensor<double>;
using Network = nn::Network<double>;

constexpr double kTolerance = 1e-10;

Case of(const std::string& name) { return seeds_reference::case_of("bdfa", name); }

void expect_near(const std::vector<double>& found, const std::vector<double>& expected,
                 const std::string& what) {
  ASSERT_EQ(found.size(), expected.size()) << what;
  double largest = 0;
  double worst = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    largest = std::max(largest, std::abs(expected[i]));
    worst = std::max(worst, std::abs(found[i] - expected[i]));
  }
  EXPECT_GT(largest, 0) << what;
  EXPECT_LE(worst, kTolerance * largest) << what;
}

FeedbackMatrix matrix_of(const Case& from, const std::string& array) {
  const std::vector<std::size_t> shape = from.shape(array);
  return {shape.at(0), shape.at(1), from.reals(array)};
}

/// {channels, batch, h, w} as images: batch, channels, h, w.
std::vector<double> by_sample(const Tensor& features) {
  const std::size_t plane = features.dim(2) * features.dim(3);
  std::vector<double> out;
  for (std::size_t n = 0; n < features.dim(1); ++n) {
    for (std::size_t c = 0; c < features.dim(0); ++c) {
      const double* from = features.row(c) + n * plane;
      out.insert(out.end(), from, from + plane);
    }
  }
  return out;
}

Tensor features_of(const Case& from, const std::string& images) {
  const std::vector<std::size_t> shape = from.shape(images);
  const std::size_t height = shape.size() > 2 ? shape[2] : 1;
  const std::size_t width = shape.size() > 3 ? shape[3] : 1;
  return tensor::features_of_images<double>(from.reals(images), shape[0], shape[1], height, width);
}

std::vector<std::uint32_t> labels_of(const Case& from) {
  const auto labels = from.integers("y");
  return {labels.begin(), labels.end()};
}

/// A network in FP32 of double numbers, run forward and backward under a rule of errors.
class Run {
 public:
  explicit Run(model::Graph graph) : network_(std::move(graph), trace::DxScale::per_tensor) {}

  Network& network() { return network_; }
  nn::Parameter<double> parameter(const std::string& name) {
    for (const auto& found : network_.parameters()) {
      if (found.name == name) {
        return found;
      }
    }
    throw std::runtime_error("no parameter " + name);
  }
  void set(const std::string& name, const std::vector<double>& values) {
    Tensor& tensor = *parameter(name).value;
    ASSERT_EQ(tensor.size(), values.size()) << name;
    std::copy(values.begin(), values.end(), tensor.data());
  }
  std::vector<double> value(const std::string& name) {
    const auto values = parameter(name).value->values();
    return {values.begin(), values.end()};
  }
  std::vector<double> gradient(const std::string& name) {
    const auto values = parameter(name).gradient->values();
    return {values.begin(), values.end()};
  }

  /// The loss; afterwards gradients and errors() are there.
  double step(const Tensor& x, const std::vector<std::uint32_t>& y,
              const nn::DirectErrors<double>* rule) {
    network_.observe({}, [&](model::NodeIndex node, const Tensor& error) {
      errors_[network_.graph().nodes[node].name] = by_sample(error);
    });
    const nn::Pass<double> pass{.workspace = &workspace_, .direct_errors = rule};
    const trace::Assignment fp32{{0, 0}, {}};
    const Tensor logits = network_.forward(x, pass, fp32);
    const nn::LossResult loss =
        nn::softmax_cross_entropy<double>(logits, std::span<const std::uint32_t>(y), &e_);
    network_.backward(e_, pass, fp32);
    return loss.loss;
  }
  /// Of a node's output.
  const std::vector<double>& error(const std::string& node) const { return errors_.at(node); }
  std::vector<double> logits_gradient() const { return by_sample(e_); }

 private:
  Network network_;
  nn::Workspace<double> workspace_{2};
  Tensor e_;
  std::map<std::string, std::vector<double>> errors_;
};

/// fc0, act0, fc1, act1, fc2 of the manifest's sizes, with the weights of mlp_bp.
std::unique_ptr<Run> perceptron() {
  const Case start = of("mlp_bp");
  const auto dims = start.params().at("dims").get<std::vector<std::size_t>>();
  EXPECT_EQ(start.params().at("activation"), "tanh");
  model::GraphBuilder builder("mlp", {dims.front(), 1, 1});
  model::NodeIndex x = 0;
  for (std::size_t l = 0; l + 1 < dims.size(); ++l) {
    x = builder.linear("fc" + std::to_string(l), x, {.out_features = dims[l + 1]});
    if (l + 2 < dims.size()) {
      x = builder.pointwise("act" + std::to_string(l), x, model::Tanh{});
    }
  }
  auto run = std::make_unique<Run>(builder.graph());
  for (const char* l : {"0", "1", "2"}) {
    run->set(std::string("fc") + l + ".weight", start.reals(std::string("W") + l));
    run->set(std::string("fc") + l + ".bias", start.reals(std::string("b") + l));
  }
  return run;
}

void expect_gradients(Run& run, const Case& expected) {
  for (const std::string l : {"0", "1", "2"}) {
    expect_near(run.error("fc" + l), expected.reals("delta" + l), "delta" + l);
    expect_near(run.gradient("fc" + l + ".weight"), expected.reals("dW" + l), "dW" + l);
    expect_near(run.gradient("fc" + l + ".bias"), expected.reals("db" + l), "db" + l);
  }
}

std::vector<FeedbackMatrix> stored_feedback(const Case& from) {
  return {matrix_of(from, "B0"), matrix_of(from, "B1")};
}

TEST(bdfa_reference, backpropagation_of_a_perceptron) {
  const Case expected = of("mlp_bp");
  const auto run = perceptron();
  const double loss = run->step(features_of(expected, "x"), labels_of(expected), nullptr);
  EXPECT_NEAR(loss, expected.reals("loss").at(0), kTolerance);
  expect_near(run->logits_gradient(), expected.reals("e"), "e");
  expect_gradients(*run, expected);
}

TEST(bdfa_reference, direct_and_binary_feedback_of_a_perceptron) {
  const Case data = of("mlp_bp");
  for (const char* name : {"mlp_dfa", "mlp_bdfa"}) {
    SCOPED_TRACE(name);
    const Case expected = of(name);
    const auto run = perceptron();
    const FeedbackPlan plan = plan_of(run->network().graph(), Boundary::boundary);
    const DirectFeedback<double> rule(plan, stored_feedback(expected));
    const double loss = run->step(features_of(data, "x"), labels_of(data), &rule);
    EXPECT_NEAR(loss, expected.reals("loss").at(0), kTolerance);
    expect_gradients(*run, expected);
  }
}

TEST(bdfa_reference, the_registers_give_the_binary_feedback) {
  const Case expected = of("mlp_bdfa");
  const auto states = expected.params().at("lfsr_seeds").get<std::vector<std::uint32_t>>();
  for (std::size_t l = 0; l < states.size(); ++l) {
    const FeedbackMatrix stored = matrix_of(expected, "B" + std::to_string(l));
    const FeedbackMatrix made = lfsr_feedback(stored.rows, stored.columns, states[l]);
    ASSERT_EQ(made.values.size(), stored.values.size());
    for (std::size_t i = 0; i < made.values.size(); ++i) {
      EXPECT_NEAR(made.values[i], stored.values[i], 1e-15) << i;
    }
  }
}

TEST(bdfa_reference, bits_and_final_state_of_the_register) {
  const Case expected = of("lfsr");
  Lfsr bits(expected.params().at("seed").get<std::uint32_t>());
  for (const std::int32_t bit : expected.integers("bits")) {
    ASSERT_EQ(bits.next(), bit == 1);
  }
  EXPECT_EQ(bits.state(), expected.params().at("final_state").get<std::uint32_t>());
  EXPECT_EQ(Lfsr::kMask, std::stoul(expected.params().at("mask").get<std::string>(), nullptr, 16));
}

TEST(bdfa_reference, five_steps_of_gradient_descent_with_momentum) {
  const Case data = of("mlp_bp");
  const Case expected = of("mlp_bdfa_sgd");
  const auto run = perceptron();
  const FeedbackPlan plan = plan_of(run->network().graph(), Boundary::boundary);
  const DirectFeedback<double> rule(plan, stored_feedback(of("mlp_bdfa")));
  const double rate = expected.params().at("lr").get<double>();
  const double momentum = expected.params().at("momentum").get<double>();
  std::map<std::string, std::vector<double>> velocity;
  std::vector<double> losses;
  for (int t = 0; t < expected.params().at("steps").get<int>(); ++t) {
    losses.push_back(run->step(features_of(data, "x"), labels_of(data), &rule));
    for (const auto& parameter : run->network().parameters()) {
      std::vector<double>& v = velocity[parameter.name];
      v.resize(parameter.value->size());
      for (std::size_t i = 0; i < v.size(); ++i) {
        v[i] = momentum * v[i] + parameter.gradient->data()[i];
        parameter.value->data()[i] -= rate * v[i];
      }
    }
  }
  expect_near(losses, expected.reals("loss"), "loss");
  for (const std::string l : {"0", "1", "2"}) {
    expect_near(run->value("fc" + l + ".weight"), expected.reals("W" + l), "W" + l);
    expect_near(run->value("fc" + l + ".bias"), expected.reals("b" + l), "b" + l);
  }
}

/// conv1-relu1-pool-conv2-relu2-flat-fc0-relu3-fc1.
std::unique_ptr<Run> convolutional() {
  const Case start = of("cnn_bp");
  const auto shape = start.params().at("shape");
  const auto size = [&](const char* key) { return shape.at(key).get<std::size_t>(); };
  model::GraphBuilder builder("cnn", {size("cin"), size("hw"), size("hw")});
  const auto convolution = [&](const std::string& name, model::NodeIndex x, std::size_t channels) {
    return builder.convolution(
        name, x, {.out_channels = channels, .kernel = {3}, .pad = {1}, .quantized = false});
  };
  model::NodeIndex x = builder.relu("relu1", convolution("conv1", 0, size("c1")));
  x = builder.max_pool("pool", x, model::MaxPool{});
  x = builder.relu("relu2", convolution("conv2", x, size("c2")));
  x = builder.append("flat", model::Reshape{}, {x});
  x = builder.relu("relu3", builder.linear("fc0", x, {.out_features = size("fc")}));
  builder.linear("fc1", x, {.out_features = size("classes")});
  auto run = std::make_unique<Run>(builder.graph());
  run->set("conv1.weight", start.reals("w1"));
  run->set("conv2.weight", start.reals("w2"));
  run->set("fc0.weight", start.reals("W0"));
  run->set("fc1.weight", start.reals("W1"));
  return run;
}

void expect_convolutional(Run& run, const Case& expected) {
  expect_near(run.error("flat"), expected.reals("e_flat"), "e_flat");
  expect_near(run.gradient("conv1.weight"), expected.reals("dw1"), "dw1");
  expect_near(run.gradient("conv2.weight"), expected.reals("dw2"), "dw2");
  for (const std::string l : {"0", "1"}) {
    expect_near(run.gradient("fc" + l + ".weight"), expected.reals("dW" + l), "dW" + l);
    expect_near(run.gradient("fc" + l + ".bias"), expected.reals("db" + l), "db" + l);
  }
}

TEST(bdfa_reference, backpropagation_in_the_convolutional_part_and_both_boundaries) {
  const Case data = of("cnn_bp");
  const FeedbackMatrix flat = matrix_of(data, "B_flat");
  const FeedbackMatrix hidden = matrix_of(data, "B_fc");
  const Tensor x = features_of(data, "x");
  {
    const auto run = convolutional();
    EXPECT_NEAR(run->step(x, labels_of(data), nullptr), data.reals("loss").at(0), 1e-10);
    expect_convolutional(*run, data);
  }
  const auto expect_boundary = [&](Boundary boundary, const char* name,
                                   const std::vector<FeedbackMatrix>& matrices) {
    SCOPED_TRACE(name);
    const auto run = convolutional();
    const DirectFeedback<double> rule(plan_of(run->network().graph(), boundary), matrices);
    run->step(x, labels_of(data), &rule);
    expect_convolutional(*run, of(name));
  };
  expect_boundary(Boundary::first_fc, "cnn_fc", {hidden});
  expect_boundary(Boundary::boundary, "cnn_boundary", {flat, hidden});
}

}  // namespace bdfa_reference_test
}  // namespace metronome::feedback
