#include "workloads/trace/make_trace.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/model/ends.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/evaluation.hpp"
#include "workloads/trace/exceptions.hpp"
#include "workloads/trace/facts.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/trace/lowering.hpp"

namespace metronome::trace {
namespace {

/// Gradients and what is kept for them belong to training.
void check_backward_bits(const model::Graph& graph, const std::vector<Phase>& phases) {
  if (graph.loss != model::Loss::none) {
    return;
  }
  const auto backward = [](const Precision& p) {
    return p.gradient_bits > 0 || p.stash_bits != p.activation_bits;
  };
  for (const Phase& phase : phases) {
    const auto& layers = phase.assignment.layers;
    if (backward(phase.assignment.all) ||
        std::any_of(layers.begin(), layers.end(),
                    [&](const auto& layer) { return backward(layer.second); })) {
      throw UserError(Diagnostic{{},
                                 0,
                                 0,
                                 "schedule",
                                 "bits of gradients and stash have no effect: " + graph.name +
                                     " has the forward pass only",
                                 "leave them out"});
    }
  }
}

/// A schedule from a file may name layers that the model has not, or whose bits have no effect.
void check_exceptions(const model::Graph& graph, const Step& step,
                      const std::vector<Phase>& phases) {
  const ExceptionRule rule(step);
  const std::vector<std::string> formats = format_layers(graph);
  std::set<std::pair<std::string, Precision>> seen;
  Findings found;
  for (const Phase& phase : phases) {
    for (const auto& [layer, precision] : phase.assignment.layers) {
      if (!seen.emplace(layer, precision).second) {
        continue;
      }
      if (auto fault = rule.fault(layer, precision, !found.full(), formats)) {
        found.add({{}, 0, 0, "schedule", step.model + ": " + fault->what, std::move(fault->hint)});
      }
    }
  }
  found.raise();
}

/// Formats of layers whose products take none.
void check_formats(const model::Graph& graph, const std::vector<Phase>& phases) {
  Findings found;
  std::set<std::string> seen;
  for (const Phase& phase : phases) {
    for (const model::Node& node : graph.nodes) {
      const std::size_t exception = phase.assignment.layers.index_of(node.name);
      if (!takes_formats(node.layer) && exception < phase.assignment.layers.size() &&
          phase.assignment.layers.at(exception).formats.any() && seen.insert(node.name).second) {
        found.add({{},
                   0,
                   0,
                   "schedule",
                   fmt::format("`{}` takes no number formats", node.name),
                   "bits or fp32: formats belong to convolutions and linear layers"});
      }
    }
  }
  found.raise();
}

}  // namespace

Precision fixed_precision(const model::FixedBits& bits, const Precision& scheduled) {
  const auto choose = [](int fixed, int schedule) {
    return fixed > 0 && schedule > 0 ? fixed : schedule;
  };
  if (scheduled.formats.any() &&
      bits != model::FixedBits{}) {  // a layer that keeps its bits keeps affine codes
    const int forward = bits.forward > 0 ? bits.forward : bits.backward;
    return Precision(forward, bits.backward > 0 ? bits.backward : forward);
  }
  Precision fixed = scheduled;
  fixed.weight_bits = choose(bits.forward, scheduled.weight_bits);
  fixed.activation_bits = choose(bits.forward, scheduled.activation_bits);
  fixed.stash_bits = choose(bits.forward, scheduled.stash_bits);
  fixed.error_bits = choose(bits.backward, scheduled.error_bits);
  return fixed;
}

bool takes_formats(const model::Layer& layer) {
  return std::holds_alternative<model::Convolution>(layer) ||
         std::holds_alternative<model::Linear>(layer);
}

std::vector<std::string> format_layers(const model::Graph& graph) {
  std::vector<std::string> layers;
  for (const model::Node& node : graph.nodes) {
    if (takes_formats(node.layer) && model::multiplies_codes(node.layer)) {
      layers.push_back(node.name);
    }
  }
  return layers;
}

void check_ends(const model::Graph& graph, model::Ends ends,
                const std::vector<Assignment>& levels) {
  if (ends != model::Ends::bits_8) {
    return;
  }
  for (const Assignment& level : levels) {
    for (const model::NodeIndex end : model::end_layers(graph)) {
      const std::string& name = graph.nodes[end].name;
      const Precision own = level.of(name);
      const bool named = level.layers.contains(name);
      if (own.formats.any() ? named : named && (own.weight_bits != 8 || own.activation_bits != 8)) {
        throw UserError(fmt::format("ends: 8 is 8 bits for `{}`, the schedule gives it {}", name,
                                    precision_text(own)),
                        "ends: network, or a schedule that leaves the layer out");
      }
      if (!own.formats.any() && own.weight_bits == 0) {
        throw UserError(
            fmt::format("ends: 8 has no effect on `{}`, which the schedule has in FP32", name),
            "ends: fp32 or network");
      }
    }
  }
}

Assignment with_fixed_bits(const model::Graph& graph, Assignment assignment) {
  for (const model::Node& node : graph.nodes) {
    if (!takes_formats(node.layer) && model::multiplies_codes(node.layer) &&
        !assignment.layers.contains(node.name) && assignment.all.formats.any()) {
      assignment.layers.set(node.name, Precision(0, 0));
    }
    const model::FixedBits bits = model::fixed_bits(node.layer);
    if (bits != model::FixedBits{} && !assignment.layers.contains(node.name)) {
      assignment.layers.set(node.name, fixed_precision(bits, assignment.all));
    }
  }
  return assignment;
}

Trace make_trace(const model::Graph& graph, const std::string& dataset, std::uint64_t batch,
                 const schedule::Schedule& schedule, std::uint64_t iterations, DxScale dx_scale,
                 UpdateRule rule, const FeedbackRoute& route) {
  if (!kIterations.contains(iterations)) {
    throw UserError(fmt::format("a run of {} iterations", iterations), kIterations.text());
  }
  if (!kExtents.contains(batch)) {
    throw UserError(fmt::format("a batch of {}", batch), kExtents.text());
  }
  schedule.check_effects(iterations);
  std::vector<Phase> asked = schedule.bound(format_layers(graph)).phases(iterations);
  check_backward_bits(graph, asked);
  std::vector<Phase> phases = asked;
  for (Phase& phase : phases) {
    phase.assignment = with_fixed_bits(graph, phase.assignment);
    phase.assignment.layers.share_names(phases.front().assignment.layers);
  }
  Trace trace{{{kTrainStep, lower(graph, dataset, batch, dx_scale, rule, CodePlan(phases), route)}},
              schedule.name(),
              std::move(phases),
              {}};
  check_limits(trace.step());
  check_formats(graph, asked);
  check_exceptions(graph, trace.step(), asked);
  return trace;
}

Trace make_trace(const std::string& model, const std::string& dataset, std::uint64_t batch,
                 const schedule::Schedule& schedule, std::uint64_t iterations, DxScale dx_scale,
                 UpdateRule rule, std::uint64_t vocabulary) {
  return make_trace(requested_model({.model = model, .dataset = dataset, .vocabulary = vocabulary}),
                    dataset, batch, schedule, iterations, dx_scale, rule);
}

namespace {

/// The bits of a test, with those of the training for what it does not read: a test at the bits
/// of the training changes none.
Precision beside(const Precision& training, Precision test) {
  if (test.weight_bits == training.weight_bits &&
      test.activation_bits == training.activation_bits) {
    return training;
  }
  test.error_bits = training.error_bits;
  test.gradient_bits = training.gradient_bits;
  return test;
}

Assignment beside(const Assignment& training, const Assignment& test) {
  std::map<std::string, Precision> layers;
  for (const Assignment* one : {&training, &test}) {
    for (const auto& [layer, own] : one->layers) {
      layers[layer] = beside(training.of(layer), test.of(layer));
    }
  }
  return {beside(training.all, test.all), LayerPrecisions(layers)};
}

}  // namespace

void take_statistics_of_parts(Trace& trace, std::uint64_t samples) {
  for (NamedStep& named : trace.steps) {
    if (samples < 2 || named.step.batch % samples != 0) {
      throw UserError(fmt::format("batch norm cannot take statistics of {} of {} samples at a time",
                                  samples, named.step.batch),
                      "a divisor of the batch, at least 2");
    }
    named.step.statistics_part = samples;
  }
}

void add_evaluations(Trace& trace, const model::Graph& graph, const schedule::Schedule& schedule,
                     std::uint64_t every, std::uint64_t iterations) {
  if (graph.loss == model::Loss::none) {
    throw UserError("an inference has nothing to evaluate between its iterations",
                    "a training, or no evaluations");
  }
  model::Graph forward = graph;
  forward.loss = model::Loss::none;
  const Assignment assignment =
      beside(trace.schedule.front().assignment,
             with_fixed_bits(forward,
                             schedule.bound(format_layers(graph)).evaluation(trace.iterations())));
  const Step& train = trace.step();
  Step step = lower(forward, train.dataset, train.batch, train.dx_scale, update_rule_of(train),
                    CodePlan({Phase{0, 1, assignment}}));
  interleave(trace, {{kEvaluateStep, std::move(step)}, assignment, every, iterations});
}

model::Graph requested_model(const ModelRequest& request) {
  std::optional<DataShape> shape = optional_data_set_shape(request.dataset);
  const auto set = [&](std::uint64_t wanted, const char* what, std::size_t& target) {
    if (wanted == 0) {
      return;
    }
    if (!shape->is_text()) {
      throw UserError(fmt::format("the data set {} has images, no {}", request.dataset, what),
                      "it belongs to texts: ptb, wikitext-2, wikitext-103");
    }
    target = wanted;
  };
  if (shape) {
    set(request.vocabulary, "vocabulary", shape->classes);
    set(request.sequence_length, "sequence length", shape->input.height);
  } else if (request.vocabulary > 0 || request.sequence_length > 0) {
    throw UserError("a network without a data set says itself what it reads",
                    "no vocabulary, no sequence length");
  }
  model::Graph graph = model_for(request.model, request.dataset, shape);
  if (request.inference) {
    graph.loss = model::Loss::none;
  }
  return graph;
}

}  // namespace metronome::trace
