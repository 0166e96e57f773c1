#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/experiment/reproduce.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/text_table.hpp"
#include "workloads/methods/reach/constrained_trace.hpp"
#include "workloads/methods/reach/constrained_training.hpp"
#include "workloads/methods/reach/deployed.hpp"

namespace metronome::experiment {
namespace reachability {
namespace {

using reach::ConstrainedResult;
using reach::ConstrainedTrainingSpec;
using reach::Matrix;

constexpr std::array<std::uint64_t, 3> kSeeds{1, 2, 3};
constexpr std::array kMargins{0.02, 0.3};
/// Steps on the constraint after which a training is looked at.
constexpr std::array<std::uint64_t, 8> kSteps{0, 1, 2, 5, 10, 20, 50, 100};
/// FP32, and the widths of cpt:3-8.
constexpr std::array kBits{0, 8, 7, 6, 5, 4, 3};
/// Inputs of a side that are evaluated: 160 000, as in the published code.
constexpr Eigen::Index kSide = 400;
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

std::string bits_text(int bits) { return bits == 0 ? "fp32" : std::to_string(bits); }

/// Centres of the cells of a grid over the box.
Matrix grid(const reach::Box& box) {
  Matrix x(2, kSide * kSide);
  const auto at = [&](Eigen::Index number, Eigen::Index i) {
    return box.low[number] + (box.high[number] - box.low[number]) * (static_cast<double>(i) + 0.5) /
                                 static_cast<double>(kSide);
  };
  for (Eigen::Index i = 0; i < x.cols(); ++i) {
    x(0, i) = at(0, i / kSide);
    x(1, i) = at(1, i % kSide);
  }
  return x;
}

std::uint64_t inside(const Matrix& y, const reach::Box& box) {
  std::uint64_t count = 0;
  for (Eigen::Index i = 0; i < y.cols(); ++i) {
    count +=
        (y.col(i).array() >= box.low.array()).all() && (y.col(i).array() <= box.high.array()).all()
            ? 1
            : 0;
  }
  return count;
}

/// A network as it is deployed at one width of weights and activations.
struct Deployed {
  reach::Verdict verdict = reach::Verdict::unknown;
  std::optional<double> bound;  ///< proven
  std::uint64_t pieces = 0;
  std::uint64_t inside = 0;  ///< of the grid's inputs, with unsafe outputs
  double mean_square = 0;    ///< on the training samples
};

Deployed deployed(const ConstrainedTrainingSpec& spec, const reach::ReluNetwork& numbers,
                  int bits) {
  nn::Network<float> network(reach::graph_of(spec), trace::DxScale::per_tensor);
  reach::deploy(numbers, reach::range_samples(spec), network);
  const trace::Assignment level{.all = trace::Precision(bits, 0), .layers = {}};
  const reach::VerifyOptions how;
  const reach::Verification found =
      reach::verify(network, {level}, spec.input(), spec.unsafe(), how);
  const reach::Certificate& certificate = found.levels.front().certificate;
  const reach::DeployedNetwork executed(network, level, how.kernels);
  const reach::ConstrainedProblem problem = reach::problem_of(spec);
  const Matrix error = executed.evaluate(problem.x) - problem.y;
  return {certificate.verdict, certificate.bound, certificate.pieces,
          inside(executed.evaluate(grid(spec.input())), spec.unsafe()),
          error.squaredNorm() / static_cast<double>(error.size())};
}

/// Adds to a table and to its text.
class Rows {
 public:
  explicit Rows(const std::vector<std::string>& columns) : csv_(columns) {
    text_.rows.push_back(columns);
  }
  void add(const std::vector<std::string>& cells) {
    csv_.add_all(cells).end_row();
    text_.rows.push_back(cells);
  }
  [[nodiscard]] const std::string& csv() const { return csv_.text(); }
  [[nodiscard]] std::string text() const { return text_.text(); }

