#include "sim/experiment/reach_experiment.hpp"

#include <fmt/format.h>

#include <set>

#include "sim/config/text_rules.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/training.hpp"
#include "workloads/train/constrained/constrained_trace.hpp"

namespace metronome::experiment {

std::string reach_experiment_inputs(const ReachExperimentSpec& spec) {
  ReachExperimentSpec nowhere = spec;
  nowhere.training = {};  // training_identity() has its files' contents
  for (arch::AcceleratorSpec& machine : nowhere.accelerators) {
    machine.energy.path.clear();  // add_machine() has its contents
  }
  InputsText inputs;
  inputs.add_yaml("reach_experiment", config::resolved_yaml(nowhere));
  inputs.add_yaml("training", reach::training_identity(spec.training));
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    add_machine(inputs, machine);
  }
  return inputs.text();
}

reach::ConstrainedTrainingSpec without_constraint(const reach::ConstrainedTrainingSpec& spec) {
  reach::ConstrainedTrainingSpec plain = spec;
  plain.pretraining_steps = spec.objective_iterations();
  plain.alternating_steps = 0;
  plain.finishing_steps = 0;
  return plain;
}

namespace {

std::vector<std::string> cost_cells(const StepsTaken& taken,
                                    const reach::ConstrainedResult& result) {
  double flops = 0;
  for (const reach::ConstrainedStep& step : result.steps) {
    flops += static_cast<double>(step.cost.flops);
  }
  const double seconds = taken.train_s + taken.constrain_s;
  return {reach_number(taken.train_steps),
          reach_number(taken.constrain_steps),
          reach_number(seconds),
          reach_number(taken.train_j + taken.constrain_j),
          reach_number(taken.constrain_s),
          reach_number(taken.constrain_j),
          reach_number(100 * taken.constrain_s / seconds),
          reach_number(flops)};
}

}  // namespace

void check_reach_experiment(const ReachExperimentSpec& spec) {
  reach::check_training(spec.training);
  // The program's operations and bits are known before the training; only how much work the host
  // has, which no machine refuses, is not.
  reach::ConstrainedResult expected;
  expected.changes = reach::expected_changes(spec.training);
  if (spec.training.alternating_steps + spec.training.finishing_steps > 0) {
    expected.steps.push_back({0, reach::StepKind::finishing, {}, {.flops = 1, .words = 1}});
  }
  const std::optional<trace::Trace> program = reach::trace_of(spec.training, expected);
  METRONOME_ASSERT(program, "the keys ask for a step on the objective");
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    (void)steps_taken(*program, machine, complete_table(machine), {.mode = Mode::analytic});
  }
}

ReachExperimentResult run_reach_experiment(const ReachExperimentSpec& spec,
                                           const ReachExperimentOptions& options) {
  const auto progress = [&](const std::string& what, double share) {
    if (options.progress) {
      options.progress(what, share);
    }
  };
  ReachExperimentResult out{{},
                            ReachTable(joined({"training", "bits"}, DeployedVerdict::columns())),
                            ReachTable({"training", "accelerator", "objective_steps",
                                        "constraint_steps", "time_s", "energy_j", "constraint_s",
                                        "constraint_j", "constraint_share_percent", "host_flops"})};
  const auto train = [&](const std::string& name, const reach::ConstrainedTrainingSpec& own) {
    out.trainings.push_back(
        {name, own,
         reach::train_constrained(
             own, {.progress = [&](double share) { progress(name, share); },
                   .resumed =
                       [&](std::uint64_t step) {
                         if (options.message) {
                           options.message(fmt::format("{}: resuming at step {} of {}", name, step,
                                                       own.steps()));
                         }
                       },
                   .checkpoint =
                       options.work.empty() ? options.work : options.work / (name + ".bin")})});
  };
  train("constrained", spec.training);
  train("unconstrained", without_constraint(spec.training));
  for (const ReachTraining& one : out.trainings) {
    for (const int bits : spec.deployed_bits) {
      progress("verdicts of " + one.name, 0);
      out.verdicts.add(joined({one.name, reach_bits_text(bits)},
                              deployed_verdict(one.spec, one.result, bits).cells()));
    }
    const std::optional<trace::Trace> program = reach::trace_of(one.spec, one.result);
    METRONOME_ASSERT(program, "the keys ask for a step on the objective");
    for (const arch::AcceleratorSpec& machine : spec.accelerators) {
      progress(machine.name, 0);
      out.costs.add(joined(
          {one.name, machine.name},
          cost_cells(steps_taken(*program, machine, complete_table(machine),
                                 {.mode = spec.mode, .jobs = options.jobs, .cache = options.cache}),
                     one.result)));
    }
  }
  return out;
}

}  // namespace metronome::experiment

namespace metronome::config {
namespace {

using experiment::ReachExperimentSpec;
using Complain = StructSchema<ReachExperimentSpec>::Complain;

void check_machines(const ReachExperimentSpec& spec, const Complain& complain) {
  std::set<std::string> names;
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    if (!names.insert(machine.name).second) {
      complain("accelerators", "two of them are named " + machine.name, "give each its own name");
    }
  }
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    if (array::depends_on_values(machine.array)) {
      complain("accelerators",
               fmt::format("the time of {} depends on the values of operands, which a training in "
                           "FP64 does not have",
                           machine.name),
               "a machine of another family");
    }
  }
  if (spec.accelerators.empty()) {
    complain("accelerators", "is empty", "such as [../arch/dual_serial_512.yaml]");
  }
}

void check_training(const ReachExperimentSpec& spec, const Complain& complain) {
  if (spec.training.objective_iterations() == 0) {
    complain("training", "has no step on the objective, so that there is nothing to simulate",
             "pretraining_steps or alternating_steps");
  }
  const std::set<int> bits(spec.deployed_bits.begin(), spec.deployed_bits.end());
  if (bits.empty() || bits.size() != spec.deployed_bits.size()) {
    complain("deployed_bits", bits.empty() ? "is empty" : "has one twice", "such as [0, 8, 4]");
  }
}

}  // namespace

template <>
const StructSchema<ReachExperimentSpec>& schema_of<ReachExperimentSpec>() {
  using S = ReachExperimentSpec;
  static const auto schema =
      StructSchema<S>(
          "a training under a constraint beside one without it, as deployed and on machines")
          .field("name", &S::name, {.doc = "names the result folder", .required = true})
          .field(
              "training", &S::training,
              {.doc = "a file of a constrained training, or a map of its keys", .required = true})
          .field("accelerators", &S::accelerators,
                 {.doc = "accelerator files, or maps of their keys", .required = true})
          .field("deployed_bits", &S::deployed_bits,
                 {.unit = "bits",
                  .doc = "widths of weights and activations at which both are verified; 0: FP32",
                  .min = 0,
                  .max = 16})
          .field("mode", &S::mode, {.doc = "of the simulation"})
          .validate(keeps("name", &S::name, TextRule::name))
          .validate(check_machines)
          .validate(check_training);
  return schema;
}

}  // namespace metronome::config
