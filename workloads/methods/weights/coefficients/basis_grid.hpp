#pragma once

#include <span>

namespace metronome::weights {

/// The 8-bit codes of the entries of a basis: code 2^exponent, the least exponent with which no
/// code is beyond 127 (of zeros 0).
class BasisGrid {
 public:
  static constexpr int kMostCode = 127;

  /// UserError where an entry is not finite.
  explicit BasisGrid(std::span<const double> entries);

  [[nodiscard]] int exponent() const { return exponent_; }
  [[nodiscard]] int code(double entry) const;
  [[nodiscard]] double value(int code) const;

 private:
  int exponent_ = 0;
};

}  // namespace metronome::weights
