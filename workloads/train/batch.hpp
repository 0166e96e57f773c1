#pragma once

#include <cstdint>
#include <vector>

#include "workloads/tensor/tensor.hpp"

namespace metronome::train {

/// What a step reads.
struct Batch {
  tensor::Tensor<float> features;     ///< {channels, batch, height, width}; words as numbers
  std::vector<std::uint32_t> labels;  ///< one for each sample and token
  bool continues = false;             ///< each text goes on where that of the batch before ended
};

}  // namespace metronome::train
