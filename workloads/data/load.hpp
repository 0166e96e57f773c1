#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "workloads/data/data_set.hpp"

namespace metronome::data {

/// How much of a data set is wanted.
struct Request {
  std::string name;               ///< one of data_set_names()
  std::string path{};             ///< folder; empty: where the system's package puts it
  std::size_t train_samples = 0;  ///< the first so many; 0: all (synthetic: 2048)
  std::size_t test_samples = 0;   ///< the first so many; 0: all (synthetic: 512)
  std::uint64_t seed = 1;         ///< of a synthetic set
};

/// The data sets that can be trained on: "fashion-mnist", "mnist", "cifar-10",
/// "cifar-100", "synthetic".
[[nodiscard]] std::vector<std::string> data_set_names();

/// Reads or makes a data set. UserError where the name is unknown, files are absent (saying how to
/// get them) or damaged, or more samples are asked for than there are.
[[nodiscard]] DataSet load_data_set(const Request& request);

}  // namespace metronome::data
