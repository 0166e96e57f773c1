#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/energy/area.hpp"
#include "sim/report/breakdown_table.hpp"
#include "sim/report/identity_table.hpp"
#include "sim/report/names.hpp"
#include "sim/report/report_page.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

/// Of rows that price something.
void add_rows(std::set<std::size_t>& used, const EnergyReport& energy, const EnergyTable& table) {
  for (const EnergyLine& line : energy.lines) {
    if (table.rows.at(line.row).value > 0) {
      used.insert(line.row);
    }
  }
}

/// Indices of the rows of one table that any run was priced with.
std::set<std::size_t> used_rows(const ReportData& data, const EnergyTable& table) {
  std::set<std::size_t> used;
  for (const ReportEntry& entry : data.entries) {
    if (&entry.table != &table && !(entry.table == table)) {
      continue;
    }
    add_rows(used, entry.costs.energy, table);
    if (entry.baseline_costs) {
      add_rows(used, entry.baseline_costs->energy, table);
    }
  }
  return used;
}

/// The tables of the report, each once.
std::vector<const EnergyTable*> tables_of(const ReportData& data) {
  std::vector<const EnergyTable*> tables;
  for (const ReportEntry& entry : data.entries) {
    const bool known = std::any_of(tables.begin(), tables.end(),
                                   [&](const EnergyTable* table) { return *table == entry.table; });
    if (!known) {
      tables.push_back(&entry.table);
    }
  }
  return tables;
}

std::string node_of(const EnergyRow& row) {
  if (row.technology_nm == 0) {
    return "not stated";
  }
  return row.voltage_v ? fmt::format("{} nm, {} V", row.technology_nm, *row.voltage_v)
                       : fmt::format("{} nm", row.technology_nm);
}

std::string source_of(const std::string& source, const std::string& how) {
  return how.empty() ? source : source + ": " + how;
}

using Cells = std::vector<std::string>;

std::string caption_of(const EnergyTable& prices) {
  return fmt::format(
      "Energy table {}: {} nm, {} V, {} GHz, {} cells. Rows that priced something here; joules are "
      "counts times these values.",
      prices.name, prices.technology_nm, prices.voltage_v, significant(prices.clock.count() * 1e-9),
      prices.sram_cell);
}

Cells cells_of(const EnergyTable& prices, const EnergyRow& row) {
  const Uncertainty interval = prices.interval_of(row);
  return {spoken(enum_name(row.component)),
          row.action,
          row.bits.empty() ? "–" : row.bits,
          significant(row.value, 4),
          std::string(enum_name(row.unit)),
          fmt::format("× {}–{}", significant(interval.low_factor, 2),
                      significant(interval.high_factor, 2)),
          std::string(enum_name(row.provenance)),
          node_of(row),
          source_of(row.source, row.how) + ". Interval: " + interval.reason};
}

void add_area_lines(HtmlTable& table, const ReportEntry& entry) {
  const auto units = leaking_units(entry.run.one_of_each());
  double total = 0;
  for (const auto& [part, count] : units) {
    const auto& areas = entry.table.areas;
    const auto row = std::find_if(areas.begin(), areas.end(),
                                  [&name = part](const AreaRow& a) { return a.part == name; });
    if (row == areas.end()) {
      table.row({entry.run.accelerator, part, "no area row", grouped(count), "–", "–"});
      continue;
    }
    const double mm2 = count * row->area_um2 * 1e-6;
    total += mm2;
    table.row({entry.run.accelerator, spoken(part), std::string(enum_name(row->provenance)),
               grouped(count), grouped(row->area_um2), significant(mm2)});
  }
  table.row({entry.run.accelerator, "total", "", "", "", significant(total)}, "total");
}

HtmlTable provenance_table(const ReportData& data) {
  const std::vector<RunView> views = views_of(data);
  return breakdown_table(views,
                         provenance_breakdown(with_shares(views) ? Told::joules : Told::percent));
}

}  // namespace

