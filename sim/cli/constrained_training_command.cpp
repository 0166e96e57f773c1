#include "sim/cli/constrained_training_command.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/progress_line.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/constrained/constrained_trace.hpp"
#include "workloads/train/weights.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;
using reach::ConstrainedTrainingSpec;

std::string steps_csv(const reach::ConstrainedResult& result) {
  std::string text =
      "step,kind,mean_square,constraint_loss,least_v,colliding_pieces,pieces,linear_programs,"
      "pivots,host_flops,host_words,most_rows,most_columns\n";
  for (const reach::ConstrainedStep& step : result.steps) {
    const auto& f = step.found;
    const auto& c = step.cost;
    const bool constrained = f.pieces > 0;  // without pieces there is no v
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", step.step, enum_name(step.kind),
                        number_text(f.mean_square), number_text(f.loss),
                        constrained ? number_text(f.least_v) : "", f.colliding, f.pieces,
                        c.programs, c.pivots, c.flops, c.words, c.most_rows, c.most_columns);
  }
  return text;
}

/// "-1:1x2,0:1"
std::string box_text(const reach::Box& box) {
  std::string text;
  for (Eigen::Index i = 0; i < box.size();) {
    Eigen::Index end = i;
    while (end < box.size() && box.low[end] == box.low[i] && box.high[end] == box.high[i]) {
      ++end;
    }
    text += (i > 0 ? "," : "") + number_text(box.low[i]) + ":" + number_text(box.high[i]);
    text += end > i + 1 ? fmt::format("x{}", end - i) : "";
    i = end;
  }
  return text;
}

/// "v 1.02 in the tight form with 32 pieces"; why it is not known where that takes too much.
std::string distance_text(const ConstrainedTrainingSpec& spec,
                          const reach::ConstrainedProblem& problem,
                          const reach::ReluNetwork& network, reach::ProgramCost& cost) {
  try {
    const reach::ConstraintLoss end =
        reach::constraint_loss(network, problem.input, problem.unsafe, problem.constraint, cost);
    return fmt::format("v {:.6f} in the {} form with {} pieces{}", end.least_v,
                       enum_name(spec.form), end.pieces,
                       end.pieces > 0 && end.least_v <= 1
                           ? " (the constraint is not met: they still reach the unsafe box; more "
                             "alternating_steps or finishing_steps)"
                           : "");
  } catch (const UserError& error) {
    return fmt::format("v not known ({})", error.what());
  }
}

std::string summary(const ConstrainedTrainingSpec& spec, const reach::ConstrainedResult& result) {
  const reach::ConstrainedProblem problem = reach::problem_of(spec);
  reach::ProgramCost cost;
  for (const reach::ConstrainedStep& step : result.steps) {
    cost.programs += step.cost.programs;
    cost.flops += step.cost.flops;
  }
  reach::ProgramCost end;
  const std::string distance = distance_text(spec, problem, result.network, end);
  return fmt::format("mean square {:.6g}, {}; {} linear programs, {:.3g} operations of the host\n",
                     reach::mean_square_fit(result.network, problem.x, problem.y).mean_square,
                     distance, cost.programs + end.programs,
                     static_cast<double>(cost.flops + end.flops));
}

}  // namespace

void write_constrained_training(const ConstrainedTrainingSpec& spec,
                                const reach::ConstrainedResult& result, report::Manifest manifest,
                                const fs::path& folder) {
  const model::Graph graph = reach::graph_of(spec);
  nn::Network<float> network(graph, trace::DxScale::per_tensor);
  reach::deploy(result, reach::range_samples(spec), network);
  write_file_atomically(folder / "network.yaml", config::resolved_yaml(model::file_of(graph)));
  write_file_atomically(folder / "weights.bin",
                        train::serialise_weights(train::weights_of(network)));
  write_file_atomically(folder / "steps.csv", steps_csv(result));
  if (const auto program = reach::trace_of(spec, result)) {
    trace::write_trace(*program, folder);
  }
  write_file_atomically(folder / "resolved.yaml",
                        config::resolved_yaml(reach::with_absolute_places(spec)));
  manifest.recipe.seed = spec.seed;
  manifest.recipe.inputs["constrained_training"] = content_digest(reach::training_identity(spec));
  write_file_atomically(folder / "recipe.json", report::recipe_json(manifest.recipe));
  write_file_atomically(folder / kManifestName, report::manifest_json(manifest));
}

bool is_constrained_training(const fs::path& file) {
  if (!is_file(file)) {
    return false;
  }
  const config::Node node = config::load_yaml(file);
  const auto used = [&](const std::vector<std::string>& keys) {
    return std::count_if(keys.begin(), keys.end(),
                         [&](const std::string& key) { return node.find(key) != nullptr; });
  };
  return used(config::schema_of<ConstrainedTrainingSpec>().keys()) >
         used(config::schema_of<train::WorkloadSpec>().keys());
}

void run_constrained_training(const Options& options, const Arguments& arguments) {
  const fs::path file = options.arguments()[0];
  const auto spec = load_file<ConstrainedTrainingSpec>(file, options.overrides());
  reach::check_training(spec);  // refused before the training, not behind it
  const ManifestClock clock("train", arguments);
  std::vector<fs::path> sources{file};
  for (const auto& [key, read] : reach::files_of(spec)) {
    sources.push_back(read);
  }
  OutputFolder out({.path = options.required("out"),
                    .made_by = "train",
                    .inputs = reach::training_identity(spec),
                    .program = program(),
                    .restart = options.restart(),
                    .sources = std::move(sources)});
  if (is_finished(out)) {
    return;
  }
  ProgressLine line;
  const reach::ConstrainedResult result = reach::train_constrained(
      spec, {.progress = [&](double share) { line.show("training", share, "under a constraint"); },
             .resumed =
                 [&](std::uint64_t step) {
                   line.message(fmt::format("resuming at step {} of {}", step, spec.steps()));
                 },
             .checkpoint = out.work() / "checkpoint.bin"});
  line.clear();
  out.clear_result();
  write_constrained_training(spec, result, clock.manifest(), out.result());
  out.publish();
  print("{}metronome verify {} --input-box {} --unsafe-box {}\n", summary(spec, result),
        path_text(out.path()), box_text(spec.input()), box_text(spec.unsafe()));
}

}  // namespace metronome::cli
