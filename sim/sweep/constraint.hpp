#pragma once

#include <string>
#include <string_view>

#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"

namespace metronome::sweep {

struct PointSpec;

enum class Relation { less, at_most, equal, at_least, greater };
constexpr auto enum_rows(Relation) {
  using enum Relation;
  return enum_list<Relation>(
      {{less, "<"}, {at_most, "<="}, {equal, "="}, {at_least, ">="}, {greater, ">"}});
}

/// `{left: accelerator.array.rows, is: <=, right: 64}` of a sweep: what must hold of a point before
/// it is simulated. A side is a number, the text that a key on the other side shall be equal to, a
/// key of the point, or `machine_area_mm2`, the whole machine's as `metronome area` adds it, PHYs
/// included (the column area_mm2 of sweep.csv leaves those out).
struct Constraint {
  static constexpr std::string_view kSchemaName = "constraint";
  std::string left;
  Relation is = Relation::at_most;
  std::string right;
  bool operator==(const Constraint&) const = default;
};

/// "accelerator.array.rows <= 64 does not hold: 128 against 64"; empty where it holds. UserError
/// where a side is no number, no key of the point, or is a text that is not asked to be equal.
[[nodiscard]] std::string violation(const Constraint& constraint, const PointSpec& point);

}  // namespace metronome::sweep

namespace metronome::config {
template <>
const StructSchema<sweep::Constraint>& schema_of<sweep::Constraint>();
}  // namespace metronome::config
