#include "sim/chips/system_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/chips/system_files.hpp"
#include "sim/report/html.hpp"
#include "sim/report/identity_table.hpp"
#include "sim/report/names.hpp"
#include "sim/report/units.hpp"

namespace metronome::chips {
namespace {

using report::HtmlPage;
using report::HtmlTable;
using report::Scale;
using report::significant;

constexpr std::size_t kMostPhases = 1000;
constexpr std::size_t kMostColumns = 16;  ///< of chips that differ

double in_seconds(Picoseconds time) { return 1e-12 * static_cast<double>(time.count()); }

void add_totals(HtmlPage& page, const SystemRun& run, const SystemRun* baseline) {
  std::vector<SystemTotals> sums{totals_of(run)};
  std::vector<std::string> head{"", run.chip.trace};
  if (baseline != nullptr) {
    sums.push_back(totals_of(*baseline));
    head.push_back(baseline->chip.trace);
  }
  HtmlTable table("The whole run; seconds of a chip are means over chips.");
  table.head(head);
  const auto row = [&](const std::string& name, const auto& value) {
    std::vector<std::string> cells{name};
    for (const SystemTotals& sum : sums) {
      cells.push_back(value(sum));
    }
    table.row(cells);
  };
  const auto number = [&](const std::string& name, const auto& value) {
    row(name, [&](const SystemTotals& sum) { return significant(value(sum), 5); });
  };
  number("Time, s", [](const SystemTotals& sum) { return sum.time.count(); });
  number("Work of a chip, s", [](const SystemTotals& sum) { return sum.work.count(); });
  number("Idle time of a chip, s", [](const SystemTotals& sum) { return sum.idle.count(); });
  if (!run.stages.empty()) {
    number("Of it bubbles, s", [](const SystemTotals& sum) { return sum.bubble.count(); });
  }
  number("Exposed communication, s", [](const SystemTotals& sum) { return sum.exposed.count(); });
  number("Sent by all chips, GB", [](const SystemTotals& sum) { return 1e-9 * sum.bytes_sent; });
  row("Energy of links, J", [](const SystemTotals& sum) {
    return sum.links ? significant(sum.links->count(), 5) : "not priced";
  });
  number("Energy, J", [](const SystemTotals& sum) { return sum.energy().count(); });
  page.table(table);
}

void add_levels(HtmlPage& page, const SystemRun& run) {
  HtmlTable table("An iteration of each precision level; work and idle time are means over chips.");
  table.head({"Level", "Iterations", "Time, µs", "Work, µs", "Idle, µs", "Exposed, µs", "Sent, MB",
              "Links, mJ"});
  for (std::size_t i = 0; i < run.levels.size(); ++i) {
    const LevelTimes& times = run.levels[i];
    double work = 0;
    for (const Picoseconds of_chip : times.work) {
      work += in_seconds(of_chip) / static_cast<double>(times.work.size());
    }
    const auto micro = [](double value) { return significant(1e6 * value, 4); };
    table.row({report::level_name(run.chip, run.chip.levels[i]),
               report::grouped(static_cast<double>(run.chip.levels[i].iterations)),
               micro(in_seconds(times.time)), micro(work), micro(in_seconds(times.time) - work),
               micro(in_seconds(times.exposed())),
               significant(1e-6 * static_cast<double>(times.sent.count()), 4),
               run.link_energy[i] ? significant(1e3 * run.link_energy[i]->count(), 4) : ""});
  }
  page.table(table);
}

/// Idle time has a column for each chip, or run of chips, as long as these are few.
void add_phases(HtmlPage& page, const SystemRun& run) {
  const std::vector<AlikeChips> alike = alike_chips(run);
  const bool each = alike.size() <= kMostColumns;
  HtmlTable table(
      "Each precision phase in milliseconds, links in joules; the time of changes of "
      "precision is not in it.",
      3);
  std::vector<std::string> head{"First iteration", "Iterations", "Level", "Time",
                                "Exposed",         "Links"};
  if (each) {
    for (const AlikeChips& chips : alike) {
      head.push_back(chips.first == chips.last
                         ? fmt::format("Idle {}", chips.first)
                         : fmt::format("Idle {}–{}", chips.first, chips.last));
    }
  } else {
    head.insert(head.end(), {"Least idle", "Most idle"});
  }
  table.head(head);
  const std::size_t shown = std::min(run.chip.phases.size(), kMostPhases);
  for (std::size_t i = 0; i < shown; ++i) {
    const PhaseResult& phase = run.chip.phases[i];
    const LevelTimes& times = run.levels[phase.level];
    const auto n = static_cast<double>(phase.iterations);
    const auto milli = [&](Picoseconds time) { return significant(1e3 * n * in_seconds(time), 4); };
    const std::optional<Joules>& links = run.link_energy[phase.level];
    std::vector<std::string> cells{fmt::format("{}", phase.first_iteration),
                                   fmt::format("{}", phase.iterations),
                                   report::level_name(run.chip, run.chip.levels[phase.level]),
                                   milli(times.time),
                                   milli(times.exposed()),
                                   links ? significant(n * links->count(), 4) : ""};
    if (each) {
      for (const AlikeChips& chips : alike) {
        cells.push_back(milli(times.idle(chips.first)));
      }
    } else {
      const auto [least, most] = std::minmax_element(times.work.begin(), times.work.end());
      cells.insert(cells.end(), {milli(times.time - *most), milli(times.time - *least)});
    }
    table.row(cells);
  }
  page.table(table);
  page.paragraph(
      fmt::format("{}Work, idle time and bubbles of every chip in each phase: "
                  "chip_phases.csv.",
                  shown < run.chip.phases.size()
                      ? fmt::format("The first {} of {} phases. ", shown, run.chip.phases.size())
                      : ""),
      "note");
}

}  // namespace

std::string system_page(const SystemRun& run, const SystemRun* baseline,
                        const report::Stamp& stamp) {
  HtmlPage page(system_title(run),
                fmt::format("Schedule {}{}; {} model of the machines.", run.chip.trace,
                            baseline == nullptr ? "" : " against " + baseline->chip.trace,
                            run.chip.mode == Mode::cycle ? "cycle-level" : "analytic"));
  page.section("Totals");
  add_totals(page, run, baseline);
  page.section("Precision levels");
  add_levels(page, run);
  page.section("Precision phases");
  add_phases(page, run);
  page.section("Chips");
  page.paragraph(run.stages.empty()
                     ? "The report of one chip, of which all are alike: chip/report.html."
                     : "The report of each stage's chip: stage0/report.html and so on.");
  page.section("How to reproduce it");
  page.table(report::identity_table(stamp));
  return page.html();
}

}  // namespace metronome::chips
