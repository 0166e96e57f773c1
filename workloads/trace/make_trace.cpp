#include "workloads/trace/make_trace.hpp"

#include "sim/base/error.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/lowering.hpp"

namespace metronome::trace {

Trace make_trace(const model::Graph& graph, const std::string& dataset, std::uint64_t batch,
                 const schedule::Schedule& schedule, std::uint64_t iterations, DxScale dx_scale) {
  if (iterations == 0) {
    throw UserError("a run needs at least one iteration", "iterations of at least 1");
  }
  return {lower(graph, dataset, batch, dx_scale), schedule.name(), schedule.phases(iterations), {}};
}

Trace make_trace(const std::string& model, const std::string& dataset, std::uint64_t batch,
                 const schedule::Schedule& schedule, std::uint64_t iterations, DxScale dx_scale) {
  const DataShape shape = data_set_shape(dataset);
  return make_trace(model::make_model(model, shape.input, shape.classes), dataset, batch, schedule,
                    iterations, dx_scale);
}

}  // namespace metronome::trace
