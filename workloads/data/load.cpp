#include "workloads/data/load.hpp"

#include <fmt/format.h>

#include <array>

#include "sim/base/error.hpp"
#include "workloads/data/cifar.hpp"
#include "workloads/data/mnist.hpp"
#include "workloads/data/synthetic.hpp"

namespace metronome::data {
namespace {

/// The list of rooms.
constexpr std::array kRooms{mnist_sources, cifar_sources, synthetic_sources};

}  // namespace

std::vector<std::string> data_set_names() {
  std::vector<std::string> names;
  for (const auto room : kRooms) {
    for (const Source& source : room()) {
      names.push_back(source.name);
    }
  }
  return names;
}

DataSet load_data_set(const Request& request) {
  for (const auto room : kRooms) {
    for (const Source& source : room()) {
      if (source.name == request.name) {
        return source.load(request);
      }
    }
  }
  throw UserError(fmt::format("no data to train on for the data set `{}`", request.name),
                  name_hint(request.name, data_set_names()));
}

}  // namespace metronome::data
