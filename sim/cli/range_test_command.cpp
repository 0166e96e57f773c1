#include <fmt/format.h>

#include <cmath>

#include "sim/base/hash.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/experiment/training.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/palette.hpp"
#include "sim/report/stamp.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/range_test.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// The curve on a terminal: a row for each level.
std::string curve_text(const train::RangeTest& test) {
  constexpr int kWidth = 40;
  std::string text =
      fmt::format("{:>4}  {:>8}  {:>19}  {:>7}\n", "bits", "accuracy", "gain, std. error", "loss");
  for (const train::RangeLevel& level : test.levels) {
    const auto filled = static_cast<std::size_t>(std::lround(level.train_accuracy * kWidth));
    text += fmt::format("{:>4}  {:>6.2f} %  {:>+7.2f} ± {:>5.2f} %  {:>7.4f}  {}{}\n", level.bits,
                        100 * level.train_accuracy, 100 * level.gain, 100 * level.gain_error,
                        level.loss, std::string(filled, '#'),
                        test.min_bits == level.bits ? "  <- Bmin" : "");
  }
  return text;
}

/// The rule, and what it gives.
std::string verdict(const train::RangeTest& test, double threshold) {
  const std::string rule = fmt::format(
      "Bmin is the first level that exceeds the one below it, and guessing ({:.2f} %), by more "
      "than {:.2f} % and {:g} standard errors.\n",
      100 * test.guessing, 100 * threshold, train::kErrors);
  if (!test.min_bits) {
    return rule + fmt::format(
                      "Bmin: none, no level does; Bmax: {}\n"
                      "Try more iterations_per_level, a longer window, or a lower threshold.\n",
                      test.max_bits);
  }
  return rule + fmt::format("Bmin: {}, Bmax: {}; schedule: cpt:{}-{}\n", *test.min_bits,
                            test.max_bits, *test.min_bits, test.max_bits);
}

std::string levels_csv(const train::RangeTest& test) {
  report::Csv csv({"forward_bits", "train_accuracy", "standard_error", "gain",
                   "gain_standard_error", "progress", "loss"});
  for (const train::RangeLevel& level : test.levels) {
    csv.add(std::to_string(level.bits)).add(level.train_accuracy).add(level.standard_error);
    csv.add(level.gain).add(level.gain_error).add(level.progress ? "true" : "false");
    csv.add(level.loss);
    csv.end_row();
  }
  return csv.text();
}

report::LineChart chart_of(const train::RangeTest& test) {
  using report::LineStyle;
  report::LineSeries batches{"each batch", report::kIdealColour, LineStyle::line, false, {}};
  report::LineSeries means{"mean of the window", report::kRunColour, LineStyle::points, false, {}};
  report::LineSeries bits{"forward bits", report::kBaselineColour, LineStyle::step, false, {}};
  const std::size_t each = test.metrics.size() / test.levels.size();
  for (const trace::Metric& metric : test.metrics) {
    const double x = static_cast<double>(metric.iteration);
    batches.points.emplace_back(x, metric.train_accuracy.value_or(0));
    bits.points.emplace_back(x, metric.precision.weight_bits);
  }
  for (std::size_t i = 0; i < test.levels.size(); ++i) {
    means.points.emplace_back(static_cast<double>((i + 1) * each - 1),
                              test.levels[i].train_accuracy);
  }
  report::LineChart chart;
  chart.frame = {.name = "range_test",
                 .title = "Training accuracy at rising precision",
                 .value_label = "Training accuracy",
                 .unit = "",
                 .value_column = "value"};
  chart.x_label = "Iteration";
  chart.x_column = "iteration";
  chart.panels = {{.label = "Training accuracy",
                   .unit = "",
                   .percent = true,
                   .share = 2,
                   .series = {batches, means}},
                  {.label = "Bits", .unit = "", .tic_step = 2, .series = {bits}}};
  return chart;
}

report::Stamp stamp_of(const train::RangeTest& test, const train::WorkloadSpec& spec,
                       report::Recipe recipe) {
  recipe.seed = spec.seed;
  recipe.inputs["workload"] = content_digest(train::workload_identity(spec));
  recipe.inputs["data_set"] = test.data_digest;
  return {
      {{"model", spec.model},
       {"dataset", spec.dataset},
       {"batch", std::to_string(spec.batch)},
       {"iterations", std::to_string(test.metrics.size())},
       {"schedule", fmt::format("rising:{}-{},each={}", spec.range_test.start_bits,
                                spec.range_test.end_bits, spec.range_test.iterations_per_level)}},
      recipe};
}

