#include "sim/experiment/cascade.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/csv.hpp"
#include "workloads/trace/deployed.hpp"

namespace metronome::experiment {
namespace {

ModeCost& operator+=(ModeCost& sum, const ModeCost& other) {
  sum.seconds += other.seconds;
  sum.joules += other.joules;
  sum.weight_bytes += other.weight_bytes;
  sum.bytes += other.bytes;
  return sum;
}

ModeCost operator*(double times, const ModeCost& cost) {
  return {times * cost.seconds, times * cost.joules, times * cost.weight_bytes, times * cost.bytes};
}

ModeCost cost_of(const report::Cost& cost, const RunResult& run) {
  const Traffic all = cost.total_traffic();
  return {run.seconds(cost.cycles.total()).count(), cost.energy.total().count(),
          static_cast<double>(cost.dram[trace::Role::weight].read.count()),
          static_cast<double>(all.read.count() + all.write.count())};
}

/// An iteration of a step of a run, at the precision of its last level.
ModeCost of_step(const RunResult& run, const report::RunCosts& costs, const std::string& step) {
  for (std::size_t i = run.levels.size(); i-- > 0;) {
    if (run.steps[run.levels[i].step].name == step) {
      return cost_of(costs.levels[i].per_iteration, run);
    }
  }
  throw InternalError("the program has the step that is asked for");
}

/// How often the precision changes along a timeline.
double changes_of(const std::vector<trace::Phase>& timeline) {
  double changes = 0;
  for (std::size_t i = 1; i < timeline.size(); ++i) {
    changes += timeline[i].assignment != timeline[i - 1].assignment ? 1 : 0;
  }
  return changes;
}

double weight_bytes_of(const trace::Trace& trace, int bits) {
  double sum = 0;
  for (const trace::Tensor& tensor : trace.step().tensors) {
    if (tensor.role == trace::Role::weight) {
      const bool stored = trace::is_bitwise(tensor.format);
      sum += static_cast<double>(tensor.elements()) * (stored ? 1 : bits) / 8;
    }
  }
  return sum;
}

}  // namespace

double DualCosts::cascade_joules(double share) const {
  ModeCost again = refine;
  again += up;
  again += down;
  return low.joules + share * again.joules;
}

double DualCosts::cascade_seconds(double share) const {
  ModeCost again = refine;
  again += up;
  again += down;
  return low.seconds + share * again.seconds;
}

double DualCosts::break_even_images() const {
  const double saved = high.joules - low.joules;
  const double switching = up.joules + down.joules;
  return saved > 0 ? switching / saved : std::numeric_limits<double>::infinity();
}

DualCosts dual_costs(const train::TrainedSource& source, std::uint64_t batch,
                     const arch::AcceleratorSpec& machine, const sim::SimulateOptions& how) {
  using train::WeightLayout;
  const auto program = [&](std::optional<std::string> mode, WeightLayout layout,
                           std::uint64_t refine_every) {
    return train::inference_trace(source, {.batch = batch,
                                           .iterations = 2,  // a switch each way
                                           .mode = std::move(mode),
                                           .refine_every = refine_every,
                                           .layout = layout});
  };
  const std::array<trace::Trace, 3> traces{program({}, WeightLayout::plane_major, 1),
                                           program("low", WeightLayout::plane_major, 0),
                                           program("high", WeightLayout::plane_major, 0)};
  const std::array<trace::Trace, 2> models{program("low", WeightLayout::separate, 0),
                                           program("high", WeightLayout::separate, 0)};
  const EnergyTable table = complete_table(machine);
  std::vector<RunResult> runs = sim::simulate(traces, machine, how);
  arch::AcceleratorSpec from_memory = machine;
  from_memory.load_path.resident_bytes = 0;  // codes of one precision do not stay
  for (RunResult& run : sim::simulate(models, from_memory, how)) {
    runs.push_back(std::move(run));
  }
  std::vector<report::RunCosts> costs;
  for (const RunResult& run : runs) {
    costs.push_back(report::cost_of(run, table));
  }
  const auto infer = [&](std::size_t run) {
    return of_step(runs[run], costs[run], trace::kInferStep);
  };
  DualCosts all;
  all.low = infer(1);
  all.high = infer(2);
  all.refine = of_step(runs[0], costs[0], train::kRefineStep);
  all.up = of_step(runs[0], costs[0], train::kSwitchHighStep);
  all.down = of_step(runs[0], costs[0], train::kSwitchLowStep);
  all.low_alone = infer(3);
  all.high_alone = infer(4);
  // What a change of the precision takes besides (training.switch_cycles).
  const ModeCost change =
      (1.0 / changes_of(traces[0].schedule)) * cost_of(costs[0].switches, runs[0]);
  all.up += change;
  all.down += change;
  const int low_bits = traces[1].schedule.front().assignment.all.weight_bits;
  const int high_bits = traces[2].schedule.front().assignment.all.weight_bits;
  all.stored_bytes = weight_bytes_of(traces[2], high_bits);
  all.two_models_bytes =
      weight_bytes_of(models[0], low_bits) + weight_bytes_of(models[1], high_bits);
  return all;
}

CascadePoint cascade_point(const DualAnswers& answers, double threshold) {
  METRONOME_ASSERT(answers.low.size() == answers.high.size() && !answers.low.empty(),
                   "both modes answer the same samples");
  std::uint64_t sent = 0;
  std::uint64_t correct = 0;
  for (std::size_t i = 0; i < answers.low.size(); ++i) {
    const bool uncertain = !(answers.low[i].margin >= threshold);
    sent += uncertain ? 1 : 0;
    correct += (uncertain ? answers.high[i] : answers.low[i]).correct ? 1 : 0;
  }
  const auto samples = static_cast<double>(answers.low.size());
  return {threshold, static_cast<double>(sent) / samples, static_cast<double>(correct) / samples};
}

std::vector<double> cascade_thresholds() {
  std::vector<double> thresholds;
  for (int hundredths = 0; hundredths < 100; ++hundredths) {
    thresholds.push_back(hundredths / 100.0);
  }
  thresholds.push_back(1.01);
  return thresholds;
}

std::size_t chosen_threshold(const std::vector<CascadePoint>& training) {
  const auto best = std::max_element(
      training.begin(), training.end(),
      [](const CascadePoint& a, const CascadePoint& b) { return a.accuracy < b.accuracy; });
  return static_cast<std::size_t>(best - training.begin());
}

std::string cascade_csv(const std::vector<CascadePoint>& training,
                        const std::vector<CascadePoint>& test, const DualCosts& costs) {
  report::Csv csv({"threshold", "training_share", "training_accuracy", "test_share",
                   "test_accuracy", "energy_j", "time_s"});
  for (std::size_t i = 0; i < test.size(); ++i) {
    csv.add(test[i].threshold).add(training[i].share).add(training[i].accuracy);
    csv.add(test[i].share).add(test[i].accuracy);
    csv.add(costs.cascade_joules(test[i].share)).add(costs.cascade_seconds(test[i].share));
    csv.end_row();
  }
  return csv.text();
}

std::string modes_csv(const DualCosts& costs) {
  report::Csv csv({"what", "time_s", "energy_j", "weight_read_bytes", "dram_bytes"});
  const auto add = [&](const char* what, const ModeCost& cost) {
    csv.add(what).add(cost.seconds).add(cost.joules).add(cost.weight_bytes).add(cost.bytes);
    csv.end_row();
  };
  add("low", costs.low);
  add("high", costs.high);
  add("refine", costs.refine);
  add("switch_high", costs.up);
  add("switch_low", costs.down);
  add("low_model", costs.low_alone);
  add("high_model", costs.high_alone);
  return csv.text();
}

report::Figure cascade_figure(const std::vector<CascadePoint>& test, const DualCosts& costs,
                              std::size_t chosen) {
  using report::LineStyle;
  const auto at = [&](const CascadePoint& point) {
    return std::pair{costs.cascade_joules(point.share), point.accuracy};
  };
  report::LineSeries cascade{"cascade", "#1b3a5c", LineStyle::line, false, {}};
  for (const CascadePoint& point : test) {
    cascade.points.push_back(at(point));
  }
  report::LineSeries choice{
      "threshold chosen on training data", "#8a2d1f", LineStyle::marks, false, {at(test[chosen])}};
  report::LineSeries models{"modes of one model, apart",
                            "#3f6a54",
                            LineStyle::marks,
                            false,
                            {{costs.low_alone.joules, test.front().accuracy},
                             {costs.high_alone.joules, test.back().accuracy}}};
  report::LineChart chart;
  chart.frame = {.name = "cascade",
                 .title = "Accuracy against energy of an inference",
                 .value_label = "Test accuracy",
                 .unit = "",
                 .value_column = "accuracy"};
  chart.x_label = "Energy of an inference (J)";
  chart.x_column = "energy_j";
  chart.panels = {{.label = "Test accuracy",
                   .unit = "",
                   .percent = true,
                   .from_zero = false,
                   .series = {std::move(cascade), std::move(choice), std::move(models)}}};
  std::vector<report::Figure> figures;
  report::append_figure(figures, chart,
                        "A batch whose low answer has a margin below a threshold is inferred in "
                        "the high mode as well: from no such batch (left) to all of them.");
  return std::move(figures.front());
}

}  // namespace metronome::experiment
