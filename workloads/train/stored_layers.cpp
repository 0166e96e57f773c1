#include "workloads/train/stored_layers.hpp"

#include <fmt/format.h>

#include <variant>

#include "sim/base/error.hpp"
#include "workloads/train/form_training.hpp"

namespace metronome::train {

std::vector<StoredLayer> stored_layers(const TrainedSource& source) {
  const StoredTraining training = read_training(source);
  const auto refuse = [&](const std::string& what, const std::string& hint) {
    throw UserError(Diagnostic{training.file.string(), 0, 0, {}, what, hint});
  };
  if (!training.workload) {
    refuse("does not tell what it was trained on", "a checkpoint, or the folder of a training");
  }
  const WorkloadSpec& spec = *training.workload;
  if (!std::holds_alternative<weights::CoefficientSpec>(spec.form)) {
    refuse(fmt::format("its weights have the form `{}`, which no container of coefficients holds",
                       enum_name(weights::kind_of(spec.form))),
           "a training with weights: coefficients (docs/smartdeal.md)");
  }
  nn::Network<float> network(network_of(spec), spec.dx_scale);
  network.initialise(spec.seed);
  methods::FormedNetwork<float> formed(network, spec.form, modes_of(spec.form));
  if (const std::string difference = restore_form(formed, training.tensors); !difference.empty()) {
    refuse(difference, "the network that was trained");
  }
  std::vector<StoredLayer> layers;
  for (const std::string& layer : formed.formed_layers()) {
    layers.push_back(
        {layer, std::get<weights::Coefficients<float>>(formed.form(layer)).to_store()});
  }
  return layers;
}

}  // namespace metronome::train