 private:
  report::Csv csv_;
  report::TextTable text_;
};

std::string number(double value) { return fmt::format("{:.6g}", value); }
std::string bound_text(const std::optional<double>& bound) {
  return bound ? number(*bound) : std::string();
}

/// What is said of a network as deployed at one width.
std::vector<std::string> cells_of(const Deployed& one) {
  return {number(one.mean_square), std::string(enum_name(one.verdict)), bound_text(one.bound),
          std::to_string(one.pieces), std::to_string(one.inside)};
}
const std::vector<std::string> kDeployedColumns{"mean_square", "verdict", "v_lower_bound", "pieces",
                                                "samples_inside"};

std::vector<std::string> joined(std::vector<std::string> first,
                                const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
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
    const auto put = [&](const char* file, const char* title, const Rows& rows) {
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
    return reach::train_constrained(spec, [&](double share) {
      if (options_.progress) {
        options_.progress("training", (done_ + share) / kTrainings);
      }
    });
  }
  ConstrainedResult counted(const ConstrainedTrainingSpec& spec) {
    ConstrainedResult result = trained(spec);
    done_ += 1;
    return result;
  }

  Rows over_steps() {
    Rows rows(joined({"seed", "constraint_steps"}, kDeployedColumns));
    for (const std::uint64_t seed : kSeeds) {
      for (const std::uint64_t steps : kSteps) {
        ConstrainedTrainingSpec spec = demonstration_;
        spec.seed = seed;
        spec.alternating_steps = steps;
        spec.finishing_steps = 0;
        rows.add(joined({std::to_string(seed), std::to_string(steps)},
                        cells_of(deployed(spec, counted(spec).network, 0))));
      }
    }
    return rows;
  }

  Rows by_bits() {
    Rows rows(joined({"margin", "seed", "bits"}, kDeployedColumns));
    for (const double margin : kMargins) {
      for (const std::uint64_t seed : kSeeds) {
        ConstrainedTrainingSpec spec = demonstration_;
        spec.seed = seed;
        spec.margin = margin;
        const ConstrainedResult result = counted(spec);
        for (const int bits : kBits) {
          rows.add(joined({fmt::format("{}", margin), std::to_string(seed), bits_text(bits)},
                          cells_of(deployed(spec, result.network, bits))));
        }
      }
    }
    return rows;
  }

  Rows by_form() {
    Rows rows(joined({"form", "margin", "seed"}, kDeployedColumns));
    for (const auto& [form, name] : kEnumRows<reach::Form>) {
      for (const double margin : {0.0, kMargins[0]}) {
        for (const std::uint64_t seed : kSeeds) {
          ConstrainedTrainingSpec spec = demonstration_;
          spec.seed = seed;
          spec.margin = margin;
          spec.form = form;
          spec.finishing_steps = 0;
          rows.add(joined({std::string(name), fmt::format("{}", margin), std::to_string(seed)},
                          cells_of(deployed(spec, counted(spec).network, 0))));
        }
      }
    }
    return rows;
  }

  /// Seconds of one iteration of each step of the program, and joules.
  struct Taken {
    double train_s = 0, train_j = 0, constrain_s = 0, constrain_j = 0;
    double train_steps = 0, constrain_steps = 0;
  };
  [[nodiscard]] Taken taken(const trace::Trace& trace) const {
    sim::SimulateOptions how{.mode = Mode::analytic, .jobs = options_.jobs, .progress = {}};
    how.prices = &prices_;
    const RunResult run = sim::simulate(std::span(&trace, 1), machine_, how).front();
    const report::RunCosts costs = report::cost_of(run, prices_);
    Taken sum;
    for (std::size_t i = 0; i < run.levels.size(); ++i) {
      const bool constrains = trace.steps[run.levels[i].step].name == reach::kConstrainStep;
      const report::Cost& whole = costs.levels[i].whole;
      (constrains ? sum.constrain_s : sum.train_s) += run.seconds(whole.cycles.total()).count();
      (constrains ? sum.constrain_j : sum.train_j) += whole.energy.total().count();
      (constrains ? sum.constrain_steps : sum.train_steps) +=
          static_cast<double>(run.levels[i].iterations);
    }
    return sum;
  }

  /// One step on the constraint after each on the objective.
  Rows by_neurons() {
    Rows rows({"network", "neurons", "schedule", "pieces", "linear_programs", "pivots",
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
    const Taken all = taken(*reach::trace_of(spec, result));
    const double objective = all.train_s / all.train_steps;
    const double constraint = all.constrain_s / all.constrain_steps;
    return {number(pieces),
            number(programs),
            number(pivots),
            number(flops),
            number(words),
            number(objective),
            number(constraint),
            number(100 * constraint / (objective + constraint)),
            number(all.train_j / all.train_steps),
            number(all.constrain_j / all.constrain_steps),
            number(flops / objective)};
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
