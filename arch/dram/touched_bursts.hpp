#pragma once

#include <cstdint>

#include "arch/dram/transfer.hpp"

namespace metronome::dram {

/// Units of `unit_bytes` (bursts, or bytes alone) that a transfer touches, each once, as many as
/// RowIterator goes over; without a loop over the rows: where rows begin within a unit repeats.
[[nodiscard]] std::uint64_t touched_units(const Transfer& transfer, std::uint64_t unit_bytes);

}  // namespace metronome::dram
