#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/base/random.hpp"

namespace metronome::formats {

enum class RoundingMode { nearest_even, stochastic, toward_zero };
constexpr auto enum_rows(RoundingMode /*list*/) {
  return enum_list<RoundingMode>({{RoundingMode::nearest_even, "nearest_even"},
                                  {RoundingMode::stochastic, "stochastic"},
                                  {RoundingMode::toward_zero, "toward_zero"}});
}

/// How a number between two neighbours becomes one of them. Stochastic rounding of R random bits:
/// with f in [0, 1) the part of the way from the lower magnitude to the higher one, the higher one
/// is taken if floor(f 2^R) + r >= 2^R, r uniform in {0, ..., 2^R - 1}. What of f lies below 2^-R
/// is lost, so that magnitudes are biased down by up to 2^-R of a step.
struct Rounding {
  RoundingMode mode = RoundingMode::nearest_even;
  int random_bits = 16;  ///< R, 1 to 32; of stochastic rounding
  bool operator==(const Rounding&) const = default;
};

/// `steps` >= 0, in units of the distance of the neighbours and below 2^31, to a whole number.
/// `draw` is r; others than stochastic rounding do not look at it.
[[nodiscard]] std::int64_t rounded(double steps, const Rounding& rounding, std::uint32_t draw);

/// The random bits of a tensor, one draw for each element in row-major order: from a stream, so
/// that they do not depend on who asks first, or from a list.
class Draws {
 public:
  /// Of tensors that are not rounded stochastically.
  Draws() = default;
  explicit Draws(const RandomStream& stream) : source_(stream) {}
  explicit Draws(std::vector<std::uint32_t> list) : source_(std::move(list)) {}

  /// Of an element, below 2^bits; 0 without a source, whose use for stochastic rounding `require`
  /// refuses.
  [[nodiscard]] std::uint32_t of(std::size_t element, int bits) const;
  /// InternalError unless a tensor of so many elements can be rounded so.
  void require(const Rounding& rounding, std::size_t elements) const;

 private:
  std::variant<std::monostate, RandomStream, std::vector<std::uint32_t>> source_;
};

}  // namespace metronome::formats
