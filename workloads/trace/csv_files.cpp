#include "workloads/trace/csv_files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/base/csv_table.hpp"
#include "sim/base/files.hpp"
#include "sim/base/text.hpp"
#include "workloads/precision/precision_csv.hpp"
#include "workloads/trace/csv_heading.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::trace {
namespace {

const std::string kScheduleHeading = "metronome trace schedule, version ";
const std::string kMetricsHeading = "metronome trace metrics, version ";
const std::string kScheduleName = "schedule: ";
const std::vector<std::string> kPhaseColumns{"first_iteration", "iterations", "layer"};
const std::vector<std::string> kMetricColumns{"iteration", "loss", "train_accuracy",
                                              "test_accuracy", "learning_rate"};
/// Of earlier versions: of weights and activations.
const std::string kEvaluationBits = "evaluation_bits";
const std::string kEvaluationWeights = "evaluation_weight_bits";
const std::string kEvaluationActivations = "evaluation_activation_bits";
const std::string kTestLoss = "test_loss";
const std::string kEvaluationPreset = "evaluation_preset";

std::vector<std::string> joined(std::vector<std::string> list,
                                const std::vector<std::string>& more) {
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

/// The rows of one phase are gathered here, one after the other.
class PhaseRows {
 public:
  PhaseRows(CsvTable& table, const ExceptionRule& rule)
      : table_(table), precisions_(table), rule_(rule) {}

  std::vector<Phase> read() {
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const std::uint64_t first = table_.whole(row, "first_iteration", kIterationNumbers);
      const std::uint64_t count = table_.whole(row, "iterations", kIterations);
      const bool all = table_.text(row, "layer") == "*";
      if (all) {
        start(row, first, count);
      } else if (phases_.empty() || phases_.back().first_iteration != first ||
                 phases_.back().iterations != count) {
        table_.complain(row, "layer", "an exception without its phase before it",
                        "after the row of layer * with the same iterations");
        continue;
      }
      assign(row, all);
    }
    close();
    if (phases_.empty() && table_.findings().empty()) {
      table_.complain("has no phase", "at least one row of layer *");
    }
    return std::move(phases_);
  }

 private:
  void start(std::size_t row, std::uint64_t first, std::uint64_t count) {
    close();
    const std::uint64_t expected =
        phases_.empty() ? 0 : phases_.back().first_iteration + phases_.back().iterations;
    if (first != expected) {
      table_.complain(
          row, "first_iteration",
          fmt::format("{} iteration {}", first < expected ? "overlaps" : "leaves a gap at",
                      first < expected ? first : expected),
          fmt::format("{}, where the phase before ends", expected));
    }
    phases_.push_back({first, count, {}});
    layers_of_phase_.clear();
    first_row_ = row;
  }

  void assign(std::size_t row, bool all) {
    const Precision precision = precisions_.read(row);
    Assignment& assignment = phases_.back().assignment;
    const std::string layer(table_.text(row, "layer"));
    if (all) {
      assignment.all = precision;
      return;
    }
    if (auto fault = rule_.fault(layer, precision, !table_.findings().full())) {
      table_.complain(row, "layer", std::move(fault->what), std::move(fault->hint));
    }
    if (!layers_of_phase_.emplace(layer, precision).second) {
      table_.complain(row, "layer", fmt::format("layer `{}` stands twice in its phase", layer),
                      "keep one of them");
    }
  }

  /// The last phase is complete: it must differ from the one before.
  void close() {
    const std::size_t n = phases_.size();
    if (n >= 1) {
      phases_[n - 1].assignment.layers =
          LayerPrecisions(layers_of_phase_, phases_.front().assignment.layers);
    }
    if (n >= 2 && phases_[n - 1].assignment == phases_[n - 2].assignment) {
      table_.complain(first_row_, "first_iteration", "has the precision of the phase before",
                      "one row for both");
    }
  }

  CsvTable& table_;
  PrecisionColumns precisions_;
  const ExceptionRule& rule_;
  std::vector<Phase> phases_;
  std::map<std::string, Precision> layers_of_phase_;  ///< of the last one
  std::size_t first_row_ = 0;
};

std::string optional_text(const std::optional<double>& value) {
  return value ? number_text(*value) : "";
}

}  // namespace

ScheduleFile parse_schedule_csv(std::string text, const std::string& file,
                                const ExceptionRule& rule, config::Reader& reader) {
  CsvTable table(std::move(text), file, kPhaseColumns, PrecisionColumns::names());
  check_heading(table, file, kScheduleHeading, 1);
  ScheduleFile schedule;
  for (const std::string& comment : table.comments()) {
    if (comment.starts_with(kScheduleName)) {
      schedule.name = comment.substr(kScheduleName.size());
    }
  }
  schedule.phases = PhaseRows(table, rule).read();
  reader.add(table.findings());
  return schedule;
}

