#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/base/enumeration.hpp"

namespace metronome::weights {

/// How the strengths of the candidates of a search become weights of a mixture [li2020ebs].
enum class MixtureKind {
  deterministic,  ///< softmax(r)
  stochastic      ///< softmax((r + g) / tau), g of Gumbel's distribution
};
constexpr auto enum_rows(MixtureKind) {
  using enum MixtureKind;
  return enum_list<MixtureKind>({{deterministic, "deterministic"}, {stochastic, "stochastic"}});
}

/// What a mixture is drawn with: of deterministic ones the default.
struct MixtureDraw {
  MixtureKind kind = MixtureKind::deterministic;
  double temperature = 1;  ///< tau, above zero
  std::uint64_t seed = 0;
  std::uint64_t iteration = 0;
  std::uint64_t instance = 0;  ///< of a layer's weights or activations: separates their noise
};

/// The temperature at `iteration` of `iterations`: from `first` to `last` in a straight line.
[[nodiscard]] double temperature_at(double first, double last, std::uint64_t iteration,
                                    std::uint64_t iterations);

/// The shares of the candidates, which add up to 1. The same draw gives the same shares, so that a
/// resumed search goes on as it would have. UserError where a strength is not finite.
template <class T>
[[nodiscard]] std::vector<T> shares_of(std::span<const T> strengths, const MixtureDraw& draw);

/// d/dr_i = p_i (d/dp_i - sum p d/dp) / tau, added to `out`.
template <class T>
void add_strength_gradients(std::span<const T> shares, std::span<const T> share_gradients,
                            const MixtureDraw& draw, std::span<T> out);

/// The candidate with the greatest strength, the narrowest of equal ones.
template <class T>
[[nodiscard]] std::size_t strongest(std::span<const T> strengths);

/// UserError unless there are 1 to 8 candidates in rising order, each of 1 to 8 bits.
void check_candidates(std::span<const int> bits);

}  // namespace metronome::weights
