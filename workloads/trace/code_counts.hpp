#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace metronome::trace {

/// Non-zero digits of a number in non-adjacent form: the fewest signed powers of two whose sum it
/// is [reitwiesner1960binary]. 7 = 8 - 1 has two.
[[nodiscard]] constexpr int signed_digits(std::uint32_t number) {
  // Digit i of 3n xor n is that of position i - 1 of the form.
  const std::uint64_t wide = number;
  return __builtin_popcountll((3 * wide) ^ wide);
}

/// Counts over the codes of a tensor, or over their magnitudes, of at most 16 bits.
struct CodeCounts {
  static constexpr std::size_t kBits = 16;
  std::array<std::uint64_t, kBits> bit{};                    ///< codes with bit i set
  std::array<std::uint64_t, kBits + 1> ones{};               ///< codes with i bits set
  std::array<std::uint64_t, kBits / 2 + 2> signed_digits{};  ///< codes with i signed digits

  /// `count` codes of this magnitude.
  void add(std::uint32_t magnitude, std::uint64_t count = 1);
  void merge(const CodeCounts& other);

  [[nodiscard]] std::uint64_t values() const;
  /// True where the three can be counts of the same codes: equally many, equally many zeros, and as
  /// many ones as bits that are set.
  [[nodiscard]] bool consistent() const;
  [[nodiscard]] std::uint64_t zeros() const { return ones[0]; }
  /// Of at least one value: shares and means.
  [[nodiscard]] double zero_share() const;
  [[nodiscard]] double bit_density(std::size_t i) const;
  [[nodiscard]] double mean_ones() const;
  [[nodiscard]] double mean_signed_digits() const;
  bool operator==(const CodeCounts&) const = default;
};

}  // namespace metronome::trace
