#include "sim/energy/memories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/hash.hpp"

namespace metronome {
namespace {

constexpr const char* kCacti = "[balasubramonian2017cacti], own runs";

constexpr const char* kWires = "[keckler2011gpus] 310 pJ for 256 bits over 10 mm at 40 nm, 0.9 V";

const Uncertainty kBeyondNodes{
    "SRAM beyond its nodes", 0.5, 2,
    "memories shrink less than logic below 22 nm, and otherwise above 65"};

const std::vector<Uncertainty>& memory_causes() {
  static const std::vector<Uncertainty> causes{
      {"CACTI", 0.6, 1.6, "a circuit model, not a memory compiler; 360 K"},
      {"interpolated banks", 0.8, 1.25,
       "points left out are met within 17 to 34 % nine times in ten"},
      {"wires", 0.35, 2,
       "switching activity between a quarter and all of the bits, floorplan unknown"}};
  return causes;
}

class MemoryRows {
 public:
  explicit MemoryRows(const EnergyTable& table) : table_(table) {
    if (has_sram_table()) {
      sram_ = SramTable::load(table.sram_table.path);
    }
  }

  [[nodiscard]] bool has_sram_table() const { return !table_.sram_table.path.empty(); }

  /// Of the bank. UserError where the table does not hold it.
  void add_bank(const std::string& part, const BankShape& bank) {
    const SramPrice price = price_of(part, bank);
    for (const Component buffer :
         {Component::input_buffer, Component::weight_buffer, Component::output_buffer}) {
      add(buffer, part + ".read_bit", price.values.read_pj_per_bit, price.how);
      add(buffer, part + ".write_bit", price.values.write_pj_per_bit, price.how);
    }
    add(Component::leakage, part + ".leakage", price.values.leakage_uw, price.how);
    beyond_nodes = beyond_nodes || price.beyond_nodes;
    for (auto row = rows.end() - 7; price.beyond_nodes && row != rows.end(); ++row) {
      row->uncertain_by.push_back(kBeyondNodes.name);
    }
    areas.push_back(
        {part, price.values.area_um2, table_.technology_nm, kCacti, provenance(price), price.how});
  }

  void add_wires(const std::string& part, const BufferShape& buffer, double bank_um2) {
    const double way = wire_mm(buffer.banks, bank_um2);
    const double pj = way * wire_pj_per_bit_mm(table_.voltage_v);
    for (const Component each :
         {Component::input_buffer, Component::weight_buffer, Component::output_buffer}) {
      EnergyRow& row = add(each, part + ".bit", pj, "");
      row.source = kWires;
      row.provenance = Provenance::scaled;
      row.uncertain_by = {"wires"};
      row.how = fmt::format("x ({} / 0.9)^2, over {:.4g} mm: 3/4 of the side of {} banks",
                            table_.voltage_v, way, buffer.banks);
    }
  }

  /// Into and out of an array.
  void add_feed(const std::string& part, const FeedShape& feed, double unit_um2) {
    const double um2 = static_cast<double>(feed.units) * unit_um2;
    for (const bool multicast : {false, true}) {
      const double way = feed_mm(um2, multicast);
      EnergyRow& row = add(Component::interconnect, part + (multicast ? ".multicast_bit" : ".bit"),
                           way * wire_pj_per_bit_mm(table_.voltage_v), "");
      row.source = kWires;
      row.provenance = Provenance::scaled;
      row.uncertain_by = {"wires"};
      row.how = fmt::format(
          "x ({} / 0.9)^2, over {:.4g} mm: {} of the side of {} units of {:.4g} "
          "um2; synthesis knows no such wires",
          table_.voltage_v, way, multicast ? "5/4" : "3/4", feed.units, unit_um2);
    }
  }

  /// Nothing where nobody knows it.
  [[nodiscard]] std::optional<double> area_of(const std::string& part,
                                              const BankShape& bank) const {
    if (const auto own = own_area(part)) {
      return own;
    }
    return has_sram_table() ? std::optional(price_of(part, bank).values.area_um2) : std::nullopt;
  }

