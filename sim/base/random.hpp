#pragma once

#include <cstdint>
#include <string_view>

namespace metronome {

/// A counter-based generator: draw i of a stream is a pure function of (seed, stream, i), so any
/// thread may compute any draw and the result never depends on who asked first.
/// Mixing function: SplitMix64's finaliser [steele2014splitmix] over the counter.
class RandomStream {
 public:
  /// `name` separates the uses of one seed ("weights", "shuffle", "rounding"), `index` their
  /// instances (an iteration, a layer).
  RandomStream(std::uint64_t seed, std::string_view name, std::uint64_t index = 0);

  /// 64 uniform bits of draw `i`.
  [[nodiscard]] std::uint64_t bits(std::uint64_t i) const { return mix(key_ + i * kGolden); }
  /// Uniform in [0, 1), 53 bits.
  [[nodiscard]] double uniform(std::uint64_t i) const {
    return static_cast<double>(bits(i) >> 11) * 0x1.0p-53;
  }
  /// Uniform in {0, ..., n-1}, n > 0; bias below n / 2^64.
  [[nodiscard]] std::uint64_t below(std::uint64_t i, std::uint64_t n) const;
  /// Standard normal (Box-Muller on draws 2i and 2i+1).
  [[nodiscard]] double normal(std::uint64_t i) const;

  [[nodiscard]] static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

 private:
  static constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ULL;
  std::uint64_t key_;
};

}  // namespace metronome
