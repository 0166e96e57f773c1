#include "workloads/model/sequence_layers.hpp"

#include <fmt/format.h>

namespace metronome::model {

Shape Embedding::output(const LayerInputs& in) const {
  if (in.front().channels != 1 || in.front().width != 1) {
    refuse_inputs(in, fmt::format("looks up the words of shape {}", text_of(in.front())),
                  "tokens: {channels: 1, height: TOKENS, width: 1}");
  }
  return {features, in.front().height, 1};
}

Shape Attention::output(const LayerInputs& in) const {
  const Shape& q = in.front();
  const Shape& k = in.shapes.at(1);
  const Shape& v = in.shapes.at(2);
  const auto refuse = [&](const char* what, const char* hint) {
    refuse_inputs(in,
                  fmt::format("{} heads on shapes {}, {} and {}: {}", heads, text_of(q), text_of(k),
                              text_of(v), what),
                  hint);
  };
  if (q.width != 1 || k.width != 1 || v.width != 1) {
    refuse("they are no sequences", "three sequences {features, tokens, 1}");
  }
  if (q.channels % heads != 0 || v.channels % heads != 0) {
    refuse("the heads do not divide the features", "a divisor of the features");
  }
  if (k.channels != q.channels || v.height != k.height) {
    refuse("they do not fit", "Q and K with equal features, K and V with equal tokens");
  }
  if (causal && k.height != q.height) {
    refuse("a causal one has as many tokens in Q as in K", "causal: false");
  }
  return {v.channels, q.height, 1};
}

std::uint64_t Attention::macs(const LayerInputs& in, const Shape& /*out*/) {
  const Shape& q = in.front();
  const Shape& v = in.shapes.at(2);
  return std::uint64_t{q.height} * v.height * (q.channels + v.channels);
}

Shape Rope::output(const LayerInputs& in) const {
  const Shape& x = in.front();
  if (x.width != 1 || head_features % 2 != 0 || x.channels % head_features != 0) {
    refuse_inputs(
        in,
        fmt::format("turns pairs of heads of {} features in shape {}", head_features, text_of(x)),
        "a sequence {features, tokens, 1}, head_features even and a divisor of the features");
  }
  return x;
}

Shape RepeatHeads::output(const LayerInputs& in) const {
  const Shape& x = in.front();
  if (x.channels % heads != 0) {
    refuse_inputs(in, fmt::format("repeats {} heads of shape {}", heads, text_of(x)),
                  "a divisor of the features");
  }
  return {x.channels * times, x.height, x.width};
}

Shape TiedLinear::output(const LayerInputs& in) const {
  return {out_features, in.front().height, in.front().width};
}

std::uint64_t TiedLinear::macs(const LayerInputs& in, const Shape& out) {
  return std::uint64_t{out.elements()} * in.front().channels;
}

Shape Lstm::output(const LayerInputs& in) const {
  if (in.front().width != 1) {
    refuse_inputs(in, fmt::format("runs over shape {}", text_of(in.front())),
                  "a sequence {features, tokens, 1}");
  }
  return {hidden, in.front().height, 1};
}

std::uint64_t Lstm::macs(const LayerInputs& in, const Shape& out) {
  return 4 * std::uint64_t{out.elements()} * (in.front().channels + out.channels);
}

std::uint64_t Lstm::parameters(const Shape& in, const Shape& /*out*/) const {
  return 4 * std::uint64_t{hidden} * (in.channels + hidden + 1);
}

}  // namespace metronome::model
