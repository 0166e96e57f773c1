#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/model/graph_builder.hpp"

namespace metronome::model {
namespace {

/// The blocks of GPT-2, BERT and the vision transformer: attention from one product, and a GELU
/// network of four times the features.
class Blocks {
 public:
  Blocks(GraphBuilder& builder, std::size_t heads, bool causal)
      : b_(builder), heads_(heads), causal_(causal) {}

  NodeIndex pre_norm(const std::string& name, NodeIndex x) {
    x = b_.add(name + ".add1", attention(name, norm(name + ".norm1", x)), x);
    return b_.add(name + ".add2", inner(name, norm(name + ".norm2", x)), x);
  }

  NodeIndex post_norm(const std::string& name, NodeIndex x) {
    x = norm(name + ".norm1", b_.add(name + ".add1", attention(name, x), x));
    return norm(name + ".norm2", b_.add(name + ".add2", inner(name, x), x));
  }

  NodeIndex norm(const std::string& name, NodeIndex x) {
    return b_.pointwise(name, x, LayerNorm{});
  }

 private:
  NodeIndex linear(const std::string& name, NodeIndex x, std::size_t features) {
    return b_.linear(name, x, {.out_features = features, .quantized = true});
  }

  NodeIndex attention(const std::string& name, NodeIndex x) {
    const std::size_t features = b_.shape(x).channels;
    const NodeIndex qkv = linear(name + ".qkv", x, 3 * features);
    const auto part = [&](const char* what, std::size_t i) {
      return b_.append(name + what, Slice{{}, Axis::channels, i * features, features}, {qkv});
    };
    const NodeIndex q = part(".query", 0);
    const NodeIndex k = part(".key", 1);
    const NodeIndex v = part(".value", 2);
    x = b_.attention(name + ".attention", q, k, v, {.heads = heads_, .causal = causal_});
    return linear(name + ".projection", x, features);
  }

  NodeIndex inner(const std::string& name, NodeIndex x) {
    const std::size_t features = b_.shape(x).channels;
    x = b_.pointwise(name + ".gelu", linear(name + ".fc1", x, 4 * features), Gelu{});
    return linear(name + ".fc2", x, features);
  }

