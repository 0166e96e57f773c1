#pragma once

#include <cstdint>

#include "sim/base/enumeration.hpp"
#include "sim/base/quantity.hpp"

namespace metronome::links {

/// How codes of several chips are added up (workloads/quant/gradient_sums.hpp).
enum class Sums {
  shared_scale,  ///< one scale for a block on all chips; whole numbers, which grow on the way
  each_hop,      ///< each hop adds and quantizes anew
  once           ///< codes are summed wide where they meet, and the sum is quantized once
};
constexpr auto enum_rows(Sums) {
  using enum Sums;
  return enum_list<Sums>({{shared_scale, "shared_scale"}, {each_hop, "each_hop"}, {once, "once"}});
}

/// How a number crosses a link.
struct Wire {
  unsigned bits = 8;   ///< of one chip's number
  bool codes = false;  ///< with scales; else a real number, or a byte
  Sums sums = Sums::shared_scale;
  std::uint64_t block = 0;  ///< codes of one scale; 0: all
  bool operator==(const Wire&) const = default;
  auto operator<=>(const Wire&) const = default;

  /// Of a sum over so many chips: with a shared scale ceil(log2 n) bits more.
  [[nodiscard]] unsigned bits_of_sum(std::uint64_t summands) const;
  /// Of a message of so many numbers, each a sum over so many chips, with the scales that go along:
  /// 4 bytes a block, but where chips share them.
  [[nodiscard]] Bytes bytes(std::uint64_t elements, std::uint64_t summands) const;
  /// Scales that chips must agree on before they send.
  [[nodiscard]] std::uint64_t shared_scales(std::uint64_t elements) const;

 private:
  [[nodiscard]] std::uint64_t blocks(std::uint64_t elements) const;
};

/// What a collective is of.
struct Payload {
  std::uint64_t elements = 0;
  Wire wire;

  Payload() = default;
  Payload(std::uint64_t n, const Wire& how) : elements(n), wire(how) {}
  /// Bytes that mean nothing to the links.
  Payload(Bytes bytes) : elements(bytes.count()) {}
  bool operator==(const Payload&) const = default;
  auto operator<=>(const Payload&) const = default;
};

}  // namespace metronome::links
