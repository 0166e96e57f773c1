#include "sim/experiment/experiment.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <set>

#include "sim/base/hash.hpp"
#include "sim/base/journal.hpp"
#include "sim/config/text_rules.hpp"
#include "sim/energy/memories.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/experiment/errors_table.hpp"
#include "sim/experiment/kept_files.hpp"
#include "sim/experiment/training.hpp"
#include "sim/experiment/training_facts.hpp"
#include "sim/report/names.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_digest.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/form_trace.hpp"
#include "workloads/train/result_trace.hpp"

namespace metronome::experiment {
namespace {

namespace fs = std::filesystem;

/// One of the two trainings, as it stands finished in a folder.
struct Trained {
  trace::Trace trace;
  report::Manifest manifest;
};

/// Trains into a folder of the unfinished work where that is not done yet. `journal` gets its wall
/// time.
Trained train_one(const train::WorkloadSpec& workload, const fs::path& folder, Journal& journal,
                  const ExperimentOptions& options) {
  const auto say = [&](const std::string& text) {
    if (options.message) {
      options.message(workload.schedule + ": " + text);
    }
  };
  TrainingOptions training{.threads = options.jobs};
  training.manifest = options.manifest;
  if (options.progress) {
    training.progress = [&](const train::Progress& p) {
      options.progress({"training " + workload.schedule,
                        static_cast<double>(p.iteration) / static_cast<double>(p.iterations),
                        train::progress_text(p), p.seconds_left});
    };
  }
  training.resumed = [&](std::uint64_t iteration) {
    say(fmt::format("resuming at iteration {} of {}", iteration, workload.iterations));
  };
  const TrainingOutcome outcome = train_part(workload, folder.string() + ".work", folder, training);
  if (const std::string piece = folder.filename().string(); journal.find(piece) == nullptr) {
    journal.add_seconds(outcome.earlier_seconds);
    journal.keep(piece, "");
  }
  say(fmt::format("test accuracy {:.2f} % at {}{} ({} iterations of {}){}",
                  100 * outcome.test_accuracy, trace::forward_words(outcome.evaluation.all),
                  schedule::evaluation_exceptions(outcome.evaluation), workload.iterations,
                  workload.batch, outcome.was_finished ? ", finished earlier" : ""));
  const std::string manifest = (folder / kManifestName).string();
  return {trace::read_trace(folder), report::parse_manifest(read_file(manifest), manifest)};
}

/// A trace from shapes and a schedule.
trace::Trace made_trace(const train::WorkloadSpec& workload) {
  return train::training_trace(
      workload,
      model::with_ends(trace::requested_model({.model = workload.model,
                                               .dataset = workload.dataset,
                                               .vocabulary = workload.vocabulary,
                                               .sequence_length = workload.sequence_length}),
                       workload.ends),
      schedule::parse_schedule(workload.schedule));
}

/// The workload of the baseline: plain codes under another schedule.
train::WorkloadSpec baseline_of(const ExperimentSpec& spec) {
  train::WorkloadSpec fixed = spec.workload;
  fixed.schedule = spec.baseline_schedule;
  fixed.form = weights::AffineSpec{};
  return fixed;
}

/// What runs of two forms of weights are compared in: the form is what such an experiment is about,
/// and its program has other passes and perhaps several steps by intent.
trace::Facts facts_beside_form(const trace::Facts& all, const train::WorkloadSpec& workload) {
  trace::Facts facts;
  for (const trace::Fact& fact : all) {
    if (fact.name == "model" || fact.name == "dataset" || fact.name == "batch" ||
        fact.name == "dx_scale") {
      facts.push_back(fact);
    }
  }
  facts.push_back({"iterations", std::to_string(workload.iterations)});
  facts.push_back({"optimizer", std::string(enum_name(train::update_rule(workload)))});
  return facts;
}

/// Adds what is known of the trainings to the run and its baseline on one machine.
void add_facts(const ExperimentSpec& spec, std::vector<RunResult>& runs) {
  if (!std::holds_alternative<weights::AffineSpec>(spec.workload.form)) {
    runs[0].training = facts_beside_form(runs[0].training, spec.workload);
  }
  const std::array<train::WorkloadSpec, 2> workloads{spec.workload, baseline_of(spec)};
  for (std::size_t i = 0; spec.train && i < runs.size(); ++i) {
    const trace::Facts facts = workload_facts(workloads.at(i));
    runs[i].training.insert(runs[i].training.end(), facts.begin(), facts.end());
  }
}

/// The run and its baseline.
std::array<Trained, 2> train_both(const ExperimentSpec& spec, const fs::path& work,
                                  const std::string& prefix, Journal& journal,
                                  const ExperimentOptions& options) {
  const train::WorkloadSpec fixed = baseline_of(spec);
  if (!spec.train) {
    return {Trained{made_trace(spec.workload), {}}, Trained{made_trace(fixed), {}}};
  }
  return {train_one(spec.workload, work / (prefix + "training"), journal, options),
          train_one(fixed, work / (prefix + "baseline_training"), journal, options)};
}

/// The trainings under the rule of errors beside.
ExperimentSpec beside(const ExperimentSpec& spec) {
  const train::WorkloadSpec plain;
  ExperimentSpec other = spec;
  other.workload.errors = spec.errors_beside.value();
  if (other.workload.errors == train::Errors::backpropagation) {
    other.workload.feedback = plain.feedback;
    other.workload.boundary = plain.boundary;
    other.workload.feedback_seed = plain.feedback_seed;
    other.workload.lfsr_states = plain.lfsr_states;
    other.workload.delay = plain.delay;
  }
  other.errors_beside.reset();
  return other;
}

std::string folder_of(const ExperimentSpec& beside) {
  return "errors_" + std::string(enum_name(beside.workload.errors));
}

/// What machines whose time depends on values borrow.
std::optional<trace::Trace> lent_statistics(const ExperimentSpec& spec) {
  return spec.statistics.path.empty() ? std::nullopt
                                      : std::optional(trace::read_trace(spec.statistics.path));
}

sim::SimulateOptions simulate_options(const ExperimentSpec& spec, const std::string& machine,
                                      Journal& journal, const ExperimentOptions& options) {
  sim::SimulateOptions simulate{.mode = spec.mode,
                                .exact = spec.exact,
                                .jobs = options.jobs,
                                .journal = &journal,
                                .cache = options.cache,
                                .progress = {}};
  simulate.progress = [&options, machine](const sim::SimulateProgress& p) {
    if (options.message && p.reused > 0 && p.done == p.reused) {
      options.message(machine + ": " + sim::reused_text(p));
    }
    if (options.progress) {
      options.progress({"simulating " + machine, p.share,
                        fmt::format("{} of {} distinct operations", p.done, p.total), -1});
    }
  };
  return simulate;
}

report::Manifest manifest_of(const ExperimentSpec& spec, const ExperimentOptions& options,
                             const Trained& trained, const Journal& journal) {
  report::Manifest manifest = options.manifest();
  report::Recipe& recipe = manifest.recipe;
  recipe.seed = spec.workload.seed;
  ExperimentSpec nowhere = spec;
  nowhere.workload.model = spec.workload.model.placeless();
  nowhere.workload.initial_weights.reset();  // their content is the workload's
  if (!spec.statistics.path.empty()) {
    nowhere.statistics.path.clear();
    recipe.inputs["statistics"] = trace::trace_digest(spec.statistics.path);
  }
  for (arch::AcceleratorSpec& machine : nowhere.accelerators) {
    machine.energy.path.clear();  // add_inputs() has its contents
  }
  recipe.inputs["experiment"] = content_digest(config::resolved_yaml(nowhere));
  recipe.inputs["workload"] = content_digest(train::workload_identity(spec.workload));
  if (spec.workload.model.is_file()) {
    recipe.inputs["model"] = file_digest(std::string(spec.workload.model));
  }
  if (spec.train) {
    for (const char* of_training : {"data_set", "kernel_set"}) {
      recipe.inputs[of_training] = trained.manifest.recipe.inputs.at(of_training);
    }
  }
  manifest.wall_seconds = journal.seconds();
  return manifest;
}

/// The manifest of all machines.
report::Manifest manifest_of_all(const ExperimentSpec& spec, report::Manifest manifest) {
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    add_inputs(manifest.recipe, machine, " " + machine.name);
  }
  return manifest;
}

/// The run directories of one machine: the cycling run, and the static one inside it.
void write_machine(const arch::AcceleratorSpec& machine, const std::vector<RunResult>& runs,
                   const EnergyTable& table, const std::vector<trace::Trace>& traces,
                   report::Manifest manifest, bool figures, const std::filesystem::path& out) {
  add_inputs(manifest.recipe, machine);
  const std::string resolved = resolved_machine(machine);
  report::write_run_directory({.run = runs[0],
                               .baseline = &runs[1],
                               .table = table,
                               .metrics = traces[0].metrics,
                               .baseline_metrics = traces[1].metrics,
                               .resolved_yaml = resolved,
                               .manifest = manifest,
                               .figures = figures},
                              out / machine.name);
  report::write_run_directory({.run = runs[1],
                               .table = table,
                               .metrics = traces[1].metrics,
                               .baseline_metrics = {},
                               .resolved_yaml = resolved,
                               .manifest = manifest,
                               .figures = figures},
                              out / machine.name / "baseline");
}

/// As resolved.yaml in `folder` names what it reads.
ExperimentSpec kept_in(ExperimentSpec spec, const fs::path& folder) {
  spec.workload = with_kept_model(with_absolute_places(std::move(spec.workload)), folder);
  spec.accelerators = with_kept_tables(std::move(spec.accelerators), folder);
  spec.statistics.path = absolute_place(spec.statistics.path);
  return spec;
}

/// The trainings under one rule of errors, simulated on each machine.
struct Part {
  ExperimentSpec spec;
  std::string folder;  ///< of its results, within those of the experiment
  Trained cycling, baseline;
  std::vector<std::vector<RunResult>> runs;  ///< by machine: cycling, baseline
  std::vector<SimulationTime> took;          ///< likewise
};

Part run_part(const ExperimentSpec& spec, const std::string& folder,
              const std::vector<EqualMachine>& machines, const std::vector<EnergyTable>& tables,
              const OutputFolder& out, Journal& journal, const ExperimentOptions& options) {
  auto [cycling, baseline] =
      train_both(spec, out.work(), folder.empty() ? "" : folder + "_", journal, options);
  Part part{spec, folder, std::move(cycling), std::move(baseline), {}, {}};
  const std::optional<trace::Trace> lent = lent_statistics(spec);
  const std::vector<trace::Trace> traces{part.cycling.trace, part.baseline.trace};
  for (const auto& [machine, equality] : machines) {
    sim::SimulateOptions simulate = simulate_options(spec, machine.name, journal, options);
    simulate.statistics = lent ? &*lent : nullptr;
    simulate.prices = &tables[part.runs.size()];
    simulate.took = &part.took.emplace_back();
    part.runs.push_back(sim::simulate(traces, machine, simulate));
    add_facts(spec, part.runs.back());
    for (RunResult& run : part.runs.back()) {
      run.equality = equality;
    }
  }
  return part;
}

/// Writes what a part has, its manifest last; returns what a terminal is told.
std::string write_part(const Part& part, const std::vector<EnergyTable>& tables,
                       const fs::path& result, const Journal& journal,
                       const ExperimentOptions& options) {
  const fs::path folder = part.folder.empty() ? result : result / part.folder;
  const std::vector<trace::Trace> traces{part.cycling.trace, part.baseline.trace};
  trace::write_trace(traces[0], folder / "trace");
  trace::write_trace(traces[1], folder / "baseline_trace");
  const auto manifest = [&] { return manifest_of(part.spec, options, part.cycling, journal); };
  report::ComparisonInputs comparison{{},
                                      traces[0].metrics,
                                      traces[1].metrics,
                                      manifest_of_all(part.spec, manifest()),
                                      options.allow_unlike,
                                      options.figures};
  for (std::size_t i = 0; i < part.runs.size(); ++i) {
    report::Manifest own = manifest();
    own.simulation = part.took[i];
    write_machine(part.spec.accelerators[i], part.runs[i], tables[i], traces, std::move(own),
                  options.figures, folder);
    comparison.entries.push_back({part.runs[i][0], part.runs[i][1], tables[i]});
  }
  report::Manifest last = comparison.manifest;
  last.figures = report::write_comparison(comparison, folder);
  write_file_atomically(folder / "resolved.yaml",
                        config::resolved_yaml(kept_in(part.spec, folder)));
  write_file_atomically(folder / kManifestName, report::manifest_json(last));
  const std::string fed = feedback_text(part.spec.workload);
  return report::terminal_text(comparison) + (fed.empty() ? "" : fed + "\n");
}

/// errors.csv, and the same for a terminal.
std::string write_errors_table(const std::vector<Part>& parts,
                               const std::vector<EnergyTable>& tables, const fs::path& result) {
  std::vector<ErrorsRow> rows;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    for (const Part& part : parts) {
      for (const std::size_t fixed : {0, 1}) {
        train::WorkloadSpec workload = part.spec.workload;
        const Trained& trained = fixed == 0 ? part.cycling : part.baseline;
        workload.schedule = fixed == 0 ? workload.schedule : part.spec.baseline_schedule;
        rows.push_back(errors_row(workload, part.runs[i][fixed], tables[i], trained.trace.metrics));
        rows.back().is_beside = !part.folder.empty();
      }
    }
  }
  write_file_atomically(result / "errors.csv", errors_csv(rows));
  return errors_text(rows);
}

}  // namespace

