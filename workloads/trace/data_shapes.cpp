#include "workloads/trace/data_shapes.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/base/error.hpp"

namespace metronome::trace {
namespace {

const std::vector<std::pair<std::string, DataShape>>& shapes() {
  static const std::vector<std::pair<std::string, DataShape>> all{
      {"fashion-mnist", {{3, 32, 32}, 10}},    {"mnist", {{3, 32, 32}, 10}},
      {"cifar-10", {{3, 32, 32}, 10}},         {"cifar-100", {{3, 32, 32}, 100}},
      {"imagenet", {{3, 224, 224}, 1000}},     {"synthetic", {{3, 32, 32}, 10}},
      {"wikitext-103", {{1, 512, 1}, 267735}}, {"ptb", {{1, 35, 1}, 10000}}};
  return all;
}

}  // namespace

std::vector<std::string> data_set_shape_names() {
  std::vector<std::string> names;
  for (const auto& [name, shape] : shapes()) {
    names.push_back(name);
  }
  return names;
}

DataShape data_set_shape(const std::string& name) {
  for (const auto& [known, shape] : shapes()) {
    if (known == name) {
      return shape;
    }
  }
  throw UserError(fmt::format("`{}` is not a data set", name),
                  name_hint(name, data_set_shape_names()));
}

}  // namespace metronome::trace
