#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/base/hash.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/progress_line.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/experiment/cascade.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/recipe_fields.hpp"
#include "sim/report/stamp.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::cli {
namespace {

using Json = nlohmann::ordered_json;
using experiment::CascadePoint;
using experiment::DualAnswers;
using experiment::DualCosts;

void add_cascade_options(Options& options) {
  options.add()("arch", po::value<std::string>(), "accelerator file; see `metronome list archs`")(
      "out", po::value<std::string>(), "folder of the result")(
      "mode", po::value<std::string>()->default_value("cycle"), "analytic or cycle")(
      "dataset-path", po::value<std::string>(),
      "folder of the data set's files, where they lie elsewhere now");
  options.add_whole("batch", 1, trace::kExtents, "samples of an inference");
  options.add_whole("training-batches", std::nullopt, {1, 1'000'000},
                    "batches of the training split on which the threshold is chosen (80, or an "
                    "epoch where that is less)");
  add_cache_option(options);
  options.add_jobs("threads and processes; changes no result");
  options.add_no_figures();
  options.add_set();
  options.positional("CHECKPOINT", 1, 1);
}

constexpr std::uint64_t kTrainingBatches = 80;

/// How many batches of the training split are asked for. UserError where it has fewer.
std::uint64_t training_batches(const Options& options, const std::string& checkpoint) {
  std::optional<std::string> dataset_path;
  if (options.has("dataset-path")) {
    dataset_path = options.text("dataset-path");
  }
  const std::uint64_t all =
      train::batches_of_epoch({.path = checkpoint, .network = {}, .schedule = {}}, dataset_path);
  if (!options.has("training-batches")) {
    return std::min(kTrainingBatches, all);
  }
  const std::uint64_t asked = options.whole("training-batches");
  if (asked > all) {
    throw UserError(fmt::format("--training-batches {}: the training split has {}", asked, all),
                    fmt::format("at most {}: more would test the same samples again", all));
  }
  return asked;
}

/// What both modes answer on one split.
DualAnswers answers_of(const Options& options, const std::string& checkpoint,
                       std::uint64_t of_training, ProgressLine& line) {
  const auto of_mode = [&](const char* mode) {
    train::EvaluateRequest request{.source = {.path = checkpoint, .network = {}, .schedule = {}},
                                   .mode = mode};
    if (options.has("dataset-path")) {
      request.dataset_path = options.text("dataset-path");
    }
    request.threads = options.jobs();
    request.training_batches = of_training;
    request.answers = true;
    request.progress = [&](double share) {
      line.show(fmt::format("{} mode on {} samples", mode, of_training > 0 ? "training" : "test"),
                share, "", -1);
    };
    return train::evaluate(request).answers;
  };
  return {of_mode("low"), of_mode("high")};
}

std::vector<CascadePoint> points_of(const DualAnswers& answers) {
  std::vector<CascadePoint> points;
  for (const double threshold : experiment::cascade_thresholds()) {
    points.push_back(experiment::cascade_point(answers, threshold));
  }
  return points;
}

Json summary_of(const std::vector<CascadePoint>& training, const std::vector<CascadePoint>& test,
                const DualCosts& costs) {
  const std::size_t chosen = experiment::chosen_threshold(training);
  const double images = costs.break_even_images();
  return {{"threshold", test[chosen].threshold},
          {"training_accuracy", training[chosen].accuracy},
          {"share", test[chosen].share},
          {"accuracy", test[chosen].accuracy},
          {"low_accuracy", test.front().accuracy},
          {"high_accuracy", test.back().accuracy},
          {"energy_j", costs.cascade_joules(test[chosen].share)},
          {"time_s", costs.cascade_seconds(test[chosen].share)},
          {"low_energy_j", costs.low.joules},
          {"high_energy_j", costs.high.joules},
          {"refine_energy_j", costs.refine.joules},
          {"switch_high_time_s", costs.up.seconds},
          {"switch_high_energy_j", costs.up.joules},
          {"switch_high_dram_bytes", costs.up.bytes},
          {"switch_low_dram_bytes", costs.down.bytes},
          {"break_even_images", std::isfinite(images) ? Json(images) : Json(nullptr)},
          {"stored_weight_bytes", costs.stored_bytes},
          {"two_models_weight_bytes", costs.two_models_bytes}};
}

std::string text_of(const Json& summary) {
  const auto number = [&](const char* key) { return summary.at(key).get<double>(); };
  const Json& images = summary.at("break_even_images");
  return fmt::format(
      "Threshold {:.2f}, chosen on training data: {:.1f} % of the test samples go on, accuracy "
      "{:.2f} % (low mode {:.2f}, high mode {:.2f}; one seed)\n"
      "Energy of an inference {:.4g} J (low mode {:.4g}, high mode {:.4g}, high behind low "
      "{:.4g})\n"
      "A switch up takes {:.4g} s and {:.0f} bytes, {}\n"
      "Weights: {:.0f} bytes; of two models {:.0f}\n",
      number("threshold"), 100 * number("share"), 100 * number("accuracy"),
      100 * number("low_accuracy"), 100 * number("high_accuracy"), number("energy_j"),
      number("low_energy_j"), number("high_energy_j"), number("refine_energy_j"),
      number("switch_high_time_s"), number("switch_high_dram_bytes"),
      images.is_null()
          ? std::string("and the low mode saves nothing")
          : fmt::format("made up for by {:.3g} inferences in the low mode", images.get<double>()),
      number("stored_weight_bytes"), number("two_models_weight_bytes"));
}

}  // namespace