void add_machine(InputsText& inputs, const arch::AcceleratorSpec& machine) {
  arch::AcceleratorSpec nowhere = machine;
  nowhere.energy.path.clear();  // its content counts, not where it lies
  inputs.add_yaml("accelerator " + machine.name, config::resolved_yaml(nowhere));
  inputs.add("energy_table of " + machine.name, prices_digest(machine.energy.path));
}

EnergyTable complete_table(const arch::AcceleratorSpec& machine) {
  return sim::complete_table(machine);
}

void add_inputs(report::Recipe& recipe, const arch::AcceleratorSpec& machine,
                const std::string& of) {
  arch::AcceleratorSpec nowhere = machine;
  nowhere.energy.path.clear();  // its contents count, not where it lies
  recipe.inputs["accelerator" + of] = content_digest(config::resolved_yaml(nowhere));
  recipe.inputs["device" + of] = content_digest(config::resolved_yaml(machine.memory.device));
  recipe.inputs["energy_table" + of] = prices_digest(machine.energy.path);
}

std::string experiment_inputs(const ExperimentSpec& spec) {
  InputsText inputs;
  const train::WorkloadSpec fixed = baseline_of(spec);
  inputs.add("name", spec.name)
      .add_yaml("workload", train::workload_identity(spec.workload))
      .add_yaml("baseline", train::workload_identity(fixed));
  if (spec.errors_beside) {
    inputs.add_yaml("beside", train::workload_identity(beside(spec).workload));
  }
  inputs.add("kernel_set", tensor::kernel_set_name(spec.workload.kernels))
      .add("mode", std::string(enum_name(spec.mode)))
      .add("exact", spec.exact ? "true" : "false")
      .add("train", spec.train ? "true" : "false");
  if (!spec.statistics.path.empty()) {
    inputs.add("statistics", trace::trace_digest(spec.statistics.path));
  }
  if (spec.equal.is_asked()) {
    inputs.add_yaml("equal", config::resolved_yaml(spec.equal));
  }
  for (const EqualMachine& machine : made_equal(spec.equal, spec.accelerators)) {
    add_machine(inputs, machine.spec);
  }
  return inputs.text();
}

