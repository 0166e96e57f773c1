#pragma once

#include <cstdint>

#include "sim/base/number.hpp"

/// How large the parts of a network may be, so that no count of one operation leaves 64 bits.
namespace metronome::model {

/// Samples, channels, rows, columns, a kernel, a stride.
inline constexpr NumberRange kExtents{1, 1e9L};
inline constexpr NumberRange kPads{0, 1e9L};
/// Elements of a tensor, multiply-accumulates of a product, additions and multiplications of other
/// work: times 3 * 32 * 32 still below 2^64.
inline constexpr std::uint64_t kMostProduct = 1'000'000'000'000'000;

}  // namespace metronome::model
