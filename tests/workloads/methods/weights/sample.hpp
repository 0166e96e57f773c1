#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"

namespace metronome::weights {

/// Normal numbers of a seed.
template <class T>
[[nodiscard]] std::vector<T> normal_values(std::size_t n, std::uint64_t seed,
                                           double deviation = 0.5) {
  const RandomStream stream(seed, "sample");
  std::vector<T> values;
  for (std::size_t i = 0; i < n; ++i) {
    values.push_back(static_cast<T>(deviation * stream.normal(i)));
  }
  return values;
}

[[nodiscard]] inline std::vector<std::int32_t> random_codes(std::size_t n, int bits,
                                                            std::uint64_t seed) {
  const RandomStream stream(seed, "codes");
  std::vector<std::int32_t> codes;
  for (std::size_t i = 0; i < n; ++i) {
    codes.push_back(static_cast<std::int32_t>(stream.below(i, std::uint64_t{1} << bits)));
  }
  return codes;
}

/// What the user is told; empty where nothing is wrong.
template <class Body>
[[nodiscard]] std::string error_of(const Body& body) {
  try {
    body();
  } catch (const UserError& error) {
    return error.diagnostics().at(0).text();
  }
  return "";
}

}  // namespace metronome::weights
