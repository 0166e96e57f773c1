#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// The iterations of a period, of kinds that have `periods`. UserError where a run is too short to
/// hold so many.
[[nodiscard]] std::uint64_t period_iterations(const std::string& schedule, std::uint64_t periods,
                                              std::uint64_t iterations);

/// UserError where a schedule has more phases than a timeline can hold.
void check_phase_count(const std::string& schedule, std::size_t phases);

/// The phases of a schedule of equal periods within which all bits rise, or all fall: where a
/// precision ends is found by bisection, so that the cost follows the phases and not the
/// iterations. `precision_at(iteration)`.
template <class PrecisionAt>
[[nodiscard]] std::vector<trace::Phase> cyclic_phases(const std::string& schedule,
                                                      std::uint64_t period,
                                                      std::uint64_t iterations,
                                                      const PrecisionAt& precision_at) {
  std::vector<trace::Phase> phases;
  for (std::uint64_t t = 0; t < iterations;) {
    const std::uint64_t period_end = std::min(iterations, (t / period + 1) * period);
    const trace::Precision precision = precision_at(t);
    std::uint64_t same = t;            // has this precision
    std::uint64_t other = period_end;  // the first that may have another
    while (same + 1 < other) {
      const std::uint64_t middle = same + (other - same) / 2;
      (precision_at(middle) == precision ? same : other) = middle;
    }
    append_phase(phases, t, other, precision);
    check_phase_count(schedule, phases.size());
    t = other;
  }
  return phases;
}

}  // namespace metronome::schedule
