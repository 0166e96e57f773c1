#include "sim/energy/pricing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace metronome {
namespace {

Joules joules_of(std::uint64_t count, const EnergyRow& row, Hertz clock) {
  const double product = static_cast<double>(count) * row.value;
  return row.unit == EnergyUnit::picojoule ? to_joules(Picojoules(product))
                                           : Joules(product * 1e-6 / clock.count());
}

Diagnostic missing_row(const Activity& activity, const EnergyTable& table) {
  const bool widths = activity.a_bits > 0 || activity.b_bits > 0;
  const std::string name =
      fmt::format("{} {}{}", enum_name(activity.component), activity.action,
                  widths ? fmt::format(" {}x{}", activity.a_bits, activity.b_bits) : "");
  std::string others;
  std::vector<std::string> actions;
  for (const EnergyRow& row : table.rows) {
    if (row.component == activity.component) {
      actions.push_back(row.action);
      if (row.action == activity.action) {
        others += (others.empty() ? "" : ", ") + row.bits;
      }
    }
  }
  std::string hint = others.empty() ? name_hint(activity.action, actions)
                                    : "the table has it for the widths " + others;
  if (others.empty() && actions.empty()) {
    hint = fmt::format("the table has no row of component {}", enum_name(activity.component));
  }
  return {
      fmt::format("energy table {}", table.name), 0, 0, {}, "no row for " + name, std::move(hint)};
}

/// `rows`: the table, or its PriceList.
template <typename Rows>
EnergyReport priced(const Measure& measure, const Rows& rows, const EnergyTable& table,
                    Hertz clock) {
  EnergyReport report;
  report.lines.reserve(measure.counts.size());
  std::vector<Diagnostic> missing;
  for (const auto& [activity, count] : measure.counts) {
    const auto index = rows.find(activity);
    if (!index && is_optional(activity)) {
      continue;
    }
    if (!index) {
      missing.push_back(missing_row(activity, table));
      continue;
    }
    const EnergyRow& row = table.rows[*index];
    const Joules joules = joules_of(count, row, clock);
    report.lines.push_back({activity, count, row.value, row.unit, joules, *index});
    report.components[activity.component] += joules;
  }
  if (!missing.empty()) {
    throw UserError(std::move(missing));
  }
  return report;
}

}  // namespace

Joules EnergyReport::total() const {
  return std::accumulate(components.begin(), components.end(), Joules(0));
}

EnergyReport& EnergyReport::operator+=(const EnergyReport& other) {
  for (const Component component : kEnumValues<Component>) {
    components[component] += other.components[component];
  }
  std::vector<EnergyLine> merged;
  merged.reserve(lines.size() + other.lines.size());
  auto mine = lines.begin();
  auto theirs = other.lines.begin();
  while (mine != lines.end() || theirs != other.lines.end()) {
    if (theirs == other.lines.end() || (mine != lines.end() && mine->activity < theirs->activity)) {
      merged.push_back(*mine++);
    } else if (mine == lines.end() || theirs->activity < mine->activity) {
      merged.push_back(*theirs++);
    } else {
      METRONOME_ASSERT(mine->row == theirs->row && mine->value == theirs->value,
                       "energy reports of different tables were added");
      merged.push_back(*mine++);
      merged.back().count += theirs->count;
      merged.back().joules += theirs->joules;
      ++theirs;
    }
  }
  lines = std::move(merged);
  return *this;
}

EnergyReport EnergyReport::scaled(std::uint64_t times) const {
  if (times == 0) {
    return {};
  }
  EnergyReport out = *this;
  const auto factor = static_cast<double>(times);
  for (Joules& part : out.components) {
    part = part * factor;
  }
  for (EnergyLine& line : out.lines) {
    line.count *= times;
    line.joules = line.joules * factor;
  }
  return out;
}

std::vector<Activity> unpriced(const std::set<Activity>& activities, const EnergyTable& table) {
  std::vector<Activity> none;
  for (const Activity& activity : activities) {
    if (!parts_of_work(activity.action) && !table.find(activity)) {
      none.push_back(activity);
    }
  }
  return none;
}

PriceList::PriceList(const EnergyTable& table) : table_(table) {
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const EnergyRow& row = table.rows[i];
    by_action_[row.action].push_back({i, row.bits.empty() ? std::nullopt : parse_bits(row.bits)});
  }
}

std::optional<std::size_t> PriceList::find(const Activity& activity) const {
  const auto at = by_action_.find(activity.action);
  if (at == by_action_.end()) {
    return std::nullopt;
  }
  const auto widths = std::minmax(activity.a_bits, activity.b_bits);
  for (const Priced& one : at->second) {
    const EnergyRow& row = table_.rows[one.row];
    if (row.component == activity.component &&
        (row.bits.empty() || one.widths == std::pair(widths.second, widths.first))) {
      return one.row;
    }
  }
  return std::nullopt;
}

EnergyReport price(const Measure& measure, const EnergyTable& table, Hertz clock) {
  return priced(measure, table, table, clock);
}

EnergyReport price(const Measure& measure, const PriceList& prices, Hertz clock) {
  return priced(measure, prices, prices.table(), clock);
}

}  // namespace metronome