void ReportWriter::energy_rows() {
  // Machines of one technology share most of their rows: each stands once.
  std::vector<std::pair<std::string, std::vector<Cells>>> captions;
  for (const EnergyTable* prices : tables_of(data_)) {
    const std::string caption = caption_of(*prices);
    auto at = std::find_if(captions.begin(), captions.end(),
                           [&](const auto& known) { return known.first == caption; });
    at = at == captions.end() ? captions.insert(at, {caption, {}}) : at;
    for (const std::size_t index : used_rows(data_, *prices)) {
      Cells cells = cells_of(*prices, prices->rows[index]);
      if (std::find(at->second.begin(), at->second.end(), cells) == at->second.end()) {
        at->second.push_back(std::move(cells));
      }
    }
  }
  for (const auto& [caption, rows] : captions) {
    HtmlTable table(caption, 2);
    table.last_column_left()
        .folded(fmt::format("The {} rows of prices, with their sources", rows.size()))
        .head({"Component", "Action", "Bits", "Value", "Unit", "Interval", "Provenance",
               "Source node", "Source"});
    for (const Cells& cells : rows) {
      table.row(cells);
    }
    page_.table(table);
  }
}

void ReportWriter::area_rows() {
  const bool known = std::any_of(
      data_.entries.begin(), data_.entries.end(),
      [](const ReportEntry& entry) { return !leaking_units(entry.run.one_of_each()).empty(); });
  if (!known) {
    return;
  }
  HtmlTable table("Area of the units that were simulated: units times area rows.", 3);
  table.head({"Accelerator", "Part", "Provenance", "units", "µm² each", "mm²"});
  for (const ReportEntry& entry : data_.entries) {
    add_area_lines(table, entry);
  }
  page_.table(table);
}

void ReportWriter::assumptions() {
  page_.section("Assumptions");
  std::vector<std::string> items;
  const bool one_step =
      std::all_of(data_.entries.begin(), data_.entries.end(),
                  [](const ReportEntry& entry) { return entry.run.steps.size() == 1; });
  items.emplace_back(one_step ? "Evaluation passes are not simulated: time and energy are those of "
                                "the program's iterations."
                              : "Time and energy are those of all steps of the program, as often "
                                "as its timeline says.");
  items.emplace_back(
      "Every operation starts with all DRAM banks precharged and its tensors aligned; refresh is "
      "billed by elapsed time over the run. An operation boundary is a barrier.");
  items.emplace_back(
      "Equal operations of equal precision are simulated once and multiplied by how often they "
      "occur.");
  items.emplace_back(
      "The ideal saving is the CPT authors' count: forward MACs x (f x f + 2 x f x g) for forward "
      "bits f and backward bits g, layers that stay in FP32 and the first layer's input gradient "
      "included.");
  items.emplace_back(
      "Utilization is useful bit products over the array's peak, 64 per 8-bit multiply-accumulate "
      "unit and cycle.");
  items.emplace_back(
      "Leakage and DRAM background energy cover every cycle of the run, waiting included. Of the "
      "host only the operations that a program gives it are modelled, power supply and cooling are "
      "not.");
  for (const ReportEntry& entry : data_.entries) {
    if (!entry.run.value_statistics.empty()) {
      items.push_back(fmt::format(
          "The time of {} depends on the values of operands: it is that expected from value "
          "statistics {}, all elements being independent. Its peak is that of the densest codes, "
          "so "
          "that its utilization may exceed 1.",
          entry.run.accelerator, entry.run.value_statistics));
    }
    std::vector<double> starts;
    for (const LevelResult& level : entry.run.levels) {
      if (const auto cost = entry.run.canonical_start_cost(level)) {
        starts.push_back(*cost);
      }
    }
    if (!starts.empty()) {
      const auto [least, most] = std::minmax_element(starts.begin(), starts.end());
      items.push_back(
          fmt::format("On {} the canonical start of every operation changes the cycles of an "
                      "iteration by {:+.3f} to {:+.3f} %, measured level by level.",
                      entry.run.accelerator, 100 * *least, 100 * *most));
    }
    if (entry.run.extrapolated_share() > 0) {
      items.push_back(fmt::format(
          "{} % of the cycles of {} are of operations so long that their steady state was measured "
          "and "
          "extrapolated (single operations were up to 0.6 % off where measured, runs less than "
          "0.05 %); --exact simulates every tile.",
          significant(100 * entry.run.extrapolated_share()), entry.run.accelerator));
    }
    if (entry.run.clock != entry.table.clock) {
      items.push_back(
          fmt::format("{} runs at {} GHz; the energy table's corner is {} GHz at the same voltage.",
                      entry.run.accelerator, significant(entry.run.clock.count() * 1e-9),
                      significant(entry.table.clock.count() * 1e-9)));
    }
  }
  page_.list(items);
  page_.table(provenance_table(data_));
  figure("tornado");
  energy_rows();
  area_rows();
}

void ReportWriter::identity() {
  page_.section("How to reproduce it");
  page_.table(identity_table(data_.stamp()));
}

}  // namespace metronome::report
