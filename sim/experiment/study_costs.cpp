#include "sim/experiment/study_costs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <span>
#include <tuple>

#include "sim/experiment/experiment.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "sim/report/progress.hpp"
#include "workloads/model/ends.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::experiment {
namespace {

/// A training with what it has used, and found, at each of its tests.
struct Priced {
  StudyCost cost;
  struct Test {
    std::uint64_t iteration = 0;
    double joules = 0;
    double accuracy = 0;
    std::optional<double> loss;
  };
  std::vector<Test> tests;
};

/// Joules of the first so many iterations, without switches.
double joules_until(const RunResult& run, const report::RunCosts& costs, std::uint64_t iterations) {
  double sum = 0;
  for (const PhaseResult& phase : run.phases) {
    const std::uint64_t end = phase.first_iteration + phase.iterations;
    const std::uint64_t done =
        std::min(end, iterations) - std::min(phase.first_iteration, iterations);
    sum +=
        static_cast<double>(done) * costs.levels[phase.level].per_iteration.energy.total().count();
  }
  return sum;
}

/// What first and last layers take of all operations of a training: of cycles, and of joules.
std::pair<double, double> ends_shares(const train::WorkloadSpec& workload, const RunResult& run,
                                      const report::RunCosts& costs) {
  const model::Graph graph = train::network_of(workload);
  std::set<std::string> ends;
  for (const model::NodeIndex node : model::end_layers(graph)) {
    ends.insert(graph.nodes[node].name);
  }
  // Passes of a second mode or of a search are of the same layers (`conv1@low`).
  const auto is_end = [&](const std::string& layer) {
    return ends.contains(layer.substr(0, layer.find('@')));
  };
  std::vector<double> iterations(run.levels.size());
  for (const PhaseResult& phase : run.phases) {
    iterations[phase.level] += static_cast<double>(phase.iterations);
  }
  double cycles = 0, all_cycles = 0, joules = 0, all_joules = 0;
  for (std::size_t level = 0; level < run.levels.size(); ++level) {
    run.for_operations(run.levels[level], [&](std::uint32_t operation) {
      const report::Cost& cost = costs.operations[operation];
      const double own_cycles =
          iterations[level] * static_cast<double>(cost.cycles.total().count());
      const double own_joules = iterations[level] * cost.energy.total().count();
      all_cycles += own_cycles;
      all_joules += own_joules;
      if (is_end(run.operations[operation].layer)) {
        cycles += own_cycles;
        joules += own_joules;
      }
    });
  }
  return {all_cycles > 0 ? cycles / all_cycles : 0, all_joules > 0 ? joules / all_joules : 0};
}

/// Whether first and last layers are compared: then tables show what they take.
bool compares_ends(const StudySpec& spec) {
  return spec.workload.ends != model::Ends::network ||
         std::any_of(spec.runs.begin(), spec.runs.end(),
                     [](const StudyRun& run) { return run.ends.has_value(); });
}

std::string ends_of(const StudySpec& spec, const StudyRun& run) {
  return std::string(enum_name(run.ends.value_or(spec.workload.ends)));
}

/// Of the weights of the last test.
std::optional<double> last_fp32_loss(const std::vector<trace::Metric>& metrics) {
  const std::uint64_t end = metrics.back().iteration;
  for (auto metric = metrics.rbegin(); metric != metrics.rend() && metric->iteration == end;
       ++metric) {
    if (metric->evaluation == trace::Precision(0, 0)) {
      return metric->test_loss;
    }
  }
  return std::nullopt;
}

Priced priced(const StudySpec& spec, const StudyRun& run, std::uint64_t seed,
              const trace::Trace& trace, const arch::AcceleratorSpec& machine, unsigned jobs) {
  const EnergyTable table = complete_table(machine);
  sim::SimulateOptions how{.mode = Mode::analytic, .jobs = jobs, .progress = {}};
  how.prices = &table;
  const RunResult result = sim::simulate(std::span(&trace, 1), machine, how).front();
  const report::RunCosts costs = report::cost_of(result, table);
  const Traffic all = costs.total.total_traffic();
  Priced out;
  out.cost = {
      .run = run.name,
      .seed = seed,
      .accelerator = machine.name,
      .iterations = trace.iterations(),
      .test_accuracy = trace.metrics.empty() ? 0 : trace.metrics.back().test_accuracy.value_or(0),
      .seconds = result.seconds(costs.total.cycles.total()).count(),
      .joules = costs.total.energy.total().count(),
      .bytes = static_cast<double>(all.read.count() + all.write.count()),
      .equal_iterations = {},
      .equal_accuracy = {}};
  if (compares_ends(spec)) {
    train::WorkloadSpec workload = spec.workload;
    workload.ends = run.ends.value_or(workload.ends);
    std::tie(out.cost.ends_time_share, out.cost.ends_energy_share) =
        ends_shares(workload, result, costs);
  }
  if (!trace.metrics.empty()) {
    out.cost.test_loss = trace.metrics.back().test_loss;
    out.cost.fp32_loss = last_fp32_loss(trace.metrics);
  }
  for (const trace::Metric& metric : report::reported_rows(trace.metrics)) {
    if (metric.test_accuracy) {
      const std::uint64_t done = report::iterations_before(metric);
      out.tests.push_back(
          {done, joules_until(result, costs, done), *metric.test_accuracy, metric.test_loss});
    }
  }
  return out;
}

/// What the training is when it has used so many joules.
void take_at_joules(Priced& one, double joules) {
  // Sums in another order may differ in their last digits.
  const auto behind =
      std::find_if(one.tests.begin(), one.tests.end(),
                   [&](const Priced::Test& test) { return test.joules > joules * (1 + 1e-9); });
  if (behind == one.tests.begin()) {
    return;
  }
  const Priced::Test& before = *std::prev(behind);
  const Priced::Test& next = behind == one.tests.end() ? before : *behind;
  const double way = next.joules > before.joules
                         ? std::max(joules - before.joules, 0.0) / (next.joules - before.joules)
                         : 0;
  const auto between = [&](double from, double to) { return from + way * (to - from); };
  one.cost.equal_iterations =
      between(static_cast<double>(before.iteration), static_cast<double>(next.iteration));
  one.cost.equal_accuracy = between(before.accuracy, next.accuracy);
  if (before.loss && next.loss) {
    one.cost.equal_loss = between(*before.loss, *next.loss);
  }
}

double mean(const std::vector<double>& values) { return spread_of(values).mean; }

/// Costs of a run on an accelerator.
std::vector<const StudyCost*> of_run(const std::vector<StudyCost>& costs, const std::string& run,
                                     const std::string& accelerator) {
  std::vector<const StudyCost*> own;
  for (const StudyCost& cost : costs) {
    if (cost.run == run && cost.accelerator == accelerator) {
      own.push_back(&cost);
    }
  }
  return own;
}

template <class Value>
std::vector<double> values_of(const std::vector<const StudyCost*>& costs, const Value& value) {
  std::vector<double> values;
  for (const StudyCost* cost : costs) {
    values.push_back(value(*cost));
  }
  return values;
}

std::string weights_of(const StudySpec& spec, const StudyRun& run) {
  return std::string(enum_name(weights::kind_of(run.form.value_or(spec.workload.form))));
}

std::string errors_of(const StudySpec& spec, const StudyRun& run) {
  return std::string(enum_name(run.errors.value_or(spec.workload.errors)));
}

/// Means over the seeds of a run, where all have the loss.
std::string loss_text(const std::vector<const StudyCost*>& costs,
                      std::optional<double> StudyCost::*loss) {
  std::vector<double> values;
  for (const StudyCost* cost : costs) {
    if (cost->*loss) {
      values.push_back(*(cost->*loss));
    }
  }
  const Spread spread = spread_of(values);
  return values.empty() || values.size() < costs.size()
             ? "-"
             : fmt::format("{:.4f} ± {:.4f}", spread.mean, spread.deviation);
}

}  // namespace

