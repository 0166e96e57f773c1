#include "sim/export/wire_message.hpp"

namespace metronome::exporting {

std::uint64_t WireCursor::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<std::uint8_t>(take(1)[0]);
    if (shift == 63 && byte > 1) {
      break;
    }
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if ((byte & 0x80U) == 0) {
      return value;
    }
  }
  fail_("has a number of more than 64 bits");
  return 0;
}

std::string_view WireCursor::take(std::uint64_t count) {
  if (count > left_.size()) {
    fail_("ends too early");
  }
  const std::string_view taken = left_.substr(0, count);
  left_.remove_prefix(count);
  return taken;
}

std::uint64_t WireCursor::fixed(std::size_t bytes) {
  std::uint64_t value = 0;
  const std::string_view taken = take(bytes);
  for (std::size_t i = 0; i < bytes; ++i) {
    value |= std::uint64_t{static_cast<std::uint8_t>(taken[i])} << (8 * i);
  }
  return value;
}

WireField WireCursor::field() {
  const std::uint64_t tag = varint();
  if (tag >> 3 == 0 || tag >> 3 > 536'870'911) {  // the largest number that protobuf has
    fail_("has a field without a number");
  }
  WireField out;
  out.number = static_cast<int>(tag >> 3);
  out.type = static_cast<int>(tag & 7);
  switch (out.type) {
    case 0:
      out.value = varint();
      return out;
    case 1:
      out.value = fixed(8);
      return out;
    case 2:
      out.bytes = take(varint());
      return out;
    case 5:
      out.value = fixed(4);
      return out;
    default:
      fail_("has a field of an unknown type");
      return out;
  }
}

}  // namespace metronome::exporting
