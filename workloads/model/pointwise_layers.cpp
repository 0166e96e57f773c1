#include "workloads/model/pointwise_layers.hpp"

#include <fmt/format.h>

namespace metronome::model {

Shape Add::output(const LayerInputs& in) {
  const Shape& a = in.shapes.at(0);
  const Shape& b = in.shapes.at(1);
  if (a != b) {
    refuse_inputs(in, fmt::format("adds shapes {} and {}", text_of(a), text_of(b)),
                  "two inputs of one shape");
  }
  return a;
}

Shape Multiply::output(const LayerInputs& in) {
  const Shape& a = in.shapes.at(0);
  const Shape& b = in.shapes.at(1);
  if (a != b && b != Shape{a.channels, 1, 1}) {
    refuse_inputs(in, fmt::format("multiplies shapes {} and {}", text_of(a), text_of(b)),
                  "a second input of the same shape, or of one value for each channel");
  }
  return a;
}

Shape SwiGlu::output(const LayerInputs& in) {
  const Shape& gate = in.shapes.at(0);
  const Shape& up = in.shapes.at(1);
  if (gate != up) {
    refuse_inputs(in, fmt::format("gates shape {} by {}", text_of(up), text_of(gate)),
                  "two inputs of one shape: the gate, then what it gates");
  }
  return up;
}

}  // namespace metronome::model
