#include "sim/report/terminal_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "sim/energy/pricing.hpp"
#include "sim/report/breakdown_table.hpp"
#include "sim/report/names.hpp"
#include "sim/report/overlap_tables.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

constexpr std::size_t kMostPhases = 12;
constexpr std::size_t kMostLevels = 64;

/// Accelerators stand as A, B, ..., Z, AA, AB, ... in the heads of columns.
std::string letter(std::size_t entry) {
  const std::string before = entry < 26 ? "" : letter(entry / 26 - 1);
  return before + static_cast<char>('A' + entry % 26);
}

std::string legend(const ReportData& data) {
  std::string text;
  for (std::size_t i = 0; i < data.entries.size(); ++i) {
    text += (i == 0 ? "" : ", ") + letter(i) + " = " + data.entries[i].run.accelerator;
  }
  return wrapped(text, 100);
}

std::string accuracy_line(const std::string& name, const Metrics& metrics) {
  for (auto row = metrics.rbegin(); row != metrics.rend(); ++row) {
    if (row->test_accuracy) {
      return fmt::format("{}: test accuracy {:.2f} %{}, one seed\n", name,
                         100 * *row->test_accuracy,
                         row->evaluation ? " at " + trace::forward_words(*row->evaluation) : "");
    }
  }
  return "";
}

std::string cell(double value) { return value == 0 ? "0" : significant(value); }

/// One row for each part that is not zero everywhere, one column for each training; as many
/// accelerators side by side as a terminal of 100 columns holds.
std::string breakdown_text(const std::string& title, const ReportData& data,
                           const Breakdown& breakdown) {
  constexpr std::size_t kSideBySide = 8;
  const std::vector<RunView> views = views_of(data);
  std::string text = "\n" + title + "\n";
  std::size_t entry = 0;
  for (std::size_t first = 0; first < views.size(); first += kSideBySide) {
    const std::size_t last = std::min(first + kSideBySide, views.size());
    TextTable table;
    table.rows.push_back({""});
    for (std::size_t v = first; v < last; ++v) {
      entry += v > 0 && views[v].accelerator != views[v - 1].accelerator ? 1 : 0;
      table.rows[0].push_back(letter(entry) + " " + views[v].training);
    }
    for (std::size_t part = 0; part < breakdown.parts.size(); ++part) {
      std::vector<std::string> row{breakdown.parts[part]};
      bool any = false;
      for (std::size_t v = first; v < last; ++v) {
        const double value = breakdown.value(views[v], part);
        any |= value != 0;
        row.push_back(cell(value));
      }
      if (any) {
        table.rows.push_back(std::move(row));
      }
    }
    text += table.text();
  }
  return text;
}

double seconds(const RunView& view, const Cost& cost) {
  return view.run->seconds(cost.cycles.total()).count();
}

std::string class_tables(const ReportData& data) {
  using trace::OperationClass;
  const Breakdown time = breakdown_by<OperationClass>(
      "", "s", enum_name<OperationClass>,
      [](const RunView& v, OperationClass cls) { return seconds(v, v.costs->classes[cls]); });
  const Breakdown energy = breakdown_by<OperationClass>(
      "", "J", enum_name<OperationClass>, [](const RunView& v, OperationClass cls) {
        return v.costs->classes[cls].energy.total().count();
      });
  return breakdown_text("Time by class of work (s)", data, time) +
         breakdown_text("Energy by class of work (J)", data, energy);
}

/// Of the energy of each run, by the uncertainty of prices.
std::string intervals_text(const ReportData& data) {
  TextTable table{{{"", "p5", "p50", "p95"}}, 1};
  UncertainPrices prices(Sampling{});
  for (const RunView& view : views_of(data)) {
    const Interval joules = intervals_of(*view.costs, nullptr, *view.table, prices).energy_j;
    table.rows.push_back({view.accelerator + " " + view.training, cell(joules.p5), cell(joules.p50),
                          cell(joules.p95)});
  }
  return "\nEnergy with the uncertainty of prices (J)\n" + table.text();
}

/// What runs did for which their tables have no price.
std::string unpriced_text(const ReportData& data) {
  std::string text;
  for (const ReportEntry& entry : data.entries) {
    std::string names;
    for (const Activity& activity : unpriced(entry.run.activities(), entry.table)) {
      names += (names.empty() ? "" : ", ") + activity.action;
    }
    if (!names.empty()) {
      text += fmt::format("Energy table {} has no price for: {}\n", entry.table.name, names);
    }
  }
  return text;
}

