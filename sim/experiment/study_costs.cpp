#include "sim/experiment/study_costs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <span>

#include "sim/experiment/experiment.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::experiment {
namespace {

/// A training with what it has used, and found, at each of its tests.
struct Priced {
  StudyCost cost;
  struct Test {
    std::uint64_t iteration = 0;
    double joules = 0;
    double accuracy = 0;
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

Priced priced(const StudyRun& run, std::uint64_t seed, const trace::Trace& trace,
              const arch::AcceleratorSpec& machine, unsigned jobs) {
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
      .test_accuracy = trace.metrics.empty() ? 0 : trace.metrics.back().test_accuracy.value_or(0),
      .seconds = result.seconds(costs.total.cycles.total()).count(),
      .joules = costs.total.energy.total().count(),
      .bytes = static_cast<double>(all.read.count() + all.write.count()),
      .equal_iterations = {},
      .equal_accuracy = {}};
  for (const trace::Metric& metric : trace.metrics) {
    if (metric.test_accuracy) {  // a test lies behind its row's iteration, the last ones at the end
      const std::uint64_t done = std::min(metric.iteration + 1, trace.iterations());
      out.tests.push_back({done, joules_until(result, costs, done), *metric.test_accuracy});
    }
  }
  return out;
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

}  // namespace

std::vector<StudyCost> study_costs(
    const StudySpec& spec, const std::filesystem::path& folder, unsigned jobs,
    const std::function<void(const std::string& what, double share)>& progress) {
  std::vector<Priced> all;
  std::map<std::string, double> cheapest;  // by accelerator
  const auto total = static_cast<double>(spec.runs.size() * spec.all_seeds().size());
  for (const StudyRun& run : spec.runs) {
    for (const std::uint64_t seed : spec.seeds_of(run)) {
      const std::string name = study_folder(run, seed);
      if (progress) {
        const std::size_t machines = std::max<std::size_t>(spec.accelerators.size(), 1);
        progress(name, static_cast<double>(all.size() / machines) / total);
      }
      const trace::Trace trace = trace::read_trace(folder / name);
      for (const arch::AcceleratorSpec& machine : spec.accelerators) {
        all.push_back(priced(run, seed, trace, machine, jobs));
        double& least = cheapest.try_emplace(machine.name, std::numeric_limits<double>::infinity())
                            .first->second;
        least = std::min(least, all.back().cost.joules);
      }
    }
  }
  std::vector<StudyCost> costs;
  for (Priced& one : all) {
    for (const Priced::Test& test : one.tests) {
      // Sums in another order may differ in their last digits.
      if (test.joules <= cheapest.at(one.cost.accelerator) * (1 + 1e-9)) {
        one.cost.equal_iterations = test.iteration;
        one.cost.equal_accuracy = test.accuracy;
      }
    }
    costs.push_back(std::move(one.cost));
  }
  return costs;
}

std::string study_costs_csv(const StudySpec& spec, const std::vector<StudyCost>& costs) {
  report::Csv csv({"run", "weights", "errors", "schedule", "seed", "accelerator",
                   "test_accuracy_percent", "time_s", "energy_j", "dram_bytes",
                   "equal_energy_iterations", "equal_energy_accuracy_percent"});
  for (const StudyRun& run : spec.runs) {
    for (const StudyCost& cost : costs) {
      if (cost.run != run.name) {
        continue;
      }
      csv.add(run.name).add(weights_of(spec, run)).add(errors_of(spec, run)).add(run.schedule);
      csv.add(cost.seed).add(cost.accelerator).add(100 * cost.test_accuracy);
      csv.add(cost.seconds).add(cost.joules).add(cost.bytes);
      csv.add(cost.equal_iterations ? fmt::format("{}", *cost.equal_iterations) : std::string());
      csv.add(cost.equal_accuracy ? fmt::format("{:.6g}", 100 * *cost.equal_accuracy)
                                  : std::string());
      csv.end_row();
    }
  }
  return csv.text();
}

std::string study_costs_markdown(const StudySpec& spec, const std::vector<StudyCost>& costs) {
  report::MarkdownTable table({"run", "weights", "errors", "schedule", "accelerator", "accuracy",
                               "time (s)", "energy (J)", "DRAM (MB)", "accuracy at equal joules"},
                              5);
  for (const StudyRun& run : spec.runs) {
    for (const arch::AcceleratorSpec& machine : spec.accelerators) {
      const auto own = of_run(costs, run.name, machine.name);
      std::vector<double> equal;
      for (const StudyCost* cost : own) {
        if (cost->equal_accuracy) {
          equal.push_back(100 * *cost->equal_accuracy);
        }
      }
      const Spread accuracy =
          spread_of(values_of(own, [](const StudyCost& c) { return 100 * c.test_accuracy; }));
      table.row(
          {run.name, weights_of(spec, run), errors_of(spec, run), report::code_span(run.schedule),
           machine.name, fmt::format("{:.2f} ± {:.2f}", accuracy.mean, accuracy.deviation),
           fmt::format("{:.4g}", mean(values_of(own, [](const auto& c) { return c.seconds; }))),
           fmt::format("{:.4g}", mean(values_of(own, [](const auto& c) { return c.joules; }))),
           fmt::format("{:.4g}",
                       1e-6 * mean(values_of(own, [](const auto& c) { return c.bytes; }))),
           equal.size() == own.size() && !equal.empty() ? fmt::format("{:.2f}", mean(equal))
                                                        : std::string("-")});
    }
  }
  return report::code<report::Markdown>(
             "\n## What it takes\n\nMeans over seeds; closed form. Equal joules: the last test "
             "before a training has used what the cheapest\ntraining of the table takes on the "
             "accelerator in all.\n\n{}",
             table.markdown())
      .source();
}

}  // namespace metronome::experiment
