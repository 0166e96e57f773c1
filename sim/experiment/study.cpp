#include "sim/experiment/study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/inputs_text.hpp"
#include "sim/config/text_rules.hpp"
#include "sim/experiment/experiment.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/initial_weights.hpp"

namespace metronome::experiment {
namespace {

train::WorkloadSpec workload_of(const StudySpec& spec, const StudyRun& run, std::uint64_t seed) {
  train::WorkloadSpec workload = spec.workload;
  workload.schedule = run.schedule;
  workload.iterations = spec.iterations_of(run);
  workload.dx_scale = run.dx_scale;
  workload.batch_norm_batches = run.batch_norm_batches;
  workload.form = run.form.value_or(workload.form);
  workload.ends = run.ends.value_or(workload.ends);
  workload.errors = run.errors.value_or(workload.errors);
  workload.feedback = run.feedback.value_or(workload.feedback);
  workload.train_samples = run.train_samples.value_or(workload.train_samples);
  if (workload.errors == train::Errors::backpropagation) {  // settings of feedback are none of its
    const train::WorkloadSpec plain;
    workload.feedback = plain.feedback;
    workload.boundary = plain.boundary;
    workload.feedback_seed = plain.feedback_seed;
    workload.lfsr_states = plain.lfsr_states;
    workload.delay = plain.delay;
  }
  workload.chips = run.chips == train::ChipsSpec{} ? workload.chips : run.chips;
  workload.seed = seed;
  return workload;
}

bool contains(const std::vector<std::uint64_t>& seeds, std::uint64_t seed) {
  return std::find(seeds.begin(), seeds.end(), seed) != seeds.end();
}

void check_seeds(const std::vector<std::uint64_t>& seeds, const std::string& key,
                 const config::StructSchema<StudySpec>::Complain& complain) {
  if (seeds.empty()) {
    complain(key, "no seed", "such as seeds: [1, 2, 3]");
  }
  if (std::set(seeds.begin(), seeds.end()).size() < seeds.size()) {
    complain(key, "a seed stands twice", "each seed once: equal trainings are no spread");
  }
}

/// Chips that a run has in place of the workload's.
void check_chips(const StudySpec& spec, const StudyRun& run,
                 const config::StructSchema<StudySpec>::Complain& complain) {
  if (run.chips == train::ChipsSpec{}) {
    return;
  }
  const auto& schema = config::schema_of<train::WorkloadSpec>();
  config::Reader reader(std::vector<config::Override>{});
  train::WorkloadSpec whole;
  schema.read(whole, schema.write(workload_of(spec, run, 1)), reader, run.name);
  try {
    reader.finish();
  } catch (const UserError& error) {
    for (const Diagnostic& one : error.diagnostics()) {
      complain("runs", fmt::format("{}: {}", one.key, one.what), one.hint);
    }
  }
}

void check_study(const StudySpec& spec, const config::StructSchema<StudySpec>::Complain& complain) {
  std::set<std::string> names;
  for (const StudyRun& run : spec.runs) {
    if (!names.insert(run.name).second) {
      complain("runs", fmt::format("two of them are named {}", run.name), "give each its own name");
    }
    check_seeds(spec.seeds_of(run), "runs", complain);
    if (run.form.value_or(spec.workload.form).index() != 0 &&
        run.dx_scale == trace::DxScale::segmented) {
      complain("runs", fmt::format("{}: weights in this form have one scale a layer", run.name),
               "dx_scale: prescale_requantize or per_tensor");
    }
    try {
      (void)schedule::parse_schedule(run.schedule).evaluation(spec.iterations_of(run));
      check_chips(spec, run, complain);
    } catch (const UserError& error) {
      complain("runs", fmt::format("{}: {}", run.name, error.what()), "");
    }
  }
  std::set<std::string> machines;
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    if (!machines.insert(machine.name).second) {
      complain("accelerators", "two of them are named " + machine.name, "give each its own name");
    }
    for (const StudyRun& run : spec.runs) {
      if (run.dx_scale != machine.training.dx_scale) {
        complain(
            "accelerators",
            fmt::format("{} computes {}, {} trains {}", machine.name,
                        enum_name(machine.training.dx_scale), run.name, enum_name(run.dx_scale)),
            "one arithmetic for accuracy and cost: dx_scale of the run or of the machine");
      }
    }
  }
  if (spec.runs.empty()) {
    complain("runs", "is empty", "at least one map of label and schedule");
  }
  check_seeds(spec.seeds, "seeds", complain);
}

}  // namespace

