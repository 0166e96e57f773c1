#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace metronome::exporting {

/// A field of a message in protobuf's wire format: a number, or bytes.
struct WireField {
  int number = 0;
  int type = 0;             ///< 0 varint, 1 eight bytes, 2 bytes behind their length, 5 four bytes
  std::uint64_t value = 0;  ///< of types 0, 1 and 5
  std::string_view bytes;   ///< of type 2
};

/// Reads varints and fields one after the other; `fail` takes what is wrong and does not return.
class WireCursor {
 public:
  using Fail = std::function<void(const std::string& what)>;
  WireCursor(std::string_view bytes, Fail fail) : left_(bytes), fail_(std::move(fail)) {}

  [[nodiscard]] bool done() const { return left_.empty(); }
  std::uint64_t varint();
  std::string_view take(std::uint64_t count);
  WireField field();

 private:
  std::uint64_t fixed(std::size_t bytes);
  std::string_view left_;
  Fail fail_;
};

}  // namespace metronome::exporting
