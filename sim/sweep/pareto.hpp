#pragma once

#include <cstddef>
#include <vector>

namespace metronome::sweep {

/// Which of some points no other dominates: none is at least as good in every objective and better
/// in one. Less is better; equal points are on the front together. A point without values (empty)
/// is not on it.
[[nodiscard]] std::vector<bool> pareto_front(const std::vector<std::vector<double>>& points);

}  // namespace metronome::sweep
