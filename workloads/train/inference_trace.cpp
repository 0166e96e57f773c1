#include "workloads/train/inference_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"
#include "sim/base/text.hpp"
#include "workloads/model/ends.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/costs.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/deployed.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/trace/lowering.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/form_training.hpp"

namespace metronome::train {
namespace {

using trace::Format;
using trace::Operation;
using trace::OperationClass;
using trace::Role;
using trace::Step;
using trace::Tensor;
using trace::VectorWork;
using trace::costs::operator+;
using weights::StreamKind;

/// What products multiply at an assignment: nothing of a backward pass.
trace::Assignment forward_only(const model::Graph& graph, trace::Assignment assignment) {
  const auto plain = [](trace::Precision precision) {
    precision.gradient_bits = 0;
    precision.stash_bits = precision.activation_bits;
    return precision;
  };
  assignment.all = plain(assignment.all);
  for (const std::string& layer : assignment.layers.names()) {
    assignment.layers.set(layer, plain(assignment.of(layer)));
  }
  return trace::with_fixed_bits(graph, std::move(assignment));
}

std::string codes_of(const std::string& layer) { return layer + ".weight.codes"; }

std::uint64_t count_of(const std::vector<weights::FormWork>& work, weights::Action action) {
  std::uint64_t count = 0;
  for (const weights::FormWork& one : work) {
    count += one.action == action ? one.count : 0;
  }
  return count;
}

/// One code of a layer, of bits_of(layer) bits, in the place of codes of each mode.
template <class BitsOf>
void store_once(Step& step, const model::Graph& graph, Format format, const BitsOf& bits_of) {
  for (Tensor& tensor : step.tensors) {
    const auto formed =
        std::find_if(graph.nodes.begin(), graph.nodes.end(), [&](const model::Node& node) {
          return model::takes_form(node.layer) && tensor.name == codes_of(node.name);
        });
    if (formed != graph.nodes.end()) {
      tensor.format = format;
      tensor.shape.insert(tensor.shape.begin(), static_cast<std::uint64_t>(bits_of(formed->name)));
    }
  }
}

/// What the layout is where none is asked for: a code of one width is read as a whole, whatever
/// the array, so that bit planes, which few arrays take, would give nothing.
WeightLayout layout_of(const weights::FormSpec& form, const InferenceRequest& request) {
  return request.layout.value_or(std::holds_alternative<weights::BinarySpec>(form)
                                     ? WeightLayout::packed
                                     : WeightLayout::plane_major);
}

/// Streams of coefficients, and the pass that makes codes of them, in the place of a quantization.
void rebuild_layer(Step& step, const FormFacts& facts) {
  const auto at = std::find_if(
      step.operations.begin(), step.operations.end(),
      [&](const Operation& one) { return one.name == facts.layer + ".quantize_weight"; });
  METRONOME_ASSERT(at != step.operations.end(), "a layer with coefficients multiplies codes");
  const std::uint64_t elements = step.tensor(codes_of(facts.layer)).elements();
  const std::uint64_t shift_adds = count_of(facts.forward, weights::Action::shift_add);
  const trace::Cost cost =
      trace::Cost{.adds = static_cast<double>(shift_adds) / static_cast<double>(elements)} +
      trace::costs::kQuantize;
  VectorWork work{elements, cost.adds, cost.multiplies};
  work.rebuilt_rows = count_of(facts.forward, weights::Action::rebuild);
  work.shift_adds = shift_adds;
  work.filter_rows = facts.stored.rows.filter_rows;
  work.kept_rows = facts.stored.rows.kept;
  std::vector<std::string> streams;
  for (const StreamKind kind : {StreamKind::row_map, StreamKind::coefficients, StreamKind::basis}) {
    const std::uint64_t bits = facts.stored.bits(kind).count();
    if (bits > 0) {
      streams.push_back(fmt::format("{}.{}", facts.layer, enum_name(kind)));
      step.tensors.push_back({streams.back(), Role::weight, Format::mask, {bits}});
    }
  }
  *at = {facts.layer + ".rebuild", facts.layer, OperationClass::quantize, work, std::move(streams),
         {codes_of(facts.layer)}};
}

/// A step of loads alone.
class LoadStep {
 public:
  LoadStep(const Step& like) {
    step_ = like;
    step_.forward_macs = Macs(0);
    step_.tensors.clear();
    step_.operations.clear();
  }

