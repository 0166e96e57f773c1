#include "sim/experiment/equal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/experiment/machine_area.hpp"
#include "sim/report/units.hpp"

namespace metronome::experiment {
namespace {

/// Watts of array and leakage at full utilisation; buffers and DRAM follow the mapping, and are not
/// in it.
double peak_power_w(const arch::AcceleratorSpec& machine) {
  constexpr std::uint64_t kCycles = 1'000'000;
  const array::Operands operands;  // 8 x 8 bits
  const double peak = array::peak_macs_per_cycle(machine.array, operands);
  const auto macs = static_cast<std::uint64_t>(std::llround(peak * kCycles));
  Measure measure;
  for (const array::ArrayActivity& one : array::activity(machine.array, operands, macs)) {
    measure.count(Component::array, one.action, one.count, one.a_bits, one.b_bits);
  }
  measure.count(Component::array, array::hardware_name(machine.array) + ".clock",
                array::mac_units(machine.array) * kCycles);
  for (const auto& [part, units] : sim::machine_units(machine)) {
    measure.count(Component::leakage, part + ".leakage", units * kCycles);
  }
  const Joules joules = price(measure, sim::complete_table(machine), machine.clock_hz).total();
  return joules.count() * machine.clock_hz.count() / static_cast<double>(kCycles);
}

/// "12.3 mm2".
std::string value_text(EqualMeasure measure, double value) {
  switch (measure) {
    case EqualMeasure::area:
      return report::significant(value) + " mm2";
    case EqualMeasure::peak:
      return report::significant(value * 1e-9) + " GMAC/s";
    case EqualMeasure::power:
      return report::significant(value) + " W";
  }
  fail_no_enumerator(measure);
}

/// How tables call the numbers.
std::string with_unit(EqualMeasure measure) {
  switch (measure) {
    case EqualMeasure::area:
      return "area_mm2";
    case EqualMeasure::peak:
      return "peak_macs_per_s";
    case EqualMeasure::power:
      return "power_w";
  }
  fail_no_enumerator(measure);
}

/// The part of a tree at a path, or null.
const config::Node* node_at(const config::Node& tree, const std::string& path) {
  const config::Node* at = &tree;
  for (std::size_t begin = 0; at != nullptr && begin <= path.size();) {
    const std::size_t dot = std::min(path.find('.', begin), path.size());
    at = at->kind == config::Node::Kind::map ? at->find(path.substr(begin, dot - begin)) : nullptr;
    begin = dot + 1;
  }
  return at;
}

[[noreturn]] void refuse(const arch::AcceleratorSpec& machine, std::string what, std::string hint) {
  throw UserError(
      Diagnostic{"accelerator " + machine.name, 0, 0, {}, std::move(what), std::move(hint)});
}

/// The integer keys of a machine that are written as numbers, with their ranges.
std::map<std::string, NumberRange> integer_keys(const arch::AcceleratorSpec& machine,
                                                const config::Node& tree) {
  const std::string own = "(" + array::kind_name(machine.array) + ")";
  std::map<std::string, NumberRange> keys;
  for (const config::FieldInfo& info : config::describe<arch::AcceleratorSpec>()) {
    std::string key = info.key;
    const std::size_t at = key.find(own);
    if (at != std::string::npos) {
      key.erase(at, own.size());
    }
    const config::Node* value = node_at(tree, key);
    if (info.type == "integer" && info.bounds && value != nullptr &&
        value->kind == config::Node::Kind::scalar) {
      keys.emplace(std::move(key), *info.bounds);
    }
  }
  return keys;
}

std::vector<std::string> names_of(const std::map<std::string, NumberRange>& keys) {
  std::vector<std::string> names;
  for (const auto& [name, range] : keys) {
    names.push_back(name);
  }
  return names;
}

/// A machine over the values of one of its integer keys.
class ScaledMachine {
 public:
  ScaledMachine(const EqualSpec& equal, const arch::AcceleratorSpec& machine)
      : equal_(equal),
        machine_(machine),
        tree_(config::schema_of<arch::AcceleratorSpec>().write(machine)) {
    const auto keys = integer_keys(machine, tree_);
    const auto own = keys.find(equal.by);
    if (own == keys.end()) {
      refuse(machine, fmt::format("has no integer key `{}` to be scaled by", equal.by),
             name_hint(equal.by, names_of(keys)));
    }
    least_ = static_cast<std::uint64_t>(std::max(own->second.min, 1.0L));
    most_ = static_cast<std::uint64_t>(own->second.max);
    present_ = read_number<std::uint64_t>(node_at(tree_, equal.by)->scalar, kAnyWhole)
                   .value.value_or(least_);
    values_.emplace(present_, measured(equal.measure, machine));
  }

