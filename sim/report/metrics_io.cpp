#include "sim/report/metrics_io.hpp"

#include <fmt/format.h>

#include "sim/report/csv.hpp"
#include "sim/report/stamp.hpp"
#include "workloads/trace/csv_files.hpp"

namespace metronome::report {
namespace {

/// As in a trace's metrics.csv, and which training.
std::vector<std::string> columns(bool formats) {
  std::vector<std::string> all{"training"};
  for (const std::string& column : trace::metric_columns(formats)) {
    all.push_back(column);
  }
  return all;
}

void add_rows(const char* training, const Metrics& metrics, bool formats, Csv& out) {
  for (const trace::Metric& m : metrics) {
    out.add(training).add_all(trace::metric_cells(m, formats));
    out.end_row();
  }
}

}  // namespace

std::string metrics_csv(const TrainingMetrics& metrics) {
  const bool formats = trace::has_formats(metrics.run) || trace::has_formats(metrics.baseline);
  Csv out(columns(formats));
  add_rows("run", metrics.run, formats, out);
  add_rows("baseline", metrics.baseline, formats, out);
  return out.text();
}

TrainingMetrics parse_metrics(std::string_view text, const std::string& file) {
  trace::MetricTable metrics(std::string(text), file, {"training"}, stamp_columns());
  CsvTable& table = metrics.table();
  TrainingMetrics out;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view training = table.text(row, "training");
    if (training != "run" && training != "baseline") {
      table.complain(row, "training", fmt::format("`{}` is no training of a run", training),
                     "run or baseline");
    }
    (training == "run" ? out.run : out.baseline).push_back(metrics.read(row));
  }
  table.finish();
  return out;
}

}  // namespace metronome::report
