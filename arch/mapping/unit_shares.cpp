#include "arch/mapping/unit_shares.hpp"

#include <algorithm>

namespace metronome::mapping {

UnitShare& UnitShare::operator+=(const UnitShare& other) {
  passages += other.passages;
  adds += other.adds;
  multiplies += other.multiplies;
  return *this;
}

UnitShares& UnitShares::operator+=(const UnitShares& other) {
  range += other.range;
  quantizer += other.quantizer;
  random += other.random;
  return *this;
}

UnitShares operator*(double times, const UnitShares& shares) {
  const auto part = [&](const UnitShare& share) {
    return UnitShare{times * share.passages, times * share.adds, times * share.multiplies};
  };
  return {part(shares.range), part(shares.quantizer), times * shares.random};
}

ElementCost shared_out(double adds, double multiplies, const UnitShares& shares,
                       const vector::VectorSpec& vector, bool codes) {
  ElementCost cost{adds, multiplies, {}};
  const auto leave = [&](const UnitShare& share) {
    cost.adds = std::max(cost.adds - share.adds, 0.0);
    cost.multiplies = std::max(cost.multiplies - share.multiplies, 0.0);
  };
  if (vector.range_elements_per_lane_cycle > 0) {
    leave(shares.range);
    cost.units.ranged = shares.range.passages;
  }
  if (vector.quantizer_elements_per_lane_cycle > 0) {
    leave(shares.quantizer);
    cost.units.quantized = codes ? shares.quantizer.passages : 0;
  }
  if (vector.random_numbers_per_lane_cycle > 0) {
    cost.units.random = codes ? shares.random : 0;
  }
  return cost;
}

}  // namespace metronome::mapping
