#include "workloads/trace/make_trace.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/trace/lowering.hpp"

namespace metronome::trace {
namespace {

/// A schedule from a file may name layers that the model has not.
void check_exceptions(const Step& step, const std::vector<Phase>& phases) {
  const std::set<std::string> known = matrix_layers(step);
  std::set<std::string> unknown;
  for (const Phase& phase : phases) {
    for (const auto& [layer, precision] : phase.assignment.layers) {
      if (!known.contains(layer)) {
        unknown.insert(layer);
      }
    }
  }
  std::vector<Diagnostic> found;
  found.reserve(unknown.size());
  for (const std::string& layer : unknown) {
    found.push_back({{},
                     0,
                     0,
                     "schedule",
                     fmt::format("{} has no convolution or linear layer `{}`", step.model, layer),
                     name_hint(layer, {known.begin(), known.end()})});
  }
  if (!found.empty()) {
    throw UserError(found);
  }
}

}  // namespace

Precision fixed_precision(const model::FixedBits& bits, const Precision& scheduled) {
  const auto choose = [](int fixed, int schedule) {
    return fixed > 0 && schedule > 0 ? fixed : schedule;
  };
  return {choose(bits.forward, scheduled.forward_bits),
          choose(bits.backward, scheduled.backward_bits)};
}

Assignment with_fixed_bits(const model::Graph& graph, Assignment assignment) {
  for (const model::Node& node : graph.nodes) {
    const auto* layer = std::get_if<model::Convolution>(&node.layer);
    if (layer != nullptr && layer->quantized && layer->bits != model::FixedBits{}) {
      assignment.layers.emplace(node.name, fixed_precision(layer->bits, assignment.all));
    }
  }
  return assignment;
}

Trace make_trace(const model::Graph& graph, const std::string& dataset, std::uint64_t batch,
                 const schedule::Schedule& schedule, std::uint64_t iterations, DxScale dx_scale,
                 UpdateRule rule) {
  if (!kIterations.contains(iterations)) {
    throw UserError(fmt::format("a run of {} iterations", iterations), kIterations.text());
  }
  if (!kExtents.contains(batch)) {
    throw UserError(fmt::format("a batch of {}", batch), kExtents.text());
  }
  Trace trace{lower(graph, dataset, batch, dx_scale, rule),
              schedule.name(),
              schedule.phases(iterations),
              {}};
  check_limits(trace.step);
  check_exceptions(trace.step, trace.schedule);
  for (Phase& phase : trace.schedule) {
    phase.assignment = with_fixed_bits(graph, phase.assignment);
  }
  return trace;
}

Trace make_trace(const std::string& model, const std::string& dataset, std::uint64_t batch,
                 const schedule::Schedule& schedule, std::uint64_t iterations, DxScale dx_scale,
                 UpdateRule rule, std::uint64_t vocabulary) {
  std::optional<DataShape> shape = optional_data_set_shape(dataset);
  if (vocabulary > 0) {
    if (!shape || !shape->is_text()) {
      throw UserError("the data set " + dataset + " has images, no vocabulary",
                      "vocabulary belongs to texts: ptb, wikitext-2, wikitext-103");
    }
    shape->classes = vocabulary;
  }
  return make_trace(model_for(model, dataset, shape), dataset, batch, schedule, iterations,
                    dx_scale, rule);
}

}  // namespace metronome::trace
