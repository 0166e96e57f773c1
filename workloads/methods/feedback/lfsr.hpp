#pragma once

#include <cstdint>

namespace metronome::feedback {

/// A 32-bit Galois linear-feedback shift register: the bit given is the state's lowest; the state
/// moves down by one and, where that bit was 1, is combined with the mask 0x80200003 (taps 32, 22,
/// 2 and 1, a sequence of 2^32 - 1 bits). It generates feedback where it is used, so that none is
/// stored: the same state gives the same bits at each step.
class Lfsr {
 public:
  static constexpr std::uint32_t kMask = 0x80200003;

  /// UserError where the state is 0, which the register never leaves.
  explicit Lfsr(std::uint32_t state);

  [[nodiscard]] bool next() {
    const bool bit = (state_ & 1U) != 0;
    state_ = (state_ >> 1U) ^ (bit ? kMask : 0U);
    return bit;
  }
  [[nodiscard]] std::uint32_t state() const { return state_; }

 private:
  std::uint32_t state_;
};

}  // namespace metronome::feedback
