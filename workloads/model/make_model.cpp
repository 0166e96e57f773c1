#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "workloads/model/builders.hpp"

namespace metronome::model {
namespace {

/// ResNet-164 is the basic-block network of 27 blocks a group: its published bit operations are
/// those of this one, not of the bottleneck network of the same depth [fu2021cpt].
constexpr std::array<std::size_t, 10> kListedDepths{8, 14, 20, 32, 38, 56, 74, 110, 152, 164};

constexpr std::string_view kDepthwise = "mobilenet-v2:depthwise=";

using Builder = std::function<Graph(const std::string& name, Shape input, std::size_t classes)>;

/// The models besides the CIFAR ResNets and those with options.
const std::vector<std::pair<std::string, Builder>>& builders() {
  static const std::vector<std::pair<std::string, Builder>> all{
      {"mobilenet-v2", [](auto&, Shape in, std::size_t n) { return mobilenet_v2({}, in, n); }},
      {"resnet-18",
       [](auto& name, Shape in, std::size_t n) { return imagenet_resnet(name, {}, in, n); }},
      {"resnet-34",
       [](auto& name, Shape in, std::size_t n) {
         return imagenet_resnet(name, {.blocks = {3, 4, 6, 3}}, in, n);
       }},
      {"resnet-50",
       [](auto& name, Shape in, std::size_t n) {
         return imagenet_resnet(name, {.blocks = {3, 4, 6, 3}, .bottleneck = true}, in, n);
       }},
      {"mlp",
       [](auto&, Shape in, std::size_t n) {
         return mlp({512, 256}, in, n);
       }},
      {"lenet-5", [](auto&, Shape in, std::size_t n) { return lenet_5({}, in, n); }},
  };
  return all;
}

/// "name:key=N,key=N": sizes that take the place of a model's own.
class Sizes {
 public:
  struct Known {
    std::string key;
    std::size_t* target;
    NumberRange range;
  };

  Sizes(std::string model, std::vector<Known> known)
      : model_(std::move(model)), known_(std::move(known)) {}

  void read(std::string_view text) const {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(','), text.size());
      read_one(text.substr(0, end));
      text.remove_prefix(std::min(text.size(), end + 1));
    }
  }

 private:
  void read_one(std::string_view option) const {
    const std::size_t equals = std::min(option.find('='), option.size());
    const std::string key(option.substr(0, equals));
    std::vector<std::string> keys;
    for (const auto& [name, target, range] : known_) {
      keys.push_back(name);
      if (name != key) {
        continue;
      }
      const auto size =
          read_number<std::size_t>(option.substr(std::min(option.size(), equals + 1)), range);
      if (!size.value) {
        throw UserError(fmt::format("`{}` of {} is no size", option, model_),
                        fmt::format("{}=N, N from {}", key, range.text()));
      }
      *target = *size.value;
      return;
    }
    throw UserError(fmt::format("{} has no option `{}`", model_, key), name_hint(key, keys));
  }

  std::string model_;
  std::vector<Known> known_;
};

constexpr NumberRange kFeatures{1, 1 << 20};
/// Each becomes operations of the step.
constexpr NumberRange kLayers{1, 256};

void check_heads(const std::string& name, std::size_t features, std::size_t heads,
                 std::size_t unit) {
  if (features % (heads * unit) != 0) {
    throw UserError(fmt::format("{}: {} features cannot be shared by {} heads{}", name, features,
                                heads, unit == 2 ? " of pairs" : ""),
                    fmt::format("a multiple of {}", heads * unit));
  }
}

Graph sized_transformer(const std::string& name, std::string_view sizes, TransformerSpec spec,
                        Shape input, std::size_t words) {
  Sizes(name, {{"layers", &spec.layers, kLayers},
               {"features", &spec.features, kFeatures},
               {"inner", &spec.inner, kFeatures},
               {"heads", &spec.heads, kFeatures}})
      .read(sizes);
  check_heads(name, spec.features, spec.heads, 1);
  return transformer(name, spec, input, words);
}

Graph sized_gpt2(const std::string& name, std::string_view sizes, Gpt2Spec spec, Shape input,
                 std::size_t words) {
  Sizes(name, {{"layers", &spec.layers, kLayers},
               {"features", &spec.features, kFeatures},
               {"heads", &spec.heads, kFeatures},
               {"positions", &spec.positions, kFeatures}})
      .read(sizes);
  check_heads(name, spec.features, spec.heads, 1);
  return gpt2(name, spec, input, words);
}

Graph sized_bert(const std::string& name, std::string_view sizes, Shape input, std::size_t words) {
  BertSpec spec;
  Sizes(name, {{"layers", &spec.layers, kLayers},
               {"features", &spec.features, kFeatures},
               {"heads", &spec.heads, kFeatures},
               {"positions", &spec.positions, kFeatures}})
      .read(sizes);
  check_heads(name, spec.features, spec.heads, 1);
  return bert(name, spec, input, words);
}

