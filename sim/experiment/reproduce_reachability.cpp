#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/experiment/reach_tables.hpp"
#include "sim/experiment/reproduce.hpp"
#include "workloads/train/constrained/constrained_trace.hpp"
#include "workloads/train/constrained/constrained_training.hpp"

namespace metronome::experiment {
namespace reachability {
namespace {

using reach::ConstrainedResult;
using reach::ConstrainedTrainingSpec;

constexpr std::array<std::uint64_t, 3> kSeeds{1, 2, 3};
constexpr std::array kMargins{0.02, 0.3};
/// Steps on the constraint after which a training is looked at.
constexpr std::array<std::uint64_t, 8> kSteps{0, 1, 2, 5, 10, 20, 50, 100};
/// FP32, and the widths of cpt:3-8.
constexpr std::array kBits{0, 8, 7, 6, 5, 4, 3};
/// Steps on the constraint by which its cost is measured.
constexpr std::uint64_t kMeasuredSteps = 10;
constexpr std::array kSchedules{"static:8,backward=8", "cpt:3-8,periods=8,backward=8"};
constexpr const char* kMachine = "dual_serial_512";

const std::vector<std::vector<std::uint64_t>> kNetworks{{5},    {10},     {20},    {40},
                                                        {5, 5}, {10, 10}, {15, 15}};

std::string network_text(const std::vector<std::uint64_t>& hidden) {
  std::string text = "2-";
  for (const std::uint64_t neurons : hidden) {
    text += std::to_string(neurons) + "-";
  }
  return text + "2";
}

class Study {
 public:
  Study(const std::filesystem::path& configs, const ReproduceOptions& options)
      : demonstration_(
            config::load<ConstrainedTrainingSpec>(configs / "reach" / "demonstration.yaml", {})),
        machine_(config::load<arch::AcceleratorSpec>(
            configs / "arch" / (std::string(kMachine) + ".yaml"), {})),
        prices_(complete_table(machine_)),
        options_(options) {}

  Reproduced make() {
    Reproduced made;
    const auto put = [&](const char* file, const char* title, const ReachTable& rows) {
      made.files[file] = rows.csv();
      made.text += (made.text.empty() ? "" : "\n") + std::string(title) + "\n\n" + rows.text();
    };
    put("steps.csv",
        "The demonstration over its steps on the constraint, as deployed in FP32:", over_steps());
    put("levels.csv", "What is proven of the trained networks as deployed, by bits:", by_bits());
    put("forms.csv", "Both forms of the constraint, in FP32:", by_form());
    put("neurons.csv", "What a step on the constraint costs:", by_neurons());
    made.files["tables.txt"] = made.text;
    return made;
  }

 private:
  ConstrainedResult trained(const ConstrainedTrainingSpec& spec) {
    return reach::train_constrained(spec, {.progress = [&](double share) {
                                      if (options_.progress) {
                                        options_.progress("training", (done_ + share) / kTrainings);
                                      }
                                    }});
  }
  ConstrainedResult counted(const ConstrainedTrainingSpec& spec) {
    ConstrainedResult result = trained(spec);
    done_ += 1;
    return result;
  }

  ReachTable over_steps() {
    ReachTable rows(joined({"seed", "constraint_steps"}, DeployedVerdict::columns()));
    for (const std::uint64_t seed : kSeeds) {
      for (const std::uint64_t steps : kSteps) {
        ConstrainedTrainingSpec spec = demonstration_;
        spec.seed = seed;
        spec.alternating_steps = steps;
        spec.finishing_steps = 0;
        rows.add(joined({std::to_string(seed), std::to_string(steps)},
                        deployed_verdict(spec, counted(spec), 0).cells()));
      }
    }
    return rows;
  }

  ReachTable by_bits() {
    ReachTable rows(joined({"margin", "seed", "bits"}, DeployedVerdict::columns()));
    for (const double margin : kMargins) {
      for (const std::uint64_t seed : kSeeds) {
        ConstrainedTrainingSpec spec = demonstration_;
        spec.seed = seed;
        spec.margin = margin;
        const ConstrainedResult result = counted(spec);
        for (const int bits : kBits) {
          rows.add(joined({fmt::format("{}", margin), std::to_string(seed), reach_bits_text(bits)},
                          deployed_verdict(spec, result, bits).cells()));
        }
      }
    }
    return rows;
  }

