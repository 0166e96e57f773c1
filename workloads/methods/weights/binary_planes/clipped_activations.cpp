#include "workloads/methods/weights/binary_planes/clipped_activations.hpp"

#include "sim/base/error.hpp"

namespace metronome::weights {

template <class T>
ClippedActivations<T>::ClippedActivations(T alpha, bool is_signed)
    : signed_(is_signed), alpha_{alpha}, alpha_gradient_(1) {
  (void)grid();
}

template <class T>
void ClippedActivations<T>::forward(std::span<const T> x, std::span<T> out) const {
  METRONOME_ASSERT(out.size() == x.size(), "a value for each input");
  const ActivationGrid<T> own = grid();
  for (std::size_t i = 0; i < x.size(); ++i) {
    out[i] = own.value(x[i]);
  }
}

template <class T>
void ClippedActivations<T>::backward(std::span<const T> x, std::span<const T> gradient,
                                     std::span<T> dx) {
  METRONOME_ASSERT(x.size() == gradient.size() && x.size() == dx.size(), "an error for each input");
  alpha_gradient_[0] += backward_through(grid(), x, gradient, dx);
}

template <class T>
T backward_through(const ActivationGrid<T>& grid, std::span<const T> x, std::span<const T> gradient,
                   std::span<T> dx) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += static_cast<double>(gradient[i]) * static_cast<double>(grid.alpha_slope(x[i]));
    dx[i] = grid.passes(x[i]) ? gradient[i] : T(0);
  }
  return static_cast<T>(sum);
}

template class ClippedActivations<float>;
template class ClippedActivations<double>;
template float backward_through<float>(const ActivationGrid<float>&, std::span<const float>,
                                       std::span<const float>, std::span<float>);
template double backward_through<double>(const ActivationGrid<double>&, std::span<const double>,
                                         std::span<const double>, std::span<double>);

}  // namespace metronome::weights