  GraphBuilder& b_;
  std::size_t heads_;
  bool causal_;
};

/// The first of the trained positions, as many as there are tokens, added to x.
NodeIndex add_positions(GraphBuilder& b, NodeIndex x, std::size_t positions) {
  const Shape shape = b.shape(x);
  if (shape.height > positions) {
    throw UserError(
        fmt::format("{}: {} tokens, and positions of {} are trained", b.graph().name, shape.height,
                    positions),
        fmt::format("at most {} tokens, or a model with positions={}", positions, shape.height));
  }
  NodeIndex table = b.append("positions", Learned{shape.channels, positions, 1}, {});
  if (shape.height < positions) {
    table = b.append("places", Slice{{}, Axis::height, 0, shape.height}, {table});
  }
  return b.add("placed", x, table);
}

}  // namespace

Graph gpt2(const std::string& name, const Gpt2Spec& spec, Shape input, std::size_t vocabulary) {
  GraphBuilder b(name, {1, input.height, 1});
  Blocks blocks(b, spec.heads, true);
  NodeIndex x = b.embedding("embedding", 0, {.vocabulary = vocabulary, .features = spec.features});
  x = add_positions(b, x, spec.positions);
  for (std::size_t i = 0; i < spec.layers; ++i) {
    x = blocks.pre_norm(fmt::format("layer{}", i), x);
  }
  b.append("output", TiedLinear{.table = "embedding", .out_features = vocabulary},
           {blocks.norm("norm", x)});
  return b.graph();
}

Graph bert(const std::string& name, const BertSpec& spec, Shape input, std::size_t vocabulary) {
  GraphBuilder b(name, {1, input.height, 1});
  Blocks blocks(b, spec.heads, false);
  NodeIndex x = b.embedding("embedding", 0, {.vocabulary = vocabulary, .features = spec.features});
  x = add_positions(b, x, spec.positions);
  const NodeIndex segments = b.append("segments", Learned{spec.features, 2, 1}, {});
  const NodeIndex first = b.append("segment", Slice{{}, Axis::height, 0, 1}, {segments});
  const NodeIndex all = b.append("segment_of_tokens", Upsample{{}, {input.height, 1}}, {first});
  x = blocks.norm("embedding_norm", b.add("embedded", x, all));
  for (std::size_t i = 0; i < spec.layers; ++i) {
    x = blocks.post_norm(fmt::format("layer{}", i), x);
  }
  x = b.linear("dense", x, {.out_features = spec.features, .quantized = true});
  x = blocks.norm("dense_norm", b.pointwise("dense_gelu", x, Gelu{}));
  b.append("output", TiedLinear{.table = "embedding", .out_features = vocabulary, .bias = true},
           {x});
  return b.graph();
}

Graph vision_transformer(const std::string& name, const VitSpec& spec, Shape input,
                         std::size_t classes) {
  GraphBuilder b(name, input);
  Blocks blocks(b, spec.heads, false);
  NodeIndex x = b.convolution("patches", 0,
                              {.out_channels = spec.features,
                               .kernel = spec.patch,
                               .stride = spec.patch,
                               .quantized = false,
                               .bias = true});
  const std::size_t patches = b.shape(x).height * b.shape(x).width;
  x = b.append("patch_tokens", Reshape{{}, spec.features, patches, 1}, {x});
  const NodeIndex cls = b.append("class_token", Learned{spec.features, 1, 1}, {});
  x = b.append("tokens", Concat{{}, Axis::height}, {cls, x});
  x = add_positions(b, x, patches + 1);
  for (std::size_t i = 0; i < spec.layers; ++i) {
    x = blocks.pre_norm(fmt::format("layer{}", i), x);
  }
  x = b.append("first", Slice{{}, Axis::height, 0, 1}, {blocks.norm("norm", x)});
  b.linear("fc", x, {.out_features = classes});
  return b.graph();
}

namespace {

NodeIndex llama_block(GraphBuilder& b, const std::string& name, NodeIndex input,
                      const LlamaSpec& spec) {
  const std::size_t head = spec.features / spec.heads;
  const auto product = [&](const char* part, NodeIndex x, std::size_t features) {
    return b.convolution(name + part, x, {.out_channels = features});
  };
  const auto turned = [&](const char* part, NodeIndex x) {
    return b.append(name + part, Rope{{}, head, spec.theta}, {x});
  };
  const auto shared = [&](const char* part, NodeIndex x) {
    const std::size_t times = spec.heads / spec.kv_heads;
    return times == 1 ? x : b.append(name + part, RepeatHeads{{}, spec.kv_heads, times}, {x});
  };
  NodeIndex x = b.pointwise(name + ".norm1", input, RmsNorm{});
  const NodeIndex q = turned(".turned_query", product(".query", x, spec.features));
  const NodeIndex k =
      shared(".keys", turned(".turned_key", product(".key", x, spec.kv_heads * head)));
  const NodeIndex v = shared(".values", product(".value", x, spec.kv_heads * head));
  x = b.attention(name + ".attention", q, k, v, {.heads = spec.heads});
  const NodeIndex middle = b.add(name + ".add1", product(".projection", x, spec.features), input);
  x = b.pointwise(name + ".norm2", middle, RmsNorm{});
  const NodeIndex gate = product(".gate", x, spec.inner);
  const NodeIndex up = product(".up", x, spec.inner);
  x = product(".down", b.append(name + ".swiglu", SwiGlu{}, {gate, up}), spec.features);
  return b.add(name + ".add2", x, middle);
}

}  // namespace

Graph llama(const std::string& name, const LlamaSpec& spec, Shape input, std::size_t vocabulary) {
  GraphBuilder b(name, {1, input.height, 1});
  NodeIndex x = b.embedding("embedding", 0, {.vocabulary = vocabulary, .features = spec.features});
  for (std::size_t i = 0; i < spec.layers; ++i) {
    x = llama_block(b, fmt::format("layer{}", i), x, spec);
  }
  b.append("output", TiedLinear{.table = "embedding", .out_features = vocabulary},
           {b.pointwise("norm", x, RmsNorm{})});
  return b.graph();
}

}  // namespace metronome::model