  void tables(const Step& infer) {
    for (const Operation& operation : infer.operations) {
      if (operation.name == trace::kLoadTables) {
        step_.operations.push_back(operation);
        for (const std::string& name : operation.inputs) {
          step_.tensors.push_back(infer.tensor(name));
        }
      }
    }
  }

  /// So many planes of every stored code, of which `there` are there; codes that lie side by side
  /// come as a whole with the first.
  void planes(const Step& infer, int there, int count) {
    Operation load{"planes.load", "planes", OperationClass::load, VectorWork{}, {}, {}};
    std::uint64_t bits = 0;
    for (const Tensor& stored : infer.tensors) {
      const bool whole = stored.format == Format::packed;
      if (trace::is_bitwise(stored.format) && !(whole && there > 0)) {
        Tensor part = stored;
        part.format = Format::mask;
        part.shape.front() = whole ? part.shape.front() : static_cast<std::uint64_t>(count);
        bits += part.elements();
        load.inputs.push_back(part.name);
        step_.tensors.push_back(std::move(part));
      }
    }
    if (bits > 0) {
      std::get<VectorWork>(load.work).elements = bits;
      step_.operations.push_back(std::move(load));
    }
  }

  [[nodiscard]] Step step() && { return std::move(step_); }

 private:
  Step step_;
};

bool is_table(const Tensor& tensor) {
  return tensor.role == Role::master && tensor.name.ends_with(".table");
}

/// Real numbers that a step has before its operations, but for tables of batch norms, of which each
/// mode has its own.
std::set<std::string> same_at_first(const Step& step) {
  std::set<std::string> same;
  for (const Tensor& tensor : step.tensors) {
    if (tensor.format == Format::real && !is_table(tensor)) {
      same.insert(tensor.name);
    }
  }
  for (const Operation& one : step.operations) {
    for (const std::string& name : one.outputs) {
      same.erase(name);
    }
  }
  return same;
}

/// The high mode behind a low one: without what depends on no precision, from the images on as far
/// as real numbers are made of what is the same in both modes.
Step refine_step(const Step& infer) {
  Step step = infer;
  std::set<std::string> same = same_at_first(step);
  std::set<std::string> tables;  // which normalisations do not name: they are there
  for (const Tensor& tensor : step.tensors) {
    if (is_table(tensor)) {
      tables.insert(tensor.name);
    }
  }
  std::map<std::string, std::size_t> writers;
  for (const Operation& one : step.operations) {
    for (const std::string& name : one.outputs) {
      ++writers[name];
    }
  }
  const auto reused = [&](const Operation& one) {
    return one.cls != OperationClass::quantize && !one.inputs.empty() && !one.outputs.empty() &&
           !tables.contains(trace::table_of(one.layer)) &&
           std::all_of(one.inputs.begin(), one.inputs.end(),
                       [&](const std::string& name) { return same.contains(name); }) &&
           std::all_of(one.outputs.begin(), one.outputs.end(), [&](const std::string& name) {
             return step.tensor(name).format == Format::real && writers.at(name) == 1;
           });
  };
  std::set<std::string> left;
  std::vector<Operation> again;
  for (Operation& one : step.operations) {
    if (!reused(one)) {
      again.push_back(std::move(one));
      continue;
    }
    same.insert(one.outputs.begin(), one.outputs.end());
    left.insert(one.outputs.begin(), one.outputs.end());
    if (const auto* product = std::get_if<trace::MatrixWork>(&one.work)) {
      step.forward_macs = Macs(step.forward_macs.count() - trace::useful_macs(*product).count());
    }
  }
  step.operations = std::move(again);
  for (Tensor& tensor : step.tensors) {
    tensor.role = left.contains(tensor.name) ? Role::activation : tensor.role;
  }
  trace::drop_unused_tensors(step);
  return step;
}

/// The modes that are asked for, the low one first.
std::vector<EvaluationMode> requested_modes(const WorkloadSpec& spec,
                                            const InferenceRequest& request,
                                            const trace::Assignment* last) {
  const schedule::Schedule schedule = schedule::parse_schedule(spec.schedule);
  std::vector<EvaluationMode> modes =
      evaluation_modes(spec.form, tested_assignment(schedule, spec.iterations, last));
  if (with_modes(spec.form) == nullptr) {
    modes.erase(modes.begin() + 1, modes.end());  // behind number formats stands FP32
  }
  std::reverse(modes.begin(), modes.end());
  if (!request.mode) {
    return modes;
  }
  std::vector<std::string> names;
  for (const EvaluationMode& mode : modes) {
    if (mode.name == *request.mode) {
      return {mode};
    }
    names.push_back(mode.name);
  }
  throw UserError(fmt::format("`{}` is no mode of this training", *request.mode),
                  names == std::vector<std::string>{""}
                      ? "no mode; modes are those of weights: {kind: nested_planes, training: "
                        "joint_hard}"
                      : name_hint(*request.mode, names));
}

/// Appends phases behind one another.
class Timeline {
 public:
  void add(std::uint64_t iterations, const trace::Assignment& assignment, std::size_t step) {
    if (iterations == 0) {
      return;
    }
    if (phases_.size() >= trace::kMostPhases) {
      throw UserError("so many switches make the timeline too long",
                      fmt::format("at most {} rows", trace::kMostPhases));
    }
    phases_.push_back({now_, iterations, assignment, step});
    now_ += iterations;
  }
  [[nodiscard]] std::vector<trace::Phase> phases() && { return std::move(phases_); }

