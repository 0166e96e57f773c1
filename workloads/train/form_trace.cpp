#include "workloads/train/form_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"
#include "workloads/model/ends.hpp"
#include "workloads/trace/costs.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/trace/lowering.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/coefficient_step.hpp"
#include "workloads/train/error_rule.hpp"
#include "workloads/train/form_modes.hpp"
#include "workloads/train/form_training.hpp"
#include "workloads/train/result_trace.hpp"
#include "workloads/train/search_step.hpp"

namespace metronome::train {
namespace {

using trace::Operation;
using trace::OperationClass;
using trace::Phase;
using trace::Role;
using trace::Step;
using trace::Tensor;
using trace::VectorWork;
using weights::NestedSpec;
using weights::NestedTraining;

constexpr const char* kHighStep = "train_high";
constexpr const char* kHighNorm = "@high";

/// What the passes of a program are lowered from.
struct Program {
  const WorkloadSpec& spec;
  const model::Graph& graph;

  /// One precision after the other, each with the bits that layers have fixed.
  [[nodiscard]] std::vector<Phase> fixed(std::vector<Phase> phases) const {
    for (Phase& phase : phases) {
      phase.assignment = trace::with_fixed_bits(graph, phase.assignment);
      phase.assignment.layers.share_names(phases.front().assignment.layers);
    }
    return phases;
  }
  /// Forward, backward and updates. Weights have one scale a layer: nothing is scaled by channel.
  [[nodiscard]] Step step(const std::vector<Phase>& phases) const {
    Step step = trace::lower(graph, spec.dataset, spec.batch, trace::DxScale::segmented,
                             update_rule(spec), trace::CodePlan(phases));
    step.dx_scale = spec.dx_scale;
    return step;
  }
  [[nodiscard]] std::set<std::string> formed_layers() const {
    std::set<std::string> names;
    for (const model::Node& node : graph.nodes) {
      if (model::takes_form(node.layer)) {
        names.insert(node.name);
      }
    }
    return names;
  }
  /// Whether a tensor belongs to a batch norm, of which each mode has one.
  [[nodiscard]] bool is_norms(const std::string& tensor) const {
    return std::any_of(graph.nodes.begin(), graph.nodes.end(), [&](const model::Node& node) {
      return std::holds_alternative<model::BatchNorm>(node.layer) &&
             tensor.starts_with(node.name + ".scale_shift.");
    });
  }
};

/// What outlives a step, or is given to it.
bool persists(const Step& step, const Tensor& tensor) {
  const bool written =
      std::any_of(step.operations.begin(), step.operations.end(), [&](const Operation& operation) {
        return std::find(operation.outputs.begin(), operation.outputs.end(), tensor.name) !=
               operation.outputs.end();
      });
  return tensor.role == Role::master || tensor.role == Role::optimizer_state ||
         (tensor.role == Role::activation && !written);
}

void drop_unused(Step& step) {
  std::set<std::string> used;
  for (const Operation& operation : step.operations) {
    used.insert(operation.inputs.begin(), operation.inputs.end());
    used.insert(operation.outputs.begin(), operation.outputs.end());
  }
  std::erase_if(step.tensors, [&](const Tensor& tensor) { return !used.contains(tensor.name); });
}

void add_cost(Operation& operation, const trace::Cost& more) {
  auto& work = std::get<VectorWork>(operation.work);
  work.adds_per_element += more.adds;
  work.multiplies_per_element += more.multiplies;
}

using trace::costs::operator+;

/// Weights that stand on the grid of their tanh: the pass that makes codes computes it, and the
/// update multiplies the gradient by the scale times its derivative.
void add_tanh(Step& step, const std::set<std::string>& formed) {
  for (Operation& operation : step.operations) {
    for (const std::string& layer : formed) {
      if (operation.name == layer + ".quantize_weight") {
        add_cost(operation, trace::costs::kSigmoid);
      }
      if (operation.name == layer + ".update") {
        add_cost(operation, trace::costs::kSigmoid + trace::Cost{.adds = 1, .multiplies = 3});
      }
    }
  }
}

/// The step of both modes: see training_trace.
class JointStep {
 public:
  JointStep(const Program& program, Step high, Step low)
      : program_(program), high_(std::move(high)), low_(std::move(low)) {
    for (const Tensor& tensor : low_.tensors) {
      if (persists(low_, tensor) && !program_.is_norms(tensor.name)) {
        shared_.insert(tensor.name);
      }
    }
  }

