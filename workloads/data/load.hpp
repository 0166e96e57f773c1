#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
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

/// A data set that a source of this folder knows how to read or make; what models see of it stands
/// in trace/data_shapes.cpp.
struct Source {
  std::string name;
  std::function<DataSet(const Request&)> load;  ///< UserError as load_data_set, but for the name
};

/// The data sets that can be trained on: "fashion-mnist", "mnist", "cifar-10",
/// "cifar-100", "synthetic".
[[nodiscard]] std::vector<std::string> data_set_names();

/// Reads or makes a data set. UserError where the name is unknown, files are absent (saying how to
/// get them) or damaged, or more samples are asked for than there are.
[[nodiscard]] DataSet load_data_set(const Request& request);

}  // namespace metronome::data