 private:
  std::vector<trace::Phase> phases_;
  std::uint64_t now_ = 0;
};

/// Drops the steps that no row of the timeline runs: a program has none.
void keep_what_runs(trace::Trace& trace) {
  std::vector<trace::NamedStep> kept;
  std::vector<std::size_t> now(trace.steps.size());
  for (std::size_t step = 0; step < trace.steps.size(); ++step) {
    const auto runs = [&](const trace::Phase& phase) { return phase.step == step; };
    if (std::any_of(trace.schedule.begin(), trace.schedule.end(), runs)) {
      now[step] = kept.size();
      kept.push_back(std::move(trace.steps[step]));
    }
  }
  for (trace::Phase& phase : trace.schedule) {
    phase.step = now[phase.step];
  }
  trace.steps = std::move(kept);
}

/// Both modes, one after the other.
void alternate(trace::Trace& trace, const std::vector<trace::Phase>& modes,
               const InferenceRequest& request) {
  trace.steps.reserve(5);  // `infer` stays where it is
  const Step& infer = trace.step();
  const int low = modes[0].assignment.all.weight_bits;
  const int high = modes[1].assignment.all.weight_bits;
  const auto loads = [&](const char* name, int there, int planes) {
    LoadStep step(infer);
    step.planes(infer, there, planes);
    step.tables(infer);
    trace.steps.push_back({name, std::move(step).step()});
    return trace.steps.size() - 1;
  };
  const std::size_t fill = loads(kFillStep, 0, low);
  const std::size_t up = loads(kSwitchHighStep, low, high - low);
  LoadStep tables(infer);
  tables.tables(infer);
  trace.steps.push_back({kSwitchLowStep, std::move(tables).step()});
  const std::size_t down = trace.steps.size() - 1;
  const bool refines = request.refine_every > 0;
  if (refines) {
    trace.steps.push_back({kRefineStep, refine_step(infer)});
  }
  const std::uint64_t turn = refines                    ? request.refine_every
                             : request.switch_every > 0 ? request.switch_every
                                                        : request.iterations;
  Timeline timeline;
  timeline.add(1, modes[0].assignment, fill);
  for (std::uint64_t done = 0; done < request.iterations;) {
    const std::uint64_t now = std::min(turn, request.iterations - done);
    timeline.add(now, modes[0].assignment, 0);
    done += now;
    const bool goes_on =
        refines ? now == turn : request.switch_every == 0 || done < request.iterations;
    if (goes_on) {
      const std::uint64_t after = refines ? 1
                                  : request.switch_every == 0
                                      ? request.iterations
                                      : std::min(turn, request.iterations - done);
      timeline.add(1, modes[1].assignment, up);
      timeline.add(after, modes[1].assignment, refines ? trace.steps.size() - 1 : 0);
      done += refines || request.switch_every == 0 ? 0 : after;
      const bool ends = done >= request.iterations;
      // Both modes once end where they began; other programs end with their last batch.
      if (!ends || !(refines || request.switch_every > 0)) {
        timeline.add(1, modes[0].assignment, down);
      }
    }
  }
  trace.schedule = std::move(timeline).phases();
  keep_what_runs(trace);
}

void check_form(const weights::FormSpec& form, const InferenceRequest& request) {
  if (std::holds_alternative<weights::BlendedSpec>(form)) {
    throw UserError(
        "a search of widths (weights: blended) is no deployed network: its weights are mixtures of "
        "all candidates",
        "a training with the widths that were found: schedule: csv:SEARCH/widths.csv, weights: "
        "{kind: binary_planes, ...} (docs/width_search.md)");
  }
  const bool planes = std::holds_alternative<weights::NestedSpec>(form) ||
                      std::holds_alternative<weights::BinarySpec>(form);
  if (!planes && request.layout) {
    throw UserError(fmt::format("--layout {} has no effect: the weights of this training are not "
                                "stored in planes",
                                enum_name(*request.layout)),
                    "leave it out; layouts are those of weights: {kind: nested_planes} and "
                    "{kind: binary_planes}");
  }
}

void check_request(const std::vector<EvaluationMode>& modes, const InferenceRequest& request) {
  if (modes.size() < 2 && (request.switch_every > 0 || request.refine_every > 0)) {
    throw UserError("a single mode has no switches",
                    "a training with modes, and no --mode: weights: {kind: nested_planes, "
                    "training: joint_hard}");
  }
  if (request.switch_every > 0 && request.refine_every > 0) {
    throw UserError("--switch-every and --refine-every exclude each other", "one of them");
  }
}

}  // namespace

trace::Trace inference_trace(const WorkloadSpec& spec, const model::Graph& graph,
                             const std::vector<FormFacts>& facts, const InferenceRequest& request,
                             const trace::Assignment* last) {
  check_form(spec.form, request);
  const std::vector<EvaluationMode> modes = requested_modes(spec, request, last);
  check_request(modes, request);
  model::Graph forward = graph;
  forward.loss = model::Loss::none;
  std::vector<trace::Phase> phases;
  for (const EvaluationMode& mode : modes) {
    phases.push_back({0, request.iterations, forward_only(forward, mode.assignment)});
    phases.back().assignment.layers.share_names(phases.front().assignment.layers);
  }
  Step step = trace::lower(forward, spec.dataset, request.batch, spec.dx_scale,
                           trace::UpdateRule::sgd, trace::CodePlan(phases));
  const WeightLayout layout = layout_of(spec.form, request);
  const Format format = layout == WeightLayout::packed ? Format::packed : Format::planes;
  std::visit(Overload{[](const weights::AffineSpec&) {}, [](const weights::BlendedSpec&) {},
                      [&](const weights::NestedSpec& nested) {
                        if (layout != WeightLayout::separate) {
                          store_once(step, forward, format,
                                     [&](const std::string&) { return nested.high_bits; });
                        }
                      },
                      [&](const weights::BinarySpec&) {
                        if (layout != WeightLayout::separate) {
                          store_once(step, forward, format, [&](const std::string& layer) {
                            return phases.front().assignment.of(layer).weight_bits;
                          });
                        }
                      },
                      [&](const weights::CoefficientSpec&) {
                        for (const FormFacts& layer : facts) {
                          rebuild_layer(step, layer);
                        }
                      }},
             spec.form);
  trace::deploy(step, forward);
  trace::check_limits(step);
  trace::Trace trace;
  trace.steps.push_back({trace::kInferStep, std::move(step)});
  trace.schedule_name = spec.schedule;
  if (modes.size() > 1) {
    alternate(trace, phases, request);
  } else {
    trace.schedule = phases;
  }
  for (auto& one : trace.steps) {
    trace::name_products(one.step);
  }
  return trace;
}

trace::Trace inference_trace(const TrainedSource& source, const InferenceRequest& request) {
  const StoredTraining training = read_training(source);
  if (!training.workload) {
    throw UserError(Diagnostic{training.file.string(),
                               0,
                               0,
                               {},
                               "does not tell what it was trained on",
                               "a checkpoint, or the folder of a training"});
  }
  const WorkloadSpec& spec = *training.workload;
  const model::Graph graph =
      model::with_ends(trace::requested_model({.model = spec.model,
                                               .dataset = spec.dataset,
                                               .vocabulary = spec.vocabulary,
                                               .sequence_length = spec.sequence_length}),
                       spec.ends);
  std::vector<FormFacts> facts;
  if (std::holds_alternative<weights::CoefficientSpec>(spec.form)) {
    facts = stored_facts(spec, graph, training.tensors, training.file);
  }
  return inference_trace(spec, graph, facts, request, training.last ? &*training.last : nullptr);
}

}  // namespace metronome::train
