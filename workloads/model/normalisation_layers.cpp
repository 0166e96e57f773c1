#include "workloads/model/normalisation_layers.hpp"

#include <fmt/format.h>

namespace metronome::model {

Shape GroupNorm::output(const LayerInputs& in) const {
  if (in.front().channels % groups != 0) {
    refuse_inputs(in, fmt::format("{} groups of {} channels", groups, in.front().channels),
                  "a divisor of the channels");
  }
  return in.front();
}

}  // namespace metronome::model
