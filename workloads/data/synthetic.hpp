#pragma once

#include <vector>

#include "workloads/data/load.hpp"

namespace metronome::data {

/// A data set made from its seed: ten classes of 3x32x32 images. A class is one smooth random
/// colour pattern; a sample is its class's pattern, shifted by up to two pixels each way, with
/// noise. A small network learns it in a few dozen iterations, and guessing is right for a tenth.
[[nodiscard]] std::vector<Source> synthetic_sources();

}  // namespace metronome::data
