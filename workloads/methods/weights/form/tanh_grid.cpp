#include "workloads/methods/weights/form/tanh_grid.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::weights {

template <class T>
TanhGrid<T>::TanhGrid(std::span<const T> weights) {
  for (const T weight : weights) {
    if (!std::isfinite(weight)) {
      throw UserError("a weight is not a finite number, so that it has no code",
                      "a smaller learning rate, or another start");
    }
    largest_ = std::max(largest_, std::abs(std::tanh(weight)));
  }
}

template <class T>
T TanhGrid<T>::place(T weight) const {
  return largest_ > T(0) ? std::tanh(weight) / (T(2) * largest_) + T(0.5) : T(0.5);
}

template <class T>
T TanhGrid<T>::slope(T weight) const {
  const T t = std::tanh(weight);
  return largest_ > T(0) ? (T(1) - t * t) / (T(2) * largest_) : T(0);
}

template <class T>
T mean_magnitude(std::span<const T> weights) {
  double sum = 0;
  for (const T weight : weights) {
    sum += std::abs(static_cast<double>(weight));
  }
  return weights.empty() ? T(0) : static_cast<T>(sum / static_cast<double>(weights.size()));
}

template class TanhGrid<float>;
template class TanhGrid<double>;
template float mean_magnitude<float>(std::span<const float>);
template double mean_magnitude<double>(std::span<const double>);

}  // namespace metronome::weights