  ReachTable by_form() {
    ReachTable rows(joined({"form", "margin", "seed"}, DeployedVerdict::columns()));
    for (const auto& [form, name] : kEnumRows<reach::Form>) {
      for (const double margin : {0.0, kMargins[0]}) {
        for (const std::uint64_t seed : kSeeds) {
          ConstrainedTrainingSpec spec = demonstration_;
          spec.seed = seed;
          spec.margin = margin;
          spec.form = form;
          spec.finishing_steps = 0;
          rows.add(joined({std::string(name), fmt::format("{}", margin), std::to_string(seed)},
                          deployed_verdict(spec, counted(spec), 0).cells()));
        }
      }
    }
    return rows;
  }

  /// One step on the constraint after each on the objective.
  ReachTable by_neurons() {
    ReachTable rows({"network", "neurons", "schedule", "pieces", "linear_programs", "pivots",
                     "host_flops", "host_words", "objective_step_s", "constraint_step_s",
                     "constraint_share_percent", "objective_step_j", "constraint_step_j",
                     "host_flops_per_s_without_waiting"});
    for (const auto& hidden : kNetworks) {
      ConstrainedTrainingSpec spec = demonstration_;
      spec.hidden = hidden;
      spec.alternating_steps = kMeasuredSteps;
      spec.finishing_steps = 0;
      const ConstrainedResult result = counted(spec);
      std::uint64_t neurons = 0;
      for (const std::uint64_t one : hidden) {
        neurons += one;
      }
      for (const char* schedule : kSchedules) {
        spec.schedule = schedule;
        rows.add(joined({network_text(hidden), std::to_string(neurons), schedule},
                        costs_of(spec, result)));
      }
    }
    return rows;
  }

  [[nodiscard]] std::vector<std::string> costs_of(const ConstrainedTrainingSpec& spec,
                                                  const ConstrainedResult& result) const {
    double pieces = 0, programs = 0, pivots = 0, flops = 0, words = 0;
    for (const reach::ConstrainedStep& step : result.steps) {
      if (step.kind != reach::StepKind::pretraining) {
        pieces += static_cast<double>(step.found.pieces) / kMeasuredSteps;
        programs += static_cast<double>(step.cost.programs) / kMeasuredSteps;
        pivots += static_cast<double>(step.cost.pivots) / kMeasuredSteps;
        flops += static_cast<double>(step.cost.flops) / kMeasuredSteps;
        words += static_cast<double>(step.cost.words) / kMeasuredSteps;
      }
    }
    const StepsTaken all = steps_taken(*reach::trace_of(spec, result), machine_, prices_,
                                       {.mode = Mode::analytic, .jobs = options_.jobs});
    const double objective = all.train_s / all.train_steps;
    const double constraint = all.constrain_s / all.constrain_steps;
    return {reach_number(pieces),
            reach_number(programs),
            reach_number(pivots),
            reach_number(flops),
            reach_number(words),
            reach_number(objective),
            reach_number(constraint),
            reach_number(100 * constraint / (objective + constraint)),
            reach_number(all.train_j / all.train_steps),
            reach_number(all.constrain_j / all.constrain_steps),
            reach_number(flops / objective)};
  }

  static constexpr double kTrainings =
      static_cast<double>(kSeeds.size() * (kSteps.size() + kMargins.size() + 4)) + 7;

  ConstrainedTrainingSpec demonstration_;
  arch::AcceleratorSpec machine_;
  EnergyTable prices_;
  const ReproduceOptions& options_;
  double done_ = 0;
};

}  // namespace
}  // namespace reachability

Reproduced reproduce_reachability(const std::filesystem::path& configs,
                                  const ReproduceOptions& options) {
  return reachability::Study(configs, options).make();
}

}  // namespace metronome::experiment