std::string run_experiment(const ExperimentSpec& given, OutputFolder& out,
                           const ExperimentOptions& options) {
  const std::vector<EqualMachine> machines = made_equal(given.equal, given.accelerators);
  ExperimentSpec spec = given;
  for (std::size_t i = 0; i < machines.size(); ++i) {
    spec.accelerators[i] = machines[i].spec;
  }
  std::vector<EnergyTable> tables;
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    tables.push_back(complete_table(machine));  // wrong tables are found before long work begins
    report::require_alike(
        "the machines " + spec.accelerators[0].name + " and " + machine.name,
        trace::differences(report::technology_of(tables[0]), report::technology_of(tables.back())),
        options.allow_unlike);
  }
  Journal journal(out.work() / "finished.journal", options.manifest().recipe.version);
  std::vector<Part> parts{run_part(spec, "", machines, tables, out, journal, options)};
  if (spec.errors_beside) {
    const ExperimentSpec other = beside(spec);
    parts.push_back(run_part(other, folder_of(other), machines, tables, out, journal, options));
  }
  if (options.progress) {
    options.progress({"writing the report", 1, "", -1});
  }
  out.clear_result();
  std::string text;
  if (parts.size() > 1) {
    text = "\n" + write_errors_table(parts, tables, out.result());
  }
  for (std::size_t i = parts.size(); i-- > 0;) {  // the manifest of the whole last
    text = write_part(parts[i], tables, out.result(), journal, options) + text;
  }
  out.publish();
  return text;
}

}  // namespace metronome::experiment

