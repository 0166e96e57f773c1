#include "workloads/formats/rounding.hpp"

#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"

namespace metronome::formats {

std::int64_t rounded(double steps, const Rounding& rounding, std::uint32_t draw) {
  const double low = std::floor(steps);
  const double part = steps - low;
  const auto whole = static_cast<std::int64_t>(low);
  switch (rounding.mode) {
    case RoundingMode::nearest_even:
      return whole + (part > 0.5 || (part == 0.5 && whole % 2 != 0) ? 1 : 0);
    case RoundingMode::stochastic: {
      const double limit = std::ldexp(1.0, rounding.random_bits);
      return whole + (std::floor(part * limit) + draw >= limit ? 1 : 0);
    }
    case RoundingMode::toward_zero:
      return whole;
  }
  fail_no_enumerator(rounding.mode);
}

std::uint32_t Draws::of(std::size_t element, int bits) const {
  return std::visit(
      Overload{[](const std::monostate&) { return std::uint32_t{0}; },
               [&](const RandomStream& stream) {
                 return static_cast<std::uint32_t>(stream.bits(element) >> (64 - bits));
               },
               [&](const std::vector<std::uint32_t>& list) { return list[element]; }},
      source_);
}

void Draws::require(const Rounding& rounding, std::size_t elements) const {
  if (rounding.mode != RoundingMode::stochastic) {
    return;
  }
  METRONOME_ASSERT(rounding.random_bits >= 1 && rounding.random_bits <= 32,
                   "stochastic rounding takes 1 to 32 random bits");
  const std::uint64_t most = (std::uint64_t{1} << rounding.random_bits) - 1;
  std::visit(Overload{[](const std::monostate&) {
                        METRONOME_ASSERT(false, "stochastic rounding needs draws");
                      },
                      [](const RandomStream&) {},
                      [&](const std::vector<std::uint32_t>& list) {
                        METRONOME_ASSERT(list.size() == elements, "a draw for each element");
                        for (const std::uint32_t draw : list) {
                          METRONOME_ASSERT(draw <= most, "draws have the bits of the rounding");
                        }
                      }},
             source_);
}

}  // namespace metronome::formats
