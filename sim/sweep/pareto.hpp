#pragma once

#include <cstddef>
#include <vector>

namespace metronome::sweep {

/// True: `a` is at least as good as `b` in every objective and better in one. Less is better.
[[nodiscard]] bool dominates(const std::vector<double>& a, const std::vector<double>& b);

/// Which of some points no other dominates: none is at least as good in every objective and better
/// in one. Less is better; equal points are on the front together. A point without values (empty)
/// is not on it.
[[nodiscard]] std::vector<bool> pareto_front(const std::vector<std::vector<double>>& points);

}  // namespace metronome::sweep
