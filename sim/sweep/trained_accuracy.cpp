#include "sim/sweep/trained_accuracy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string_view>
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

bool has_column(const CsvTable& table, std::string_view name) {
  const std::vector<std::string>& columns = table.columns();
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

void require_columns(CsvTable& table, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (!has_column(table, name)) {
      table.complain(fmt::format("has no column `{}`", name),
                     "a table as `metronome study` writes it");
    }
  }
  table.finish();
}

}  // namespace

std::string TrainedAccuracy::text() const {
  return seeds > 1
             ? fmt::format("{:.2f} ± {:.2f} % ({} seeds)", mean_percent, deviation_percent, seeds)
             : fmt::format("{:.2f} % (one seed)", mean_percent);
}

std::optional<TrainedAccuracy> trained_accuracy(const TraceSpec& trace, trace::DxScale dx_scale) {
  if (trace.accuracy_run.empty()) {
    return std::nullopt;
  }
  // Further columns are welcome: tables say what they are of.
  CsvTable table(read_text(trace.accuracy_table.path), trace.accuracy_table.path.string());
  require_columns(table, {"run", "schedule", "dx_scale", "iterations", "test_accuracy_percent"});
  std::vector<double> percents;
  std::vector<std::string> runs;
  bool diverged = false;
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
    const auto require_told = [&](const char* column, const std::string& ours) {
      if (has_column(table, column)) {
        require(column, ours);
      }
    };
    require("schedule", trace.schedule);
    require("dx_scale", std::string(enum_name(dx_scale)));
    if (!trace.model.is_file()) {  // the table has the name that the file gives
      require_told("run_model", trace.model);
      require_told("run_dataset", trace.dataset);
    }
    require_told("run_batch", fmt::format("{}", trace.batch));
    if (table.whole(row, "iterations") != trace.iterations) {
      table.complain(row, "iterations",
                     "the run `" + run + "` is another training than the point's",
                     fmt::format("the point has {}", trace.iterations));
    }
    const auto percent = table.number(row, "test_accuracy_percent", {.min = 0, .max = 100});
    diverged = diverged || !percent;  // as a study says of a seed without an end
    if (percent) {
      percents.push_back(*percent);
    }
  }
  if (percents.empty() && diverged) {
    table.complain("no training of the run `" + trace.accuracy_run + "` has an accuracy",
                   "they diverged: leave out accuracy_run");
  } else if (percents.empty()) {
    std::sort(runs.begin(), runs.end());
    runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
    table.complain("has no run `" + trace.accuracy_run + "`", name_hint(trace.accuracy_run, runs));
  }
  table.finish();
  return over_seeds(percents);
}

}  // namespace metronome::sweep
