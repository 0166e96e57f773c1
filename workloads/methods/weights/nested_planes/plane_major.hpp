#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/base/quantity.hpp"

namespace metronome::weights {

/// Layouts of codes in memory: of `plane_major` only the planes that a mode needs are read, of
/// `packed` all bits of all codes.
enum class PlaneLayout { plane_major, packed };

/// The bit planes of codes, most significant first: plane p holds bit bits-1-p of every code in
/// their order, 32 codes a word, code i at bit i % 32 of word i / 32; the last word is filled up
/// with zeros.
class PlaneMajor {
 public:
  PlaneMajor(std::span<const std::uint16_t> codes, int bits);
  /// From stored words of whole planes. UserError where there are not as many words as that takes,
  /// or a bit behind the last code is set.
  PlaneMajor(std::vector<std::uint32_t> words, std::size_t codes, int bits);

  [[nodiscard]] int bits() const { return bits_; }
  [[nodiscard]] std::size_t codes() const { return codes_; }
  [[nodiscard]] std::size_t words_per_plane() const { return words_per_plane(codes_); }
  [[nodiscard]] std::span<const std::uint32_t> plane(int p) const;
  [[nodiscard]] bool bit(int p, std::size_t code) const {
    return (plane(p)[code / 32] >> code % 32 & 1U) != 0;
  }
  /// The codes that the first `leading` planes alone give.
  [[nodiscard]] std::vector<std::uint16_t> leading_codes(int leading) const;

  [[nodiscard]] static std::size_t words_per_plane(std::size_t codes) { return (codes + 31) / 32; }

 private:
  int bits_;
  std::size_t codes_;
  std::vector<std::uint32_t> words_;
};

/// What a mode of `bits` moves of a tensor stored with `stored_bits`, planes `from` to bits-1 of
/// it, in bursts of memory. Planes begin on bursts.
[[nodiscard]] Bytes moved_weights(PlaneLayout layout, std::size_t codes, int from, int bits,
                                  int stored_bits, Bytes burst);

}  // namespace metronome::weights
