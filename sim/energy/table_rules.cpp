#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/energy/energy_table.hpp"
#include "sim/energy/technology.hpp"

namespace metronome {
namespace {

std::string row_key(std::size_t index) { return fmt::format("rows[{}]", index); }

std::string row_name(const EnergyRow& row) {
  return fmt::format("{} {}{}{}", enum_name(row.component), row.action, row.bits.empty() ? "" : " ",
                     row.bits);
}

/// "systolic.mac" is of the family "systolic"; an action without a dot has none.
std::string family(const EnergyRow& row) {
  const std::size_t dot = row.action.find('.');
  return dot == std::string::npos ? std::string() : row.action.substr(0, dot);
}

void check_text(const EnergyTable& table, std::size_t i, std::vector<TableFinding>& out) {
  const EnergyRow& row = table.rows[i];
  if (!row.bits.empty() && !parse_bits(row.bits)) {
    out.push_back({row_key(i) + ".bits", fmt::format("`{}` is not a pair of widths", row.bits),
                   "such as 8x4"});
  }
  if (row.provenance != Provenance::measured && row.how.empty()) {
    out.push_back({row_key(i) + ".how", "is missing",
                   "a scaled row gives its factor, an assumed one its reason"});
  }
  if (row.provenance != Provenance::assumed && row.source.empty()) {
    out.push_back({row_key(i) + ".provenance", "is not `assumed`, and the row has no source",
                   "a source, or `provenance: assumed`"});
  }
  const bool static_power = row.component == Component::leakage;
  if (static_power != (row.unit == EnergyUnit::microwatt)) {
    out.push_back({row_key(i) + ".unit",
                   static_power ? "leakage is priced in uW" : "an event is priced in pJ",
                   static_power ? "unit: uW" : "unit: pJ"});
  }
}

void check_causes(const EnergyTable& table, std::vector<TableFinding>& out) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < table.uncertainties.size(); ++i) {
    const Uncertainty& cause = table.uncertainties[i];
    const std::string key = fmt::format("uncertainties[{}]", i);
    if (std::find(names.begin(), names.end(), cause.name) != names.end()) {
      out.push_back({key + ".name", cause.name + " stands twice", "keep one of them"});
    }
    if (cause.reason.empty()) {
      out.push_back({key + ".reason", "is missing", "why the interval is so wide"});
    }
    names.push_back(cause.name);
  }
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    for (const std::string& name : table.rows[i].uncertain_by) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        out.push_back({row_key(i) + ".uncertain_by",
                       fmt::format("`{}` is none of the table's uncertainties", name),
                       name_hint(name, names)});
      }
    }
  }
}

void check_corner(const EnergyTable& table, std::size_t i, std::vector<TableFinding>& out) {
  const EnergyRow& row = table.rows[i];
  const bool own_chip = row.component == Component::dram || row.component == Component::host;
  if (own_chip || row.provenance != Provenance::measured) {
    return;
  }
  const bool other_node = row.technology_nm != table.technology_nm;
  if (other_node || row.voltage_v.value_or(table.voltage_v) != table.voltage_v) {
    out.push_back({row_key(i) + ".provenance",
                   fmt::format("{} is of {} nm, {} V in a table of {} nm, {} V", row_name(row),
                               row.technology_nm, row.voltage_v.value_or(table.voltage_v),
                               table.technology_nm, table.voltage_v),
                   "scale the value and say `provenance: scaled` and how"});
  }
}

/// A value of another node is that of this one only times a factor, which `how` names.
template <class Row>
void check_factor(const EnergyTable& table, const Row& row, const std::string& key,
                  std::vector<TableFinding>& out) {
  const NamedFactor factor = named_factor(row, table);
  if (row.provenance == Provenance::measured || row.how.empty() || factor.named) {
    return;  // found otherwise
  }
  out.push_back({key + ".how",
                 fmt::format("`{}` names no factor from {} nm to the table's {} nm", row.how,
                             row.technology_nm, table.technology_nm),
                 factor.expected > 0
                     ? fmt::format("by [stillmaker2017scaling] it is x {:.6g}", factor.expected)
                     : std::string("\"x 0.53\", and where it is from")});
}

/// Two rows of one component and action that some activity would find both.
bool same_event(const EnergyRow& a, const EnergyRow& b) {
  return a.component == b.component && a.action == b.action &&
         (a.bits.empty() || b.bits.empty() || parse_bits(a.bits) == parse_bits(b.bits));
}

/// Does row `a` already pay for what row `b` charges?
bool pays_for(const EnergyRow& a, const EnergyRow& b, const std::string& included) {
  if (a.action == b.action && a.component == b.component) {
    return false;
  }
  return included == b.action || (!family(a).empty() && family(a) + "." + included == b.action) ||
         (a.component != b.component && included == enum_name(b.component) &&
          b.component != Component::leakage);
}

