#include "workloads/trace/data_shapes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/onnx/onnx_network.hpp"

namespace metronome::trace {
namespace {

/// What is known of a data set, whether it can be trained on or not.
struct DataFacts {
  std::string name;
  DataShape shape;
  std::uint64_t test_samples = 0;  ///< 0: as many as one likes
};

const std::vector<DataFacts>& data_facts() {
  static const std::vector<DataFacts> all{{"fashion-mnist", {{3, 32, 32}, 10}, 10'000},
                                          {"mnist", {{3, 32, 32}, 10}, 10'000},
                                          {"cifar-10", {{3, 32, 32}, 10}, 10'000},
                                          {"cifar-100", {{3, 32, 32}, 100}, 10'000},
                                          {"imagenet", {{3, 224, 224}, 1000}, 50'000},
                                          {"synthetic", {{3, 32, 32}, 10}},
                                          {"wikitext-103", {{1, 512, 1}, 267735}, 245'569},
                                          {"wikitext-2", {{1, 35, 1}, 33278}, 245'569},
                                          {"ptb", {{1, 35, 1}, 10000}, 82'430},
                                          {"synthetic-text", {{1, 16, 1}, 52}},
                                          {"licenses", {{1, 64, 1}, 84}, 16'726},
                                          // Any text as the tokens of GPT-2, Llama 3 and BERT, in
                                          // the sequences of their (pre)trainings.
                                          {"gpt2-text", {{1, 1024, 1}, 50257}},
                                          {"llama-text", {{1, 2048, 1}, 128256}},
                                          {"bert-text", {{1, 128, 1}, 30522}}};
  return all;
}

const DataFacts* facts_of(const std::string& name) {
  const auto at = std::find_if(data_facts().begin(), data_facts().end(),
                               [&](const DataFacts& facts) { return facts.name == name; });
  return at == data_facts().end() ? nullptr : &*at;
}

/// A network of a file says itself what it reads and gives.
void check_fit(const model::Graph& graph, const std::string& dataset, const DataShape& shape) {
  if (graph.input() != shape.input) {
    throw UserError(fmt::format("{} reads {}, {} has {}", graph.name, text_of(graph.input()),
                                dataset, text_of(shape.input)),
                    "a data set of that shape, a network without `inputs`, or for a trace "
                    "dataset none");
  }
  if (graph.classes() != shape.classes) {
    throw UserError(fmt::format("{} tells {} classes apart, {} has {}", graph.name, graph.classes(),
                                dataset, shape.classes),
                    fmt::format("a last layer of {} features", shape.classes));
  }
}

model::Graph named_model(const std::string& model, const std::optional<DataShape>& shape) {
  if (!shape) {
    throw UserError(fmt::format("{} takes its sizes from a data set", model),
                    "`metronome list datasets`");
  }
  return model::make_model(model, shape->input, shape->classes);
}

}  // namespace

model::Graph model_for(const std::string& model, const std::string& dataset,
                       const std::optional<DataShape>& shape) {
  if (model::is_network_file(model)) {
    model::Graph graph =
        model::is_onnx_file(model)
            ? importers::read_onnx_network(model)
            : model::read_network(model, shape ? std::optional(shape->input) : std::nullopt);
    if (shape) {
      check_fit(graph, dataset, *shape);
    }
    return graph;
  }
  model::Graph graph = named_model(model, shape);
  if (graph.reads_tokens() != shape->is_text()) {
    throw UserError(fmt::format("{} reads {}, which {} has not", model,
                                graph.reads_tokens() ? "text" : "images", dataset),
                    graph.reads_tokens() ? "a text: wikitext-103, wikitext-2, ptb, synthetic-text"
                                         : "a data set of images");
  }
  return graph;
}

std::string on_data_set(const std::string& dataset) {
  return dataset == kNoDataSet ? "without a data set" : "on " + dataset;
}

std::vector<std::string> data_set_shape_names() {
  std::vector<std::string> names;
  for (const DataFacts& facts : data_facts()) {
    names.push_back(facts.name);
  }
  return names;
}

std::uint64_t test_split_samples(const std::string& name) {
  const DataFacts* facts = facts_of(name);
  return facts == nullptr ? 0 : facts->test_samples;
}

std::optional<DataShape> optional_data_set_shape(const std::string& name) {
  return name == kNoDataSet ? std::nullopt : std::optional(data_set_shape(name));
}

DataShape data_set_shape(const std::string& name) {
  if (const DataFacts* facts = facts_of(name)) {
    return facts->shape;
  }
  throw UserError(fmt::format("`{}` is not a data set", name),
                  name_hint(name, data_set_shape_names()));
}

}  // namespace metronome::trace
