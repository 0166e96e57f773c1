#include <fmt/format.h>

#include <cmath>

#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/palette.hpp"
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
      fmt::format("{:>4}  {:>8}  {:>8}  {:>7}\n", "bits", "accuracy", "gain", "loss");
  for (const train::RangeLevel& level : test.levels) {
    const auto filled = static_cast<std::size_t>(std::lround(level.train_accuracy * kWidth));
    text += fmt::format("{:>4}  {:>6.2f} %  {:>+6.2f} %  {:>7.4f}  {}{}\n", level.bits,
                        100 * level.train_accuracy, 100 * level.gain, level.loss,
                        std::string(filled, '#'), test.min_bits == level.bits ? "  <- Bmin" : "");
  }
  return text;
}

std::string verdict(const train::RangeTest& test, double threshold) {
  if (!test.min_bits) {
    return fmt::format(
        "Bmin: none, no level gains more than {:.2f} %; Bmax: {}\n"
        "Try more iterations_per_level, or a lower threshold.\n",
        100 * threshold, test.max_bits);
  }
  return fmt::format("Bmin: {}, Bmax: {}; schedule: cpt:{}-{}\n", *test.min_bits, test.max_bits,
                     *test.min_bits, test.max_bits);
}

std::string levels_csv(const train::RangeTest& test) {
  report::Csv csv({"forward_bits", "train_accuracy", "gain", "loss"});
  for (const train::RangeLevel& level : test.levels) {
    csv.add(std::to_string(level.bits)).add(level.train_accuracy).add(level.gain).add(level.loss);
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
    bits.points.emplace_back(x, metric.forward_bits);
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

/// The figure is left out where it cannot be drawn.
void write_results(const train::RangeTest& test, const train::WorkloadSpec& spec,
                   const report::Manifest& manifest, OutputFolder& out) {
  out.clear_result();
  const fs::path& folder = out.result();
  write_file_atomically(folder / "range_test.csv", levels_csv(test));
  std::vector<report::Figure> figures;
  report::append_figure(figures, chart_of(test), "");
  const std::vector<std::string> drawn = report::draw(figures);
  report::write_figures(figures, drawn, folder / "figures");
  write_file_atomically(folder / "resolved.yaml", config::resolved_yaml(spec));
  report::Manifest whole = manifest;
  whole.figures = report::figures_state(drawn);
  write_file_atomically(folder / kManifestName, report::manifest_json(whole));
  out.publish();
}

}  // namespace

void run_range_test(const Arguments& arguments) {
  Options options(
      "range-test WORKLOAD.yaml [--out DIR] [--restart] [--jobs N] [--set KEY=VALUE]...",
      "Finds the bits between which precision should cycle: trains at rising forward bits and\n"
      "names the first level that makes progress. Its inputs are the workload's keys\n"
      "range_test.start_bits, .end_bits, .iterations_per_level, .window and .threshold.");
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
  const ManifestClock clock(command_text("range-test", arguments));
  OutputFolder out({.path = options.has("out") ? options.text("out")
                                               : "results/runs/range_test_" + file.stem().string(),
                    .made_by = "range-test",
                    .inputs = train::workload_identity(spec) +
                              "kernel_set: " + tensor::kernel_set_name(spec.kernels) + "\n",
                    .restart = options.restart(),
                    .sources = {file}});
  if (is_finished(out)) {
    print("Figure: {}\n", path_text(out.path() / "figures" / "range_test.svg"));
    return;
  }
  report::can_draw();

  ProgressLine line;
  const train::RangeTest test = train::range_test(
      spec, {.threads = options.jobs(), .progress = [&](const train::Progress& p) {
               line.show("range test",
                         static_cast<double>(p.iteration) / static_cast<double>(p.iterations),
                         train::progress_text(p), p.seconds_left);
             }});
  line.clear();
  write_results(test, spec, clock.manifest(), out);
  const char* figure = report::can_draw() ? "range_test.svg" : "range_test.csv";
  print("{}{}Figure: {}\n", curve_text(test), verdict(test, spec.range_test.threshold),
        path_text(out.path() / "figures" / figure));
}

}  // namespace metronome::cli
