#pragma once

#include <cstdint>
#include <limits>

namespace metronome::dram {

/// A memory clock's number. Signed, so that "a window before" may lie below zero.
using Clock = std::int64_t;

/// Later than every clock; far enough from the type's limit that latencies can be added.
inline constexpr Clock kNever = std::numeric_limits<Clock>::max() / 2;

}  // namespace metronome::dram