std::vector<StudyCost> study_costs(
    const StudySpec& spec, const std::filesystem::path& folder, unsigned jobs,
    const std::function<void(const std::string& what, double share)>& progress) {
  std::vector<Priced> all;
  using Compared = std::pair<std::string, std::uint64_t>;  // accelerator and iterations
  std::map<Compared, double> cheapest;
  const auto compared = [](const Priced& one) {
    return Compared{one.cost.accelerator, one.cost.iterations};
  };
  const auto total = static_cast<double>(spec.runs.size() * spec.all_seeds().size());
  for (const StudyRun& run : spec.runs) {
    for (const std::uint64_t seed : spec.seeds_of(run)) {
      const std::string name = study_folder(run, seed);
      if (!is_trained(folder / name)) {  // it diverged
        continue;
      }
      if (progress) {
        const std::size_t machines = std::max<std::size_t>(spec.accelerators.size(), 1);
        progress(name, static_cast<double>(all.size() / machines) / total);
      }
      const trace::Trace trace = trace::read_trace(folder / name);
      for (const arch::AcceleratorSpec& machine : spec.accelerators) {
        all.push_back(priced(spec, run, seed, trace, machine, jobs));
        double& least =
            cheapest.try_emplace(compared(all.back()), std::numeric_limits<double>::infinity())
                .first->second;
        least = std::min(least, all.back().cost.joules);
      }
    }
  }
  std::vector<StudyCost> costs;
  for (Priced& one : all) {
    take_at_joules(one, cheapest.at(compared(one)));
    costs.push_back(std::move(one.cost));
  }
  return costs;
}

