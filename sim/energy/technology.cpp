#include "sim/energy/technology.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "sim/base/number.hpp"
#include "sim/energy/sram_table.hpp"

namespace metronome {
namespace {

/// Coefficients of [stillmaker2017scaling], the highest power of the supply first, and area
/// relative to 65 nm.
struct NodeFit {
  double node_nm;
  std::array<double, 4> delay;
  std::array<double, 3> energy;
  double area;
};

constexpr std::array<NodeFit, 11> kFits{{
    {180, {0, 97.09, -356.7, 406.5}, {0, 24.64, -17.98}, 12},
    {130, {-76.65, 334.9, -493.4, 275.8}, {7.171, -6.709, 2.904}, 4.3},
    {90, {-60.34, 262.5, -384.2, 210.9}, {4.762, -4.781, 2.092}, 1.9},
    {65, {-53.3, 230.4, -333.9, 178.6}, {3.755, -4.398, 1.975}, 1},
    {45, {-501.6, 1567, -1619, 566.1}, {1.018, -.3107, .1539}, .66},
    {32, {-1047, 2982, -2797, 873.5}, {.8367, -.4341, .1701}, .31},
    {20, {0, 34.63, -66.37, 41.15}, {.373, -.1582, .04104}, .14},
    {16, {0, 24.8, -47.52, 28.87}, {.2958, -.1241, .03024}, .13},
    {14, {-40.66, 109.2, -100.6, 35.92}, {.2363, -.09675, .02239}, .12},
    {10, {-34.95, 93.65, -85.99, 30.4}, {.2068, -.09311, .02375}, .068},
    {7, {-28.58, 76.6, -70.26, 24.69}, {.1776, -.09097, .02447}, .039},
}};

constexpr double kLeastVolt = 0.5;
constexpr const char* kSource = "[stillmaker2017scaling]";
constexpr const char* kScaling = "scaled technology";
constexpr const char* kScaledSram = "SRAM scaled as logic";

template <std::size_t N>
double polynomial(const std::array<double, N>& coefficients, double x) {
  double sum = 0;
  for (const double each : coefficients) {
    sum = sum * x + each;
  }
  return sum;
}

/// A value of a fit at a node, linear between the nearest of the table.
template <class ValueOf>
double at_node(double node_nm, const ValueOf& value_of) {
  const auto* below = std::find_if(kFits.begin(), kFits.end(),
                                   [&](const NodeFit& fit) { return fit.node_nm <= node_nm; });
  METRONOME_ASSERT(below != kFits.end() && node_nm <= kFits.front().node_nm,
                   "a node without equations");
  if (below->node_nm == node_nm) {
    return value_of(*below);
  }
  const NodeFit& above = *(below - 1);
  const double share = (node_nm - below->node_nm) / (above.node_nm - below->node_nm);
  return value_of(*below) + share * (value_of(above) - value_of(*below));
}

double energy_at(const Corner& corner) {
  return at_node(corner.node_nm,
                 [&](const NodeFit& fit) { return polynomial(fit.energy, corner.voltage_v); });
}

/// The fits rise again at their upper ends: never slower than at a lower supply.
double delay_at(const Corner& corner) {
  constexpr double kStep = 0.01;
  double least = HUGE_VAL;
  for (double volt = kLeastVolt; volt < corner.voltage_v + kStep / 2; volt += kStep) {
    least = std::min(least, at_node(corner.node_nm, [&](const NodeFit& fit) {
                       return polynomial(fit.delay, std::min(volt, corner.voltage_v));
                     }));
  }
  return least;
}

double area_at(double node_nm) {
  return at_node(node_nm, [](const NodeFit& fit) { return fit.area; });
}

/// Until where the fits are used: chosen, above the supplies that the nodes are made for.
double most_volt(double node_nm) { return node_nm > 130 ? 1.8 : node_nm >= 65 ? 1.3 : 1.1; }

std::vector<double> factors_of(const std::string& how) {
  std::vector<double> found;
  for (std::size_t at = how.find("x "); at != std::string::npos; at = how.find("x ", at + 1)) {
    if (at > 0 && how[at - 1] != ' ' && how[at - 1] != '(') {
      continue;
    }
    const std::size_t begin = at + 2;
    std::size_t end = std::min(how.find_first_not_of("0123456789.e-", begin), how.size());
    while (end > begin && (how[end - 1] < '0' || how[end - 1] > '9')) {
      --end;  // the full stop of a sentence
    }
    const std::string_view text = std::string_view(how).substr(begin, end - begin);
    if (const auto value = read_number<double>(text, {1e-9L, 1e9L}).value) {
      found.push_back(*value);
    }
  }
  return found;
}

/// Whether the product of some of the factors is the expected one.
bool some_product_is(const std::vector<double>& factors, double expected) {
  constexpr double kNear = 0.03;
  const std::size_t count = std::min<std::size_t>(factors.size(), 8);
  for (std::size_t chosen = 1; chosen < std::size_t{1} << count; ++chosen) {
    double product = 1;
    for (std::size_t i = 0; i < count; ++i) {
      product *= (chosen >> i & 1U) != 0 ? factors[i] : 1;
    }
    if (std::abs(product / expected - 1) < kNear) {
      return true;
    }
  }
  return false;
}

NamedFactor named(const std::string& how, double expected) {
  const std::vector<double> factors = factors_of(how);
  return {expected > 0 ? some_product_is(factors, expected) : !factors.empty(), expected};
}

/// Scales the rows of one table.
class Scaler {
 public:
  Scaler(const EnergyTable& table, const Corner& to)
      : from_{table.technology_nm, table.voltage_v}, to_(to), out_(table) {}

