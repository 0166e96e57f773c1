#include "workloads/methods/weights/blended_grids/mixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/form/rounded_grid.hpp"

namespace metronome::weights {

double temperature_at(double first, double last, std::uint64_t iteration,
                      std::uint64_t iterations) {
  if (iterations < 2) {
    return first;
  }
  const double way = static_cast<double>(std::min(iteration, iterations - 1)) /
                     static_cast<double>(iterations - 1);
  return first + (last - first) * way;
}

namespace {

double gumbel(const RandomStream& stream, std::uint64_t i) {
  // The middle of the interval that a draw stands for: neither 0 nor 1.
  const double uniform = stream.uniform(i) + 0x1.0p-54;
  return -std::log(-std::log(uniform));
}

double temperature_of(const MixtureDraw& draw) {
  if (draw.kind == MixtureKind::deterministic) {
    return 1;
  }
  if (!(draw.temperature > 0) || !std::isfinite(draw.temperature)) {
    throw UserError(fmt::format("a mixture has a temperature of {}", draw.temperature),
                    "a finite number above zero");
  }
  return draw.temperature;
}

}  // namespace

template <class T>
std::vector<T> shares_of(std::span<const T> strengths, const MixtureDraw& draw) {
  METRONOME_ASSERT(!strengths.empty(), "a mixture is of something");
  const double temperature = temperature_of(draw);
  const RandomStream noise(draw.seed, "gumbel", (draw.iteration << 16) + draw.instance);
  std::vector<double> levels;
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    if (!std::isfinite(strengths[i])) {
      throw UserError("a strength of a search is not a finite number",
                      "a smaller learning rate of the strengths");
    }
    const double added = draw.kind == MixtureKind::stochastic ? gumbel(noise, i) : 0;
    levels.push_back((static_cast<double>(strengths[i]) + added) / temperature);
  }
  const double top = *std::max_element(levels.begin(), levels.end());
  double sum = 0;
  for (double& level : levels) {
    level = std::exp(level - top);
    sum += level;
  }
  std::vector<T> shares;
  for (const double level : levels) {
    shares.push_back(static_cast<T>(level / sum));
  }
  return shares;
}

template <class T>
void add_strength_gradients(std::span<const T> shares, std::span<const T> share_gradients,
                            const MixtureDraw& draw, std::span<T> out) {
  METRONOME_ASSERT(shares.size() == share_gradients.size() && shares.size() == out.size(),
                   "a gradient for each share");
  const T temperature = static_cast<T>(temperature_of(draw));
  T mean = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    mean += shares[i] * share_gradients[i];
  }
  for (std::size_t i = 0; i < shares.size(); ++i) {
    out[i] += shares[i] * (share_gradients[i] - mean) / temperature;
  }
}

template <class T>
std::size_t strongest(std::span<const T> strengths) {
  return static_cast<std::size_t>(std::max_element(strengths.begin(), strengths.end()) -
                                  strengths.begin());
}

void check_candidates(std::span<const int> bits) {
  if (bits.empty() || bits.size() > kMostRoundedBits) {
    throw UserError(fmt::format("a search has {} candidates of widths", bits.size()),
                    fmt::format("1 to {} of them", kMostRoundedBits));
  }
  for (std::size_t i = 0; i < bits.size(); ++i) {
    require_width(bits[i], 1, kMostRoundedBits, "a candidate of a search");
    if (i > 0 && bits[i] <= bits[i - 1]) {
      throw UserError("the candidates of a search do not rise", "1, 2, 3, 4, 5");
    }
  }
}

#define METRONOME_INSTANTIATE(T)                                                  \
  template std::vector<T> shares_of<T>(std::span<const T>, const MixtureDraw&);   \
  template void add_strength_gradients<T>(std::span<const T>, std::span<const T>, \
                                          const MixtureDraw&, std::span<T>);      \
  template std::size_t strongest<T>(std::span<const T>);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::weights
