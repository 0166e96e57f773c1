#include "workloads/methods/weights/nested_planes/residual.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/methods/weights/form/tanh_grid.hpp"

namespace metronome::weights {

template <class T>
std::uint16_t code_with_residual(std::uint16_t low_code, T residual, int low_bits, int high_bits) {
  const std::int32_t steps = 1 << (high_bits - low_bits);
  // Not a number is clipped to 0, so that it has a code; the trainer finds divergence in the loss.
  const T inside = residual > T(0) ? std::min(residual, T(1)) : T(0);
  const auto below = static_cast<std::int32_t>(std::floor(inside * static_cast<T>(steps)));
  return static_cast<std::uint16_t>(low_code * steps + std::min(below, steps - 1));
}

template <class T>
std::vector<T> residuals_of(std::span<const T> weights, std::span<const std::uint16_t> low_codes,
                            int low_bits) {
  METRONOME_ASSERT(weights.size() == low_codes.size(), "a code for each weight");
  const TanhGrid<T> grid(weights);
  std::vector<T> residuals;
  residuals.reserve(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    residuals.push_back(grid.place(weights[i]) * static_cast<T>(1 << low_bits) -
                        static_cast<T>(low_codes[i]));
  }
  return residuals;
}

template <class T>
T residual_slope(T residual, int low_bits, T scale) {
  return residual >= T(0) && residual <= T(1) ? T(2) * scale / static_cast<T>(1 << low_bits) : T(0);
}

#define METRONOME_INSTANTIATE(T)                                                              \
  template std::uint16_t code_with_residual<T>(std::uint16_t, T, int, int);                   \
  template std::vector<T> residuals_of<T>(std::span<const T>, std::span<const std::uint16_t>, \
                                          int);                                               \
  template T residual_slope<T>(T, int, T);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::weights
