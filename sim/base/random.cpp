#include "sim/base/random.hpp"

#include <cmath>
#include <numbers>

#include "sim/base/hash.hpp"

namespace metronome {

RandomStream::RandomStream(std::uint64_t seed, std::string_view name, std::uint64_t index)
    : key_(mix(mix(seed + kGolden) ^ fnv1a(name)) + mix(index + kGolden)) {}

std::uint64_t RandomStream::below(std::uint64_t i, std::uint64_t n) const {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(bits(i)) * n) >> 64);
}

double RandomStream::normal(std::uint64_t i) const {
  const double u = 1.0 - uniform(2 * i);  // in (0, 1]: the logarithm is finite
  const double v = uniform(2 * i + 1);
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * v);
}

}  // namespace metronome
