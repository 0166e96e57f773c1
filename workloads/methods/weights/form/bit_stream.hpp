#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace metronome::weights {

/// Numbers of any width one after the other: bit i of the stream is bit i % 8 of byte i / 8, and
/// the least significant bit of a number comes first.
class BitWriter {
 public:
  /// 0 <= width <= 32; higher bits of the value are zero.
  void put(std::uint32_t value, int width);
  [[nodiscard]] std::uint64_t bits() const { return bits_; }
  /// The last byte is filled up with zeros.
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::uint64_t bits_ = 0;
};

/// The inverse. The caller asks for no more than left() bits.
class BitReader {
 public:
  explicit BitReader(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint64_t left() const { return bytes_.size() * 8 - at_; }
  /// Bits that were taken.
  [[nodiscard]] std::uint64_t at() const { return at_; }
  [[nodiscard]] std::uint32_t take(int width);

 private:
  std::string_view bytes_;
  std::uint64_t at_ = 0;
};

}  // namespace metronome::weights
