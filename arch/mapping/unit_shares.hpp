#pragma once

#include "arch/vector/vector_unit.hpp"

namespace metronome::mapping {

/// What of an operation's work on each of its elements a kind of unit beside the lanes can take:
/// passages through it, and the lane operations that they are where there is no such unit.
struct UnitShare {
  double passages = 0;
  double adds = 0;
  double multiplies = 0;
  bool operator==(const UnitShare&) const = default;
  UnitShare& operator+=(const UnitShare& other);
};

struct UnitShares {
  UnitShare range;
  UnitShare quantizer;
  double random = 0;  ///< random numbers, of stochastic rounding
  bool operator==(const UnitShares&) const = default;
  UnitShares& operator+=(const UnitShares& other);
};
[[nodiscard]] UnitShares operator*(double times, const UnitShares& shares);

/// Work on each of some elements, as a machine does it.
struct ElementCost {
  double adds = 0;  ///< of the lanes
  double multiplies = 0;
  vector::UnitWork units{};
  bool operator==(const ElementCost&) const = default;

  [[nodiscard]] double operations() const { return adds + multiplies; }
  [[nodiscard]] bool any() const { return operations() > 0 || units.any(); }
};

/// Gives `adds` and `multiplies` an element to the lanes, less what units of the machine take of
/// them. `codes`: the elements become codes; in FP32 no quantizer has work, and its share is none
/// of the lanes' either where the machine has quantizers.
[[nodiscard]] ElementCost shared_out(double adds, double multiplies, const UnitShares& shares,
                                     const vector::VectorSpec& vector, bool codes = true);

}  // namespace metronome::mapping
