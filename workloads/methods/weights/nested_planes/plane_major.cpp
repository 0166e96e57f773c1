#include "workloads/methods/weights/nested_planes/plane_major.hpp"

#include "sim/base/enumeration.hpp"
#include "sim/base/error.hpp"
#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/nested_planes/nested_code.hpp"

namespace metronome::weights {

PlaneMajor::PlaneMajor(std::span<const std::uint16_t> codes, int bits)
    : bits_(bits), codes_(codes.size()) {
  require_width(bits, 1, kMostNestedBits, "nested codes");
  words_.resize(static_cast<std::size_t>(bits) * words_per_plane());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    METRONOME_ASSERT(codes[i] >> bits == 0, "a code has no more bits than there are planes");
    for (int p = 0; p < bits; ++p) {
      const std::uint32_t bit = codes[i] >> (bits - 1 - p) & 1U;
      words_[static_cast<std::size_t>(p) * words_per_plane() + i / 32] |= bit << i % 32;
    }
  }
}

PlaneMajor::PlaneMajor(std::vector<std::uint32_t> words, std::size_t codes, int bits)
    : bits_(bits), codes_(codes), words_(std::move(words)) {
  require_width(bits, 1, kMostNestedBits, "nested codes");
  if (words_.size() != static_cast<std::size_t>(bits) * words_per_plane()) {
    throw UserError("there are not as many words as the planes of the codes have",
                    "one word for 32 codes in each plane");
  }
  for (int p = 0; p < bits && codes % 32 != 0; ++p) {
    if (plane(p).back() >> codes % 32 != 0) {
      throw UserError("a plane has a bit behind its last code", "zeros there");
    }
  }
}

std::span<const std::uint32_t> PlaneMajor::plane(int p) const {
  METRONOME_ASSERT(p >= 0 && p < bits_, "a plane is one of those stored");
  return std::span(words_).subspan(static_cast<std::size_t>(p) * words_per_plane(),
                                   words_per_plane());
}

std::vector<std::uint16_t> PlaneMajor::leading_codes(int leading) const {
  require_width(leading, 1, bits_, "a mode of these planes");
  std::vector<std::uint16_t> codes(codes_);
  for (std::size_t i = 0; i < codes_; ++i) {
    for (int p = 0; p < leading; ++p) {
      codes[i] = static_cast<std::uint16_t>(codes[i] << 1 | (bit(p, i) ? 1 : 0));
    }
  }
  return codes;
}

Bytes moved_weights(PlaneLayout layout, std::size_t codes, int from, int bits, int stored_bits,
                    Bytes burst) {
  METRONOME_ASSERT(from >= 0 && from <= bits && bits <= stored_bits,
                   "planes are some of those stored");
  const auto whole = [&](Bits moved) {
    return Bytes(round_up(bytes_for(moved).count(), burst.count()));
  };
  switch (layout) {
    case PlaneLayout::plane_major:
      return whole(Bits(32 * PlaneMajor::words_per_plane(codes))) *
             static_cast<std::uint64_t>(bits - from);
    case PlaneLayout::packed:
      return from == bits ? Bytes{} : whole(Bits(codes) * static_cast<std::uint64_t>(stored_bits));
  }
  fail_no_enumerator(layout);
}

}  // namespace metronome::weights