  struct At {
    std::uint64_t key = 0;
    double value = 0;
  };

  [[nodiscard]] At present() const { return {present_, *values_.at(present_)}; }

  [[nodiscard]] arch::AcceleratorSpec with(std::uint64_t key) const {
    config::Reader reader({{equal_.by, std::to_string(key)}});
    arch::AcceleratorSpec scaled;
    config::schema_of<arch::AcceleratorSpec>().read(scaled, tree_, reader, "");
    reader.finish();
    return scaled;
  }

  /// The first value of the key in [from, to] that is allowed, downwards where from > to. Machines
  /// leave out at most so many values in a row (multiples of 16 units, say).
  std::optional<At> first_allowed(std::uint64_t from, std::uint64_t to) {
    constexpr std::uint64_t kMostGap = 64;
    const bool up = from <= to;
    const std::uint64_t span = std::min(up ? to - from : from - to, kMostGap);
    for (std::uint64_t i = 0; i <= span; ++i) {
      const std::uint64_t key = up ? from + i : from - i;
      if (const std::optional<double> value = value_at(key)) {
        return At{key, *value};
      }
    }
    return std::nullopt;
  }
  /// About twice, and about half, the key; nothing at the end of its range.
  std::optional<At> doubled(std::uint64_t key) {
    return key >= most_ ? std::nullopt : first_allowed(key > most_ / 2 ? most_ : key * 2, key + 1);
  }
  std::optional<At> halved(std::uint64_t key) {
    return key <= least_ ? std::nullopt : first_allowed(std::max(least_, key / 2), key - 1);
  }

 private:
  /// Nothing where no machine has this value: rules of the file, or banks without a price.
  std::optional<double> value_at(std::uint64_t key) {
    const auto known = values_.find(key);
    if (known != values_.end()) {
      return known->second;
    }
    std::optional<double> value;
    try {
      value = measured(equal_.measure, with(key));
    } catch (const UserError&) {
      // The present value has a measure: it is this value that has none.
    }
    values_.emplace(key, value);
    return value;
  }

