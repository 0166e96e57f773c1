#include "workloads/model/ends.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

model::Graph network_of(const WorkloadSpec& spec, const std::optional<trace::DataShape>& shape) {
  return model::with_ends(trace::model_for(spec.model, spec.dataset, shape), spec.ends);
}

model::Graph network_of(const WorkloadSpec& spec) {
  return network_of(spec, trace::optional_data_set_shape(spec.dataset));
}

}  // namespace metronome::train