std::vector<std::string> metric_columns(bool formats) {
  std::vector<std::string> columns =
      joined(joined(kMetricColumns, precision_columns()),
             {kEvaluationWeights, kEvaluationActivations, kTestLoss});
  return formats ? joined(columns, {kPresetColumn, kEvaluationPreset}) : columns;
}

bool has_formats(const std::vector<Metric>& metrics) {
  return std::any_of(metrics.begin(), metrics.end(), [](const Metric& m) {
    return m.precision.formats.any() || (m.evaluation && m.evaluation->formats.any());
  });
}

std::vector<std::string> metric_cells(const Metric& m, bool formats) {
  const std::vector<std::string> measured{
      std::to_string(m.iteration), optional_text(m.loss), optional_text(m.train_accuracy),
      optional_text(m.test_accuracy), optional_text(m.learning_rate)};
  const std::vector<std::string> cells = joined(
      joined(measured, precision_cells(m.precision)),
      {m.evaluation ? bits_text(m.evaluation->weight_bits) : "",
       m.evaluation ? bits_text(m.evaluation->activation_bits) : "", optional_text(m.test_loss)});
  return formats ? joined(cells, {m.precision.formats.text(),
                                  m.evaluation ? m.evaluation->formats.text() : ""})
                 : cells;
}

namespace {

/// Of a test: empty fields where there was none.
std::optional<Precision> read_evaluation(CsvTable& table, std::size_t row) {
  if (!table.text(row, kEvaluationBits).empty()) {
    return Precision(table.bits(row, kEvaluationBits), 0);
  }
  const bool weights = !table.text(row, kEvaluationWeights).empty();
  if (weights != !table.text(row, kEvaluationActivations).empty()) {
    table.complain(row, kEvaluationWeights, "one of two bits of a test", "both or none");
  }
  if (!weights) {
    return std::nullopt;
  }
  if (const std::string preset(table.text(row, kEvaluationPreset)); !preset.empty()) {
    auto read = read_preset(preset);
    if (!read.value) {
      table.complain(row, kEvaluationPreset, std::move(read.what), std::move(read.hint));
    }
    return read.value.value_or(Precision{});
  }
  Precision precision(table.bits(row, kEvaluationActivations), 0);
  precision.weight_bits = table.bits(row, kEvaluationWeights);
  return precision;
}

Metric read_metric(CsvTable& table, std::size_t row, const PrecisionColumns& precisions) {
  Metric m;
  m.iteration = table.whole(row, "iteration", kIterationNumbers);
  m.loss = table.number(row, "loss");
  m.train_accuracy = table.number(row, "train_accuracy", {0, 1});
  m.test_accuracy = table.number(row, "test_accuracy", {0, 1});
  m.learning_rate = table.number(row, "learning_rate", {0, kAnyReal.max});
  m.precision = precisions.read(row);
  m.evaluation = read_evaluation(table, row);
  m.test_loss = table.number(row, kTestLoss);
  return m;
}

}  // namespace

std::string metrics_csv(const std::vector<Metric>& metrics) {
  const bool formats = has_formats(metrics);
  std::string text = csv_head(kMetricsHeading, metric_columns(formats),
                              formats ? kVersion : kVersionWithoutFormats);
  for (const Metric& m : metrics) {
    std::vector<std::string> cells = metric_cells(m, formats);
    std::transform(cells.begin(), cells.end(), cells.begin(), csv_field);
    text += fmt::format("{}\n", fmt::join(cells, ","));
  }
  return text;
}

MetricTable::MetricTable(std::string text, std::string file, std::vector<std::string> required,
                         const std::vector<std::string>& optional)
    : table_(std::move(text), std::move(file), joined(std::move(required), kMetricColumns),
             joined(joined(optional, PrecisionColumns::names()),
                    {kEvaluationBits, kEvaluationWeights, kEvaluationActivations, kEvaluationPreset,
                     kTestLoss})),
      precisions_(table_) {}

Metric MetricTable::read(std::size_t row) { return read_metric(table_, row, precisions_); }

std::vector<Metric> parse_metrics_csv(const std::string& text, const std::string& file,
                                      config::Reader& reader) {
  MetricTable metrics_table(text, file);
  CsvTable& table = metrics_table.table();
  check_heading(table, file, kMetricsHeading);
  std::vector<Metric> metrics;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Metric m = metrics_table.read(row);
    if (!metrics.empty() && m.iteration < metrics.back().iteration) {
      table.complain(
          row, "iteration",
          fmt::format("iteration {} comes after {}", m.iteration, metrics.back().iteration),
          "rows in ascending order of iteration");
    }
    metrics.push_back(m);
  }
  reader.add(table.findings());
  return metrics;
}

}  // namespace metronome::trace
