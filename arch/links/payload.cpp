#include "arch/links/payload.hpp"

#include <bit>

#include "sim/base/error.hpp"

namespace metronome::links {
namespace {

constexpr std::uint64_t kScaleBytes = 4;

}  // namespace

std::uint64_t Wire::blocks(std::uint64_t elements) const {
  return block == 0 ? (elements > 0 ? 1 : 0) : ceil_div(elements, block);
}

unsigned Wire::bits_of_sum(std::uint64_t summands) const {
  METRONOME_ASSERT(summands > 0, "a message holds numbers of a chip");
  return codes && sums == Sums::shared_scale
             ? bits + static_cast<unsigned>(std::bit_width(summands - 1))
             : bits;
}

std::uint64_t Wire::shared_scales(std::uint64_t elements) const {
  return codes && sums == Sums::shared_scale ? blocks(elements) : 0;
}

Bytes Wire::bytes(std::uint64_t elements, std::uint64_t summands) const {
  const Bytes numbers = bytes_for(Bits(elements) * bits_of_sum(summands));
  const bool own_scales = codes && sums != Sums::shared_scale;
  return numbers + Bytes(own_scales ? kScaleBytes * blocks(elements) : 0);
}

}  // namespace metronome::links
