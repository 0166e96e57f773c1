#include "sim/report/training_report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <optional>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/html.hpp"
#include "sim/report/identity_table.hpp"
#include "sim/report/progress.hpp"
#include "sim/report/report_page.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

/// The counts of all products of one role and precision.
struct RoleCounts {
  trace::CodeCounts raw;
  trace::CodeCounts centred;
};

HtmlTable test_table(const trace::Trace& trace) {
  HtmlTable table("Tests, at the stated forward bits; one seed, so that there is no spread.", 0);
  table.head({"After iterations", "test accuracy", "mean loss", "its exponential (perplexity)",
              "evaluation bits"});
  for (std::size_t i = 0; i < trace.metrics.size(); ++i) {
    const trace::Metric& metric = trace.metrics[i];
    if (metric.test_accuracy) {
      const std::uint64_t done = iterations_before(metric);
      table.row({grouped(static_cast<double>(done)), percent(*metric.test_accuracy),
                 metric.test_loss ? significant(*metric.test_loss) : "–",
                 metric.test_loss ? significant(std::exp(*metric.test_loss)) : "–",
                 (metric.evaluation ? trace::forward_text(*metric.evaluation) : "–") +
                     (stands_beside(trace.metrics, i) ? ", beside" : "")});
    }
  }
  return table;
}

/// "27.1 % 0.81 0.74": share of zeros, mean ones, mean signed digits.
void add_counts(std::vector<std::string>& cells, const trace::CodeCounts& counts) {
  cells.push_back(percent(counts.zero_share()));
  cells.push_back(significant(counts.mean_ones()));
  cells.push_back(significant(counts.mean_signed_digits()));
}

HtmlTable values_table(const trace::Trace& trace) {
  std::map<std::pair<trace::Role, trace::Precision>, RoleCounts> sums;
  for (const auto& [key, counts] : trace.values) {
    RoleCounts& sum = sums[{counts.role, key.precision}];
    sum.raw.merge(counts.raw);
    sum.centred.merge(counts.centred);
  }
  HtmlTable table(
      "Codes of all quantized operands: as executed, and from the code of zero "
      "(value_statistics.csv has each operand).");
  table.spans({{"", 2}, {"As executed", 3}, {"From zero", 3}});
  table.head({"Role", "bits (forward/backward)", "zeros", "ones", "signed digits", "zeros", "ones",
              "signed digits"});
  for (const auto& [key, sum] : sums) {
    std::vector<std::string> cells{std::string(enum_name(key.first)),
                                   trace::precision_text(key.second)};
    add_counts(cells, sum.raw);
    add_counts(cells, sum.centred);
    table.row(cells);
  }
  return table;
}

}  // namespace

std::string write_training_report(const trace::Trace& trace, const Recipe& recipe,
                                  const std::filesystem::path& folder) {
  METRONOME_ASSERT(!trace.metrics.empty(), "a training has metrics");
  Stamp stamp{trace::facts_of(trace), recipe};
  stamp.identity.push_back({"seed", std::to_string(recipe.seed)});
  stamp.identity.push_back({"schedule", trace.schedule_name});
  std::vector<Figure> figures = training_figures({{}, {trace.metrics, {}}, {}});
  put_stamp(figures, stamp);
  const std::vector<std::string> drawn = draw(figures);
  HtmlPage page(fmt::format("Training of {} on {}", trace.step().model, trace.step().dataset),
                fmt::format("Schedule {}; {} iterations of {} samples.", trace.schedule_name,
                            grouped(static_cast<double>(trace.iterations())), trace.step().batch));
  page.section("Tests");
  page.table(test_table(trace));
  page.section("Training curves");
  for (const DrawnFigure& one : inlined(figures, drawn, draw(figures, narrow_page()))) {
    page.figure(one.wide, one.narrow, one.figure.caption, "figures/" + one.figure.name + ".csv");
  }
  if (!trace.values.empty()) {
    page.section("Operand codes");
    page.table(values_table(trace));
  }
  page.section("Identity of the training");
  page.table(identity_table(stamp));
  write_figures(figures, drawn, folder / "figures");
  write_file_atomically(folder / "report.html", page.html());
  return figures_state(drawn);
}

}  // namespace metronome::report