  [[nodiscard]] Step make(bool soft_labels) {
    Step step = high_;
    step.operations.clear();
    step.forward_macs += low_.forward_macs;
    for (const Tensor& tensor : low_.tensors) {
      if (!shared_.contains(tensor.name)) {
        step.tensors.push_back(tensor);
        step.tensors.back().name += kLowPass;
      }
    }
    std::vector<Operation> updates;
    for (const Operation& operation : high_.operations) {
      if (operation.cls != OperationClass::update) {
        step.operations.push_back(operation);
      } else if (!shared_.contains(operation.outputs.front())) {
        updates.push_back(operation);
      }
    }
    for (const Operation& operation : low_.operations) {
      if (!finds_range_again(operation)) {
        (operation.cls == OperationClass::update ? updates : step.operations)
            .push_back(of_low(operation, soft_labels));
      }
    }
    step.operations.insert(step.operations.end(), updates.begin(), updates.end());
    drop_unused(step);
    return step;
  }

 private:
  /// Of the weights or the images, which the first pass has.
  [[nodiscard]] bool finds_range_again(const Operation& operation) const {
    return operation.cls == OperationClass::quantize && operation.outputs.empty() &&
           std::all_of(operation.inputs.begin(), operation.inputs.end(),
                       [&](const std::string& name) { return shared_.contains(name); });
  }

  [[nodiscard]] Operation of_low(const Operation& from, bool soft_labels) const {
    Operation operation = from;
    const auto rename = [&](std::vector<std::string>& names) {
      for (std::string& name : names) {
        name += shared_.contains(name) ? "" : kLowPass;
      }
    };
    rename(operation.inputs);
    rename(operation.outputs);
    if (from.cls == OperationClass::update && shared_.contains(from.outputs.front())) {
      return operation;  // of the sum, once
    }
    operation.layer += kLowPass;
    operation.name += kLowPass;
    for (const std::string& output : from.outputs) {
      const Tensor& tensor = low_.tensor(output);
      if (tensor.role == Role::gradient && !program_.is_norms(output)) {
        add_first_gradient(operation, tensor);
      }
    }
    if (soft_labels && from.name == "loss.softmax_cross_entropy") {
      operation.name = std::string("loss.soft_labels") + kLowPass;
      operation.inputs.push_back(from.inputs.front());
      add_cost(operation, trace::costs::kLoss);
    }
    return operation;
  }

  /// Gradients of the second pass are added to those of the first.
  static void add_first_gradient(Operation& operation, const Tensor& gradient) {
    operation.inputs.push_back(gradient.name);
    std::visit(Overload{[](trace::MatrixWork&) {},  // its third input is added
                        [&](VectorWork& work) {
                          work.adds_per_element += static_cast<double>(gradient.elements()) /
                                                   static_cast<double>(work.elements);
                        },
                        [](trace::HostWork&) {}},
               operation.work);
  }

