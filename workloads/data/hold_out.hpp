#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/base/random.hpp"
#include "workloads/data/data_set.hpp"

namespace metronome::data {

/// Of `all` things the `count` that a stream draws: the beginning of a shuffle by Fisher and Yates.
[[nodiscard]] std::vector<bool> draw_marks(const RandomStream& draws, std::size_t all,
                                           std::size_t count);

/// Takes the marked samples out of a split of the set. Both parts keep its order.
[[nodiscard]] Split take_out(const DataSet& set, Split& from, const std::vector<bool>& marked);

/// Takes `samples` of the training split out of it, drawn by the seed without a look at anything
/// else: the same ones whoever trains on the rest, in the order of the data set. UserError where
/// nothing would be left to train on.
[[nodiscard]] Split hold_out(DataSet& set, std::uint64_t samples, std::uint64_t seed);

}  // namespace metronome::data
