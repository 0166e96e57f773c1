#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/base/csv_table.hpp"
#include "sim/config/reader.hpp"
#include "workloads/precision/precision_csv.hpp"
#include "workloads/trace/exceptions.hpp"
#include "workloads/trace/trace.hpp"

/// The CSV files of a trace (their columns: trace_io.hpp). `file` is used in
/// positions only; complaints go to the reader.
namespace metronome::trace {

struct ScheduleFile {
  std::string name;
  std::vector<Phase> phases;
  bool operator==(const ScheduleFile&) const = default;
};

/// The phases of version 1, which has no program: what timeline.csv and assignments.csv say is one
/// table there. Phases must be maximal and follow each other without gap or overlap from iteration
/// 0. Exceptions must keep the rule.
[[nodiscard]] ScheduleFile parse_schedule_csv(std::string text, const std::string& file,
                                              const ExceptionRule& rule, config::Reader& reader);

/// Columns of a table of metrics and the fields of a row. Absent values are empty fields. With
/// `formats` the presets of training and test come last.
[[nodiscard]] std::vector<std::string> metric_columns(bool formats = false);
[[nodiscard]] std::vector<std::string> metric_cells(const Metric& metric, bool formats = false);
/// Whether any of them has number formats.
[[nodiscard]] bool has_formats(const std::vector<Metric>& metrics);

/// A table of metrics that is read, with these columns or those of earlier versions.
class MetricTable {
 public:
  /// `required`, `optional`: columns besides. UserError as CsvTable.
  MetricTable(std::string text, std::string file, std::vector<std::string> required = {},
              const std::vector<std::string>& optional = {});
  MetricTable(const MetricTable&) = delete;
  MetricTable& operator=(const MetricTable&) = delete;

  [[nodiscard]] CsvTable& table() { return table_; }
  [[nodiscard]] Metric read(std::size_t row);

 private:
  CsvTable table_;
  PrecisionColumns precisions_;
};

[[nodiscard]] std::string metrics_csv(const std::vector<Metric>& metrics);

/// Iterations must not descend.
[[nodiscard]] std::vector<Metric> parse_metrics_csv(const std::string& text,
                                                    const std::string& file,
                                                    config::Reader& reader);

[[nodiscard]] std::string value_statistics_csv(const ValueStatistics& statistics);

/// Products must be among `products`, each row stand once, and its counts be of the same codes.
[[nodiscard]] ValueStatistics parse_value_statistics_csv(const std::string& text,
                                                         const std::string& file,
                                                         const std::vector<std::string>& products,
                                                         config::Reader& reader);

}  // namespace metronome::trace