/// The figure is left out where it cannot be drawn.
void write_results(const train::RangeTest& test, const train::WorkloadSpec& spec,
                   const report::Stamp& stamp, report::Manifest manifest, OutputFolder& out) {
  out.clear_result();
  const fs::path& folder = out.result();
  write_file_atomically(folder / "range_test.csv", report::stamped_csv(levels_csv(test), stamp));
  std::vector<report::Figure> figures;
  report::append_figure(figures, chart_of(test), "");
  report::put_stamp(figures, stamp);
  const std::vector<std::string> drawn = report::draw(figures);
  report::write_figures(figures, drawn, folder / "figures");
  write_file_atomically(folder / "resolved.yaml",
                        config::resolved_yaml(experiment::with_absolute_places(spec)));
  write_file_atomically(folder / "recipe.json", report::recipe_json(stamp.recipe));
  manifest.recipe = stamp.recipe;
  manifest.figures = report::figures_state(drawn);
  write_file_atomically(folder / kManifestName, report::manifest_json(manifest));
  out.publish();
}

train::RangeTest test_range(const train::WorkloadSpec& spec, const fs::path& work, unsigned jobs) {
  ProgressLine line;
  return train::range_test(
      spec, {.threads = jobs,
             .progress =
                 [&](const train::Progress& p) {
                   line.show("range test",
                             static_cast<double>(p.iteration) / static_cast<double>(p.iterations),
                             train::progress_text(p), p.seconds_left);
                 },
             .resumed =
                 [&](std::uint64_t iteration) {
                   line.message(fmt::format("resuming at iteration {} of {}", iteration,
                                            train::iterations_of(spec.range_test)));
                 },
             .checkpoints = train::CheckpointOptions{.file = work / "checkpoint.bin",
                                                     .every = spec.checkpoint_every,
                                                     .resume = true}});
}

}  // namespace

void run_range_test(const Arguments& arguments) {
  Options options(
      "range-test WORKLOAD.yaml [--out DIR] [--restart] [--jobs N] [--set KEY=VALUE]...",
      "Finds the bits between which precision should cycle: trains at rising forward bits and\n"
      "names the first level that makes progress. Its inputs are the workload's keys\n"
      "range_test.start_bits, .end_bits, .iterations_per_level, .window and .threshold.\n"
      "Stopped at any moment, the same command goes on.");
  options.add()("out", po::value<std::string>(),
                "folder of range_test.csv and the figure (results/runs/range_test_WORKLOAD)");
  options.add_jobs("threads; changes no result");
  options.add_restart();
  options.add_set();
  options.positional("WORKLOAD.yaml", 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  const fs::path file = options.arguments()[0];
  const auto spec = load_file<train::WorkloadSpec>(file, options.overrides());
  const ManifestClock clock("range-test", arguments);
  std::vector<fs::path> sources = experiment::training_sources(spec);
  sources.push_back(file);
  OutputFolder out({.path = options.has("out") ? options.text("out")
                                               : "results/runs/range_test_" + file.stem().string(),
                    .made_by = "range-test",
                    .inputs = train::workload_identity(spec) +
                              "kernel_set: " + tensor::kernel_set_name(spec.kernels) + "\n",
                    .program = program(),
                    .restart = options.restart(),
                    .sources = sources});
  if (is_finished(out)) {
    print("Figure: {}\n", path_text(out.path() / "figures" / "range_test.svg"));
    return;
  }
  report::can_draw();

  const train::RangeTest test = test_range(spec, out.work(), options.jobs());
  report::Manifest manifest = clock.manifest();
  manifest.wall_seconds = test.seconds;
  const report::Stamp stamp = stamp_of(test, spec, manifest.recipe);
  write_results(test, spec, stamp, manifest, out);
  const char* figure = report::can_draw() ? "range_test.svg" : "range_test.csv";
  print("{}{}{}Figure: {}\n", curve_text(test), verdict(test, spec.range_test.threshold),
        report::stamp_text(stamp), path_text(out.path() / "figures" / figure));
}

}  // namespace metronome::cli
