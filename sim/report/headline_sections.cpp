#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/report/breakdown_table.hpp"
#include "sim/report/names.hpp"
#include "sim/report/progress.hpp"
#include "sim/report/report_page.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

/// One prefix per quantity for all rows.
struct Scales {
  Scale time;
  Scale energy;
  Scale product;

  void cover(const Absolute& run) {
    largest.seconds = std::max(largest.seconds, run.seconds);
    largest.joules = std::max(largest.joules, run.joules);
    product_largest = std::max(product_largest, run.energy_delay());
    time = scale_for(largest.seconds);
    energy = scale_for(largest.joules);
    product = scale_for(product_largest);
  }
  void add_units(std::vector<std::string>& head) const {
    head.push_back("time (" + time.prefix + "s)");
    head.push_back("energy (" + energy.prefix + "J)");
    head.push_back("E·D (" + product.prefix + "J·s)");
  }
  void add(std::vector<std::string>& cells, const Absolute& run) const {
    cells.push_back(significant(run.seconds / time.factor));
    cells.push_back(significant(run.joules / energy.factor));
    cells.push_back(significant(run.energy_delay() / product.factor));
  }

 private:
  Absolute largest{};
  double product_largest = 0;
};

void add_relative(std::vector<std::string>& cells, const Absolute& relative) {
  cells.push_back(fmt::format("{:.2f}", relative.seconds));
  cells.push_back(fmt::format("{:.2f}", relative.joules));
  cells.push_back(fmt::format("{:.2f}", relative.energy_delay()));
}

std::string reference_name(const std::vector<ComparisonRow>& rows) {
  for (const ComparisonRow& row : rows) {
    if (row.fixed.seconds == row.reference.seconds && row.fixed.joules == row.reference.joules) {
      return row.accelerator;
    }
  }
  return "the reference";
}

std::string accuracy_cell(const std::optional<double>& accuracy) {
  return accuracy ? percent(*accuracy) : "–";
}

/// The last and the best test accuracy, the last loss.
void add_accuracy_row(HtmlTable& table, const std::string& training, const Metrics& metrics) {
  std::optional<double> last;
  std::optional<double> best;
  std::optional<trace::Precision> bits;
  std::optional<double> loss;
  std::uint64_t iterations = 0;
  for (const trace::Metric& metric : reported_rows(metrics)) {
    if (metric.test_accuracy) {
      last = metric.test_accuracy;
      best = std::max(best.value_or(0), *last);
      bits = metric.evaluation;
    }
    loss = metric.loss ? metric.loss : loss;
    iterations += metric.loss ? 1 : 0;  // a row with a test alone is no iteration
  }
  table.row({training, accuracy_cell(last), accuracy_cell(best),
             bits ? trace::forward_text(*bits) : "–", loss ? significant(*loss) : "–",
             grouped(static_cast<double>(iterations))});
}

}  // namespace

void ReportWriter::headline_table(const std::vector<ComparisonRow>& rows) {
  Scales scales;
  for (const ComparisonRow& row : rows) {
    scales.cover(row.cpt);
    scales.cover(row.fixed);
  }
  const RunResult& run = data_.entries[0].run;
  const RunResult& baseline = *data_.entries[0].baseline;
  HtmlTable table(
      fmt::format("Savings of {} over {} on the same accelerator, and what both trainings cost.",
                  run.trace, baseline.trace));
  table.spans(
      {{"", 1}, {"Saving", 3}, {training_label(baseline), 3}, {training_label(run), 3}, {"", 1}});
  std::vector<std::string> head{"Accelerator", "ideal", "cycles", "energy"};
  scales.add_units(head);
  scales.add_units(head);
  head.emplace_back("area (mm²)");
  table.head(head);
  for (const ComparisonRow& row : rows) {
    std::vector<std::string> cells{row.accelerator, percent(row.saved.bit_operations),
                                   percent(row.saved.cycles), row.energy_saving()};
    scales.add(cells, row.fixed);
    scales.add(cells, row.cpt);
    cells.push_back(row.area_mm2 ? significant(*row.area_mm2) : "–");
    table.row(cells);
  }
  page_.table(table);
}

void ReportWriter::relative_table(const std::vector<ComparisonRow>& rows) {
  if (rows.size() < 2) {
    return;
  }
  const std::string reference = reference_name(rows);
  HtmlTable table(fmt::format(
      "The same trainings relative to {} training on {} (1.00); E·D is energy times delay.",
      training_label(*data_.entries[0].baseline), reference));
  table.spans({{"", 1},
               {training_label(*data_.entries[0].baseline), 3},
               {training_label(data_.entries[0].run), 3}});
  table.head({"Accelerator", "time", "energy", "E·D", "time", "energy", "E·D"});
  for (const ComparisonRow& row : rows) {
    std::vector<std::string> cells{row.accelerator};
    add_relative(cells, row.normalised(row.fixed));
    add_relative(cells, row.normalised(row.cpt));
    table.row(cells);
  }
  page_.table(table);
}

void ReportWriter::totals_table() {
  Scales scales;
  for (const RunView& view : views_of(data_)) {
    scales.cover({view.run->seconds(view.costs->total.cycles.total()).count(),
                  view.costs->total.energy.total().count()});
  }
  HtmlTable table("The run in absolute numbers.", 2);
  std::vector<std::string> head{"Accelerator", "Training"};
  scales.add_units(head);
  table.head(head);
  for (const RunView& view : views_of(data_)) {
    std::vector<std::string> cells{view.accelerator, view.training};
    scales.add(cells, {view.run->seconds(view.costs->total.cycles.total()).count(),
                       view.costs->total.energy.total().count()});
    table.row(cells);
  }
  page_.table(table);
}

