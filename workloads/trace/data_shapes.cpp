#include "workloads/trace/data_shapes.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/base/error.hpp"

namespace metronome::trace {
namespace {

const std::vector<std::pair<std::string, DataShape>>& shapes() {
  static const std::vector<std::pair<std::string, DataShape>> all{
      {"fashion-mnist", {{3, 32, 32}, 10}},
      {"mnist", {{3, 32, 32}, 10}},
      {"cifar-10", {{3, 32, 32}, 10}},
      {"cifar-100", {{3, 32, 32}, 100}},
      {"imagenet", {{3, 224, 224}, 1000}},
      {"synthetic", {{3, 32, 32}, 10}},
      {"wikitext-103", {{1, 512, 1}, 267735}},
      {"wikitext-2", {{1, 35, 1}, 33278}},
      {"ptb", {{1, 35, 1}, 10000}},
      {"synthetic-text", {{1, 16, 1}, 52}}};
  return all;
}

}  // namespace

model::Graph model_for(const std::string& model, const std::string& dataset,
                       const DataShape& shape) {
  model::Graph graph = model::make_model(model, shape.input, shape.classes);
  if (graph.reads_tokens() != shape.is_text()) {
    throw UserError(fmt::format("{} reads {}, which {} has not", model,
                                graph.reads_tokens() ? "text" : "images", dataset),
                    graph.reads_tokens() ? "a text: wikitext-103, wikitext-2, ptb, synthetic-text"
                                         : "a data set of images");
  }
  return graph;
}

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
