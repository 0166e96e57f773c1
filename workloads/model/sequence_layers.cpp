#include "workloads/model/sequence_layers.hpp"

#include "sim/base/error.hpp"

namespace metronome::model {

Shape Attention::output(const LayerInputs& in) const {
  METRONOME_ASSERT(in.shapes.size() == 3 && in.shapes[0] == in.shapes[1] &&
                       in.shapes[0] == in.shapes[2] && in.front().channels % heads == 0 &&
                       in.front().width == 1,
                   "attention takes three equal sequences whose features the heads divide");
  return in.shapes[2];
}

std::uint64_t Attention::macs(const Shape& /*in*/, const Shape& out) {
  return 2 * std::uint64_t{out.elements()} * out.height;
}

Shape Lstm::output(const LayerInputs& in) const {
  METRONOME_ASSERT(in.front().width == 1, "an LSTM takes a sequence");
  return {hidden, in.front().height, 1};
}

std::uint64_t Lstm::macs(const Shape& in, const Shape& out) {
  return 4 * std::uint64_t{out.elements()} * (in.channels + out.channels);
}

std::uint64_t Lstm::parameters(const Shape& in, const Shape& /*out*/) const {
  return 4 * std::uint64_t{hidden} * (in.channels + hidden + 1);
}

}  // namespace metronome::model
