#include "sim/report/uncertainty_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "sim/energy/uncertainty.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

void add_interval(std::vector<std::string>& cells, const Interval& interval, double factor) {
  for (const double value : {interval.p5, interval.p50, interval.p95}) {
    cells.push_back(significant(value * factor));
  }
}

std::string interval_table(const ReportData& data, UncertainPrices& prices) {
  TextTable table{{{"", "energy (J)", "p5", "p50", "p95", "saving (%)", "p5", "p50", "p95"}}, 1};
  for (const ReportEntry& entry : data.entries) {
    const RunCosts* baseline = entry.baseline_costs ? &*entry.baseline_costs : nullptr;
    const EnergyIntervals intervals = intervals_of(entry.costs, baseline, entry.table, prices);
    std::vector<std::string> cells{entry.run.accelerator,
                                   significant(entry.costs.total.energy.total().count())};
    add_interval(cells, intervals.energy_j, 1);
    if (baseline != nullptr) {
      cells.push_back(significant(100 * savings_of(entry.costs, *baseline).energy));
      add_interval(cells, intervals.saving, 100);
    }
    table.rows.push_back(std::move(cells));
  }
  return table.text();
}

/// The machines from least to most energy, as often as each order holds.
std::string ranking_table(const ReportData& data, UncertainPrices& prices) {
  constexpr std::size_t kShown = 10;
  std::vector<std::vector<double>> energies;
  for (const ReportEntry& entry : data.entries) {
    energies.push_back(prices.energies(entry.costs.energy, entry.table));
  }
  std::map<std::vector<std::size_t>, std::uint64_t> counts;
  std::vector<std::size_t> order(energies.size());
  for (std::uint64_t s = 0; s < prices.sampling().samples; ++s) {
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return energies[a][s] < energies[b][s]; });
    ++counts[order];
  }
  std::vector<std::pair<std::vector<std::size_t>, std::uint64_t>> rankings(counts.begin(),
                                                                           counts.end());
  std::stable_sort(rankings.begin(), rankings.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, rankings.size()); ++i) {
    std::string names;
    for (const std::size_t entry : rankings[i].first) {
      names += (names.empty() ? "" : " < ") + data.entries[entry].run.accelerator;
    }
    const double share =
        static_cast<double>(rankings[i].second) / static_cast<double>(prices.sampling().samples);
    text += fmt::format("{:>7}  {}\n", percent(share), names);
  }
  const std::size_t more = rankings.size() - std::min(kShown, rankings.size());
  return text + (more > 0 ? fmt::format("         {} further rankings\n", more) : "");
}

std::string tornado_table(const ReportEntry& entry) {
  constexpr std::size_t kShown = 10;
  const bool saving = entry.baseline_costs.has_value();
  const auto effects = row_effects(entry.costs.energy,
                                   saving ? &entry.baseline_costs->energy : nullptr, entry.table);
  const std::string unit = saving ? "saving (%)" : "energy (J)";
  TextTable table{{{"row", "action", "interval", unit + " at low", "at high", "provenance"}}, 2};
  for (std::size_t i = 0; i < std::min(kShown, effects.size()); ++i) {
    const EnergyRow& row = entry.table.rows.at(effects[i].row);
    const Uncertainty spread = entry.table.interval_of(row);
    const double factor = saving ? 100 : 1;
    table.rows.push_back(
        {fmt::format("{}", effects[i].row), row.action + (row.bits.empty() ? "" : " " + row.bits),
         fmt::format("× {}–{}", significant(spread.low_factor, 2),
                     significant(spread.high_factor, 2)),
         significant(effects[i].low * factor, 4), significant(effects[i].high * factor, 4),
         std::string(enum_name(row.provenance))});
  }
  return table.text();
}

}  // namespace

std::string uncertainty_text(const ReportData& data) {
  UncertainPrices prices(Sampling{});
  std::string text = fmt::format("Energy with the uncertainty of prices ({} samples, seed {})\n",
                                 prices.sampling().samples, prices.sampling().seed) +
                     interval_table(data, prices);
  if (data.entries.size() > 1) {
    text += "\nRankings by energy, least first\n" + ranking_table(data, prices);
  }
  const ReportEntry& first = data.entries.front();
  text += fmt::format("\nThe prices that decide on {}, each alone at the ends of its interval\n",
                      first.run.accelerator) +
          tornado_table(first);
  return text;
}

}  // namespace metronome::report
