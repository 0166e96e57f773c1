#include "sim/report/efficiency_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/report/breakdown_table.hpp"
#include "sim/report/names.hpp"
#include "sim/report/summary.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

constexpr double kOperationsPerMac = 2;
constexpr const char* kUnknown = "\u2013";

/// What area and power are told of.
struct Row {
  const char* name;
  std::vector<EnergyPart> parts;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> all{
      {"array", {EnergyPart::array}},
      {"buffers", {EnergyPart::buffers}},
      {"vector unit", {EnergyPart::vector}},
      {"memory", {EnergyPart::memory_idle, EnergyPart::memory_traffic}},
      {"other", {EnergyPart::other}}};
  return all;
}

bool has(const Row& row, EnergyPart part) {
  return std::find(row.parts.begin(), row.parts.end(), part) != row.parts.end();
}

double square_millimetres(const AreaReport& area, const Row& row) {
  double sum = 0;
  for (const AreaLine& line : area.lines) {
    const Activity leakage{Component::leakage, line.part + ".leakage"};
    sum += has(row, part_of(leakage)) ? line.area_um2 * 1e-6 : 0;
  }
  return sum;
}

double seconds_of(const RunView& view, const Cost& cost) {
  return view.run->seconds(cost.cycles.total()).count();
}

std::string share(double part, double whole) {
  return whole > 0 ? fmt::format("{:.1f}", 100 * part / whole) : kUnknown;
}

/// "28 nm, 0.9 V, 1.00 GHz", of several all of them.
std::string corner_of(const ReportData& data) {
  std::set<std::string> corners;
  for (const ReportEntry& entry : data.entries) {
    corners.insert(fmt::format("{} nm, {} V, {} GHz", entry.table.technology_nm,
                               entry.table.voltage_v, significant(entry.run.clock.count() * 1e-9)));
  }
  return fmt::format("{}", fmt::join(corners, "; "));
}

const ReportEntry& entry_of(const ReportData& data, const RunView& view) {
  return *std::find_if(data.entries.begin(), data.entries.end(), [&](const ReportEntry& entry) {
    return view.run == &entry.run || view.run == entry.baseline;
  });
}

void add_area_power(TexTable& table, const RunView& view, const std::optional<AreaReport>& area) {
  const double time = seconds_of(view, view.costs->total);
  const double energy = view.costs->total.energy.total().count();
  const auto add = [&](const std::string& name, std::optional<double> mm2, double joules) {
    table.rows.push_back({view.accelerator, view.training, name, mm2 ? significant(*mm2) : kUnknown,
                          mm2 ? share(*mm2, area->total_mm2()) : kUnknown,
                          time > 0 ? significant(joules / time) : kUnknown, share(joules, energy)});
  };
  for (const Row& row : rows()) {
    double joules = 0;
    for (const EnergyPart part : row.parts) {
      joules += view.costs->total.energy.split[part].count();
    }
    add(row.name, area ? std::optional(square_millimetres(*area, row)) : std::nullopt, joules);
  }
  add("all", area ? std::optional(area->total_mm2()) : std::nullopt, energy);
}

/// Multiply-accumulates a cycle that the array can do in the forward products of a level; 0 where
/// it has none.
double forward_peak(const RunResult& run, const LevelResult& level) {
  double peak = 0;
  run.for_operations(level, [&](std::uint32_t index) {
    const OperationResult& operation = run.operations[index];
    if (operation.cls == trace::OperationClass::forward) {
      peak = std::max(peak, operation.peak_macs_per_cycle);
    }
  });
  return peak;
}

std::string number_or_none(double value) { return value > 0 ? significant(value) : kUnknown; }

}  // namespace

std::optional<AreaReport> area_of(const ReportEntry& entry) {
  const auto units = leaking_units(entry.run.one_of_each());
  const bool known =
      !units.empty() && std::all_of(units.begin(), units.end(), [&](const auto& unit) {
        return std::any_of(entry.table.areas.begin(), entry.table.areas.end(),
                           [&](const AreaRow& row) { return row.part == unit.first; });
      });
  return known ? std::optional(area(units, entry.table)) : std::nullopt;
}

TexTable area_power_table(const ReportData& data) {
  TexTable table{.name = "area_power",
                 .caption = fmt::format("Area and mean power by component ({}). Of the memory: the "
                                        "area of its interface, the power of DRAM and interface.",
                                        corner_of(data)),
                 .columns = {{"accelerator", "accelerator", "", true},
                             {"training", "training", "", true},
                             {"component", "component", "", true},
                             {"area_mm2", "area", "mm\u00b2"},
                             {"area_share", "of area", "%"},
                             {"power_w", "power", "W"},
                             {"power_share", "of power", "%"}},
                 .rows = {},
                 .wanted = {0, 2, 1, 3, 5, 6, 4}};
  for (const RunView& view : views_of(data)) {
    add_area_power(table, view, area_of(entry_of(data, view)));
  }
  return table;
}

TexTable efficiency_table(const ReportData& data) {
  TexTable table{
      .name = "efficiency",
      .caption = fmt::format(
          "An iteration at each precision ({}): operations, two for a multiply-accumulate, of all "
          "its products over all its time and energy, and the array's peak in forward products.",
          corner_of(data)),
      .columns = {{"accelerator", "accelerator", "", true},
                  {"training", "training", "", true},
                  {"bits", "bits", "", true},
                  {"tops", "rate", "TOP/s"},
                  {"power_w", "power", "W"},
                  {"tops_per_w", "", "TOP/s/W"},
                  {"tops_per_mm2", "", "TOP/s/mm\u00b2"},
                  {"peak_tops", "peak", "TOP/s"},
                  {"peak_tops_per_mm2", "peak", "TOP/s/mm\u00b2"}},
      .rows = {},
      .wanted = {0, 2, 3, 5, 6, 7, 4, 8, 1}};
  std::size_t more = 0;
  for (const RunView& view : views_of(data)) {
    const std::optional<AreaReport> area = area_of(entry_of(data, view));
    const double mm2 = area ? area->total_mm2() : 0;
    const std::size_t shown = std::min(view.run->levels.size(), kMostLevelsShown);
    more += view.run->levels.size() - shown;
    for (std::size_t l = 0; l < shown; ++l) {
      const Cost& cost = view.costs->levels[l].per_iteration;
      const double time = seconds_of(view, cost);
      const double joules = cost.energy.total().count();
      const double operations = kOperationsPerMac * cost.macs * 1e-12;
      const double peak = kOperationsPerMac * forward_peak(*view.run, view.run->levels[l]) *
                          view.run->clock.count() * 1e-12;
      const auto per = [](double value, double divisor) {
        return number_or_none(divisor > 0 ? value / divisor : 0);
      };
      table.rows.push_back({view.accelerator, view.training,
                            level_name(*view.run, view.run->levels[l]), per(operations, time),
                            per(joules, time), per(operations, joules), per(operations, time * mm2),
                            number_or_none(peak), per(peak, mm2)});
    }
  }
  if (more > 0) {
    table.caption += fmt::format(" {} further levels are in levels.csv.", more);
  }
  return table;
}

}  // namespace metronome::report
