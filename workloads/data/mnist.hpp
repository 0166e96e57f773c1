#pragma once

#include <vector>

#include "workloads/data/load.hpp"

namespace metronome::data {

/// Four gzip-compressed IDX files of 28x28 grey images. Images get a border of 2 raw zeros, 32x32,
/// before they are normalised, and are repeated to three channels.
[[nodiscard]] std::vector<Source> mnist_sources();

}  // namespace metronome::data
