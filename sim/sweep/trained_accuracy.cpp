#include "sim/sweep/trained_accuracy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/base/csv_table.hpp"
#include "sim/base/text_file.hpp"

namespace metronome::sweep {
namespace {

TrainedAccuracy over_seeds(const std::vector<double>& percents) {
  const auto n = static_cast<double>(percents.size());
  double sum = 0;
  for (const double one : percents) {
    sum += one;
  }
  double squares = 0;
  for (const double one : percents) {
    squares += (one - sum / n) * (one - sum / n);
  }
  return {sum / n, percents.size() > 1 ? std::sqrt(squares / (n - 1)) : 0, percents.size()};
}

}  // namespace

std::string TrainedAccuracy::text() const {
  return seeds > 1 ? fmt::format("{:.2f} ± {:.2f} %", mean_percent, deviation_percent)
                   : fmt::format("{:.2f} %", mean_percent);
}

std::optional<TrainedAccuracy> trained_accuracy(const TraceSpec& trace, trace::DxScale dx_scale) {
  if (trace.accuracy_run.empty()) {
    return std::nullopt;
  }
  const std::string file = trace.accuracy_table.path.string();
  CsvTable table(read_text(trace.accuracy_table.path), file,
                 {"run", "schedule", "dx_scale", "iterations", "test_accuracy_percent"},
                 {"seed", "evaluation_bits"});
  std::vector<double> percents;
  std::vector<std::string> runs;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string run(table.text(row, "run"));
    runs.push_back(run);
    if (run != trace.accuracy_run) {
      continue;
    }
    const auto require = [&](const char* column, const std::string& ours) {
      if (table.text(row, column) != ours) {
        table.complain(row, column, "the run `" + run + "` is another training than the point's",
                       "the point has " + ours);
      }
    };
    require("schedule", trace.schedule);
    require("dx_scale", std::string(enum_name(dx_scale)));
    if (table.whole(row, "iterations") != trace.iterations) {
      table.complain(row, "iterations",
                     "the run `" + run + "` is another training than the point's",
                     fmt::format("the point has {}", trace.iterations));
    }
    percents.push_back(table.real(row, "test_accuracy_percent", {.min = 0, .max = 100}));
  }
  if (percents.empty()) {
    std::sort(runs.begin(), runs.end());
    runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
    table.complain("has no run `" + trace.accuracy_run + "`", name_hint(trace.accuracy_run, runs));
  }
  table.finish();
  return over_seeds(percents);
}

}  // namespace metronome::sweep
