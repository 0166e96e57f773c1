#pragma once

#include <cstdint>

#include "workloads/data/data_set.hpp"

namespace metronome::data {

/// Takes `samples` of the training split out of it, drawn by the seed without a look at anything
/// else: the same ones whoever trains on the rest, in the order of the data set. UserError where
/// nothing would be left to train on.
[[nodiscard]] Split hold_out(DataSet& set, std::uint64_t samples, std::uint64_t seed);

}  // namespace metronome::data
