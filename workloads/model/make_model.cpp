#include <fmt/format.h>

#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <utility>

#include "sim/base/error.hpp"
#include "workloads/model/builders.hpp"

namespace metronome::model {
namespace {

/// ResNet-164 is the basic-block network of 27 blocks a group: its published bit operations are
/// those of this one, not of the bottleneck network of the same depth (CPT notes, 2.1).
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
      {"transformer-base",
       [](auto& name, Shape in, std::size_t n) { return transformer(name, {}, in, n); }},
      {"transformer-wiki103",
       [](auto& name, Shape in, std::size_t n) {
         const TransformerSpec spec{
             .layers = 16, .features = 1024, .inner = 4096, .heads = 8, .dropout = 0.3};
         return transformer(name, spec, in, n);
       }},
      {"lstm-2", [](auto& name, Shape in, std::size_t n) { return lstm_model(name, {}, in, n); }},
  };
  return all;
}

/// Bits of "F/G", 1 to 16 each; {0, 0} of "schedule".
std::optional<FixedBits> depthwise_bits(std::string_view text) {
  if (text == "schedule") {
    return FixedBits{};
  }
  FixedBits bits;
  const char* end = text.data() + text.size();
  const auto forward = std::from_chars(text.data(), end, bits.forward);
  if (forward.ec != std::errc() || forward.ptr == end || *forward.ptr != '/') {
    return std::nullopt;
  }
  const auto backward = std::from_chars(forward.ptr + 1, end, bits.backward);
  const auto valid = [](int b) { return b >= 1 && b <= 16; };
  const bool whole = backward.ec == std::errc() && backward.ptr == end;
  return whole && valid(bits.forward) && valid(bits.backward) ? std::optional(bits) : std::nullopt;
}

/// n of "resnet-(6n+2)", or 0 for another name.
std::size_t blocks_of_name(const std::string& name) {
  constexpr std::string_view kPrefix = "resnet-";
  if (!name.starts_with(kPrefix)) {
    return 0;
  }
  std::size_t depth = 0;
  const char* end = name.data() + name.size();
  const auto [stop, status] = std::from_chars(name.data() + kPrefix.size(), end, depth);
  const bool valid = status == std::errc() && stop == end && depth >= 8 && depth < 10000;
  return valid && depth % 6 == 2 ? depth / 6 : 0;
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
  return names;
}

Graph make_model(const std::string& name, Shape input, std::size_t classes) {
  for (const auto& [known, builder] : builders()) {
    if (known == name) {
      return builder(name, input, classes);
    }
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
