#include "workloads/schedule/periods.hpp"

#include <algorithm>

namespace metronome::schedule {
namespace {

template <class Cyclic>
Periods of_ranges(const Cyclic& spec) {
  int widest = 0;
  for (const RangeField& field : kRangeFields) {
    const BitRange range = spec.bits.*field.range;
    widest = std::max(widest, range.max - range.min);
  }
  return {spec.periods, static_cast<std::uint64_t>(widest) + 1};
}

/// Of what may be one of the cyclic kinds.
template <class Spec>
std::optional<Periods> of_kind(const Spec& spec) {
  if (const auto* cpt = std::get_if<CptSpec>(&spec)) {
    return of_ranges(*cpt);
  }
  if (const auto* suite = std::get_if<SuiteSpec>(&spec)) {
    return of_ranges(*suite);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Periods> periods_of(const Schedule& schedule) {
  const auto* moved = std::get_if<OffsetSpec>(&schedule.spec());
  return moved != nullptr ? of_kind(moved->base) : of_kind(schedule.spec());
}

}  // namespace metronome::schedule
