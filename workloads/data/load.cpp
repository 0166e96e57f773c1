#include "workloads/data/load.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "workloads/data/cifar.hpp"
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

const std::vector<CifarFamily>& cifar_families() {
  static const std::vector<CifarFamily> families{
      {.name = "cifar-10",
       .archive_folder = "cifar-10-batches-bin",
       .train_files = {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                       "data_batch_4.bin", "data_batch_5.bin"},
       .test_files = {"test_batch.bin"},
       .label_bytes = 1,
       .classes = 10},
      {.name = "cifar-100",
       .archive_folder = "cifar-100-binary",
       .train_files = {"train.bin"},
       .test_files = {"test.bin"},
       .label_bytes = 2,  // coarse, then fine
       .classes = 100},
  };
  return families;
}

}  // namespace

std::vector<std::string> data_set_names() {
  std::vector<std::string> names;
  for (const MnistFamily& family : mnist_families()) {
    names.push_back(family.name);
  }
  for (const CifarFamily& family : cifar_families()) {
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
  for (const CifarFamily& family : cifar_families()) {
    if (family.name == request.name) {
      return load_cifar(family, request);
    }
  }
  if (request.name == "synthetic") {
    return make_synthetic(request);
  }
  throw UserError(fmt::format("no data to train on for the data set `{}`", request.name),
                  name_hint(request.name, data_set_names()));
}

}  // namespace metronome::data