std::vector<std::uint64_t> StudySpec::all_seeds() const {
  std::vector<std::uint64_t> all = seeds;
  for (const StudyRun& run : runs) {
    std::copy_if(seeds_of(run).begin(), seeds_of(run).end(), std::back_inserter(all),
                 [&](std::uint64_t seed) { return !contains(all, seed); });
  }
  return all;
}

std::string study_folder(const StudyRun& run, std::uint64_t seed) {
  return fmt::format("{}-seed{}", run.name, seed);
}

report::Stamp study_stamp(const StudySpec& spec, report::Recipe recipe) {
  const train::WorkloadSpec& w = spec.workload;
  StudySpec placeless = spec;
  placeless.accelerators.clear();  // add_inputs() has their contents
  recipe.inputs["study"] = content_digest(config::resolved_yaml(placeless));
  std::string trainings;
  std::string schedules;
  for (const StudyRun& run : spec.runs) {
    schedules += (schedules.empty() ? "" : "; ") + run.schedule;
    for (const std::uint64_t seed : spec.seeds_of(run)) {
      trainings += train::workload_identity(workload_of(spec, run, seed));
    }
  }
  recipe.inputs["workloads"] = content_digest(trainings);
  return {{{"model", w.model.placeless()},
           {"dataset", w.dataset},
           {"batch", fmt::format("{}", w.batch)},
           {"iterations", fmt::format("{}", w.iterations)},
           {"schedule", schedules}},
          std::move(recipe)};
}

StudySpec with_absolute_places(StudySpec spec) {
  spec.workload = with_absolute_places(std::move(spec.workload));
  for (StudyRun& run : spec.runs) {
    train::WorkloadSpec own;
    own.schedule = run.schedule;
    own.form = run.form.value_or(own.form);
    own = with_absolute_places(std::move(own));
    run.schedule = own.schedule;
    run.form = run.form ? std::optional(own.form) : std::nullopt;
  }
  return spec;
}

std::string study_inputs(const StudySpec& spec) {
  StudySpec decisive = spec;
  decisive.workload = decisive_part(spec.workload);
  decisive.accelerators.clear();  // add_machine() has their contents
  InputsText inputs;
  inputs.add_yaml("study", config::resolved_yaml(decisive));
  add_files(inputs, spec.workload);
  for (const StudyRun& run : spec.runs) {
    if (const auto file = schedule::schedule_file(run.schedule)) {
      inputs.add_file("schedule of " + run.name, *file);
    }
  }
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    add_machine(inputs, machine);
  }
  return inputs.add("kernel_set", tensor::kernel_set_name(spec.workload.kernels)).text();
}

std::vector<StudyResult> run_study(const StudySpec& spec, const OutputFolder& out,
                                   const PartsOptions& options) {
  const std::filesystem::path& folder =
      out.state() == OutputFolder::State::finished ? out.path() : out.result();
  std::vector<StudyResult> results;
  std::vector<PartTraining> parts;
  // Seed by seed, so that a study that is stopped has something of every run.
  for (const std::uint64_t seed : spec.all_seeds()) {
    for (const StudyRun& run : spec.runs) {
      if (contains(spec.seeds_of(run), seed)) {
        const std::string name = study_folder(run, seed);
        results.push_back({.run = run.name, .seed = seed, .evaluation = {}});
        parts.push_back({.name = name,
                         .spec = workload_of(spec, run, seed),
                         .work = out.work() / name,
                         .target = folder / name});
      }
    }
  }
  const std::vector<TrainingOutcome> outcomes = train_parts(parts, options);
  for (std::size_t i = 0; i < results.size(); ++i) {
    results[i].evaluation = outcomes[i].evaluation.all;
    results[i].test_accuracy = outcomes[i].test_accuracy;
    results[i].diverged = outcomes[i].diverged;
  }
  return results;
}

}  // namespace metronome::experiment

