#include "sim/report/overlap_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/report/breakdown_table.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/names.hpp"
#include "sim/report/report_page.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

constexpr std::size_t kOverlapLevels = 12;
constexpr std::size_t kOverlapPath = 40;

double part_of(Cycles part, Cycles whole) {
  return whole.count() == 0
             ? 0
             : static_cast<double>(part.count()) / static_cast<double>(whole.count());
}

/// Levels that overlap, the first ones.
std::vector<const LevelResult*> shown_levels(const RunResult& run) {
  std::vector<const LevelResult*> out;
  for (const LevelResult& level : run.levels) {
    if (!level.overlap.empty() && out.size() < kOverlapLevels) {
      out.push_back(&level);
    }
  }
  return out;
}

void add_level(Csv& out, const char* trace, const RunResult& run, std::size_t number) {
  const LevelResult& level = run.levels[number];
  for (const OverlappedTurn& turn : level.overlap) {
    const OperationResult& one = run.operations[turn.operation];
    out.add(trace)
        .add(static_cast<std::uint64_t>(number))
        .add_all(trace::precision_cells(level.assignment.all))
        .add(turn.next ? "next" : "this")
        .add(one.operation)
        .add(one.layer)
        .add(enum_name(one.cls))
        .add(enum_name(turn.unit))
        .add(turn.alone.count())
        .add(turn.ready.count())
        .add(turn.begin.count())
        .add(turn.end.count())
        .add(turn.wait().count())
        .add(one.measure.cycles.total().count())
        .add(turn.critical ? 1 : 0);
    out.end_row();
  }
}

std::string path_text(const RunResult& run, std::vector<OverlappedTurn> turns) {
  std::erase_if(turns, [](const OverlappedTurn& t) { return !t.critical || t.end == t.begin; });
  std::stable_sort(
      turns.begin(), turns.end(),
      [](const OverlappedTurn& a, const OverlappedTurn& b) { return a.begin < b.begin; });
  std::string text;
  for (std::size_t i = 0; i < std::min(turns.size(), kOverlapPath); ++i) {
    text += (i == 0 ? "" : ", ") + run.operations[turns[i].operation].operation;
    text += turns[i].next ? " (next)" : "";
  }
  const std::size_t more = turns.size() - std::min(turns.size(), kOverlapPath);
  return text + (more > 0 ? fmt::format(", and {} more", more) : "");
}

}  // namespace

bool has_overlap(const RunResult& run) {
  return std::any_of(run.levels.begin(), run.levels.end(),
                     [](const LevelResult& level) { return !level.overlap.empty(); });
}

std::string overlap_csv(const RunResult& run, const RunResult* baseline) {
  std::vector<std::string> columns{"trace", "level"};
  const std::vector<std::string> bits = trace::precision_columns();
  columns.insert(columns.end(), bits.begin(), bits.end());
  for (const char* name :
       {"of_iteration", "operation", "layer", "class", "executor", "alone_cycles", "ready_cycle",
        "begin_cycle", "end_cycle", "wait_cycles", "own_cycles", "critical"}) {
    columns.emplace_back(name);
  }
  Csv out(columns);
  const auto add = [&](const char* trace, const RunResult& one) {
    for (std::size_t i = 0; i < one.levels.size(); ++i) {
      add_level(out, trace, one, i);
    }
  };
  add("run", run);
  if (baseline != nullptr) {
    add("baseline", *baseline);
  }
  return out.text();
}

double OverlapSummary::saved() const { return 1 - part_of(interval, alone); }

OverlapSummary summary_of(const RunResult& run, const LevelResult& level) {
  OverlapSummary out;
  out.alone = level.without_overlap();
  for (const OverlappedTurn& turn : level.overlap) {
    out.interval = std::max(out.interval, turn.end);
    out.busy[turn.unit] += turn.end - turn.begin;
    out.critical[turn.unit] += turn.critical ? turn.end - turn.begin : Cycles(0);
    const bool gradient =
        turn.unit == WorkUnit::array &&
        run.operations[turn.operation].cls == trace::OperationClass::weight_gradient;
    out.gradients_wait += gradient ? turn.wait() : Cycles(0);
  }
  out.path = path_text(run, level.overlap);
  return out;
}

std::string critical_shares(const OverlapSummary& summary) {
  std::string text;
  for (const WorkUnit unit : kEnumValues<WorkUnit>) {
    if (summary.critical[unit].count() > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", spoken(enum_name(unit)),
                          percent(part_of(summary.critical[unit], summary.interval)));
    }
  }
  return text;
}

std::string overlap_text(const ReportData& data) {
  TextTable table{{{"", "bits", "one by one", "overlapped", "saved", "array", "gradients wait",
                    "critical path"}},
                  2};
  for (const RunView& view : views_of(data)) {
    for (const LevelResult* level : shown_levels(*view.run)) {
      const OverlapSummary summary = summary_of(*view.run, *level);
      table.rows.push_back({view.accelerator + " " + view.training, level_name(*view.run, *level),
                            fmt::format("{}", summary.alone.count()),
                            fmt::format("{}", summary.interval.count()), percent(summary.saved()),
                            percent(part_of(summary.busy[WorkUnit::array], summary.interval)),
                            fmt::format("{}", summary.gradients_wait.count()),
                            critical_shares(summary)});
    }
  }
  return table.rows.size() == 1
             ? std::string()
             : "\nOperations side by side (cycles of an iteration)\n" + table.text();
}

void ReportWriter::overlap() {
  bool any = false;
  for (const RunView& view : views_of(data_)) {
    const std::vector<const LevelResult*> levels = shown_levels(*view.run);
    if (levels.empty()) {
      continue;
    }
    if (!any) {
      page_.subsection("Overlap of operations");
      page_.paragraph(
          "The step is executed as a graph: units work side by side. Where updates come an "
          "iteration "
          "late, the backward pass, projection and updates of one iteration are beside the forward "
          "pass of the next. Cycles of an operation are those that count as its own; every "
          "operation "
          "of the interval is a row of overlap.csv.");
      any = true;
    }
    HtmlTable table(fmt::format(
        "{}, {}: cycles of an iteration, and the chain of operations that its interval ends with.",
        view.accelerator, view.training));
    table.head({"Bits (forward/backward)", "one by one", "overlapped", "saved", "array busy",
                "weight gradients wait", "critical path by unit"});
    table.last_column_left();
    for (const LevelResult* level : levels) {
      const OverlapSummary summary = summary_of(*view.run, *level);
      table.row({level_name(*view.run, *level), grouped(static_cast<double>(summary.alone.count())),
                 grouped(static_cast<double>(summary.interval.count())), percent(summary.saved()),
                 percent(part_of(summary.busy[WorkUnit::array], summary.interval)),
                 grouped(static_cast<double>(summary.gradients_wait.count())),
                 critical_shares(summary)});
    }
    page_.table(table);
    page_.paragraph("Critical path at " + level_name(*view.run, *levels.front()) + ": " +
                        summary_of(*view.run, *levels.front()).path + ".",
                    "note");
  }
}

}  // namespace metronome::report
