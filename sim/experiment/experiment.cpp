#include "sim/experiment/experiment.hpp"

#include <fmt/format.h>

#include <set>

#include "sim/base/hash.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/report/names.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/result_trace.hpp"

namespace metronome::experiment {
namespace {

/// One of the two trainings.
struct Trained {
  train::TrainResult result;
  trace::Trace trace;
};

Trained train_one(const train::WorkloadSpec& workload, const ExperimentOptions& options) {
  train::TrainOptions train_options{options.jobs, {}};
  if (options.progress) {
    train_options.progress = [&](const train::Progress& p) {
      options.progress({"training " + workload.schedule,
                        static_cast<double>(p.iteration) / static_cast<double>(p.iterations),
                        train::progress_text(p), p.seconds_left});
    };
  }
  Trained trained;
  trained.result = train::train(workload, train_options);
  trained.trace = train::result_trace(workload, trained.result);
  if (options.message) {
    options.message(fmt::format("{}: test accuracy {:.2f} % at {} bits ({} iterations of {})",
                                workload.schedule, 100 * trained.result.test_accuracy,
                                trained.result.evaluation_bits, workload.iterations,
                                workload.batch));
  }
  return trained;
}

sim::SimulateOptions simulate_options(const ExperimentSpec& spec, const std::string& machine,
                                      const ExperimentOptions& options) {
  sim::SimulateOptions simulate{
      .mode = spec.mode, .exact = spec.exact, .jobs = options.jobs, .progress = {}};
  if (options.progress) {
    simulate.progress = [&options, machine](const sim::SimulateProgress& p) {
      options.progress({"simulating " + machine, p.share,
                        fmt::format("{} of {} distinct operations", p.done, p.total), -1});
    };
  }
  return simulate;
}

report::Manifest manifest_of(const ExperimentSpec& spec, const ExperimentOptions& options,
                             const std::string& kernel_set) {
  report::Manifest manifest = options.manifest();
  manifest.seed = spec.workload.seed;
  manifest.hashes["configuration"] = hex_digest(fnv1a(config::resolved_yaml(spec)));
  manifest.hashes["kernel_set"] = kernel_set;
  return manifest;
}

/// The run directories of one machine: the cycling run, and the static one inside it.
void write_machine(const arch::AcceleratorSpec& machine, const std::vector<RunResult>& runs,
                   const EnergyTable& table, const std::vector<trace::Trace>& traces,
                   const report::Manifest& manifest, const std::filesystem::path& out) {
  const std::string resolved = config::resolved_yaml(machine);
  report::write_run_directory({.run = runs[0],
                               .baseline = &runs[1],
                               .table = table,
                               .metrics = traces[0].metrics,
                               .baseline_metrics = traces[1].metrics,
                               .resolved_yaml = resolved,
                               .manifest = manifest},
                              out / machine.name);
  report::write_run_directory({.run = runs[1],
                               .table = table,
                               .metrics = traces[1].metrics,
                               .baseline_metrics = {},
                               .resolved_yaml = resolved,
                               .manifest = manifest},
                              out / machine.name / "baseline");
}

}  // namespace

void add_machine(InputsText& inputs, const arch::AcceleratorSpec& machine) {
  arch::AcceleratorSpec nowhere = machine;
  nowhere.energy.path.clear();  // its content counts, not where it lies
  inputs.add_yaml("accelerator " + machine.name, config::resolved_yaml(nowhere));
  inputs.add_file("energy_table of " + machine.name, machine.energy.path);
}

EnergyTable complete_table(const arch::AcceleratorSpec& machine) {
  return config::load<EnergyTable>(machine.energy.path)
      .with(sim::dram_energy_rows(machine.memory.device));
}

std::string experiment_inputs(const ExperimentSpec& spec) {
  InputsText inputs;
  train::WorkloadSpec fixed = spec.workload;
  fixed.schedule = spec.baseline_schedule;
  inputs.add("name", spec.name)
      .add_yaml("workload", train::workload_identity(spec.workload))
      .add_yaml("baseline", train::workload_identity(fixed))
      .add("kernel_set", tensor::kernel_set_name(spec.workload.kernels))
      .add("mode", config::enum_name(spec.mode))
      .add("exact", spec.exact ? "true" : "false");
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    add_machine(inputs, machine);
  }
  return inputs.text();
}

std::string run_experiment(const ExperimentSpec& spec, OutputFolder& out,
                           const ExperimentOptions& options) {
  out.clear_result();
  const std::filesystem::path& folder = out.result();
  std::vector<EnergyTable> tables;
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    tables.push_back(complete_table(machine));  // wrong tables are found before long work begins
  }
  train::WorkloadSpec fixed = spec.workload;
  fixed.schedule = spec.baseline_schedule;
  const Trained cycling = train_one(spec.workload, options);
  const Trained baseline = train_one(fixed, options);
  trace::write_trace(cycling.trace, folder / "trace");
  trace::write_trace(baseline.trace, folder / "baseline_trace");

  const auto manifest = [&] { return manifest_of(spec, options, cycling.result.kernel_set); };
  const std::vector<trace::Trace> traces{cycling.trace, baseline.trace};
  std::vector<std::vector<RunResult>> runs;
  for (std::size_t i = 0; i < spec.accelerators.size(); ++i) {
    const arch::AcceleratorSpec& machine = spec.accelerators[i];
    runs.push_back(sim::simulate(traces, machine, simulate_options(spec, machine.name, options)));
    write_machine(machine, runs.back(), tables[i], traces, manifest(), folder);
  }
  if (options.progress) {
    options.progress({"writing the report", 1, "", -1});
  }
  report::ComparisonInputs comparison{
      {}, cycling.trace.metrics, baseline.trace.metrics, manifest()};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    comparison.entries.push_back({runs[i][0], runs[i][1], tables[i]});
  }
  report::Manifest last = manifest();
  last.figures = report::write_comparison(comparison, folder);
  write_file_atomically(folder / "resolved.yaml", config::resolved_yaml(spec));
  write_file_atomically(folder / "manifest.json", report::manifest_json(last));
  out.publish();
  return report::terminal_text(comparison);
}

}  // namespace metronome::experiment

namespace metronome::config {

template <>
const StructSchema<experiment::ExperimentSpec>& schema_of<experiment::ExperimentSpec>() {
  using S = experiment::ExperimentSpec;
  static const auto schema =
      StructSchema<S>("an experiment: two trainings, simulated on several accelerators")
          .field("name", &S::name, {.doc = "names the result folder", .required = true})
          .field("workload", &S::workload,
                 {.doc = "the training with cycling precision", .required = true})
          .field("baseline_schedule", &S::baseline_schedule,
                 {.doc = "the schedule of the training that it is compared with"})
          .field("accelerators", &S::accelerators,
                 {.doc = "accelerator files, or maps of their keys", .required = true})
          .field("mode", &S::mode, {.doc = "cycle-level simulation, or closed forms"})
          .field("exact", &S::exact,
                 {.doc = "simulate every tile of every operation, none from its steady state"})
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            std::set<std::string> names;
            for (const arch::AcceleratorSpec& machine : s.accelerators) {
              if (!names.insert(machine.name).second) {
                complain("accelerators", "two of them are named " + machine.name,
                         "give each its own name");
              }
            }
            if (s.accelerators.empty()) {
              complain("accelerators", "is empty", "at least one accelerator file");
            }
            try {
              (void)schedule::parse_schedule(s.baseline_schedule).phases(s.workload.iterations);
            } catch (const UserError& error) {
              complain("baseline_schedule", error.what(), "");
            }
          });
  return schema;
}

}  // namespace metronome::config
