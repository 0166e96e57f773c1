#include "sim/experiment/training.hpp"

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/output_folder.hpp"
#include "sim/experiment/kept_files.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/initial_weights.hpp"
#include "workloads/train/result_trace.hpp"
#include "workloads/train/trained_network.hpp"

namespace metronome::experiment {
namespace {

namespace fs = std::filesystem;

/// Writes every key of a training, with which its weights can be read, and it be trained again,
/// wherever the folder lies and one works: a network file is copied beside them as model.yaml (with
/// its own extension), and named so; other places are absolute. The file of a schedule is copied as
/// well, for readers without the original.
void write_resolved(const train::WorkloadSpec& spec, const fs::path& folder) {
  if (const auto file = schedule::schedule_file(spec.schedule)) {
    write_file_atomically(folder / train::kTrainedSchedule, read_file(*file));
  }
  write_file_atomically(folder / "resolved.yaml",
                        config::resolved_yaml(with_kept_model(with_absolute_places(spec), folder)));
}

/// Writes the results into `folder`, the manifest last: with it they are complete.
void write_training(const train::WorkloadSpec& spec, const train::TrainResult& result,
                    report::Manifest manifest, const fs::path& folder) {
  trace::write_trace(train::result_trace(spec, result), folder);
  write_file_atomically(folder / "weights.bin", result.weights);
  write_resolved(spec, folder);
  if (result.widths) {
    const int error_bits = std::get<weights::BlendedSpec>(spec.form).search.error_bits;
    write_file_atomically(folder / "widths.csv", train::widths_csv(*result.widths, error_bits));
    write_file_atomically(folder / "search.csv", train::search_csv(*result.widths));
    write_file_atomically(folder / "search.json", train::search_json(*result.widths));
  }
  report::Recipe& recipe = manifest.recipe;
  recipe.seed = spec.seed;
  recipe.inputs["workload"] = content_digest(train::workload_identity(spec));
  recipe.inputs["data_set"] = result.data_digest;
  recipe.inputs["kernel_set"] = result.kernel_set;
  write_file_atomically(folder / "recipe.json", report::recipe_json(recipe));
  manifest.wall_seconds = result.seconds;
  write_file_atomically(folder / kManifestName, report::manifest_json(manifest));
}

/// Of a finished training: the last row of its metrics.
TrainingOutcome finished_outcome(const train::WorkloadSpec& spec, const fs::path& folder) {
  const trace::Trace trace = trace::read_trace(folder);
  const trace::Metric& last = trace.metrics.back();
  trace::Assignment evaluation = train::tested_assignment(
      schedule::parse_schedule(spec.schedule), spec.iterations, &trace.schedule.back().assignment);
  evaluation.all = last.evaluation.value_or(evaluation.all);  // of the mode that is reported
  const std::string manifest = (folder / kManifestName).string();
  return {.test_accuracy = last.test_accuracy.value_or(0),
          .test_loss = last.test_loss.value_or(0),
          .evaluation = evaluation,
          .earlier_seconds = report::parse_manifest(read_file(manifest), manifest).wall_seconds,
          .was_finished = true};
}

TrainingOutcome train_and_write(const train::WorkloadSpec& spec, const fs::path& work,
                                const fs::path& target, const TrainingOptions& options) {
  const train::TrainResult result = train::train(
      spec, {.threads = std::max(1u, options.threads),
             .progress = options.progress,
             .resumed = options.resumed,
             .checkpoints = train::CheckpointOptions{
                 .file = work / "checkpoint.bin", .every = spec.checkpoint_every, .resume = true}});
  write_training(spec, result, options.manifest(), target);
  return {.test_accuracy = result.test_accuracy,
          .test_loss = result.test_loss,
          .evaluation = result.evaluation,
          .earlier_seconds = result.earlier_seconds};
}

}  // namespace

fs::path absolute_place(const fs::path& place) {
  return place.empty() ? place : fs::absolute(place).lexically_normal();
}

std::string resolved_machine(arch::AcceleratorSpec machine) {
  machine.energy.path = "energy.yaml";
  return config::resolved_yaml(machine);
}

train::WorkloadSpec with_absolute_places(train::WorkloadSpec spec) {
  const auto place = [](std::string& name) { name = absolute_place(name).string(); };
  if (spec.model.is_file()) {
    place(spec.model);
  }
  if (spec.dataset_path) {
    place(*spec.dataset_path);
  }
  if (spec.initial_weights) {
    place(*spec.initial_weights);
  }
  if (auto* blended = std::get_if<weights::BlendedSpec>(&spec.form);
      blended != nullptr && !blended->search.costs.empty()) {
    place(blended->search.costs);
  }
  spec.schedule = schedule::with_absolute_file(spec.schedule);
  return spec;
}

std::vector<fs::path> training_sources(const train::WorkloadSpec& spec) {
  std::vector<fs::path> files;
  if (spec.dataset_path) {
    files.emplace_back(std::string(*spec.dataset_path));
  }
  if (const auto file = schedule::schedule_file(spec.schedule)) {
    files.emplace_back(*file);
  }
  if (spec.model.is_file()) {
    files.emplace_back(std::string(spec.model));
  }
  if (spec.initial_weights) {
    files.push_back(train::weights_file(*spec.initial_weights));
  }
  if (const auto* blended = std::get_if<weights::BlendedSpec>(&spec.form);
      blended != nullptr && !blended->search.costs.empty()) {
    files.emplace_back(std::string(blended->search.costs));
  }
  return files;
}

TrainingOutcome train_into(const train::WorkloadSpec& spec, const fs::path& out,
                           const TrainingOptions& options) {
  std::vector<fs::path> sources = options.sources;
  for (const fs::path& read : training_sources(spec)) {
    sources.push_back(read);
  }
  OutputFolder folder({.path = out,
                       .made_by = "train",
                       .inputs = train::workload_identity(spec) +
                                 "kernel_set: " + tensor::kernel_set_name(spec.kernels) + "\n",
                       .program = options.program,
                       .restart = options.restart,
                       .sources = std::move(sources)});
  if (folder.state() == OutputFolder::State::finished) {
    return finished_outcome(spec, folder.path());
  }
  folder.clear_result();
  const TrainingOutcome outcome = train_and_write(spec, folder.work(), folder.result(), options);
  folder.publish();
  return outcome;
}

bool is_trained(const fs::path& target) { return path_exists(target / kManifestName); }

TrainingOutcome train_part(const train::WorkloadSpec& spec, const fs::path& work,
                           const fs::path& target, const TrainingOptions& options) {
  if (is_trained(target)) {
    return finished_outcome(spec, target);
  }
  const fs::path built = work / "built";
  remove_folder(built);
  const TrainingOutcome outcome = train_and_write(spec, work, built, options);
  sync_file_system(built);
  move_to(built, target);
  remove_folder(work);
  return outcome;
}

train::WorkloadSpec decisive_part(train::WorkloadSpec workload) {
  workload.checkpoint_every = train::WorkloadSpec{}.checkpoint_every;
  workload.model = workload.model.placeless();
  workload.initial_weights.reset();
  return workload;
}

void add_files(InputsText& inputs, const train::WorkloadSpec& workload) {
  if (workload.model.is_file()) {
    inputs.add_file("model", std::string(workload.model));
  }
  if (workload.initial_weights) {
    inputs.add_file("initial weights", train::weights_file(*workload.initial_weights));
  }
}

}  // namespace metronome::experiment
