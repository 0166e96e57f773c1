#include "sim/energy/area.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace metronome {

double AreaReport::total_um2() const {
  double sum = 0;
  for (const AreaLine& line : lines) {
    sum += line.area_um2;
  }
  return sum;
}

AreaReport area(const std::map<std::string, double>& units, const EnergyTable& table) {
  AreaReport report;
  std::vector<Diagnostic> missing;
  std::vector<std::string> parts;
  for (const AreaRow& row : table.areas) {
    parts.push_back(row.part);
  }
  for (const auto& [part, count] : units) {
    const auto at = std::find(parts.begin(), parts.end(), part);
    if (at == parts.end()) {
      missing.push_back({fmt::format("energy table {}", table.name),
                         0,
                         0,
                         {},
                         "no area row for " + part,
                         name_hint(part, parts)});
      continue;
    }
    const auto index = static_cast<std::size_t>(at - parts.begin());
    const double each = table.areas[index].area_um2;
    report.lines.push_back({part, count, each, count * each, index});
  }
  if (!missing.empty()) {
    throw UserError(std::move(missing));
  }
  return report;
}

std::map<std::string, double> leaking_units(const Measure& measure) {
  static constexpr std::string_view kSuffix = ".leakage";
  std::map<std::string, double> units;
  const auto cycles = static_cast<double>(measure.cycles.total().count());
  for (const auto& [activity, count] : measure.counts) {
    if (activity.component == Component::leakage && activity.action.ends_with(kSuffix) &&
        cycles > 0) {
      const std::string part = activity.action.substr(0, activity.action.size() - kSuffix.size());
      units[part] = static_cast<double>(count) / cycles;
    }
  }
  return units;
}

}  // namespace metronome
