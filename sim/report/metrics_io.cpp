#include "sim/report/metrics_io.hpp"

#include <charconv>
#include <optional>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/csv.hpp"

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

/// One row's fields, with the place for messages.
struct Fields {
  const std::vector<std::string>& row;
  const std::string& file;
  int line;

  template <class T>
  std::optional<T> get(std::size_t column) const {
    const std::string& text = row[column];
    if (text.empty()) {
      return std::nullopt;
    }
    T value{};
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc() || end != text.data() + text.size()) {
      throw UserError(
          Diagnostic{file, line, 1, kColumns[column], "`" + text + "` is no number", {}});
    }
    return value;
  }
};

trace::Metric read_metric(const Fields& fields) {
  return {.iteration = fields.get<std::uint64_t>(1).value_or(0),
          .loss = fields.get<double>(2),
          .train_accuracy = fields.get<double>(3),
          .test_accuracy = fields.get<double>(4),
          .learning_rate = fields.get<double>(5),
          .forward_bits = fields.get<int>(6).value_or(0),
          .backward_bits = fields.get<int>(7).value_or(0),
          .evaluation_bits = fields.get<int>(8),
          .test_loss = fields.get<double>(9)};
}

}  // namespace

std::string metrics_csv(const TrainingMetrics& metrics) {
  Csv out(kColumns);
  add_rows("run", metrics.run, out);
  add_rows("baseline", metrics.baseline, out);
  return out.text();
}

TrainingMetrics parse_metrics(std::string_view text, const std::string& file) {
  TrainingMetrics out;
  const auto rows = parse_csv(text);
  if (rows.empty() || rows[0] != kColumns) {
    throw UserError(Diagnostic{file, 1, 1, {}, "has another header than this program writes", {}});
  }
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const int line = static_cast<int>(i) + 1;
    if (rows[i].size() != kColumns.size()) {
      throw UserError(Diagnostic{file, line, 1, {}, "has too few or too many fields", {}});
    }
    (rows[i][0] == "run" ? out.run : out.baseline).push_back(read_metric({rows[i], file, line}));
  }
  return out;
}

}  // namespace metronome::report
