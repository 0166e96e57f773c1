#include "workloads/methods/weights/coefficients/basis_grid.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::weights {

BasisGrid::BasisGrid(std::span<const double> entries) {
  constexpr int kLeast = -128;  // of a signed byte
  double largest = 0;
  for (const double entry : entries) {
    if (!std::isfinite(entry) || std::abs(entry) > 0x1p127) {
      throw UserError("a basis has an entry that is not finite or above 2^127",
                      "a smaller learning rate; a higher bar or a filter of switching");
    }
    largest = std::max(largest, std::abs(entry));
  }
  // What rounds to nothing on the finest grid is nothing.
  if (largest > std::ldexp(0.5, kLeast)) {
    exponent_ = std::max(kLeast, std::ilogb(largest) - 6);
    if (largest > std::ldexp(kMostCode, exponent_)) {
      ++exponent_;
    }
  }
}

int BasisGrid::code(double entry) const {
  return static_cast<int>(std::rint(std::ldexp(entry, -exponent_)));
}

double BasisGrid::value(int code) const { return std::ldexp(code, exponent_); }

}  // namespace metronome::weights
