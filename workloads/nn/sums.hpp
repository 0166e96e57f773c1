#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace metronome::nn {

/// sum of term(i) for i in {0, ..., n-1}. Blocks are summed in T, in lanes that the compiler keeps
/// in vector registers, and the blocks in double: fast, accurate, and always in the same order.
template <class T, class Term>
[[nodiscard]] double sum_of(std::size_t n, const Term& term) {
  constexpr std::size_t kLanes = 256 / sizeof(T);
  constexpr std::size_t kBlock = 64 * kLanes;
  double total = 0;
  for (std::size_t first = 0; first < n; first += kBlock) {
    const std::size_t end = std::min(n, first + kBlock);
    std::array<T, kLanes> lanes{};
    std::size_t i = first;
    for (; i + kLanes <= end; i += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        lanes[lane] += term(i + lane);
      }
    }
    for (; i < end; ++i) {
      lanes[0] += term(i);
    }
    for (const T lane : lanes) {
      total += static_cast<double>(lane);
    }
  }
  return total;
}

}  // namespace metronome::nn
