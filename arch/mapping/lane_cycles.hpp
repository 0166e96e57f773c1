#pragma once

#include <cstdint>

#include "arch/mapping/unit_shares.hpp"

namespace metronome::mapping {

/// Closed form of vector::VectorUnit: cycles of `elements` elements of `cost` each, and of `codes`
/// through the packing unit, whichever is slowest, plus the pipeline's latency.
[[nodiscard]] std::uint64_t lane_cycles(std::uint64_t elements, const ElementCost& cost,
                                        const vector::VectorSpec& spec, std::uint64_t codes = 0);

}  // namespace metronome::mapping
