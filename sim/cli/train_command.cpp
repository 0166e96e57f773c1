#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/manifest.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/result_trace.hpp"

namespace metronome::cli {
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
  const fs::path folder = partial_folder(out);
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

train::TrainResult train_with_progress(const train::WorkloadSpec& spec,
                                       train::TrainOptions options) {
  ProgressLine line;
  options.progress = [&](const train::Progress& p) {
    line.show("training " + spec.schedule,
              static_cast<double>(p.iteration) / static_cast<double>(p.iterations),
              fmt::format("iteration {}, {:.0f} images/s, {}/{} bit, loss {:.3f}", p.iteration,
                          p.images_per_second, p.forward_bits, p.backward_bits, p.loss),
              p.seconds_left);
  };
  return train::train(spec, options);
}

bool declare_and_parse(Options& options, const Arguments& arguments) {
  options.add()("out", po::value<std::string>(),
                "trace folder; DIR.partial until the training is finished")(
      "resume", po::bool_switch(),
      "go on from the last checkpoint of an unfinished training, or start where there is none")(
      "checkpoint-every", po::value<std::uint64_t>(),
      "iterations between checkpoints; default: the workload's key checkpoint_every")(
      "jobs", po::value<unsigned>()->default_value(default_jobs()), "threads; changes no result");
  options.add_set();
  options.positional("WORKLOAD.yaml", 1, 1);
  return options.parse(arguments);
}

}  // namespace

void run_train(const Arguments& arguments) {
  Options options(
      "train WORKLOAD.yaml --out DIR [--resume] [--checkpoint-every N] [--jobs N] "
      "[--set KEY=VALUE]...",
      "Trains a model under a precision schedule and writes the training trace, the\n"
      "weights and the metrics. A training that was stopped at any moment goes on with --resume\n"
      "and ends with the same bytes.");
  if (!declare_and_parse(options, arguments)) {
    return;
  }
  const fs::path out = fs::path(options.required("out")).lexically_normal();
  const bool resume = options.get<bool>("resume");
  auto spec = config::load<train::WorkloadSpec>(options.arguments()[0], options.overrides());
  if (options.has("checkpoint-every")) {
    spec.checkpoint_every = options.get<std::uint64_t>("checkpoint-every");
  }
  require_replaceable(out, "step.yaml");
  if (resume && !fs::exists(partial_folder(out)) && is_finished(out, spec)) {
    fmt::print("{} is finished: nothing to resume\n", out.string());
    return;
  }

  const ManifestClock clock(command_text("train", arguments));
  const fs::path partial = open_partial(out, resume);
  const train::TrainResult result = train_with_progress(
      spec,
      {.threads = std::max(1u, options.get<unsigned>("jobs")),
       .checkpoints = train::CheckpointOptions{
           .file = partial / "checkpoint.bin", .every = spec.checkpoint_every, .resume = resume}});
  publish(spec, result, clock.manifest(), partial, out);
  fmt::print("{}: test accuracy {:.2f} % at {} bits after {} iterations\nTrace: {}\n",
             spec.schedule, 100 * result.test_accuracy, result.evaluation_bits, spec.iterations,
             out.string());
}

}  // namespace metronome::cli
