#include "sim/experiment/training.hpp"

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/result_trace.hpp"

namespace metronome::experiment {
namespace {

namespace fs = std::filesystem;

/// Where an unfinished training lives: OUT.partial, beside the folder that appears when all is
/// done. Its name does not depend on the process, so that a later one can go on.
fs::path partial_folder(const fs::path& out) {
  const fs::path clean = out.has_filename() ? out : out.parent_path();
  return clean.string() + ".partial";
}

/// True: the training of this configuration stands finished at `out`.
bool is_finished(const fs::path& out, const train::WorkloadSpec& spec) {
  const fs::path resolved = out / "resolved.yaml";
  if (!fs::exists(resolved)) {
    return false;
  }
  const auto finished = config::load<train::WorkloadSpec>(resolved);
  if (train::workload_identity(finished) != train::workload_identity(spec)) {
    throw UserError(out.string() + " holds the finished training of another configuration",
                    "name another folder, or train without --resume to replace it");
  }
  return true;
}

/// The unfinished folder of a new or a resumed training.
fs::path open_partial(const fs::path& out, bool resume) {
  fs::path folder = partial_folder(out);
  if (!resume && fs::exists(folder) && !fs::is_empty(folder)) {
    throw UserError(folder.string() + " holds an unfinished training, which would be lost",
                    "go on with --resume, or remove that folder");
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw UserError(folder.string() + " cannot be created", error.message());
  }
  return folder;
}

/// Builds the results inside the unfinished folder and moves them to `out` as a whole. Killed
/// between any two steps, a resumed training does the rest.
void publish(const train::WorkloadSpec& spec, const train::TrainResult& result,
             report::Manifest manifest, const fs::path& partial, const fs::path& out) {
  const fs::path built = partial / "result";
  fs::remove_all(built);
  trace::write_trace(train::result_trace(spec, result), built);
  write_file_atomically(built / "weights.bin", result.weights);
  write_file_atomically(built / "resolved.yaml", config::resolved_yaml(spec));
  manifest.seed = spec.seed;
  manifest.hashes["kernel_set"] = result.kernel_set;
  write_file_atomically(built / "manifest.json", report::manifest_json(manifest));
  if (fs::exists(out)) {
    fs::remove_all(partial / "replaced");
    fs::rename(out, partial / "replaced");
  }
  fs::rename(built, out);
  fs::remove_all(partial);
}

/// Removes the unfinished folder at the end where nothing was put into it.
class EmptyFolderRemover {
 public:
  explicit EmptyFolderRemover(fs::path folder) : folder_(std::move(folder)) {}
  ~EmptyFolderRemover() {
    std::error_code not_empty;
    fs::remove(folder_, not_empty);
  }
  EmptyFolderRemover(const EmptyFolderRemover&) = delete;
  EmptyFolderRemover& operator=(const EmptyFolderRemover&) = delete;

 private:
  fs::path folder_;
};

/// Of a finished training: the last row of its metrics.
TrainingOutcome finished_outcome(const fs::path& out) {
  const trace::Metric last = trace::read_trace(out).metrics.back();
  return {last.test_accuracy.value_or(0), last.test_loss.value_or(0),
          last.evaluation_bits.value_or(0), true};
}

}  // namespace

TrainingOutcome train_into(const train::WorkloadSpec& spec, const fs::path& out,
                           const TrainingOptions& options) {
  if (options.resume && !fs::exists(partial_folder(out)) && is_finished(out, spec)) {
    return finished_outcome(out);
  }
  const fs::path partial = open_partial(out, options.resume);
  const EmptyFolderRemover remover(partial);
  const train::TrainResult result = train::train(
      spec, {.threads = std::max(1u, options.threads),
             .progress = options.progress,
             .checkpoints = train::CheckpointOptions{.file = partial / "checkpoint.bin",
                                                     .every = spec.checkpoint_every,
                                                     .resume = options.resume}});
  publish(spec, result, options.manifest(), partial, out);
  return {result.test_accuracy, result.test_loss, result.evaluation_bits, false};
}

}  // namespace metronome::experiment
