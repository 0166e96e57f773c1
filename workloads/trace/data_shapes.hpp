#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "workloads/model/graph.hpp"

namespace metronome::trace {

/// What a model sees of a data set of images.
struct DataShape {
  model::Shape input;  ///< of one sample as given to the model
  std::size_t classes = 0;
  bool operator==(const DataShape&) const = default;
};

/// By name. The MNIST families are 28x28 grey images, padded to 32x32 and repeated to three
/// channels. UserError with the nearest name.
[[nodiscard]] DataShape data_set_shape(const std::string& name);
[[nodiscard]] std::vector<std::string> data_set_shape_names();

}  // namespace metronome::trace
