#pragma once

#include <string>

#include "workloads/data/load.hpp"

namespace metronome::data {

/// What tells the data sets in MNIST's format apart.
struct MnistFamily {
  std::string name;
  std::string default_path;
  std::string how_to_get;  ///< hint where files are absent
  double mean = 0;         ///< of the training pixels / 255
  double deviation = 1;
};

/// Four gzip-compressed IDX files of 28x28 grey images. Images get a border of 2 raw zeros, 32x32,
/// before they are normalised, and are repeated to three channels.
[[nodiscard]] DataSet load_mnist(const MnistFamily& family, const Request& request);

}  // namespace metronome::data