  EnergyTable run() {
    for (EnergyRow& row : out_.rows) {
      if (!keeps_its_corner(row)) {
        scale(row);
      }
    }
    for (AreaRow& row : out_.areas) {
      if (row.part.ends_with("phy")) {
        continue;  // pads and analogue circuits
      }
      row.area_um2 *= area_factor(from_.node_nm, to_.node_nm);
      note(row.provenance, row.how,
           fmt::format("x {:.6g} (area)", area_factor(from_.node_nm, to_.node_nm)));
    }
    out_.name += fmt::format(" at {}", corner_text(to_));
    out_.clock = Hertz(out_.clock.count() / delay_factor(from_, to_));
    out_.technology_nm = to_.node_nm;
    out_.voltage_v = to_.voltage_v;
    return std::move(out_);
  }

 private:
  void scale(EnergyRow& row) {
    name_causes(row);
    const double energy = energy_factor(from_, to_);
    const double area = area_factor(from_.node_nm, to_.node_nm);
    const double volts = to_.voltage_v / from_.voltage_v;
    if (row.component == Component::leakage) {
      row.value *= area * volts;
      note(row.provenance, row.how, fmt::format("x {:.6g} (area) x {:.6g} (supply)", area, volts));
    } else if (row.action.starts_with("dma.")) {
      row.value *= volts * volts;  // of its length, which is that of the die
      note(row.provenance, row.how, fmt::format("x {:.6g} (wires)", volts * volts));
    } else {
      row.value *= energy;
      note(row.provenance, row.how, fmt::format("x {:.6g} (energy)", energy));
    }
  }

  void note(Provenance& provenance, std::string& how, const std::string& factor) const {
    provenance = provenance == Provenance::measured ? Provenance::scaled : provenance;
    how += fmt::format("{}{} {} from {} to {}", how.empty() ? "" : "; ", factor, kSource,
                       corner_text(from_), corner_text(to_));
  }

  /// What made the row uncertain before, and that it is scaled.
  void name_causes(EnergyRow& row) {
    if (row.uncertain_by.empty()) {
      const Uncertainty own = out_.causes_of(row).front();
      add(own);
      row.uncertain_by = {own.name};
    }
    add({kScaling, 0.7, 1.4,
         "fits of simulated inverters; circuits with long wires shrink less, libraries differ"});
    row.uncertain_by.emplace_back(kScaling);
    if (parse_bank(std::string_view(row.action).substr(0, row.action.find('.')))) {
      add({kScaledSram, 0.5, 2, "memories do not scale as logic does"});
      row.uncertain_by.emplace_back(kScaledSram);
    }
  }

