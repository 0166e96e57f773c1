#include "sim/energy/energy_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "sim/base/number.hpp"
#include "sim/config/text_rules.hpp"

namespace metronome {
namespace {

Uncertainty provenance_alone(const EnergyRow& row) {
  const auto cause = [&](double low, double high, const char* reason) {
    const std::string provenance(enum_name(row.provenance));
    return Uncertainty{provenance + ": " + row.source, low, high, reason};
  };
  switch (row.provenance) {
    case Provenance::measured:
      return cause(0.8, 1.25, "a measured value that states no interval");
    case Provenance::scaled:
      return cause(0.6, 1.6, "a scaled value that states no interval");
    case Provenance::assumed:
      return cause(0.4, 2.5, "an assumption");
  }
  fail_no_enumerator(row.provenance);
}

}  // namespace

std::optional<std::pair<int, int>> parse_bits(std::string_view text) {
  const std::size_t cross = text.find('x');
  if (cross == std::string_view::npos) {
    return std::nullopt;
  }
  constexpr NumberRange kWidths{1, std::numeric_limits<int>::max()};
  const auto a = read_number<int>(text.substr(0, cross), kWidths).value;
  const auto b = read_number<int>(text.substr(cross + 1), kWidths).value;
  if (!a || !b) {
    return std::nullopt;
  }
  return std::pair(std::max(*a, *b), std::min(*a, *b));
}

bool is_optional(const Activity& activity) {
  static constexpr std::array<std::string_view, 7> kUnits{
      "vector_registers", "quantizer", "random_bits", "packer", "transposer", "instruction", "phy"};
  if (activity.action == "quantizer.step") {
    return false;  // computes
  }
  const std::string_view unit =
      std::string_view(activity.action).substr(0, activity.action.find('.'));
  return parts_of_work(activity.action).has_value() || activity.action.ends_with(".clock") ||
         activity.component == Component::interconnect ||
         std::any_of(kUnits.begin(), kUnits.end(),
                     [&](std::string_view one) { return unit.ends_with(one); });
}

std::optional<std::size_t> EnergyTable::find(const Activity& activity) const {
  const std::pair widths(std::max(activity.a_bits, activity.b_bits),
                         std::min(activity.a_bits, activity.b_bits));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const EnergyRow& row = rows[i];
    if (row.component != activity.component || row.action != activity.action) {
      continue;
    }
    if (row.bits.empty() || parse_bits(row.bits) == widths) {
      return i;
    }
  }
  return std::nullopt;
}

EnergyTable EnergyTable::with(const std::vector<EnergyRow>& more,
                              const std::vector<Uncertainty>& causes) const {
  EnergyTable out = *this;
  std::copy_if(more.begin(), more.end(), std::back_inserter(out.rows), [&](const EnergyRow& row) {
    return std::find(rows.begin(), rows.end(), row) == rows.end();
  });
  for (const Uncertainty& cause : causes) {
    if (std::find(out.uncertainties.begin(), out.uncertainties.end(), cause) ==
        out.uncertainties.end()) {
      out.uncertainties.push_back(cause);
    }
  }
  std::vector<Diagnostic> wrong;
  for (TableFinding& found : check_table(out)) {
    wrong.push_back({"energy table " + name, 0, 0, std::move(found.key), std::move(found.what),
                     std::move(found.hint)});
  }
  if (!wrong.empty()) {
    throw UserError(std::move(wrong));
  }
  return out;
}

std::vector<Uncertainty> EnergyTable::causes_of(const EnergyRow& row) const {
  if (row.uncertain_by.empty()) {
    return {provenance_alone(row)};
  }
  std::vector<Uncertainty> causes;
  for (const Uncertainty& each : uncertainties) {
    if (std::find(row.uncertain_by.begin(), row.uncertain_by.end(), each.name) !=
        row.uncertain_by.end()) {
      causes.push_back(each);
    }
  }
  return causes;
}

Uncertainty EnergyTable::interval_of(const EnergyRow& row) const {
  double low = 0;
  double high = 0;
  Uncertainty all;
  for (const Uncertainty& cause : causes_of(row)) {
    low += std::log(cause.low_factor) * std::log(cause.low_factor);
    high += std::log(cause.high_factor) * std::log(cause.high_factor);
    all.name += (all.name.empty() ? "" : ", ") + cause.name;
    all.reason += (all.reason.empty() ? "" : "; ") + cause.reason;
  }
  all.low_factor = std::exp(-std::sqrt(low));
  all.high_factor = std::exp(std::sqrt(high));
  return all;
}

