#include "workloads/methods/formed/formed_network.hpp"

#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "tests/workloads/methods/formed/small_training.hpp"
#include "workloads/model/builders.hpp"

namespace metronome::methods {
namespace formed_network_test {

using weights::FormKind;

/// Noise with labels that its first values tell.
LabelledBatch noise(const model::Shape& shape, std::size_t batch) {
  LabelledBatch made;
  made.features.reshape({shape.channels, batch, shape.height, shape.width});
  const RandomStream draws(3, "noise");
  for (std::size_t i = 0; i < made.features.size(); ++i) {
    made.features.data()[i] = static_cast<float>(draws.normal(i));
  }
  for (std::size_t n = 0; n < batch; ++n) {
    made.labels.push_back(made.features.data()[n * shape.height * shape.width] > 0 ? 1 : 0);
  }
  return made;
}

int width_of(FormKind kind) {
  switch (kind) {
    case FormKind::affine:
    case FormKind::coefficients:
    case FormKind::nested_planes:
      return 6;
    case FormKind::blended:
      return 0;
    case FormKind::binary_planes:
      return 2;
  }
  fail_no_enumerator(kind);
}

/// Rectangular, grouped, depthwise and 1x1 convolutions, and a quantized linear layer.
model::Graph odd_graph() {
  model::GraphBuilder builder("odd", {2, 8, 8});
  model::NodeIndex at = 0;
  at = builder.convolution(
      "rectangular", at,
      {.out_channels = 8, .kernel = {3, 1}, .stride = {2, 1}, .pad = {1, 0}, .bias = true});
  at = builder.batch_norm("bn1", at);
  at = builder.relu("relu1", at);
  at = builder.convolution("grouped", at, {.out_channels = 8, .kernel = 3, .pad = 1, .groups = 2});
  at = builder.relu("relu2", at);
  at =
      builder.convolution("depthwise", at, {.out_channels = 8, .kernel = 3, .pad = 1, .groups = 8});
  at = builder.batch_norm("bn2", at);
  at = builder.convolution("pointwise", at, {.out_channels = 12, .kernel = 1});
  at = builder.relu("relu3", at);
  at = builder.global_average_pool("pool", at);
  builder.linear("fc", at, {.out_features = 3, .quantized = true});
  return builder.graph();
}

weights::CoefficientSpec spec_pruning(const std::string& layer) {
  weights::CoefficientSpec spec;
  spec.pruned_layers = {{layer, 0.5}};
  return spec;
}

class FormedNetworks : public ::testing::TestWithParam<FormKind> {};

/// Of coefficients those that the optimizer moves: switching at the published defaults moves all of
/// them at every step (docs/smartdeal.md).
weights::FormSpec learning_spec(FormKind kind) {
  if (kind == FormKind::coefficients) {
    weights::CoefficientSpec spec;
    spec.update = weights::CoefficientUpdate::optimizer;
    return spec;
  }
  return weights::default_spec(kind);
}

TEST_P(FormedNetworks, of_any_convolutions_and_linear_layers_learn) {
  for (const model::Graph& graph :
       {odd_graph(), model::cifar_resnet(1, {1, 8, 8}, 4), model::mlp({16}, {1, 4, 4}, 4)}) {
    SCOPED_TRACE(graph.name);
    Training training(graph, learning_spec(GetParam()), {});
    const LabelledBatch batch = noise(graph.input(), 16);
    const std::vector<weights::ModePass> passes{{width_of(GetParam()), false}};
    double first = 0;
    double last = 0;
    for (std::uint64_t t = 0; t < 20; ++t) {
      last = mode_step<float>(*training.formed, batch.features, batch.labels,
                              training.pass(true, t), passes)[0];
      first = t == 0 ? last : first;
      training.optimizer.step(*training.formed, 0.02);
    }
    EXPECT_LT(last, 0.9 * first);
  }
}

TEST_P(FormedNetworks, go_on_from_their_state_with_the_same_bytes) {
  const model::Graph graph = odd_graph();
  const LabelledBatch batch = noise(graph.input(), 16);
  const std::vector<weights::ModePass> passes{{width_of(GetParam()), false}};
  const auto steps = [&](Training& training, std::uint64_t first, std::uint64_t last) {
    for (std::uint64_t t = first; t < last; ++t) {
      mode_step<float>(*training.formed, batch.features, batch.labels, training.pass(true, t),
                       passes);
      training.optimizer.step(*training.formed, 0.02);
    }
  };
  Training whole(graph, weights::default_spec(GetParam()), {});
  steps(whole, 0, 7);
  Training resumed(graph, weights::default_spec(GetParam()), {});
  const auto from = whole.formed->state();
  const auto to = resumed.formed->state();
  ASSERT_EQ(from.size(), to.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    ASSERT_EQ(from[i].name, to[i].name);
    std::copy(from[i].values.begin(), from[i].values.end(), to[i].values.begin());
  }
  resumed.optimizer.state() = whole.optimizer.state();
  steps(whole, 7, 12);
  steps(resumed, 7, 12);
  const auto of_whole = whole.formed->state();
  const auto of_resumed = resumed.formed->state();
  for (std::size_t i = 0; i < of_whole.size(); ++i) {
    EXPECT_TRUE(std::equal(of_whole[i].values.begin(), of_whole[i].values.end(),
                           of_resumed[i].values.begin(), of_resumed[i].values.end()))
        << of_whole[i].name;
  }
}

INSTANTIATE_TEST_SUITE_P(weights, FormedNetworks, ::testing::ValuesIn(kEnumValues<FormKind>),
                         [](const auto& kind) { return std::string(enum_name(kind.param)); });

TEST(formed_network, layers_that_are_not_quantized_keep_their_weights) {
  Training training(small_graph(true), weights::NestedSpec{}, {2, 8});
  EXPECT_EQ(training.formed->formed_layers(), (std::vector<std::string>{"conv2", "conv3"}));
  EXPECT_NO_THROW((void)training.formed->form("conv3"));
  EXPECT_THROW((void)training.formed->form("conv1"), UserError);
}

TEST(formed_network, each_mode_has_a_batch_norm_of_its_own) {
  Training training(small_graph(true), weights::NestedSpec{}, {2, 8});
  const LabelledBatch batch = noise({1, 14, 14}, 16);
  const auto statistics = [&](const std::string& mode) {
    for (const auto& state : training.formed->state()) {
      if (state.name == "conv2_bn.running_mean@" + mode) {
        return std::vector<float>(state.values.begin(), state.values.end());
      }
    }
    throw std::runtime_error("no batch norm of mode " + mode);
  };
  const std::vector<float> low = statistics("2");
  const std::vector<float> high = statistics("8");
  EXPECT_EQ(low, high);
  (void)training.formed->forward(batch.features, training.pass(true), 8);
  EXPECT_EQ(statistics("2"), low);
  EXPECT_NE(statistics("8"), high);
  EXPECT_THROW((void)training.formed->forward(batch.features, training.pass(true), 4), UserError);
  EXPECT_NO_THROW((void)training.formed->forward(batch.features, training.pass(false), 4, 8));
}

TEST(formed_network, switching_modes_twice_changes_nothing) {
  Training training(small_graph(true), weights::NestedSpec{}, {2, 8});
  const LabelledBatch batch = noise({1, 14, 14}, 16);
  const auto logits = [&](int bits) {
    const auto& out = training.formed->forward(batch.features, training.pass(false), bits);
    return std::vector<float>(out.values().begin(), out.values().end());
  };
  const std::vector<float> high = logits(8);
  const std::vector<float> low = logits(2);
  EXPECT_NE(high, low);
  EXPECT_EQ(logits(8), high);
  EXPECT_EQ(logits(2), low);
}

TEST(formed_network, leaves_what_it_has_trained_in_the_network) {
  Training training(small_graph(false), weights::AffineSpec{}, {});
  const LabelledBatch batch = noise({1, 14, 14}, 16);
  const std::vector<weights::ModePass> passes{{0, false}};
  for (std::uint64_t t = 0; t < 3; ++t) {
    mode_step<float>(*training.formed, batch.features, batch.labels, training.pass(true, t),
                     passes);
    training.optimizer.step(*training.formed, 0.05);
  }
  const auto& logits = training.formed->forward(batch.features, training.pass(false), 0);
  const std::vector<float> expected(logits.values().begin(), logits.values().end());
  (void)training.formed->state();  // takes the batch norms out of the network
  training.formed.reset();
  const auto& alone =
      training.network.forward(batch.features, training.pass(false), {.all = {0, 0}, .layers = {}});
  EXPECT_EQ(std::vector<float>(alone.values().begin(), alone.values().end()), expected);
}

TEST(formed_network, gradients_of_the_passes_of_a_step_add_up) {
  Training training(small_graph(true), weights::NestedSpec{}, {2, 8});
  const LabelledBatch batch = noise({1, 14, 14}, 16);
  const auto gradients = [&](const std::vector<weights::ModePass>& passes) {
    mode_step<float>(*training.formed, batch.features, batch.labels, training.pass(true), passes);
    std::map<std::string, std::vector<float>> all;
    for (const auto& trained : training.formed->trained()) {
      all[trained.name] = {trained.gradient.begin(), trained.gradient.end()};
    }
    return all;
  };
  auto high = gradients({{8, false}});
  auto low = gradients({{2, false}});
  auto both = gradients({{8, false}, {2, false}});
  for (auto& [name, sum] : both) {
    for (std::size_t i = 0; i < sum.size(); ++i) {
      ASSERT_NEAR(sum[i], high[name][i] + low[name][i], 1e-5f) << name;
    }
  }
  for (const float g : high["conv2_bn.weight@2"]) {
    EXPECT_EQ(g, 0);  // another mode's
  }
}

TEST(formed_network, a_layer_is_pruned_by_its_own_share_and_a_linear_one_never) {
  weights::CoefficientSpec spec;
  spec.pruned_rows = 0.25;
  spec.pruned_layers = {{"conv3", 0.75}};
  Training training(small_graph(true), spec, {});
  const auto kept = [&](const std::string& layer) {
    const auto& form = std::get<weights::Coefficients<float>>(training.formed->form(layer));
    std::size_t rows = 0;
    std::size_t all = 0;
    for (const weights::BlockCounts& block :
         weights::counts_of(form.layout(), form.to_store().coefficients)) {
      rows += block.kept_rows;
      all += block.rows;
    }
    return static_cast<double>(rows) / static_cast<double>(all);
  };
  EXPECT_DOUBLE_EQ(kept("conv2"), 0.75);
  EXPECT_DOUBLE_EQ(kept("conv3"), 0.25);
  spec.pruned_layers = {{"conv4", 0.5}};
  try {
    Training wrong(small_graph(true), spec, {});
    ADD_FAILURE() << "there is no such layer";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("no convolution `conv4`"), std::string::npos);
  }
  Training odd(odd_graph(), spec_pruning("pointwise"), {});
  EXPECT_THROW(Training(odd_graph(), spec_pruning("fc"), {}), UserError);
}

TEST(formed_network, of_layers_without_a_form_are_refused) {
  nn::Network<float> lstm(model::lstm_model("l", {.layers = 1, .hidden = 4}, {1, 4, 1}, 8),
                          trace::DxScale::segmented);
  EXPECT_THROW(FormedNetwork<float>(lstm, weights::AffineSpec{}), UserError);
  model::GraphBuilder builder("plain", {1, 4, 4});
  builder.linear("fc", 0, {.out_features = 2});
  nn::Network<float> plain(builder.graph(), trace::DxScale::segmented);
  EXPECT_THROW(FormedNetwork<float>(plain, weights::AffineSpec{}), UserError);
}

}  // namespace formed_network_test
}  // namespace metronome::methods