void ReportWriter::compared() {
  page_.section("What was compared");
  if (!data_.entries.empty()) {
    const ReportEntry& first = data_.entries.front();
    page_.paragraph(
        fmt::format("One iteration after the other of {}{}, on {}.", first.run.trace,
                    first.baseline == nullptr ? "" : " and of " + first.baseline->trace,
                    data_.entries.size() == 1 ? "one machine"
                                              : fmt::format("{} machines", data_.entries.size())),
        "lead");
  }
  HtmlTable table("The machines, and what their energy is counted with.", 5);
  table.head({"Accelerator", "Array", "Memory", "Prices", "Model", "GHz"});
  for (const ReportEntry& entry : data_.entries) {
    table.row({entry.run.accelerator, spoken(entry.run.array_kind), entry.run.memory,
               entry.table.name, std::string(enum_name(entry.run.mode)),
               significant(entry.run.clock.count() * 1e-9)});
  }
  page_.table(table);
}

void ReportWriter::headline() {
  page_.section("What was saved, and why it is less than the ideal");
  if (!data_.has_baselines()) {
    page_.paragraph("No baseline was simulated, so there is no saving to state.", "lead");
    totals_table();
    return;
  }
  const auto rows = data_.comparison();
  page_.paragraph(
      "The ideal saving counts bit operations; cycles and energy are what the machine keeps of it. "
      "Savings compare trainings on one accelerator, so they hide what flexible hardware costs: "
      "read them beside the absolute seconds, joules and energy-delay.",
      "lead");
  headline_table(rows);
  relative_table(rows);
  figure("savings");
  figure("speedup");
  figure("energy_relative");
  waterfall("cycles");
  waterfall("energy");
}

void ReportWriter::waterfall(const std::string& saving) {
  if (!figure("waterfall_" + saving)) {
    page_.paragraph(
        fmt::format("Nothing is saved in {}, and no effect takes anything away from the "
                    "ideal saving: there is no figure of the way between them.",
                    saving),
        "note");
  }
}

void ReportWriter::accuracy() {
  page_.section("Accuracy against energy");
  if (data_.metrics.run.empty()) {
    page_.paragraph(
        "The trace was made without training, so there is no accuracy to hold against the "
        "savings.");
    return;
  }
  const std::string seed = trace::fact(data_.stamp().identity, "seed");
  HtmlTable table(fmt::format(
      "Test accuracy of the trainings, evaluated at the stated bits; one seed{}, so that it has no "
      "spread.",
      seed.empty() ? "" : " (" + seed + ")"));
  table.head({"Training", "test accuracy", "best", "evaluation bits", "last loss", "iterations"});
  const ReportEntry* first = data_.entries.empty() ? nullptr : &data_.entries[0];
  add_accuracy_row(table, first == nullptr ? "run" : first->run.trace, data_.metrics.run);
  if (!data_.metrics.baseline.empty()) {
    const bool named = first != nullptr && first->baseline != nullptr;
    add_accuracy_row(table, named ? first->baseline->trace : "baseline", data_.metrics.baseline);
  }
  page_.table(table);
  figure("accuracy_energy");
  figure("training");
}

void ReportWriter::level_table(const ReportEntry& entry) {
  double time = 0;
  double energy = 0;
  for (const LevelCost& level : entry.costs.levels) {
    time = std::max(time, entry.run.seconds(level.per_iteration.cycles.total()).count());
    energy = std::max(energy, level.per_iteration.energy.total().count());
  }
  const Scale ms = scale_for(time);
  const Scale mj = scale_for(energy);
  HtmlTable table(fmt::format("{}: one iteration of each level, and the level's share of the run.",
                              entry.run.accelerator));
  table.spans({{"", 2}, {"One iteration", 4}, {"Share of the run", 3}});
  table.head({"Bits (forward/backward)", "iterations", "cycles", ms.prefix + "s", mj.prefix + "J",
              "bit operations (10⁹)", "iterations", "time", "energy"});
  const auto all = static_cast<double>(iterations_of(entry.run));
  const Cost& total = entry.costs.total;
  const std::size_t shown = std::min(entry.run.levels.size(), kMostLevelsShown);
  for (std::size_t l = 0; l < shown; ++l) {
    const LevelResult& level = entry.run.levels[l];
    const Cost& once = entry.costs.levels[l].per_iteration;
    const Cost& whole = entry.costs.levels[l].whole;
    const auto cycles = static_cast<double>(once.cycles.total().count());
    table.row({level_name(entry.run, level), grouped(static_cast<double>(level.iterations)),
               grouped(cycles), significant(cycles / entry.run.clock.count() / ms.factor),
               significant(once.energy.total().count() / mj.factor),
               significant(once.bit_operations_paper * 1e-9, 4),
               percent(static_cast<double>(level.iterations) / all),
               percent(ratio(whole.cycles.total(), total.cycles.total())),
               percent(ratio(whole.energy.total(), total.energy.total()))});
  }
  page_.table(table);
  if (const std::size_t more = entry.run.levels.size() - shown; more > 0) {
    page_.paragraph(fmt::format("{} more levels are rows of levels.csv.", more), "note");
  }
}

void ReportWriter::precision() {
  page_.section("Phases and levels");
  figure("phases");
  figure("levels");
  for (const ReportEntry& entry : data_.entries) {
    level_table(entry);
  }
  page_.paragraph("Every phase of every run is a row of the run directory's phases.csv.", "note");
}

}  // namespace metronome::report
