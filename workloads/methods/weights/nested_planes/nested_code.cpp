#include "workloads/methods/weights/nested_planes/nested_code.hpp"

#include <algorithm>
#include <cmath>

#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/form/tanh_grid.hpp"

namespace metronome::weights {

template <class T>
std::vector<std::uint16_t> nested_codes(std::span<const T> weights, int bits) {
  require_width(bits, 1, kMostNestedBits, "nested codes");
  const TanhGrid<T> grid(weights);
  const std::int32_t top = (1 << bits) - 1;
  std::vector<std::uint16_t> codes;
  codes.reserve(weights.size());
  for (const T weight : weights) {
    const auto code =
        static_cast<std::int32_t>(std::floor(grid.place(weight) * static_cast<T>(top + 1)));
    codes.push_back(static_cast<std::uint16_t>(std::clamp(code, 0, top)));
  }
  return codes;
}

template <class T>
RangeCodes<T>::RangeCodes(std::span<const T> weights) {
  (void)TanhGrid<T>(weights);  // refuses what is no number
  if (!weights.empty()) {
    const auto [low, high] = std::minmax_element(weights.begin(), weights.end());
    least_ = *low;
    extent_ = *high - *low;
  }
}

template <class T>
std::uint16_t RangeCodes<T>::code(T weight, int bits) const {
  require_width(bits, 1, kMostNestedBits, "nested codes");
  const std::int32_t top = (1 << bits) - 1;
  const T place = extent_ > T(0) ? (weight - least_) / extent_ : T(0.5);
  const auto code = static_cast<std::int32_t>(std::floor(place * static_cast<T>(top + 1)));
  return static_cast<std::uint16_t>(std::clamp(code, 0, top));
}

template <class T>
T RangeCodes<T>::value(std::int32_t code, int bits) const {
  return least_ + extent_ * static_cast<T>(2 * code + 1) / static_cast<T>(2 << bits);
}

template class RangeCodes<float>;
template class RangeCodes<double>;
template std::vector<std::uint16_t> nested_codes<float>(std::span<const float>, int);
template std::vector<std::uint16_t> nested_codes<double>(std::span<const double>, int);

}  // namespace metronome::weights
