#include "workloads/schedule/bit_range.hpp"

#include <cmath>

namespace metronome::schedule {

int round_bits(double bits) {
  return static_cast<int>(std::nearbyint(std::nearbyint(bits * 0x1p40) * 0x1p-40));
}

}  // namespace metronome::schedule
