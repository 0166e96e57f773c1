#pragma once

#include <string>
#include <vector>

#include "workloads/methods/weights/coefficients/stored_coefficients.hpp"
#include "workloads/train/trained_network.hpp"

namespace metronome::train {

/// A layer of a training with `weights: coefficients`, as its container holds it.
struct StoredLayer {
  std::string name;
  weights::StoredCoefficients coefficients;
};

/// All of them, in order of execution. UserError where the file is damaged, its tensors are not
/// those of the network, or its weights have another form.
[[nodiscard]] std::vector<StoredLayer> stored_layers(const TrainedSource& source);

}  // namespace metronome::train
