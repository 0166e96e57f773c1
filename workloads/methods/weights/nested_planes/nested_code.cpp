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

template std::vector<std::uint16_t> nested_codes<float>(std::span<const float>, int);
template std::vector<std::uint16_t> nested_codes<double>(std::span<const double>, int);

}  // namespace metronome::weights