  const EqualSpec& equal_;
  const arch::AcceleratorSpec& machine_;
  config::Node tree_;
  std::uint64_t least_ = 1, most_ = 1, present_ = 1;
  std::map<std::uint64_t, std::optional<double>> values_;
};

using At = ScaledMachine::At;

/// The neighbouring values of the key of which the lower one's measure is below the target and the
/// upper one's is not.
struct Bracket {
  std::optional<At> below, above;
};

void require_growth(ScaledMachine& machine, const EqualSpec& equal,
                    const arch::AcceleratorSpec& spec) {
  const At present = machine.present();
  const std::optional<At> more = machine.doubled(present.key);
  const std::optional<At> less = more ? std::nullopt : machine.halved(present.key);
  const double growth = more ? more->value - present.value : less ? present.value - less->value : 0;
  if (!(growth > 0)) {
    refuse(spec, fmt::format("its {} does not grow with `{}`", enum_name(equal.measure), equal.by),
           "a key that makes the machine larger, such as array.columns");
  }
}

Bracket bracket_of(ScaledMachine& machine, double target) {
  Bracket found;
  std::optional<At> at = machine.present();
  if (at->value < target) {
    for (; at && at->value < target; at = machine.doubled(at->key)) {
      found.below = at;
    }
    found.above = at;
  } else {
    for (; at && at->value >= target; at = machine.halved(at->key)) {
      found.above = at;
    }
    found.below = at;
  }
  while (found.below && found.above && found.above->key - found.below->key > 1) {
    const std::uint64_t middle = found.below->key + (found.above->key - found.below->key) / 2;
    at = machine.first_allowed(middle, found.above->key - 1);
    at = at ? at : machine.first_allowed(middle, found.below->key + 1);
    if (!at) {
      break;
    }
    (at->value < target ? found.below : found.above) = at;
  }
  return found;
}

double deviation(const At& at, double target) { return at.value / target - 1; }

/// "array.columns=17: 1.93 mm2 (-3.1 %)".
std::string reached_text(const EqualSpec& equal, const At& at, double target) {
  return fmt::format("{}={}: {} ({:+.2f} %)", equal.by, at.key, value_text(equal.measure, at.value),
                     100 * deviation(at, target));
}

At nearest(const EqualSpec& equal, const Bracket& bracket, double target,
           const arch::AcceleratorSpec& machine) {
  std::optional<At> best;
  std::string near;
  for (const std::optional<At>& one : {bracket.below, bracket.above}) {
    if (one) {
      near += (near.empty() ? "" : ", ") + reached_text(equal, *one, target);
      if (!best || std::abs(deviation(*one, target)) < std::abs(deviation(*best, target))) {
        best = one;
      }
    }
  }
  METRONOME_ASSERT(best.has_value(), "the present value is on one side of the target");
  if (std::abs(deviation(*best, target)) > equal.tolerance) {
    refuse(machine,
           fmt::format("does not come within {:g} % of the {} of {}, {}, by `{}`; nearest: {}",
                       100 * equal.tolerance, enum_name(equal.measure), equal.to,
                       value_text(equal.measure, target), equal.by, near),
           "a finer key, a larger tolerance, or another measure");
  }
  return *best;
}

trace::Facts facts_of(const EqualSpec& equal, const std::string& key, double reached,
                      double target) {
  return {{"equal_measure", with_unit(equal.measure)},
          {"equal_to", equal.to},
          {"equal_by", equal.by},
          {"equal_key_value", key},
          {"equal_reached", number_text(reached)},
          {"equal_target", number_text(target)}};
}

}  // namespace

double measured(EqualMeasure measure, const arch::AcceleratorSpec& machine) {
  switch (measure) {
    case EqualMeasure::area:
      return machine_area(machine).total();
    case EqualMeasure::peak:
      return array::peak_macs_per_cycle(machine.array, {}) * machine.clock_hz.count();
    case EqualMeasure::power:
      return peak_power_w(machine);
  }
  fail_no_enumerator(measure);
}

EqualMachine reference_of(const EqualSpec& equal, const arch::AcceleratorSpec& reference) {
  const double own = measured(equal.measure, reference);
  const config::Node tree = config::schema_of<arch::AcceleratorSpec>().write(reference);
  const config::Node* key = node_at(tree, equal.by);
  return {reference, facts_of(equal, key == nullptr ? "" : key->scalar, own, own)};
}

EqualMachine made_equal(const EqualSpec& equal, const arch::AcceleratorSpec& machine,
                        const arch::AcceleratorSpec& reference) {
  const double target = measured(equal.measure, reference);
  ScaledMachine scaled(equal, machine);
  require_growth(scaled, equal, machine);
  const At best = nearest(equal, bracket_of(scaled, target), target, machine);
  return {scaled.with(best.key), facts_of(equal, std::to_string(best.key), best.value, target)};
}

std::vector<EqualMachine> made_equal(const EqualSpec& equal,
                                     const std::vector<arch::AcceleratorSpec>& machines) {
  std::vector<EqualMachine> out;
  if (!equal.is_asked()) {
    for (const arch::AcceleratorSpec& machine : machines) {
      out.push_back({machine});
    }
    return out;
  }
  std::vector<std::string> names;
  for (const arch::AcceleratorSpec& machine : machines) {
    names.push_back(machine.name);
  }
  const auto named = std::find(names.begin(), names.end(), equal.to);
  if (named == names.end()) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "equal.to",
                               "`" + equal.to + "` is none of the machines",
                               name_hint(equal.to, names)});
  }
  const arch::AcceleratorSpec& reference =
      machines[static_cast<std::size_t>(named - names.begin())];
  Findings findings;
  for (const arch::AcceleratorSpec& machine : machines) {
    try {
      out.push_back(&machine == &reference ? reference_of(equal, machine)
                                           : made_equal(equal, machine, reference));
    } catch (const UserError& error) {
      findings.add(error);
    }
  }
  findings.raise();
  return out;
}

}  // namespace metronome::experiment

namespace metronome::config {

template <>
const StructSchema<experiment::EqualSpec>& schema_of<experiment::EqualSpec>() {
  using S = experiment::EqualSpec;
  static const auto schema =
      StructSchema<S>("machines made equal in area, peak or power by one key of theirs")
          .field("measure", &S::measure,
                 {.doc = "area (mm2), peak (8-bit multiply-accumulates a second) or power (W of "
                         "array and leakage at that peak)",
                  .required = true})
          .field("to", &S::to,
                 {.doc = "the machine that the others are made equal to: its name, or its label "
                         "along a sweep's axis of machines",
                  .required = true})
          .field("by", &S::by,
                 {.doc = "the integer key that is chosen for each of the others, such as "
                         "array.columns",
                  .required = true})
          .field("tolerance", &S::tolerance,
                 {.doc = "largest deviation, as a share of the target", .min = 0, .max = 0.5})
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            if (s.to.empty()) {
              complain("to", "is empty", "the name of a machine");
            }
          });
  return schema;
}

}  // namespace metronome::config