namespace config {

template <>
const StructSchema<Uncertainty>& schema_of<Uncertainty>() {
  static const auto schema =
      StructSchema<Uncertainty>("something that makes prices uncertain")
          .field("name", &Uncertainty::name, {.doc = "by which rows name it", .required = true})
          .field("low_factor", &Uncertainty::low_factor,
                 {.doc = "nine in ten true values are at least so many times the row's",
                  .min = 1e-3,
                  .max = 1,
                  .required = true})
          .field("high_factor", &Uncertainty::high_factor,
                 {.doc = "and at most so many times", .min = 1, .max = 1e3, .required = true})
          .field("reason", &Uncertainty::reason, {.doc = "why so much", .required = true});
  return schema;
}

template <>
const StructSchema<EnergyRow>& schema_of<EnergyRow>() {
  static const auto schema =
      StructSchema<EnergyRow>("the energy of one kind of event")
          .field("component", &EnergyRow::component,
                 {.doc = "part of the machine that the energy is reported under", .required = true})
          .field("action", &EnergyRow::action,
                 {.doc = "name of the event as the simulator counts it", .required = true})
          .field("bits", &EnergyRow::bits,
                 {.doc = "operand widths as \"8x4\"; absent: one price for any widths"})
          .field("value", &EnergyRow::value,
                 {.unit = "the row's unit",
                  .doc = "the price",
                  .min = 0,
                  .max = 1e12,
                  .required = true})
          .field("unit", &EnergyRow::unit, {.doc = "pJ per event, or uW per unit (leakage)"})
          .field("technology_nm", &EnergyRow::technology_nm,
                 {.unit = "nm",
                  .doc = "node of the source; 0: not stated",
                  .min = 0,
                  .max = 1000,
                  .required = true})
          .field("voltage_v", &EnergyRow::voltage_v,
                 {.unit = "V", .doc = "supply of the source, where it says", .min = 0.1, .max = 5})
          .field("source", &EnergyRow::source, {.doc = "citation", .required = true})
          .field("provenance", &EnergyRow::provenance,
                 {.doc = "measured, scaled or assumed", .required = true})
          .field("how", &EnergyRow::how,
                 {.doc = "factor of a scaled row, reason of an assumed one"})
          .field("includes", &EnergyRow::includes, {.doc = "what else the value already pays for"})
          .field("uncertain_by", &EnergyRow::uncertain_by,
                 {.doc = "names of the table's uncertainties; absent: what provenance alone says",
                  .omit_default = true});
  return schema;
}

template <>
const StructSchema<AreaRow>& schema_of<AreaRow>() {
  static const auto schema =
      StructSchema<AreaRow>("the area of one unit of a part")
          .field("part", &AreaRow::part, {.doc = "name of the part", .required = true})
          .field(
              "area_um2", &AreaRow::area_um2,
              {.unit = "um2", .doc = "area of one unit", .min = 0, .max = 1e12, .required = true})
          .field(
              "technology_nm", &AreaRow::technology_nm,
              {.unit = "nm", .doc = "node of the source", .min = 1, .max = 1000, .required = true})
          .field("source", &AreaRow::source, {.doc = "citation", .required = true})
          .field("provenance", &AreaRow::provenance,
                 {.doc = "measured, scaled or assumed", .required = true})
          .field("how", &AreaRow::how, {.doc = "factor of a scaled row, reason of an assumed one"});
  return schema;
}

template <>
const StructSchema<EnergyTable>& schema_of<EnergyTable>() {
  static const auto schema =
      StructSchema<EnergyTable>("energy and area at one node, voltage, clock and SRAM cell")
          .field("name", &EnergyTable::name, {.doc = "name in reports", .required = true})
          .field("technology_nm", &EnergyTable::technology_nm,
                 {.unit = "nm", .doc = "node", .min = 1, .max = 1000, .required = true})
          .field("voltage_v", &EnergyTable::voltage_v,
                 {.unit = "V", .doc = "supply", .min = 0.1, .max = 5, .required = true})
          .field(
              "clock_hz", &EnergyTable::clock,
              {.unit = "Hz", .doc = "clock of the corner", .min = 1, .max = 1e12, .required = true})
          .field("sram_cell", &EnergyTable::sram_cell,
                 {.doc = "cell type of all on-chip SRAM", .required = true})
          .field(
              "sram_table", &EnergyTable::sram_table,
              {.doc = "CSV of SRAM banks, for banks that have no rows here", .omit_default = true})
          .field("rows", &EnergyTable::rows, {.doc = "prices", .required = true})
          .field("areas", &EnergyTable::areas, {.doc = "areas"})
          .field("uncertainties", &EnergyTable::uncertainties,
                 {.doc = "what makes rows uncertain, and by how much", .omit_default = true})
          .validate(keeps("name", &EnergyTable::name, TextRule::label))
          .validate([](const EnergyTable& table, const auto& complain) {
            for (TableFinding& found : check_table(table)) {
              complain(found.key, std::move(found.what), std::move(found.hint));
            }
          });
  return schema;
}

}  // namespace config
}  // namespace metronome
