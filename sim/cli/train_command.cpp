#include <fmt/format.h>

#include "sim/cli/options.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/experiment/experiment.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::cli {

void run_train(const Arguments& arguments) {
  Options options("train WORKLOAD.yaml --out DIR [--jobs N] [--set KEY=VALUE]...",
                  "Trains a model under a precision schedule and writes the training trace, the\n"
                  "weights and the metrics.");
  options.add()("out", po::value<std::string>(), "trace folder")(
      "jobs", po::value<unsigned>()->default_value(default_jobs()), "threads; changes no result");
  options.add_set();
  options.positional("WORKLOAD.yaml", 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  const std::filesystem::path out = options.required("out");
  const auto spec = config::load<train::WorkloadSpec>(options.arguments()[0], options.overrides());
  require_replaceable(out, "step.yaml");

  const ManifestClock clock(command_text("train", arguments));
  AtomicDirectory directory(out);
  ProgressLine line;
  const auto result = train::train(
      spec, {.threads = std::max(1u, options.get<unsigned>("jobs")),
             .progress = [&](const train::Progress& p) {
               line.show("training " + spec.schedule,
                         static_cast<double>(p.iteration) / static_cast<double>(p.iterations),
                         fmt::format("{:.0f} images/s, {}/{} bit, loss {:.3f}", p.images_per_second,
                                     p.forward_bits, p.backward_bits, p.loss),
                         p.seconds_left);
             }});
  line.clear();
  trace::write_trace(experiment::trained_trace(spec, result), directory.path());
  write_file_atomically(directory.path() / "weights.bin", result.weights);
  write_file_atomically(directory.path() / "resolved.yaml", config::resolved_yaml(spec));
  report::Manifest manifest = clock.manifest();
  manifest.seed = spec.seed;
  manifest.hashes["kernel_set"] = result.kernel_set;
  write_file_atomically(directory.path() / "manifest.json", report::manifest_json(manifest));
  directory.commit();
  fmt::print("{}: test accuracy {:.2f} % at {} bits after {} iterations\nTrace: {}\n",
             spec.schedule, 100 * result.test_accuracy, result.evaluation_bits, spec.iterations,
             out.string());
}

}  // namespace metronome::cli