Graph sized_llama(const std::string& name, std::string_view sizes, Shape input, std::size_t words) {
  LlamaSpec spec;
  Sizes(name, {{"layers", &spec.layers, kLayers},
               {"features", &spec.features, kFeatures},
               {"inner", &spec.inner, kFeatures},
               {"heads", &spec.heads, kFeatures},
               {"kv_heads", &spec.kv_heads, kFeatures}})
      .read(sizes);
  check_heads(name, spec.features, spec.heads, 2);
  if (spec.heads % spec.kv_heads != 0) {
    throw UserError(fmt::format("{}: {} heads of queries cannot share {} of keys", name, spec.heads,
                                spec.kv_heads),
                    "a divisor of heads");
  }
  return llama(name, spec, input, words);
}

Graph sized_vit(const std::string& name, std::string_view sizes, Shape input, std::size_t classes) {
  VitSpec spec;
  Sizes(name, {{"layers", &spec.layers, kLayers},
               {"features", &spec.features, kFeatures},
               {"heads", &spec.heads, kFeatures},
               {"patch", &spec.patch, kFeatures}})
      .read(sizes);
  check_heads(name, spec.features, spec.heads, 1);
  return vision_transformer(name, spec, input, classes);
}

/// Transformers of today, with their options after a colon.
std::optional<Graph> large_model(const std::string& name, const std::string& model,
                                 std::string_view sizes, Shape input, std::size_t classes) {
  if (model == "gpt2-small") {
    return sized_gpt2(name, sizes, {}, input, classes);
  }
  if (model == "gpt2-medium") {
    return sized_gpt2(name, sizes, {.layers = 24, .features = 1024, .heads = 16}, input, classes);
  }
  if (model == "llama-3.2-1b") {
    return sized_llama(name, sizes, input, classes);
  }
  if (model == "bert-base") {
    return sized_bert(name, sizes, input, classes);
  }
  if (model == "vit-s-16") {
    return sized_vit(name, sizes, input, classes);
  }
  return std::nullopt;
}

/// Models with their options after a colon.
std::optional<Graph> sized_model(const std::string& name, Shape input, std::size_t words) {
  const std::size_t colon = std::min(name.find(':'), name.size());
  const std::string model = name.substr(0, colon);
  const std::string_view sizes = std::string_view(name).substr(std::min(name.size(), colon + 1));
  if (auto graph = large_model(name, model, sizes, input, words)) {
    return graph;
  }
  if (model == "transformer-base") {
    return sized_transformer(name, sizes, {}, input, words);
  }
  if (model == "transformer-wiki103") {
    return sized_transformer(
        name, sizes, {.layers = 16, .features = 1024, .inner = 4096, .heads = 8, .dropout = 0.3},
        input, words);
  }
  if (model == "lstm-2") {
    LstmSpec spec;
    Sizes(name, {{"hidden", &spec.hidden, kFeatures}, {"layers", &spec.layers, kLayers}})
        .read(sizes);
    return lstm_model(name, spec, input, words);
  }
  return std::nullopt;
}

/// Bits of "F/G", 1 to 16 each; {0, 0} of "schedule".
std::optional<FixedBits> depthwise_bits(std::string_view text) {
  if (text == "schedule") {
    return FixedBits{};
  }
  constexpr NumberRange kBits{1, 16};
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto forward = read_number<int>(text.substr(0, slash), kBits).value;
  const auto backward =
      read_number<int>(text.substr(std::min(slash + 1, text.size())), kBits).value;
  return forward && backward ? std::optional(FixedBits{*forward, *backward}) : std::nullopt;
}

/// n of "resnet-(6n+2)", or 0 for another name.
std::size_t blocks_of_name(const std::string& name) {
  constexpr std::string_view kPrefix = "resnet-";
  if (!name.starts_with(kPrefix)) {
    return 0;
  }
  constexpr NumberRange kDepths{8, 9998};
  const auto depth =
      read_number<std::size_t>(std::string_view(name).substr(kPrefix.size()), kDepths).value;
  return depth && *depth % 6 == 2 ? *depth / 6 : 0;
}

}  // namespace

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const std::size_t depth : kListedDepths) {
    names.push_back(fmt::format("resnet-{}", depth));
  }
  for (const auto& [name, builder] : builders()) {
    names.push_back(name);
  }
  names.insert(names.end(), {"transformer-base", "transformer-wiki103", "lstm-2", "gpt2-small",
                             "gpt2-medium", "llama-3.2-1b", "bert-base", "vit-s-16"});
  return names;
}

Graph make_model(const std::string& name, Shape input, std::size_t classes) {
  for (const auto& [known, builder] : builders()) {
    if (known == name) {
      return builder(name, input, classes);
    }
  }
  if (auto graph = sized_model(name, input, classes)) {
    return std::move(*graph);
  }
  if (name.starts_with(kDepthwise)) {
    const auto bits = depthwise_bits(std::string_view(name).substr(kDepthwise.size()));
    if (!bits) {
      throw UserError(fmt::format("`{}` has no such depthwise bits", name),
                      "mobilenet-v2:depthwise=8/16 (forward/backward, 1 to 16) or "
                      "mobilenet-v2:depthwise=schedule");
    }
    Graph graph = mobilenet_v2({.depthwise = *bits}, input, classes);
    graph.name = name;
    return graph;
  }
  const std::size_t blocks = blocks_of_name(name);
  if (blocks == 0) {
    throw UserError(fmt::format("unknown model `{}`", name), name_hint(name, model_names()));
  }
  return cifar_resnet(blocks, input, classes);
}

}  // namespace metronome::model
