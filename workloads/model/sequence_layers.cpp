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
  if (in.shapes.at(1) != q || in.shapes.at(2) != q || q.width != 1 || q.channels % heads != 0) {
    refuse_inputs(in,
                  fmt::format("{} heads on shapes {}, {} and {}", heads, text_of(q),
                              text_of(in.shapes[1]), text_of(in.shapes[2])),
                  "three equal sequences {features, tokens, 1} whose features the heads divide");
  }
  return q;
}

std::uint64_t Attention::macs(const Shape& /*in*/, const Shape& out) {
  return 2 * std::uint64_t{out.elements()} * out.height;
}

Shape Lstm::output(const LayerInputs& in) const {
  if (in.front().width != 1) {
    refuse_inputs(in, fmt::format("runs over shape {}", text_of(in.front())),
                  "a sequence {features, tokens, 1}");
  }
  return {hidden, in.front().height, 1};
}

std::uint64_t Lstm::macs(const Shape& in, const Shape& out) {
  return 4 * std::uint64_t{out.elements()} * (in.channels + out.channels);
}

std::uint64_t Lstm::parameters(const Shape& in, const Shape& /*out*/) const {
  return 4 * std::uint64_t{hidden} * (in.channels + hidden + 1);
}

}  // namespace metronome::model
