#include "sim/report/metrics_io.hpp"

#include <fmt/format.h>

#include <optional>

#include "sim/base/csv_table.hpp"
#include "sim/base/files.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/stamp.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::report {
namespace {

const std::vector<std::string> kColumns{
    "training",      "iteration",    "loss",          "train_accuracy",  "test_accuracy",
    "learning_rate", "forward_bits", "backward_bits", "evaluation_bits", "test_loss"};

std::string optional_text(const std::optional<double>& value) {
  return value ? number_text(*value) : std::string();
}

void add_rows(const char* training, const Metrics& metrics, Csv& out) {
  for (const trace::Metric& m : metrics) {
    out.add(training)
        .add(m.iteration)
        .add(optional_text(m.loss))
        .add(optional_text(m.train_accuracy))
        .add(optional_text(m.test_accuracy))
        .add(optional_text(m.learning_rate))
        .add(m.forward_bits)
        .add(m.backward_bits)
        .add(m.evaluation_bits ? std::to_string(*m.evaluation_bits) : std::string())
        .add(optional_text(m.test_loss));
    out.end_row();
  }
}

trace::Metric read_metric(CsvTable& table, std::size_t row) {
  constexpr NumberRange kFraction{0, 1};
  trace::Metric metric{.iteration = table.whole(row, "iteration", trace::kIterationNumbers),
                       .loss = table.number(row, "loss"),
                       .train_accuracy = table.number(row, "train_accuracy", kFraction),
                       .test_accuracy = table.number(row, "test_accuracy", kFraction),
                       .learning_rate = table.number(row, "learning_rate", {0, kAnyReal.max}),
                       .forward_bits = table.bits(row, "forward_bits"),
                       .backward_bits = table.bits(row, "backward_bits"),
                       .evaluation_bits = {},
                       .test_loss = table.number(row, "test_loss")};
  if (!table.text(row, "evaluation_bits").empty()) {
    metric.evaluation_bits = table.bits(row, "evaluation_bits");
  }
  return metric;
}

}  // namespace

std::string metrics_csv(const TrainingMetrics& metrics) {
  Csv out(kColumns);
  add_rows("run", metrics.run, out);
  add_rows("baseline", metrics.baseline, out);
  return out.text();
}

TrainingMetrics parse_metrics(std::string_view text, const std::string& file) {
  CsvTable table(std::string(text), file, kColumns, stamp_columns());
  TrainingMetrics out;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view training = table.text(row, "training");
    if (training != "run" && training != "baseline") {
      table.complain(row, "training", fmt::format("`{}` is no training of a run", training),
                     "run or baseline");
    }
    (training == "run" ? out.run : out.baseline).push_back(read_metric(table, row));
  }
  table.finish();
  return out;
}

}  // namespace metronome::report
