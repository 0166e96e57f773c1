#pragma once

#include <span>

#include "workloads/methods/weights/form/weight_shape.hpp"

namespace metronome::weights {

/// Filters whose rows are pruned together.
inline constexpr std::size_t kPrunedTogether = 32;

/// Zeroes, in each group of 32 filters, the ceil(share rows) rows (channel, kernel row) whose
/// magnitudes add up to least over the group, the first of equal ones [chen2021smartdeal]. Of
/// linear layers, which the authors leave as they are, the caller does not ask it. Returns the
/// number of rows zeroed. UserError unless 0 <= share < 1 and some row stays.
template <class T>
std::size_t prune_rows(const WeightShape& shape, double share, std::span<T> weights);

}  // namespace metronome::weights
