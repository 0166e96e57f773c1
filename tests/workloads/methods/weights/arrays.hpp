#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "tests/workloads/methods/seeds_reference.hpp"

namespace metronome::weights {

using SeedCase = seeds_reference::Case;
using Reals = std::vector<double>;
using Integers = std::vector<std::int32_t>;

/// The largest deviation, relative to the largest magnitude expected. Infinite where lengths differ
/// or a value is not a number.
template <class Actual, class Expected>
[[nodiscard]] double deviation(const Actual& actual, const Expected& expected) {
  if (actual.size() != expected.size() || expected.size() == 0) {
    return std::numeric_limits<double>::infinity();
  }
  double largest = 0;
  double worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double difference =
        std::abs(static_cast<double>(actual[i]) - static_cast<double>(expected[i]));
    if (!std::isfinite(difference)) {
      return std::numeric_limits<double>::infinity();
    }
    worst = std::max(worst, difference);
    largest = std::max(largest, std::abs(static_cast<double>(expected[i])));
  }
  return largest == 0 ? worst : worst / largest;
}

/// One row or item of an array whose first extent is `count`.
template <class T>
[[nodiscard]] std::vector<T> item(const std::vector<T>& all, std::size_t count, std::size_t i) {
  const std::size_t n = all.size() / count;
  return {all.begin() + static_cast<std::ptrdiff_t>(i * n),
          all.begin() + static_cast<std::ptrdiff_t>((i + 1) * n)};
}

template <class To, class From>
[[nodiscard]] std::vector<To> converted_to(const std::vector<From>& from) {
  std::vector<To> to;
  for (const From value : from) {
    to.push_back(static_cast<To>(value));
  }
  return to;
}

/// C [i][j] = sum over k of A [i][k] B [j][k].
[[nodiscard]] inline Reals product(const Reals& a, const Reals& b, std::size_t depth) {
  Reals c;
  for (std::size_t i = 0; i < a.size() / depth; ++i) {
    for (std::size_t j = 0; j < b.size() / depth; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < depth; ++k) {
        sum += a[i * depth + k] * b[j * depth + k];
      }
      c.push_back(sum);
    }
  }
  return c;
}

[[nodiscard]] inline Reals transposed(const Reals& a, std::size_t columns) {
  Reals t;
  for (std::size_t j = 0; j < columns; ++j) {
    for (std::size_t i = 0; i < a.size() / columns; ++i) {
      t.push_back(a[i * columns + j]);
    }
  }
  return t;
}

}  // namespace metronome::weights
