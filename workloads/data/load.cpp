#include "workloads/data/load.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "workloads/data/mnist.hpp"
#include "workloads/data/synthetic.hpp"

namespace metronome::data {
namespace {

const std::vector<MnistFamily>& mnist_families() {
  static const std::vector<MnistFamily> families{
      {.name = "fashion-mnist",
       .default_path = "/usr/share/datasets/fashion-mnist",
       .how_to_get = "run `apt-get install dataset-fashion-mnist`, name the folder of the four "
                     "IDX files with `dataset_path`",
       .mean = 0.2860,
       .deviation = 0.3530},
      {.name = "mnist",
       .default_path = "/usr/share/datasets/mnist",
       .how_to_get = "name the folder of the four IDX files with `dataset_path`",
       .mean = 0.1307,
       .deviation = 0.3081},
  };
  return families;
}

}  // namespace

std::vector<std::string> data_set_names() {
  std::vector<std::string> names;
  for (const MnistFamily& family : mnist_families()) {
    names.push_back(family.name);
  }
  names.emplace_back("synthetic");
  return names;
}

DataSet load_data_set(const Request& request) {
  for (const MnistFamily& family : mnist_families()) {
    if (family.name == request.name) {
      return load_mnist(family, request);
    }
  }
  if (request.name == "synthetic") {
    return make_synthetic(request);
  }
  throw UserError(fmt::format("no data to train on for the data set `{}`", request.name),
                  name_hint(request.name, data_set_names()));
}

}  // namespace metronome::data
