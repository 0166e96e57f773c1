#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>

namespace metronome {

/// Sums and products that are nothing where they do not fit their type.
template <std::integral T>
[[nodiscard]] constexpr std::optional<T> checked_add(T a, T b) {
  T sum{};
  return __builtin_add_overflow(a, b, &sum) ? std::nullopt : std::optional(sum);
}

template <std::integral T>
[[nodiscard]] constexpr std::optional<T> checked_multiply(T a, T b) {
  T product{};
  return __builtin_mul_overflow(a, b, &product) ? std::nullopt : std::optional(product);
}

/// The product of all factors, of which zero ones make it zero wherever they stand.
template <class Factors = std::initializer_list<std::uint64_t>>
[[nodiscard]] constexpr std::optional<std::uint64_t> checked_product(const Factors& factors) {
  std::optional<std::uint64_t> product{1};
  for (const std::uint64_t factor : factors) {
    if (factor == 0) {
      return 0;
    }
    product = product ? checked_multiply(*product, factor) : product;
  }
  return product;
}

/// UserError: a number of a run is beyond 64 bits.
[[noreturn]] void fail_beyond_64_bits();

/// a + b and a * b of counts of a run, whose sizes the user chose: UserError beyond 64 bits.
template <class T>
[[nodiscard]] constexpr T require_sum(T a, T b) {
  if constexpr (std::integral<T>) {
    const std::optional<T> sum = checked_add(a, b);
    return sum ? *sum : (fail_beyond_64_bits(), T{});
  } else {
    return a + b;
  }
}

template <class T>
[[nodiscard]] constexpr T require_product(T a, T b) {
  if constexpr (std::integral<T>) {
    const std::optional<T> product = checked_multiply(a, b);
    return product ? *product : (fail_beyond_64_bits(), T{});
  } else {
    return a * b;
  }
}

}  // namespace metronome
