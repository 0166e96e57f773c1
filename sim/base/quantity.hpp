#pragma once

#include <cmath>
#include <compare>
#include <cstdint>
#include <type_traits>

#include "sim/base/checked.hpp"
#include "sim/base/error.hpp"

namespace metronome {

/// A number with a unit. Construction and reading are explicit; sums and differences need equal
/// units; a product or quotient with a bare number keeps the unit; a quotient of equal units is
/// bare. Sums and products of whole numbers that leave 64 bits are UserErrors: only sizes that a
/// user chose go so far.
template <class Tag, class Rep>
class Quantity {
 public:
  using rep = Rep;

  constexpr Quantity() = default;
  constexpr explicit Quantity(Rep value) : value_(value) {}

  [[nodiscard]] constexpr Rep count() const { return value_; }

  constexpr Quantity& operator+=(Quantity other) {
    value_ = require_sum(value_, other.value_);
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value_ -= other.value_;
    return *this;
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
  friend constexpr Quantity operator*(Quantity a, Rep n) {
    return Quantity(require_product(a.value_, n));
  }
  friend constexpr Quantity operator*(Rep n, Quantity a) { return a * n; }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;

 private:
  Rep value_{};
};

/// a / b as a real number, for equal units.
template <class Tag, class Rep>
[[nodiscard]] constexpr double ratio(Quantity<Tag, Rep> a, Quantity<Tag, Rep> b) {
  return static_cast<double>(a.count()) / static_cast<double>(b.count());
}

using Cycles = Quantity<struct CyclesTag, std::uint64_t>;
using Bits = Quantity<struct BitsTag, std::uint64_t>;
using Bytes = Quantity<struct BytesTag, std::uint64_t>;
using Macs = Quantity<struct MacsTag, std::uint64_t>;
/// One multiply-accumulate of an a-bit with a b-bit operand is a*b bit operations (CPT's BitOPs).
using BitOperations = Quantity<struct BitOperationsTag, std::uint64_t>;
/// Integer picoseconds: the only bridge between clock domains.
using Picoseconds = Quantity<struct PicosecondsTag, std::uint64_t>;
using Picojoules = Quantity<struct PicojoulesTag, double>;
using Joules = Quantity<struct JoulesTag, double>;
using Seconds = Quantity<struct SecondsTag, double>;
using Hertz = Quantity<struct HertzTag, double>;

/// Smallest q with q * b >= a, without overflow. b must not be zero.
template <class T>
requires std::is_unsigned_v<T>
[[nodiscard]] constexpr T ceil_div(T a, T b) { return a / b + static_cast<T>(a % b != 0); }

/// a / b where b divides a; a remainder is our bug.
template <class T>
requires std::is_unsigned_v<T>
[[nodiscard]] constexpr T exact_div(T a, T b) {
  METRONOME_ASSERT(a % b == 0, "exact_div has a remainder");
  return a / b;
}

/// Smallest multiple of b that is >= a.
template <class T>
requires std::is_unsigned_v<T>
[[nodiscard]] constexpr T round_up(T a, T b) { return ceil_div(a, b) * b; }

/// Smallest whole number of bytes that holds the bits.
[[nodiscard]] constexpr Bytes bytes_for(Bits bits) {
  return Bytes(ceil_div<std::uint64_t>(bits.count(), 8));
}

[[nodiscard]] constexpr Joules to_joules(Picojoules e) { return Joules(e.count() * 1e-12); }

/// Whole picoseconds of one clock period, rounded to nearest; frequencies are chosen so that
/// rounding is below 1e-3.
[[nodiscard]] inline Picoseconds clock_period(Hertz f) {
  return Picoseconds(static_cast<std::uint64_t>(std::llround(1e12 / f.count())));
}

}  // namespace metronome
