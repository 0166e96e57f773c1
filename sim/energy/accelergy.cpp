#include "sim/energy/accelergy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/base/number.hpp"

namespace metronome {
namespace {

using config::Node;

constexpr const char* kVersion = "0.4";
constexpr NumberRange kValue{0, 1e12L};

/// Where a row stands in an ERT.
struct Place {
  std::string table;
  std::string action;
  std::string bits;  ///< "8x4", or empty
  auto operator<=>(const Place&) const = default;

  [[nodiscard]] std::string text() const {
    return table + " " + action + (bits.empty() ? "" : " " + bits);
  }
};

Place place_of(const EnergyRow& row) {
  const std::string head = "metronome." + std::string(enum_name(row.component));
  const std::size_t dot = row.action.rfind('.');
  Place place{head, row.action, row.bits};
  if (dot != std::string::npos) {
    place.table += "." + row.action.substr(0, dot);
    place.action = row.action.substr(dot + 1);
  }
  if (row.component == Component::leakage) {
    place.action = "leak";
  }
  if (const auto bits = parse_bits(row.bits)) {
    place.bits = fmt::format("{}x{}", bits->first, bits->second);
  }
  return place;
}

/// Microwatts in one clock are so many picojoules.
double pj_of(const EnergyRow& row, Hertz clock) {
  return row.unit == EnergyUnit::picojoule ? row.value : row.value * 1e6 / clock.count();
}

Node number_node(double value) { return Node::make_scalar(fmt::format("{}", value)); }

Node action_node(const Place& place, double energy) {
  Node action = Node::make_map();
  action.add("name", Node::make_scalar(place.action));
  Node arguments = Node::make_map();
  if (const auto bits = parse_bits(place.bits)) {
    arguments.add("a_bits", Node::make_scalar(std::to_string(bits->first)));
    arguments.add("b_bits", Node::make_scalar(std::to_string(bits->second)));
    action.add("arguments", std::move(arguments));
  }
  action.add("energy", number_node(energy));
  return action;
}

std::string file_of(const char* key, Node tables) {
  Node inner = Node::make_map();
  inner.add("version", Node::make_scalar(kVersion));
  inner.add("tables", std::move(tables));
  Node file = Node::make_map();
  file.add(key, std::move(inner));
  return to_yaml(file);
}

/// Reads one reference table; complaints are gathered.
class ReferenceReader {
 public:
  explicit ReferenceReader(Findings& findings) : findings_(findings) {}

  /// The tables below a key of the file.
  std::vector<Node> tables(const Node& file, const char* key) {
    const Node* top = file.find(key);
    const Node* list = top == nullptr ? nullptr : top->find("tables");
    if (list == nullptr || list->kind != Node::Kind::sequence) {
      complain(top == nullptr ? file : *top, key, "has no list `tables`");
      return {};
    }
    return list->items;
  }
  std::string text(const Node& map, const char* key) {
    const Node* value = map.find(key);
    if (value == nullptr || value->kind != Node::Kind::scalar) {
      complain(map, key, "is missing");
      return {};
    }
    return value->scalar;
  }
  std::optional<double> number(const Node& map, const char* key) {
    const Node* value = map.find(key);
    if (value == nullptr || value->kind != Node::Kind::scalar) {
      complain(map, key, "is missing");
      return std::nullopt;
    }
    const auto read = read_number<double>(value->scalar, kValue);
    if (!read.value) {
      complain(*value, key, fmt::format("`{}` is no number from 0 to 1e12", value->scalar));
    }
    return read.value;
  }
  void complain(const Node& at, const std::string& key, std::string what, std::string hint = {}) {
    findings_.add(
        {at.mark.file, at.mark.line, at.mark.column, key, std::move(what), std::move(hint)});
  }

