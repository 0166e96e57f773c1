#include "workloads/trace/csv_files.hpp"

#include <fmt/format.h>

#include "sim/base/csv_table.hpp"
#include "sim/base/files.hpp"
#include "sim/base/text.hpp"
#include "workloads/trace/csv_heading.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::trace {
namespace {

const std::string kScheduleHeading = "metronome trace schedule, version ";
const std::string kMetricsHeading = "metronome trace metrics, version ";
const std::string kScheduleName = "schedule: ";
const std::vector<std::string> kScheduleColumns{"first_iteration", "iterations", "layer",
                                                "forward_bits", "backward_bits"};
const std::vector<std::string> kMetricsColumns{"iteration",     "loss",           "train_accuracy",
                                               "test_accuracy", "learning_rate",  "forward_bits",
                                               "backward_bits", "evaluation_bits"};
const std::string kTestLoss = "test_loss";

/// The rows of one phase are gathered here, one after the other.
class PhaseRows {
 public:
  PhaseRows(CsvTable& table, const std::set<std::string>& layers)
      : table_(table), layers_(layers) {}

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
    first_row_ = row;
  }

  void assign(std::size_t row, bool all) {
    const Precision precision{table_.bits(row, "forward_bits"), table_.bits(row, "backward_bits")};
    Assignment& assignment = phases_.back().assignment;
    const std::string layer(table_.text(row, "layer"));
    if (all) {
      assignment.all = precision;
      return;
    }
    if (!layers_.empty() && !layers_.contains(layer)) {
      table_.complain(
          row, "layer", fmt::format("the step has no layer `{}`", layer),
          table_.findings().full() ? "" : name_hint(layer, {layers_.begin(), layers_.end()}));
    }
    if (!assignment.layers.emplace(layer, precision).second) {
      table_.complain(row, "layer", fmt::format("layer `{}` stands twice in its phase", layer),
                      "keep one of them");
    }
  }

  /// The last phase is complete: it must differ from the one before.
  void close() {
    const std::size_t n = phases_.size();
    if (n >= 2 && phases_[n - 1].assignment == phases_[n - 2].assignment) {
      table_.complain(first_row_, "first_iteration", "has the precision of the phase before",
                      "one row for both");
    }
  }

  CsvTable& table_;
  const std::set<std::string>& layers_;
  std::vector<Phase> phases_;
  std::size_t first_row_ = 0;
};

std::string optional_text(const std::optional<double>& value) {
  return value ? number_text(*value) : "";
}

}  // namespace

std::string schedule_csv(const ScheduleFile& schedule) {
  std::string text = csv_head(kScheduleHeading, kScheduleColumns, {kScheduleName + schedule.name});
  for (const Phase& phase : schedule.phases) {
    const auto row = [&](const std::string& layer, const Precision& p) {
      text += fmt::format("{},{},{},{},{}\n", phase.first_iteration, phase.iterations,
                          csv_field(layer), p.forward_bits, p.backward_bits);
    };
    row("*", phase.assignment.all);
    for (const auto& [layer, precision] : phase.assignment.layers) {
      row(layer, precision);
    }
  }
  return text;
}

ScheduleFile parse_schedule_csv(const std::string& text, const std::string& file,
                                const std::set<std::string>& layers, config::Reader& reader) {
  CsvTable table(text, file, kScheduleColumns);
  check_heading(table, file, kScheduleHeading);
  ScheduleFile schedule;
  for (const std::string& comment : table.comments()) {
    if (comment.starts_with(kScheduleName)) {
      schedule.name = comment.substr(kScheduleName.size());
    }
  }
  schedule.phases = PhaseRows(table, layers).read();
  reader.add(table.findings());
  return schedule;
}

std::string metrics_csv(const std::vector<Metric>& metrics) {
  std::vector<std::string> columns = kMetricsColumns;
  columns.push_back(kTestLoss);
  std::string text = csv_head(kMetricsHeading, columns);
  for (const Metric& m : metrics) {
    text += fmt::format("{},{},{},{},{},{},{},{},{}\n", m.iteration, optional_text(m.loss),
                        optional_text(m.train_accuracy), optional_text(m.test_accuracy),
                        optional_text(m.learning_rate), m.forward_bits, m.backward_bits,
                        m.evaluation_bits ? fmt::format("{}", *m.evaluation_bits) : "",
                        optional_text(m.test_loss));
  }
  return text;
}

std::vector<Metric> parse_metrics_csv(const std::string& text, const std::string& file,
                                      config::Reader& reader) {
  CsvTable table(text, file, kMetricsColumns, {kTestLoss});
  check_heading(table, file, kMetricsHeading);
  std::vector<Metric> metrics;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Metric m;
    m.iteration = table.whole(row, "iteration", kIterationNumbers);
    m.loss = table.number(row, "loss");
    m.train_accuracy = table.number(row, "train_accuracy", {0, 1});
    m.test_accuracy = table.number(row, "test_accuracy", {0, 1});
    m.learning_rate = table.number(row, "learning_rate", {0, kAnyReal.max});
    m.forward_bits = table.bits(row, "forward_bits");
    m.backward_bits = table.bits(row, "backward_bits");
    if (!table.text(row, "evaluation_bits").empty()) {
      m.evaluation_bits = table.bits(row, "evaluation_bits");
    }
    m.test_loss = table.number(row, kTestLoss);
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
