#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/error.hpp"

namespace metronome {

/// Appends an unsigned number, little-endian.
template <class U>
void put(std::string& out, U value) {
  for (std::size_t i = 0; i < sizeof(U); ++i) {
    out.push_back(static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i))));
  }
}

inline void put_real(std::string& out, double value) {
  put(out, std::bit_cast<std::uint64_t>(value));
}

/// A 32-bit length and the bytes.
inline void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

/// Reads from the front of the bytes that are left. UserError naming the file where they end.
class ByteReader {
 public:
  /// `what` is the kind of file, `hint` what would be right; both for errors only.
  ByteReader(std::string_view bytes, std::string file, std::string what, std::string hint)
      : left_(bytes),
        size_(bytes.size()),
        file_(std::move(file)),
        what_(std::move(what)),
        hint_(std::move(hint)) {}

  std::string_view take(std::uint64_t n) {
    if (n > left_.size()) {
      fail("ends too early");
    }
    const std::string_view taken = left_.substr(0, n);
    left_.remove_prefix(n);
    return taken;
  }
  template <class U>
  U number() {
    const std::string_view bytes = take(sizeof(U));
    U value = 0;
    for (std::size_t i = 0; i < sizeof(U); ++i) {
      value |= static_cast<U>(static_cast<U>(static_cast<std::uint8_t>(bytes[i])) << (8 * i));
    }
    return value;
  }
  /// A finite number: no file of ours has another.
  double real() { return finite(std::bit_cast<double>(number<std::uint64_t>())); }
  float short_real() { return finite(std::bit_cast<float>(number<std::uint32_t>())); }
  /// One of 0, ..., most; `what` names it.
  template <class U>
  U number_up_to(U most, const char* what) {
    const std::uint64_t begin = at();
    const U value = number<U>();
    if (value > most) {
      fail_at(begin, std::string(what) + " is " + std::to_string(value) + ", more than " +
                         std::to_string(most));
    }
    return value;
  }
  std::string text() { return std::string(take(number<std::uint32_t>())); }

  [[nodiscard]] std::uint64_t left() const { return left_.size(); }
  /// Bytes that were read.
  [[nodiscard]] std::uint64_t at() const { return size_ - left_.size(); }
  /// Says where: the next byte that would be read.
  [[noreturn]] void fail(std::string what) const { fail_at(at(), std::move(what)); }
  [[noreturn]] void fail_at(std::uint64_t byte, std::string what) const {
    throw UserError(
        Diagnostic{.file = file_,
                   .key = {},
                   .what = what_ + ": " + std::move(what) + " (byte " + std::to_string(byte) + ")",
                   .hint = hint_});
  }

 private:
  template <class T>
  [[nodiscard]] T finite(T value) const {
    if (!std::isfinite(value)) {
      fail("holds a number that is not finite");
    }
    return value;
  }

  std::string_view left_;
  std::uint64_t size_ = 0;
  std::string file_;
  std::string what_;
  std::string hint_;
};

}  // namespace metronome