 private:
  Findings& findings_;
};

bool equal_to_six_digits(double a, double b) {
  return std::abs(a - b) <= 5e-7 * std::max(std::abs(a), std::abs(b));
}

/// "8x4" of the arguments of an action, as place_of() writes it.
std::string bits_of(const Node& action) {
  const Node* arguments = action.find("arguments");
  const Node* a = arguments == nullptr ? nullptr : arguments->find("a_bits");
  const Node* b = arguments == nullptr ? nullptr : arguments->find("b_bits");
  if (a == nullptr || b == nullptr) {
    return {};
  }
  const auto bits = parse_bits(a->scalar + "x" + b->scalar);
  return bits ? fmt::format("{}x{}", bits->first, bits->second) : a->scalar + "x" + b->scalar;
}

void take_energies(EnergyTable& table, const Node& file, Findings& findings) {
  ReferenceReader reader(findings);
  std::map<Place, std::size_t> rows;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    rows.emplace(place_of(table.rows[i]), i);
    names.push_back(place_of(table.rows[i]).text());
  }
  std::set<Place> seen;
  for (const Node& each : reader.tables(file, "ERT")) {
    const std::string name = reader.text(each, "name");
    const Node* actions = each.find("actions");
    if (actions == nullptr || actions->kind != Node::Kind::sequence) {
      reader.complain(each, "actions", "is missing");
      continue;
    }
    for (const Node& action : actions->items) {
      const Place place{name, reader.text(action, "name"), bits_of(action)};
      const auto energy = reader.number(action, "energy");
      const auto at = rows.find(place);
      if (at == rows.end()) {
        reader.complain(action, "name", place.text() + " is no row of the energy table",
                        name_hint(place.text(), names));
      } else if (!seen.insert(place).second) {
        reader.complain(action, "name", place.text() + " stands twice", "keep one of them");
      } else if (energy) {
        EnergyRow& row = table.rows[at->second];
        const bool static_power = row.unit == EnergyUnit::microwatt;
        const double value = static_power ? *energy * table.clock.count() * 1e-6 : *energy;
        if (!equal_to_six_digits(value, row.value)) {
          row.value = value;
          row.provenance = Provenance::assumed;
          row.how = "energy reference table of Accelergy, which names no source; was: " +
                    (row.how.empty() ? row.source : row.how);
          row.uncertain_by.clear();
        }
      }
    }
  }
}

void take_areas(EnergyTable& table, const Node& file, Findings& findings) {
  ReferenceReader reader(findings);
  std::set<std::string> seen;
  for (const Node& each : reader.tables(file, "ART")) {
    const std::string name = reader.text(each, "name");
    const auto area = reader.number(each, "area");
    const auto row = std::find_if(table.areas.begin(), table.areas.end(), [&](const AreaRow& one) {
      return "metronome." + one.part == name;
    });
    if (row == table.areas.end()) {
      std::vector<std::string> names;
      for (const AreaRow& one : table.areas) {
        names.push_back("metronome." + one.part);
      }
      reader.complain(each, "name", name + " is no area of the energy table",
                      name_hint(name, names));
    } else if (!seen.insert(name).second) {
      reader.complain(each, "name", name + " stands twice", "keep one of them");
    } else if (area && !equal_to_six_digits(*area, row->area_um2)) {
      row->area_um2 = *area;
      row->provenance = Provenance::assumed;
      row->how = "area reference table of Accelergy, which names no source; was: " +
                 (row->how.empty() ? row->source : row->how);
    }
  }
}

}  // namespace

std::string ert_yaml(const EnergyTable& table) {
  std::map<std::string, std::vector<std::pair<Place, double>>> tables;
  for (const EnergyRow& row : table.rows) {
    const Place place = place_of(row);
    tables[place.table].emplace_back(place, pj_of(row, table.clock));
  }
  Node list = Node::make_sequence();
  for (const auto& [name, places] : tables) {
    Node actions = Node::make_sequence();
    for (const auto& [place, energy] : places) {
      actions.items.push_back(action_node(place, energy));
    }
    Node one = Node::make_map();
    one.add("name", Node::make_scalar(name));
    one.add("actions", std::move(actions));
    list.items.push_back(std::move(one));
  }
  return file_of("ERT", std::move(list));
}

std::string art_yaml(const EnergyTable& table) {
  Node list = Node::make_sequence();
  for (const AreaRow& row : table.areas) {
    Node one = Node::make_map();
    one.add("name", Node::make_scalar("metronome." + row.part));
    one.add("area", number_node(row.area_um2));
    list.items.push_back(std::move(one));
  }
  return file_of("ART", std::move(list));
}

bool is_ert(const Node& file) { return file.find("ERT") != nullptr; }

EnergyTable with_reference_tables(const EnergyTable& table, const Node& ert, const Node* art) {
  EnergyTable out = table;
  Findings findings;
  take_energies(out, ert, findings);
  if (art != nullptr) {
    take_areas(out, *art, findings);
  }
  findings.raise();
  return out;
}

}  // namespace metronome