namespace metronome::config {
namespace {

void check_errors_beside(const experiment::ExperimentSpec& spec,
                         const StructSchema<experiment::ExperimentSpec>::Complain& complain) {
  if (spec.errors_beside == spec.workload.errors) {
    complain("errors_beside", "is the rule of the workload itself",
             "the other one, or leave it out");
  }
  if (spec.errors_beside == train::Errors::direct_feedback) {
    complain("errors_beside", "direct feedback has settings, which the workload states",
             "errors: direct_feedback in the workload, errors_beside: backpropagation");
  }
}

}  // namespace

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
          .field(
              "errors_beside", &S::errors_beside,
              {.doc = "a rule of errors (workload.errors is another) of two more trainings, under "
                      "both schedules: their results lie in a folder errors_RULE, and errors.csv "
                      "has all four",
               .omit_default = true})
          .field("accelerators", &S::accelerators,
                 {.doc = "accelerator files, or maps of their keys", .required = true})
          .field("equal", &S::equal,
                 {.doc = "sizes of the machines are chosen so that they equal one of them",
                  .omit_default = true})
          .field("mode", &S::mode, {.doc = "cycle-level simulation, or closed forms"})
          .field("exact", &S::exact,
                 {.doc = "simulate every tile of every operation, none from its steady state"})
          .field("train", &S::train,
                 {.doc = "train first; without, the traces are made from shapes and schedules, and "
                         "there is no accuracy"})
          .field("statistics", &S::statistics,
                 {.doc = "without training: trace folder of a training whose value statistics are "
                         "borrowed where a machine's time depends on values",
                  .omit_default = true})
          .validate(keeps("name", &S::name, TextRule::name))
          .validate(check_errors_beside)
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            std::set<std::string> names;
            for (const arch::AcceleratorSpec& machine : s.accelerators) {
              if (!names.insert(machine.name).second) {
                complain("accelerators", "two of them are named " + machine.name,
                         "give each its own name");
              }
            }
            if (s.train && s.workload.dataset == trace::kNoDataSet) {
              complain("train", "needs a data set, and workload.dataset is none",
                       "`metronome list datasets`, or train: false");
            }
            if (s.train && !s.statistics.path.empty()) {
              complain("statistics", "are measured by the training", "with train: false only");
            }
            if (s.accelerators.empty()) {
              complain("accelerators", "is empty", "at least one accelerator file");
            }
            try {
              (void)experiment::made_equal(s.equal, s.accelerators);
            } catch (const UserError& error) {
              for (const Diagnostic& one : error.diagnostics()) {
                complain("equal", one.file + (one.file.empty() ? "" : ": ") + one.what, one.hint);
              }
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