void run_cascade(const Arguments& arguments) {
  Options options(
      "cascade CHECKPOINT --arch ARCH.yaml --out DIR [--batch N] [--mode analytic|cycle] "
      "[--training-batches N] [--dataset-path DIR] [--no-figures] [--jobs N] "
      "[--cache DIR|off] [--set KEY.PATH=VALUE]...",
      "A dual-precision network on an accelerator: what each mode and a switch take, and the\n"
      "accuracy and energy of a cascade, in which a low answer with a small margin is made\n"
      "again in the high mode. The threshold is chosen on training data.");
  add_cascade_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  const ManifestClock clock("cascade", arguments);
  const std::string& checkpoint = options.arguments()[0];
  const std::string file = options.required("arch");
  const auto machine = load_file<arch::AcceleratorSpec>(file, options.overrides());
  const auto mode = enum_from_name<Mode>(options.text("mode"));
  if (!mode) {
    throw UserError("`" + options.text("mode") + "` is not a mode", "analytic or cycle");
  }
  const std::uint64_t batches = training_batches(options, checkpoint);
  OutputFolder out(
      {.path = options.required("out"), .made_by = "cascade", .sources = {checkpoint, file}});
  const std::unique_ptr<FileCache> cache = open_cache(options, out);
  ProgressLine line;
  const EnergyTable table = experiment::complete_table(machine);
  sim::SimulateOptions how;
  how.mode = *mode;
  how.prices = &table;
  how.jobs = options.jobs();
  how.cache = cache.get();
  how.progress = [&](const sim::SimulateProgress& p) {
    line.show("simulating " + machine.name, p.share,
              fmt::format("{} of {} distinct operations", p.done, p.total));
  };
  const DualCosts costs = experiment::dual_costs(
      {.path = checkpoint, .network = {}, .schedule = {}}, options.whole("batch"), machine, how);
  const auto training = points_of(answers_of(options, checkpoint, batches, line));
  const auto test = points_of(answers_of(options, checkpoint, 0, line));
  line.clear();
  Json summary = summary_of(training, test, costs);
  report::Manifest manifest = clock.manifest();
  experiment::add_inputs(manifest.recipe, machine);
  manifest.recipe.inputs["checkpoint"] = file_digest(train::trained_file(checkpoint));
  const report::Stamp stamp{{{"batch", fmt::format("{}", options.whole("batch"))},
                             {"mode", std::string(enum_name(*mode))},
                             {"accelerator", machine.name},
                             {"memory", sim::memory_text(machine.memory)},
                             {"energy_table", table.name}},
                            manifest.recipe};
  summary["recipe"] = report::recipe_fields(manifest.recipe);
  const auto write = [&](const char* name, const std::string& text) {
    write_file_atomically(out.result() / name, text);
  };
  write("cascade.csv", report::stamped_csv(experiment::cascade_csv(training, test, costs), stamp));
  write("modes.csv", report::stamped_csv(experiment::modes_csv(costs), stamp));
  write("summary.json", summary.dump(2) + "\n");
  write("recipe.json", report::recipe_json(manifest.recipe));
  if (options.figures()) {
    std::vector<report::Figure> figures{
        experiment::cascade_figure(test, costs, experiment::chosen_threshold(training))};
    put_stamp(figures, stamp);
    report::write_figures(figures, report::draw(figures), out.result() / "figures");
  }
  write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
  out.publish();
  print("{}Result: {}\n", text_of(summary), path_text(out.path()));
}

}  // namespace metronome::cli
