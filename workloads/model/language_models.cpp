#include <fmt/format.h>

#include "workloads/model/builders.hpp"
#include "workloads/model/graph_builder.hpp"

namespace metronome::model {
namespace {

/// y = x + dropout(f(norm(x))) for f the attention and for f the inner network.
NodeIndex transformer_block(GraphBuilder& b, const std::string& name, NodeIndex input,
                            const TransformerSpec& spec) {
  const auto linear = [&](const std::string& part, NodeIndex x, std::size_t features) {
    return b.linear(name + part, x, {.out_features = features, .quantized = true});
  };
  const auto residual = [&](const std::string& part, NodeIndex x, NodeIndex shortcut) {
    if (spec.dropout > 0) {
      x = b.pointwise(name + part + "_dropout", x, Dropout{{}, spec.dropout});
    }
    return b.add(name + part + "_add", x, shortcut);
  };
  const NodeIndex norm = b.pointwise(name + ".norm1", input, LayerNorm{});
  const NodeIndex q = linear(".query", norm, spec.features);
  const NodeIndex k = linear(".key", norm, spec.features);
  const NodeIndex v = linear(".value", norm, spec.features);
  NodeIndex x = b.attention(name + ".attention", q, k, v, {.heads = spec.heads});
  x = linear(".projection", x, spec.features);
  const NodeIndex middle = residual(".attention", x, input);
  x = b.pointwise(name + ".norm2", middle, LayerNorm{});
  x = linear(".fc1", x, spec.inner);
  x = linear(".fc2", b.relu(name + ".relu", x), spec.features);
  return residual(".inner", x, middle);
}

}  // namespace

Graph transformer(const std::string& name, const TransformerSpec& spec, Shape input,
                  std::size_t vocabulary) {
  GraphBuilder b(name, {1, input.height, 1});
  NodeIndex x = b.embedding(
      "embedding", 0, {.vocabulary = vocabulary, .features = spec.features, .positions = true});
  for (std::size_t i = 0; i < spec.layers; ++i) {
    x = transformer_block(b, fmt::format("layer{}", i), x, spec);
  }
  x = b.pointwise("norm", x, LayerNorm{});
  b.linear("output", x, {.out_features = vocabulary});
  return b.graph();
}

Graph lstm_model(const std::string& name, const LstmSpec& spec, Shape input,
                 std::size_t vocabulary) {
  GraphBuilder b(name, {1, input.height, 1});
  NodeIndex x = b.embedding("embedding", 0, {.vocabulary = vocabulary, .features = spec.hidden});
  for (std::size_t i = 0; i < spec.layers; ++i) {
    if (spec.dropout > 0) {
      x = b.pointwise(fmt::format("dropout{}", i), x, Dropout{{}, spec.dropout});
    }
    x = b.lstm(fmt::format("lstm{}", i), x, {.hidden = spec.hidden});
  }
  if (spec.dropout > 0) {
    x = b.pointwise("dropout", x, Dropout{{}, spec.dropout});
  }
  b.linear("output", x, {.out_features = vocabulary, .quantized = true});
  return b.graph();
}

}  // namespace metronome::model
