#include "workloads/train/constrained/constrained_trace.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::reach {
namespace {

using trace::OperationClass;
using trace::Phase;
using trace::Role;
using trace::Step;
using trace::Tensor;

std::uint64_t steps_of(const ConstrainedResult& result, StepKind kind) {
  return static_cast<std::uint64_t>(
      std::count_if(result.steps.begin(), result.steps.end(),
                    [&](const ConstrainedStep& step) { return step.kind == kind; }));
}

/// The mean of the steps on the constraint.
trace::HostWork mean_work(const ConstrainedResult& result, std::uint64_t steps) {
  trace::HostWork sum;
  for (const ConstrainedStep& step : result.steps) {
    if (step.kind != StepKind::pretraining) {
      sum.flops += step.cost.flops;
      sum.words += step.cost.words;
    }
  }
  return {ceil_div(sum.flops, steps), ceil_div(sum.words, steps)};
}

/// Reads and writes the parameters of the training step.
Step constrain_step(const Step& train, const trace::HostWork& work) {
  Step step = train;
  step.forward_macs = Macs(0);
  step.tensors.clear();
  trace::Operation solve{kConstrainStep, "host", OperationClass::host, work, {}, {}};
  for (const Tensor& tensor : train.tensors) {
    if (tensor.role == Role::master) {
      step.tensors.push_back(tensor);
      solve.inputs.push_back(tensor.name);
      solve.outputs.push_back(tensor.name);
    }
  }
  step.operations = {std::move(solve)};
  return step;
}

/// The timeline of the training step, its iterations cut by those on the constraint.
class Timeline {
 public:
  explicit Timeline(const std::vector<Phase>& trained) : trained_(trained) {}

  void train(std::uint64_t iterations) {
    while (iterations > 0) {
      const Phase& phase = trained_[phase_];
      const std::uint64_t part = std::min(iterations, phase.iterations - used_);
      append(phase.assignment, part, 0);
      used_ += part;
      iterations -= part;
      if (used_ == phase.iterations && phase_ + 1 < trained_.size()) {
        ++phase_;
        used_ = 0;
      }
    }
  }
  /// At the bits of the training around it, which no host operation reads.
  void constrain(std::uint64_t iterations) {
    if (iterations > 0) {
      append(trained_[phase_].assignment, iterations, 1);
    }
  }
  [[nodiscard]] std::vector<Phase> take() { return std::move(timeline_); }

 private:
  void append(const trace::Assignment& assignment, std::uint64_t iterations, std::size_t step) {
    if (!timeline_.empty() && timeline_.back().step == step &&
        timeline_.back().assignment == assignment) {
      timeline_.back().iterations += iterations;
    } else {
      timeline_.push_back({now_, iterations, assignment, step});
    }
    now_ += iterations;
  }

  const std::vector<Phase>& trained_;
  std::vector<Phase> timeline_;
  std::size_t phase_ = 0;
  std::uint64_t used_ = 0;
  std::uint64_t now_ = 0;
};

}  // namespace

trace::Trace objective_trace(
    const ConstrainedTrainingSpec& spec,
    const std::vector<std::pair<std::uint64_t, trace::Assignment>>& changes) {
  const model::Graph graph = graph_of(spec);
  const schedule::Schedule asked = schedule_of(spec, graph);
  const bool from_file = !spec.data.path.empty();
  trace::Trace trace = trace::make_trace(
      graph, from_file ? "samples" : std::string(enum_name(spec.target)),
      static_cast<std::uint64_t>(problem_of(spec).x.cols()),
      asked.loss_driven() ? schedule::Schedule(schedule::CsvSpec("", 0, changes)) : asked,
      spec.objective_iterations(), trace::DxScale::prescale_requantize,
      train::update_rule(train::optimiser_keys(spec)));
  trace.schedule_name = asked.name();
  return trace;
}

std::vector<std::pair<std::uint64_t, trace::Assignment>> expected_changes(
    const ConstrainedTrainingSpec& spec) {
  std::vector<std::pair<std::uint64_t, trace::Assignment>> changes;
  const schedule::Schedule asked = schedule_of(spec, graph_of(spec));
  if (asked.loss_driven()) {
    for (const trace::Assignment& level : asked.levels(spec.objective_iterations())) {
      if (changes.size() < spec.objective_iterations()) {
        changes.emplace_back(changes.size(), level);
      }
    }
  }
  return changes;
}

void check_training(const ConstrainedTrainingSpec& spec) {
  check_task(spec);
  if (spec.objective_iterations() > 0) {
    (void)objective_trace(spec, expected_changes(spec));
  } else {
    (void)schedule_of(spec, graph_of(spec));
  }
}

std::optional<trace::Trace> trace_of(const ConstrainedTrainingSpec& spec,
                                     const ConstrainedResult& result) {
  const std::uint64_t alternating = steps_of(result, StepKind::alternating);
  const std::uint64_t finishing = steps_of(result, StepKind::finishing);
  const std::uint64_t constrained = alternating + finishing;
  const bool trains = spec.objective_iterations() > 0;
  if (!trains && constrained == 0) {
    return std::nullopt;
  }
  ConstrainedTrainingSpec one = spec;
  one.pretraining_steps = std::max<std::uint64_t>(spec.pretraining_steps, trains ? 0 : 1);
  one.schedule = trains ? spec.schedule : "static:0";
  trace::Trace trace = objective_trace(one, result.changes);
  if (constrained == 0) {
    return trace;
  }
  trace::NamedStep constrain{kConstrainStep,
                             constrain_step(trace.step(), mean_work(result, constrained))};
  if (!trains) {
    trace.steps = {std::move(constrain)};
    trace.schedule = {{0, constrained, trace.schedule.front().assignment, 0}};
    return trace;
  }
  trace.steps.push_back(std::move(constrain));
  Timeline timeline(trace.schedule);
  timeline.train(spec.pretraining_steps);
  for (std::uint64_t i = 0; i < alternating; ++i) {
    timeline.train(spec.objective_steps);
    timeline.constrain(1);
  }
  timeline.constrain(finishing);
  trace.schedule = timeline.take();
  return trace;
}

}  // namespace metronome::reach