  void add(const Uncertainty& cause) {
    std::vector<Uncertainty>& all = out_.uncertainties;
    if (std::find(all.begin(), all.end(), cause) == all.end()) {
      all.push_back(cause);
    }
  }

  Corner from_, to_;
  EnergyTable out_;
};

}  // namespace

std::string corner_text(const Corner& corner) {
  return fmt::format("{} nm, {} V", corner.node_nm, corner.voltage_v);
}

std::string corner_misfit(const Corner& corner) {
  const double first = kFits.front().node_nm;
  const double last = kFits.back().node_nm;
  if (!(corner.node_nm <= first && corner.node_nm >= last)) {
    return fmt::format("the scaling equations hold from {} to {} nm, not at {}", first, last,
                       corner.node_nm);
  }
  const double most = most_volt(corner.node_nm);
  if (!(corner.voltage_v >= kLeastVolt && corner.voltage_v <= most)) {
    return fmt::format("at {} nm the scaling equations hold from {} to {} V, not at {}",
                       corner.node_nm, kLeastVolt, most, corner.voltage_v);
  }
  const double below = energy_at({corner.node_nm, corner.voltage_v - 0.01});
  if (!(below > 0 && energy_at(corner) > below)) {
    return fmt::format("at {} nm the fitted energy does not fall with the supply at {} V",
                       corner.node_nm, corner.voltage_v);
  }
  return {};
}

double energy_factor(const Corner& from, const Corner& to) {
  return energy_at(to) / energy_at(from);
}

double delay_factor(const Corner& from, const Corner& to) { return delay_at(to) / delay_at(from); }

double area_factor(double from_nm, double to_nm) { return area_at(to_nm) / area_at(from_nm); }

bool keeps_its_corner(const EnergyRow& row) {
  const std::string_view unit = std::string_view(row.action).substr(0, row.action.find('.'));
  return row.component == Component::dram || row.component == Component::host ||
         unit.ends_with("phy");
}

EnergyTable scaled_to(const EnergyTable& table, const Corner& to) {
  const Corner from{table.technology_nm, table.voltage_v};
  if (to == from) {
    return table;
  }
  for (const Corner& corner : {from, to}) {
    if (const std::string why = corner_misfit(corner); !why.empty()) {
      throw UserError(Diagnostic{"energy table " + table.name,
                                 0,
                                 0,
                                 {},
                                 fmt::format("cannot be scaled from {} to {}: {}",
                                             corner_text(from), corner_text(to), why),
                                 "another `technology`, or an energy table of that corner"});
    }
  }
  return Scaler(table, to).run();
}

NamedFactor named_factor(const EnergyRow& row, const EnergyTable& table) {
  const Corner to{table.technology_nm, table.voltage_v};
  const Corner from{row.technology_nm, row.voltage_v.value_or(table.voltage_v)};
  if (keeps_its_corner(row) || row.technology_nm == 0 || from == to) {
    return {};
  }
  const bool leakage = row.component == Component::leakage;
  const bool known =
      corner_misfit(from).empty() && corner_misfit(to).empty() &&
      (leakage ? row.technology_nm != table.technology_nm : row.voltage_v.has_value());
  if (!known) {
    return named(row.how, 0);
  }
  return named(row.how, leakage ? area_factor(from.node_nm, to.node_nm) : energy_factor(from, to));
}

NamedFactor named_factor(const AreaRow& row, const EnergyTable& table) {
  const auto reached = [&](double node) { return corner_misfit({node, 0.9}).empty(); };
  if (row.technology_nm == table.technology_nm || row.part.ends_with("phy")) {
    return {};
  }
  return named(row.how, reached(row.technology_nm) && reached(table.technology_nm)
                            ? area_factor(row.technology_nm, table.technology_nm)
                            : 0);
}

}  // namespace metronome
