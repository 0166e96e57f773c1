#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>

#include "sim/base/bytes.hpp"

namespace metronome::weights {

/// What a machine stores of real numbers: FP32, little-endian.
inline constexpr std::uint64_t kRealBits = 32;

template <class T>
void put_reals(std::string& out, std::span<const T> values) {
  for (const T value : values) {
    put(out, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
  }
}

}  // namespace metronome::weights