  /// Of the table's own rows.
  [[nodiscard]] std::optional<double> own_area(const std::string& part) const {
    const auto own = std::find_if(table_.areas.begin(), table_.areas.end(),
                                  [&](const AreaRow& row) { return row.part == part; });
    return own == table_.areas.end() ? std::nullopt : std::optional(own->area_um2);
  }

  std::vector<EnergyRow> rows;
  std::vector<AreaRow> areas;
  bool beyond_nodes = false;

 private:
  static Provenance provenance(const SramPrice& price) {
    return price.how.empty() ? Provenance::measured : Provenance::scaled;
  }

  EnergyRow& add(Component component, std::string action, double value, const std::string& how) {
    EnergyRow row;
    row.component = component;
    row.action = std::move(action);
    row.value = value;
    row.unit = component == Component::leakage ? EnergyUnit::microwatt : EnergyUnit::picojoule;
    row.technology_nm = table_.technology_nm;
    row.source = kCacti;
    row.provenance = how.empty() ? Provenance::measured : Provenance::scaled;
    row.how = how;
    row.uncertain_by = {"CACTI"};
    if (!how.empty()) {
      row.uncertain_by.emplace_back("interpolated banks");
    }
    rows.push_back(std::move(row));
    return rows.back();
  }

  [[nodiscard]] SramPrice price_of(const std::string& part, const BankShape& bank) const {
    if (auto price = sram_.price(table_.sram_cell, table_.technology_nm, bank)) {
      return *price;
    }
    throw UserError(
        Diagnostic{"energy table " + table_.name,
                   0,
                   0,
                   {},
                   part + ": " + sram_.misfit(table_.sram_cell, table_.technology_nm, bank),
                   "another bank, or rows of its own in the energy table"});
  }

  const EnergyTable& table_;
  SramTable sram_;
};

}  // namespace

double wire_pj_per_bit_mm(double voltage_v) {
  constexpr double kPublished = 310.0 / (256 * 10);
  return kPublished * (voltage_v / 0.9) * (voltage_v / 0.9);
}

double wire_mm(std::uint64_t banks, double bank_um2) {
  return banks > 1 ? 0.75 * std::sqrt(static_cast<double>(banks) * bank_um2) * 1e-3 : 0;
}

double feed_mm(double array_um2, bool multicast) {
  return (multicast ? 1.25 : 0.75) * std::sqrt(array_um2) * 1e-3;
}

std::string prices_digest(const std::filesystem::path& energy_table) {
  const std::string own = file_digest(energy_table.string());
  const config::Node node = config::load_yaml(energy_table);
  const config::Node* sram = node.find("sram_table");
  if (sram == nullptr || sram->kind != config::Node::Kind::scalar) {
    return own;
  }
  return content_digest(own + file_digest(config::resolve_path(sram->scalar, sram->mark).string()));
}

bool has_part(const EnergyTable& table, const std::string& part) {
  return std::any_of(table.rows.begin(), table.rows.end(), [&](const EnergyRow& row) {
    return row.action.starts_with(part) && row.action.substr(part.size()).starts_with('.');
  });
}

EnergyTable with_memories(const EnergyTable& table, const std::set<std::string>& parts) {
  MemoryRows found(table);
  for (const std::string& part : parts) {
    if (has_part(table, part)) {
      continue;
    }
    if (const auto bank = parse_bank(part); bank && found.has_sram_table()) {
      found.add_bank(part, *bank);
    } else if (const auto wires = parse_wire(part)) {
      const std::string name = "sram_" + part.substr(part.find('x') + 1);
      if (const auto area = found.area_of(name, wires->bank)) {
        found.add_wires(part, *wires, *area);
      }
    } else if (const auto feed = parse_feed(part)) {
      if (const auto area = found.own_area(feed->hardware)) {
        found.add_feed(part, *feed, *area);
      }
    }
  }
  EnergyTable out = table;
  out.sram_table.path.clear();
  out.areas.insert(out.areas.end(), found.areas.begin(), found.areas.end());
  std::vector<Uncertainty> causes =
      found.rows.empty() ? std::vector<Uncertainty>{} : memory_causes();
  if (found.beyond_nodes) {
    causes.push_back(kBeyondNodes);
  }
  return out.with(found.rows, causes);
}

}  // namespace metronome