std::string study_costs_csv(const StudySpec& spec, const std::vector<StudyCost>& costs) {
  const bool ends = compares_ends(spec);
  std::vector<std::string> heading{"run",
                                   "weights",
                                   "errors",
                                   "schedule",
                                   "seed",
                                   "accelerator",
                                   "iterations",
                                   "test_accuracy_percent",
                                   "time_s",
                                   "energy_j",
                                   "dram_bytes",
                                   "equal_energy_iterations",
                                   "equal_energy_accuracy_percent",
                                   "test_loss",
                                   "fp32_test_loss",
                                   "equal_energy_test_loss"};
  if (ends) {
    heading.insert(heading.end(), {"ends", "ends_time_percent", "ends_energy_percent"});
  }
  report::Csv csv(heading);
  for (const StudyRun& run : spec.runs) {
    for (const StudyCost& cost : costs) {
      if (cost.run != run.name) {
        continue;
      }
      csv.add(run.name).add(weights_of(spec, run)).add(errors_of(spec, run)).add(run.schedule);
      csv.add(cost.seed).add(cost.accelerator).add(cost.iterations);
      csv.add(100 * cost.test_accuracy);
      csv.add(cost.seconds).add(cost.joules).add(cost.bytes);
      csv.add(cost.equal_iterations ? fmt::format("{:.6g}", *cost.equal_iterations)
                                    : std::string());
      csv.add(cost.equal_accuracy ? fmt::format("{:.6g}", 100 * *cost.equal_accuracy)
                                  : std::string());
      for (const auto& loss : {cost.test_loss, cost.fp32_loss, cost.equal_loss}) {
        csv.add(loss ? fmt::format("{:.6g}", *loss) : std::string());
      }
      if (ends) {
        csv.add(ends_of(spec, run)).add(100 * cost.ends_time_share);
        csv.add(100 * cost.ends_energy_share);
      }
      csv.end_row();
    }
  }
  return csv.text();
}

std::string study_costs_markdown(const StudySpec& spec, const std::vector<StudyCost>& costs) {
  const bool ends = compares_ends(spec);
  std::vector<std::string> heading{
      "run",       "weights",  "errors",         "schedule",  "accelerator",
      "accuracy",  "time (s)", "energy (J)",     "DRAM (MB)", "accuracy at equal joules",
      "test loss", "in FP32",  "at equal joules"};
  if (ends) {
    heading.insert(heading.end(), {"ends", "of the time (%)", "of the energy (%)"});
  }
  report::MarkdownTable table(heading, 5);
  for (const StudyRun& run : spec.runs) {
    for (const arch::AcceleratorSpec& machine : spec.accelerators) {
      const auto own = of_run(costs, run.name, machine.name);
      if (own.empty()) {  // all have diverged
        continue;
      }
      std::vector<double> equal;
      for (const StudyCost* cost : own) {
        if (cost->equal_accuracy) {
          equal.push_back(100 * *cost->equal_accuracy);
        }
      }
      const Spread accuracy =
          spread_of(values_of(own, [](const StudyCost& c) { return 100 * c.test_accuracy; }));
      std::vector<report::Markdown> cells{
          run.name,
          weights_of(spec, run),
          errors_of(spec, run),
          report::code_span(run.schedule),
          machine.name,
          fmt::format("{:.2f} ± {:.2f}", accuracy.mean, accuracy.deviation),
          fmt::format("{:.4g}", mean(values_of(own, [](const auto& c) { return c.seconds; }))),
          fmt::format("{:.4g}", mean(values_of(own, [](const auto& c) { return c.joules; }))),
          fmt::format("{:.4g}", 1e-6 * mean(values_of(own, [](const auto& c) { return c.bytes; }))),
          equal.size() == own.size() && !equal.empty() ? fmt::format("{:.2f}", mean(equal))
                                                       : std::string("-"),
          loss_text(own, &StudyCost::test_loss),
          loss_text(own, &StudyCost::fp32_loss),
          loss_text(own, &StudyCost::equal_loss)};
      if (ends) {
        const auto percent = [&](double StudyCost::*share) {
          return fmt::format(
              "{:.1f}", 100 * mean(values_of(own, [share](const auto& c) { return c.*share; })));
        };
        cells.insert(cells.end(), {ends_of(spec, run), percent(&StudyCost::ends_time_share),
                                   percent(&StudyCost::ends_energy_share)});
      }
      table.row(cells);
    }
  }
  return report::code<report::Markdown>(
             "\n## What it takes\n\nMeans over seeds; closed form. Equal joules: when a training "
             "has "
             "used what the cheapest training of\nas many iterations takes on the accelerator in "
             "all, linear in joules between the tests before and behind. In FP32:\nthe loss of the "
             "same weights without number formats.\n\n{}",
             table.markdown())
      .source();
}

}  // namespace metronome::experiment
