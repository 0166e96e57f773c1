#include "workloads/train/initial_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/text.hpp"
#include "workloads/model/ends.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/nn/initial_values.hpp"
#include "workloads/onnx/imported_weights.hpp"
#include "workloads/train/weights.hpp"

namespace metronome::train {
namespace {

using Values = std::map<std::string, std::vector<float>>;

Values read_values(const std::filesystem::path& file) {
  Values values;
  if (model::is_onnx_file(file.string())) {
    for (importers::ImportedWeight& weight : importers::read_onnx_weights(file)) {
      values[weight.name] = std::move(weight.values);
    }
    return values;
  }
  for (NamedTensor& tensor : parse_weights(read_file(file), file.string())) {
    values[tensor.name] = std::move(tensor.values);
  }
  return values;
}

std::vector<std::string> names_of(const Values& values) {
  std::vector<std::string> names;
  for (const auto& [name, numbers] : values) {
    names.push_back(name);
  }
  return names;
}

/// What a file does not hold of these parameters as the network has them.
Findings differences(const std::vector<nn::Parameter<float>>& parameters, const Values& values,
                     const std::string& file) {
  Findings findings;
  for (const nn::Parameter<float>& parameter : parameters) {
    const auto found = values.find(parameter.name);
    if (found == values.end()) {
      findings.add({.file = file,
                    .key = parameter.name,
                    .what = "is not there, but the network has it",
                    .hint = name_hint(parameter.name, names_of(values))});
    } else if (found->second.size() != parameter.value->size()) {
      findings.add({.file = file,
                    .key = parameter.name,
                    .what = fmt::format("has {} numbers", found->second.size()),
                    .hint = fmt::format("{}, as in the network", parameter.value->size())});
    }
  }
  return findings;
}

/// The parameters of a network but those of layers that begin anew.
std::vector<nn::Parameter<float>> given_parameters(nn::Network<float>& network,
                                                   const std::vector<model::NodeIndex>& anew) {
  std::vector<nn::Parameter<float>> given = network.parameters();
  for (const model::NodeIndex layer : anew) {
    const std::string prefix = network.graph().nodes[layer].name + ".";
    std::erase_if(given, [&](const auto& one) { return one.name.starts_with(prefix); });
  }
  return given;
}

}  // namespace

std::filesystem::path weights_file(const std::string& named) {
  return is_folder(named) ? std::filesystem::path(named) / "weights.bin"
                          : std::filesystem::path(named);
}

void start_from(nn::Network<float>& network, const std::string& named,
                const std::vector<model::NodeIndex>& anew) {
  const std::filesystem::path file = weights_file(named);
  const Values values = read_values(file);
  const std::vector<nn::Parameter<float>> given = given_parameters(network, anew);
  differences(given, values, file.string()).raise();
  const auto take = [&](const std::string& name, float* to, std::size_t count) {
    const auto found = values.find(name);
    if (found != values.end() && found->second.size() == count) {
      std::copy(found->second.begin(), found->second.end(), to);
    }
  };
  for (const nn::Parameter<float>& parameter : given) {
    take(parameter.name, parameter.value->data(), parameter.value->size());
  }
  for (const auto& [name, value] : network.statistics()) {
    take(name, value->data(), value->size());
  }
  for (const auto& [name, range] : network.ranges()) {
    std::array<float, 2> numbers{range->zero_point(), range->extent()};
    take(name, numbers.data(), numbers.size());
    *range = {numbers[0], numbers[1]};
  }
}

void give_initial_weights(nn::Network<float>& network, const WorkloadSpec& spec) {
  network.initialise(spec.seed);
  if (spec.initialisation == Initialisation::he_normal) {
    std::uint64_t number = 0;
    for (const nn::Parameter<float>& parameter : network.parameters()) {
      if (parameter.of_product) {
        const auto products = static_cast<double>(parameter.value->row_size());
        nn::fill_normal(*parameter.value, std::sqrt(2 / products),
                        RandomStream(spec.seed, "he_normal_weight", number));
      } else if (parameter.name.ends_with(".bias")) {
        std::fill_n(parameter.value->data(), parameter.value->size(), 0.0F);
      }
      ++number;
    }
  }
  if (spec.initial_weights) {
    start_from(network, *spec.initial_weights,
               spec.task.begins_last_layer_anew() ? model::last_layers(network.graph())
                                                  : std::vector<model::NodeIndex>{});
  }
}

}  // namespace metronome::train
