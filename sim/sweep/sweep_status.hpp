#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/sweep/grid.hpp"

namespace metronome::sweep {

/// How far a sweep is. Points of one key have one result.
struct SweepStatus {
  std::size_t points = 0;
  std::size_t refused = 0;     ///< of the points: a constraint does not hold
  std::size_t results = 0;     ///< that the other points have
  std::size_t done = 0;        ///< of the results
  std::size_t infeasible = 0;  ///< of those that are done: the machine cannot, or has no prices

  [[nodiscard]] std::size_t missing() const { return results - done; }
  bool operator==(const SweepStatus&) const = default;
};

/// By the files in `folder`, which may be absent, and which another process may be writing to. A
/// result that is damaged or of another version counts as missing: it would be made again.
[[nodiscard]] SweepStatus status_of(const std::vector<Point>& points,
                                    const std::filesystem::path& folder);

/// "12 points: 10 results, 4 done (1 infeasible), 6 missing; 2 points break a constraint\n".
[[nodiscard]] std::string status_text(const SweepStatus& status);
[[nodiscard]] std::string status_json(const SweepStatus& status);

}  // namespace metronome::sweep