namespace metronome::config {

using experiment::StudyRun;

bool Codec<StudyRun>::read(StudyRun& out, const Node& node, Reader& reader, const std::string& path,
                           const FieldSpec&) {
  Node renamed = node;
  if (renamed.find("label") == nullptr) {
    for (Node::Entry& entry : renamed.entries) {
      entry.key = entry.key == "name" ? "label" : entry.key;
    }
  }
  return schema_of<StudyRun>().read(out, renamed, reader, path);
}

Node Codec<StudyRun>::write(const StudyRun& value) { return schema_of<StudyRun>().write(value); }

void Codec<StudyRun>::describe(const std::string& path, const StudyRun& initial, const FieldSpec&,
                               std::vector<FieldInfo>& rows) {
  schema_of<StudyRun>().describe(path, initial, rows);
}

template <>
const StructSchema<experiment::StudyRun>& schema_of<experiment::StudyRun>() {
  using S = experiment::StudyRun;
  static const auto schema =
      StructSchema<S>("a kind of training of a study")
          .field("label", &S::name,
                 {.doc = "names its result folders; `name` is accepted, too", .required = true})
          .field("schedule", &S::schedule,
                 {.doc = "bits over time, in the place of the workload's", .required = true})
          .field("dx_scale", &S::dx_scale, {.doc = "in the place of the workload's"})
          .field("batch_norm_batches", &S::batch_norm_batches,
                 {.doc = "in the place of the workload's", .min = 0, .max = 1e6})
          .field(
              "weights", &S::form,
              {.doc = "form of the weights, in the place of the workload's", .omit_default = true})
          .field("errors", &S::errors,
                 {.doc = "rule of errors, in the place of the workload's", .omit_default = true})
          .field("feedback", &S::feedback,
                 {.doc = "matrices of direct feedback, in the place of the workload's",
                  .omit_default = true})
          .field("train_samples", &S::train_samples,
                 {.doc = "samples of the training split that are used, in the place of the "
                         "workload's; 0: all",
                  .min = 0,
                  .max = 1e9,
                  .omit_default = true})
          .field("ends", &S::ends,
                 {.doc = "first and last layers, in the place of the workload's",
                  .omit_default = true})
          .field("reference_percent", &S::reference_percent,
                 {.unit = "%",
                  .doc = "accuracies of other code, one for each of its seeds",
                  .min = 0,
                  .max = 100})
          .field("chips", &S::chips,
                 {.doc = "in the place of the workload's", .omit_default = true})
          .field("iterations", &S::iterations,
                 {.unit = "iterations",
                  .doc = "in the place of the workload's",
                  .min = 1,
                  .max = trace::kIterations.max,
                  .omit_default = true})
          .field("seeds", &S::seeds,
                 {.doc = "in the place of the study's", .min = kAnyWhole.min, .max = kAnyWhole.max})
          .validate(keeps("name", &S::name, TextRule::name));
  return schema;
}

template <>
const StructSchema<experiment::StudySpec>& schema_of<experiment::StudySpec>() {
  using S = experiment::StudySpec;
  static const auto schema =
      StructSchema<S>("a study: trainings compared by their test accuracies")
          .field("name", &S::name, {.doc = "names the result folder", .required = true})
          .field("workload", &S::workload,
                 {.doc = "what all trainings have in common", .required = true})
          .field("seeds", &S::seeds,
                 {.doc = "each run is trained once with each",
                  .min = kAnyWhole.min,
                  .max = kAnyWhole.max})
          .field(
              "runs", &S::runs,
              {.doc =
                   "the kinds of training: maps of label, schedule, dx_scale and reference_percent",
               .required = true})
          .field("reference", &S::reference,
                 {.doc = "a sentence about the reference accuracies, for the table"})
          .field("accelerators", &S::accelerators,
                 {.doc = "accelerator files, relative to this one, on which the trainings are "
                         "priced in closed form: a second table of time, energy and bytes, at "
                         "equal iterations and at equal joules",
                  .omit_default = true})
          .validate(keeps("name", &S::name, TextRule::name))
          .validate(experiment::check_study);
  return schema;
}

}  // namespace metronome::config