  const Program& program_;
  Step high_, low_;
  std::set<std::string> shared_;  ///< tensors of both passes
};

std::vector<Phase> at_bits(std::vector<Phase> phases, int bits) {
  for (Phase& phase : phases) {
    phase.assignment.all.weight_bits = bits;
    phase.assignment.all.activation_bits = bits;
    phase.assignment.all.stash_bits = bits;
  }
  return phases;
}

trace::Trace joint_trace(const Program& program, const NestedSpec& nested,
                         const std::vector<Phase>& asked) {
  for (const model::Node& node : program.graph.nodes) {
    if (node.name.ends_with(kLowPass)) {
      throw UserError(
          fmt::format("layer `{}` has a name that stands for a pass of the low mode", node.name),
          fmt::format("a name that does not end with `{}`", kLowPass));
    }
  }
  const std::vector<Phase> high = program.fixed(asked);
  const std::vector<Phase> low = program.fixed(at_bits(asked, nested.low_bits));
  JointStep joint(program, program.step(high), program.step(low));
  trace::Trace trace;
  trace.steps.push_back(
      {trace::kTrainStep, joint.make(nested.training == NestedTraining::joint_recursive)});
  add_tanh(trace.steps.front().step, program.formed_layers());
  for (Operation& operation : trace.steps.front().step.operations) {
    for (const std::string& layer : program.formed_layers()) {
      if (operation.name == layer + ".quantize_weight" + kLowPass) {
        add_cost(operation, trace::costs::kSigmoid);
      }
    }
  }
  trace.schedule = high;
  for (std::size_t i = 0; i < high.size(); ++i) {
    trace::LayerPrecisions& layers = trace.schedule[i].assignment.layers;
    for (const model::Node& node : program.graph.nodes) {
      if (model::multiplies_codes(node.layer)) {
        layers.set(node.name + kLowPass, low[i].assignment.of(node.name));
      }
    }
    layers.share_names(trace.schedule.front().assignment.layers);
  }
  return trace;
}

/// A step of the high mode's phase of two_phase.
Step residual_step(const Program& program, const NestedSpec& nested, Step step) {
  const std::set<std::string> formed = program.formed_layers();
  const auto of_formed = [&](const std::string& tensor) {
    return std::any_of(formed.begin(), formed.end(), [&](const std::string& layer) {
      return tensor.starts_with(layer + ".weight.");
    });
  };
  // Nothing moves but what lies below the frozen planes, and the batch norms of the mode.
  std::erase_if(step.operations, [&](const Operation& operation) {
    const bool moves = std::any_of(
        operation.outputs.begin(), operation.outputs.end(), [&](const std::string& name) {
          const Role role = step.tensor(name).role;
          const bool parameter =
              role == Role::gradient || role == Role::master || role == Role::optimizer_state;
          return !parameter || of_formed(name) || program.is_norms(name);
        });
    const bool ranges =
        operation.name.ends_with(".range_weight") && formed.contains(operation.layer);
    return ranges || (!operation.outputs.empty() && !moves);
  });
  const auto renamed = [&](std::string name) {
    if (of_formed(name) &&
        (name.ends_with(".master") || name.ends_with(".momentum") || name.ends_with(".variance"))) {
      const std::size_t at = name.rfind(".weight.");
      return name.substr(0, at) + ".residual." + name.substr(at + 8);
    }
    return program.is_norms(name) ? name + kHighNorm : name;
  };
  for (Tensor& tensor : step.tensors) {
    tensor.name = renamed(tensor.name);
  }
  for (Operation& operation : step.operations) {
    std::transform(operation.inputs.begin(), operation.inputs.end(), operation.inputs.begin(),
                   renamed);
    std::transform(operation.outputs.begin(), operation.outputs.end(), operation.outputs.begin(),
                   renamed);
    if (formed.contains(operation.layer) &&
        operation.name == operation.layer + ".quantize_weight") {
      Tensor planes{operation.layer + ".frozen_planes", Role::master, trace::Format::mask,
                    step.tensor(operation.outputs.front()).shape};
      planes.shape.insert(planes.shape.begin(), static_cast<std::uint64_t>(nested.low_bits));
      operation.inputs.push_back(planes.name);
      step.tensors.push_back(std::move(planes));
    }
    if (formed.contains(operation.layer) && operation.name == operation.layer + ".update") {
      add_cost(operation, {.adds = 2, .multiplies = 1});  // inside [0, 1], times the slope
    }
  }
  drop_unused(step);
  return step;
}

trace::Trace two_phase_trace(const Program& program, const NestedSpec& nested,
                             const std::vector<Phase>& asked) {
  const std::uint64_t first = first_phase_iterations(program.spec.form, program.spec.iterations);
  const std::vector<Phase> high = program.fixed(asked);
  const std::vector<Phase> low = program.fixed(at_bits(asked, nested.low_bits));
  trace::Trace trace;
  trace.steps.push_back({trace::kTrainStep, program.step(low)});
  add_tanh(trace.steps.front().step, program.formed_layers());
  trace.steps.push_back({kHighStep, residual_step(program, nested, program.step(high))});
  for (const bool second : {false, true}) {
    for (const Phase& phase : second ? high : low) {
      const std::uint64_t end = phase.first_iteration + phase.iterations;
      const std::uint64_t from = std::max(phase.first_iteration, second ? first : 0);
      const std::uint64_t to = second ? end : std::min(end, first);
      if (from < to) {
        trace.schedule.push_back({from, to - from, phase.assignment, second ? 1U : 0U});
      }
    }
  }
  return trace;
}

trace::Trace scheduled_trace(const Program& program, const std::vector<Phase>& asked) {
  trace::Trace trace;
  trace.schedule = program.fixed(asked);
  trace.steps.push_back({trace::kTrainStep, program.step(trace.schedule)});
  add_tanh(trace.steps.front().step, program.formed_layers());
  return trace;
}

/// Of real weights on one grid a layer, with a range of it: coefficients whose decompositions
/// between epochs are the host's, nested codes of a range.
trace::Trace real_trace(const Program& program, const std::vector<Phase>& asked) {
  trace::Trace trace;
  trace.schedule = program.fixed(asked);
  trace.steps.push_back({trace::kTrainStep, program.step(trace.schedule)});
  return trace;
}

trace::Trace blended_trace(const Program& program, const std::vector<Phase>& asked,
                           std::size_t candidates) {
  trace::Trace trace;
  trace.schedule = program.fixed(asked);
  Step step = program.step(trace.schedule);
  for (Operation& operation : step.operations) {
    if (operation.cls == OperationClass::update && operation.name.ends_with(".update") &&
        program.formed_layers().contains(operation.layer)) {
      add_cost(operation, trace::costs::kSigmoid + trace::Cost{.adds = 1, .multiplies = 3});
    }
  }
  trace.steps.push_back(
      {trace::kTrainStep, search_step(step, program.formed_layers(), candidates)});
  return trace;
}

trace::Trace coefficient_trace(const Program& program, const std::vector<Phase>& asked,
                               const std::vector<FormFacts>& facts) {
  trace::Trace trace;
  trace.schedule = program.fixed(asked);
  // Levels whose coefficients are fewer have a step of their own.
  std::map<std::optional<int>, std::vector<FormFacts>> by_level;
  for (const FormFacts& layer : facts) {
    by_level[layer.level].push_back(layer);
  }
  const auto level_of = [&](const Phase& phase) {
    const int bits = phase.assignment.all.weight_bits;
    return by_level.contains(bits) ? std::optional(bits) : std::optional<int>();
  };
  std::map<std::optional<int>, std::size_t> steps;  // that of the whole range is the first
  for (const Phase& phase : trace.schedule) {
    steps[level_of(phase)] = 0;
  }
  for (auto& [level, index] : steps) {
    index = trace.steps.size();
    trace.steps.push_back(
        {level ? fmt::format("{}_{}", trace::kTrainStep, *level) : std::string(trace::kTrainStep),
         coefficient_step(program.step(trace.schedule), by_level.at(level))});
  }
  for (Phase& phase : trace.schedule) {
    phase.step = steps.at(level_of(phase));
  }
  return trace;
}

trace::Trace nested_trace(const Program& program, const NestedSpec& nested,
                          const std::vector<Phase>& asked) {
  switch (nested.training) {
    case NestedTraining::two_phase:
      return two_phase_trace(program, nested, asked);
    case NestedTraining::joint_hard:
    case NestedTraining::joint_recursive:
      return joint_trace(program, nested, asked);
    case NestedTraining::scheduled:
      return nested.grid == weights::NestedGrid::range ? real_trace(program, asked)
                                                       : scheduled_trace(program, asked);
  }
  fail_no_enumerator(nested.training);
}

}  // namespace

trace::Trace training_trace(const WorkloadSpec& spec, const model::Graph& graph,
                            const schedule::Schedule& schedule,
                            const std::vector<FormFacts>& facts) {
  // Checks batch, iterations and exceptions, and that the graph can be lowered at all.
  trace::Trace plain =
      trace::make_trace(graph, spec.dataset, spec.batch, schedule, spec.iterations, spec.dx_scale,
                        update_rule(spec), error_route(spec, graph));
  const Program program{spec, graph};
  const std::vector<Phase> asked = schedule.phases(spec.iterations);
  trace::Trace trace = std::visit(
      Overload{[&](const weights::AffineSpec&) { return std::move(plain); },
               [&](const NestedSpec& nested) { return nested_trace(program, nested, asked); },
               [&](const weights::BinarySpec&) { return scheduled_trace(program, asked); },
               [&](const weights::BlendedSpec& form) {
                 return blended_trace(program, asked, form.candidates.size());
               },
               [&](const weights::CoefficientSpec& form) {
                 if (form.update == weights::CoefficientUpdate::dense) {
                   return real_trace(program, asked);
                 }
                 return coefficient_trace(
                     program, asked, facts.empty() ? facts_at_start(spec, graph, schedule) : facts);
               }},
      spec.form);
  set_statistics(trace, spec);
  for (const trace::NamedStep& step : trace.steps) {
    trace::check_limits(step.step);
  }
  trace.schedule_name = schedule.name();
  return trace;
}

}  // namespace metronome::train