/// A part that row `a` charges as array work and row `b` of its family includes.
std::string charged_as_work(const EnergyRow& a, const EnergyRow& b) {
  if (a.component != b.component || b.includes.empty() || family(a) != family(b)) {
    return {};  // of nearly all pairs
  }
  const auto parts = parts_of_work(a.action);
  if (!parts) {
    return {};
  }
  for (const std::string& part : *parts) {
    if (std::find(b.includes.begin(), b.includes.end(), part) != b.includes.end()) {
      return part;
    }
  }
  return {};
}

/// A part that both rows contain, where an event of their family is charged by both.
std::string shared_part(const EnergyRow& a, const EnergyRow& b) {
  const bool beside = a.component == b.component && a.action != b.action && !family(a).empty() &&
                      family(a) == family(b);
  for (const std::string& part : a.includes) {
    if (beside && std::find(b.includes.begin(), b.includes.end(), part) != b.includes.end()) {
      return part;
    }
  }
  return {};
}

void check_pair(const EnergyTable& table, std::size_t i, std::size_t j,
                std::vector<TableFinding>& out) {
  const EnergyRow& a = table.rows[i];
  const EnergyRow& b = table.rows[j];
  if (i < j && same_event(a, b)) {
    out.push_back({row_key(j), fmt::format("{} stands twice (also in {})", row_name(b), row_key(i)),
                   "keep one price for one event"});
  }
  for (const std::string& part : a.includes) {
    if (pays_for(a, b, part)) {
      out.push_back(
          {row_key(i) + ".includes",
           fmt::format("{} includes {}, which {} charges again", row_name(a), part, row_name(b)),
           "remove one of the two rows, or subtract the part and drop it from `includes`"});
    }
  }
  if (const std::string part = charged_as_work(a, b); !part.empty()) {
    out.push_back(
        {row_key(j) + ".includes",
         fmt::format("{} includes {}, which {} charges again", row_name(b), part, row_name(a)),
         "remove one of the two rows, or subtract the part and drop it from `includes`"});
  }
  if (const std::string part = i < j ? shared_part(a, b) : std::string(); !part.empty()) {
    out.push_back({row_key(j) + ".includes",
                   fmt::format("{} and {} both include {}", row_name(a), row_name(b), part),
                   "one of the two must not contain it"});
  }
}

void check_area(const EnergyTable& table, std::size_t i, std::vector<TableFinding>& out) {
  const AreaRow& row = table.areas[i];
  const std::string key = fmt::format("areas[{}]", i);
  for (std::size_t j = 0; j < i; ++j) {
    if (table.areas[j].part == row.part) {
      out.push_back({key, fmt::format("{} stands twice", row.part), "keep one of them"});
    }
  }
  if (row.provenance != Provenance::measured && row.how.empty()) {
    out.push_back(
        {key + ".how", "is missing", "a scaled row gives its factor, an assumed one its reason"});
  }
  if (row.provenance == Provenance::measured && row.technology_nm != table.technology_nm) {
    out.push_back({key + ".provenance",
                   fmt::format("{} is of {} nm in a table of {} nm", row.part, row.technology_nm,
                               table.technology_nm),
                   "scale the value and say `provenance: scaled` and how"});
  }
}

}  // namespace

std::optional<std::vector<std::string>> parts_of_work(std::string_view action) {
  using Parts = std::vector<std::string>;
  static const std::map<std::string_view, Parts> parts{
      {"useful_bit_product", {"multiplier"}},
      {"padded_bit_product", {"padding"}},
      {"zero_bit_product", {"zeros"}},  // part of the padded ones
      {"idle_bit_product", {}},         // no other row counts idleness
      {"idle_pe_cycle", {}},
      {"addition", {"multiplier", "accumulator"}},
      {"shift", {"multiplier", "accumulator"}},
      {"register_write", {"input_register", "accumulator"}}};
  const std::size_t dot = action.find('.');
  const auto at = dot == std::string_view::npos ? parts.end() : parts.find(action.substr(dot + 1));
  return at == parts.end() ? std::nullopt : std::optional(at->second);
}

std::vector<TableFinding> check_table(const EnergyTable& table) {
  std::vector<TableFinding> out;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    check_text(table, i, out);
    check_corner(table, i, out);
    check_factor(table, table.rows[i], row_key(i), out);
    for (std::size_t j = 0; j < table.rows.size(); ++j) {
      if (i != j) {
        check_pair(table, i, j, out);
      }
    }
  }
  for (std::size_t i = 0; i < table.areas.size(); ++i) {
    check_area(table, i, out);
    check_factor(table, table.areas[i], fmt::format("areas[{}]", i), out);
  }
  check_causes(table, out);
  return out;
}

}  // namespace metronome
