#pragma once

#include <cstdint>
#include <optional>

#include "workloads/schedule/schedule.hpp"

namespace metronome::schedule {

/// The periods of a cyclic schedule.
struct Periods {
  std::uint64_t number = 1;
  std::uint64_t levels = 1;  ///< that a period can have: numbers of bits in its widest range

  /// Whether a period of a run of so many iterations has as many as it can have levels; of fewer it
  /// leaves some out, and is another schedule.
  [[nodiscard]] bool fit(std::uint64_t iterations) const { return iterations / number >= levels; }
};

/// Nothing where a schedule has none.
[[nodiscard]] std::optional<Periods> periods_of(const Schedule& schedule);

}  // namespace metronome::schedule