std::string machine_tables(const ReportData& data) {
  const Breakdown cycles = breakdown_by<Bin>("", "%", bin_name, [](const RunView& v, Bin bin) {
    const Attribution& all = v.costs->total.cycles;
    return 100 * static_cast<double>(all[bin]) / static_cast<double>(all.total().count());
  });
  const Breakdown bytes = breakdown_by<trace::Role>(
      "", "GB", enum_name<trace::Role>, [](const RunView& v, trace::Role role) {
        const Traffic& t = v.costs->total.dram[role];
        return static_cast<double>(t.read.count() + t.write.count()) * 1e-9;
      });
  const Breakdown energy = breakdown_by<Component>(
      "", "J", enum_name<Component>, [](const RunView& v, Component component) {
        return v.costs->total.energy.of(component).count();
      });
  return breakdown_text("Where the cycles go (%)", data, cycles) +
         breakdown_text("DRAM traffic by operand role (GB)", data, bytes) +
         breakdown_text("Energy by component (J)", data, energy) +
         breakdown_text("What the energy is for (J)", data, split_breakdown()) +
         breakdown_text("Provenance of the energy (%)", data, provenance_breakdown(Told::percent)) +
         intervals_text(data) + unpriced_text(data);
}

/// Time and energy of each accelerator's cycling run, in one row.
using RowCost = std::function<Cost(const ReportEntry&)>;
void add_costs(TextTable& table, std::vector<std::string> row, const ReportData& data,
               const RowCost& cost_of_entry) {
  for (const ReportEntry& entry : data.entries) {
    const Cost cost = cost_of_entry(entry);
    row.push_back(cell(entry.run.seconds(cost.cycles.total()).count() * 1e3));
    row.push_back(cell(cost.energy.total().count() * 1e3));
  }
  table.rows.push_back(std::move(row));
}

std::vector<std::string> cost_head(std::vector<std::string> head, const ReportData& data) {
  for (std::size_t i = 0; i < data.entries.size(); ++i) {
    head.push_back(letter(i) + " ms");
    head.push_back("mJ");
  }
  return head;
}

/// The level of an entry with the precision of the first entry's; none where it has no such.
const LevelCost* level_like(const ReportEntry& entry, const RunResult& first,
                            const LevelResult& wanted) {
  for (std::size_t l = 0; l < entry.run.levels.size(); ++l) {
    const LevelResult& level = entry.run.levels[l];
    if (level.assignment == wanted.assignment &&
        entry.run.steps[level.step].name == first.steps[wanted.step].name) {
      return &entry.costs.levels[l];
    }
  }
  return nullptr;
}

std::string level_table(const ReportData& data) {
  const RunResult& first = data.entries.front().run;
  TextTable table{{cost_head({"level", "iterations"}, data)}, 1};
  const std::size_t shown = std::min(first.levels.size(), kMostLevels);
  for (std::size_t l = 0; l < shown; ++l) {
    const LevelResult& wanted = first.levels[l];
    add_costs(table, {level_name(first, wanted), fmt::format("{}", wanted.iterations)}, data,
              [&](const ReportEntry& e) {
                // Unlike runs may have other levels; the row is the first one's.
                const LevelCost* level = level_like(e, first, wanted);
                return level == nullptr ? Cost{} : level->per_iteration;
              });
  }
  const std::size_t more = first.levels.size() - shown;
  return "\nOne iteration at each level of " + first.trace + " (forward/backward bits)\n" +
         table.text() + (more > 0 ? fmt::format("... {} more in levels.csv\n", more) : "");
}

std::string phase_table(const ReportData& data) {
  const RunResult& first = data.entries.front().run;
  TextTable table{{cost_head({"phase", "from", "iterations", "level"}, data)}, 1};
  const std::size_t shown = std::min(first.phases.size(), kMostPhases);
  for (std::size_t p = 0; p < shown; ++p) {
    const PhaseResult& phase = first.phases[p];
    const LevelResult& wanted = first.levels[phase.level];
    add_costs(table,
              {fmt::format("{}", p), fmt::format("{}", phase.first_iteration),
               fmt::format("{}", phase.iterations), level_name(first, wanted)},
              data, [&](const ReportEntry& e) {
                const LevelCost* level = level_like(e, first, wanted);
                return level == nullptr ? Cost{} : level->per_iteration.scaled(phase.iterations);
              });
  }
  const std::size_t more = first.phases.size() - shown;
  return "\nPrecision phases of " + first.trace + "\n" + table.text() +
         (more > 0 ? fmt::format("... {} more in phases.csv\n", more) : "");
}

}  // namespace

std::string terminal_report(const ReportData& data) {
  const ReportEntry& first = data.entries.front();
  std::string text = data.unlike.empty() ? "" : "Unlike runs: " + data.unlike + "\n";
  text += accuracy_line(first.run.trace, data.metrics.run);
  if (first.baseline != nullptr) {
    text += accuracy_line(first.baseline->trace, data.metrics.baseline);
  }
  text += "\n" + legend(data) + level_table(data) + phase_table(data) + class_tables(data) +
          machine_tables(data) + overlap_text(data);
  if (data.has_baselines()) {
    text += "\nWhat precision cycling saves\n" + headline_text(data.comparison());
  }
  text += "\n" + stamp_text(data.stamp());
  return text;
}

}  // namespace metronome::report
