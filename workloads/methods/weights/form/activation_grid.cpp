#include "workloads/methods/weights/form/activation_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::weights {

void require_width(int width, int low, int high, const char* what) {
  if (width < low || width > high) {
    throw UserError(fmt::format("{} cannot have {} bits", what, width),
                    fmt::format("{} to {}", low, high));
  }
}

template <class T>
ActivationGrid<T>::ActivationGrid(int bits, T alpha, bool is_signed)
    : alpha_(alpha), signed_(is_signed), steps_(1), offset_(0) {
  require_width(bits, 1, kMostBits, "activations");
  if (!(alpha > T(0)) || !std::isfinite(alpha)) {
    throw RangeFault(fmt::format("a range of values ends at {}", alpha),
                     "a finite number above zero");
  }
  steps_ = is_signed && bits > 1 ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
  offset_ = is_signed && bits > 1 ? steps_ + 1 : 0;
}

template <class T>
std::int32_t ActivationGrid<T>::code(T x) const {
  if (signed_ && offset_ == 0) {
    return x >= T(0) ? 1 : 0;
  }
  const T inside = std::clamp(x, low(), alpha_);
  return static_cast<std::int32_t>(std::rint(inside * static_cast<T>(steps_) / alpha_)) + offset_;
}

template <class T>
T ActivationGrid<T>::value_of_code(std::int32_t code) const {
  if (signed_ && offset_ == 0) {
    return code == 0 ? -alpha_ : alpha_;
  }
  return alpha_ * static_cast<T>(code - offset_) / static_cast<T>(steps_);
}

template <class T>
T ActivationGrid<T>::step() const {
  return signed_ && offset_ == 0 ? T(2) * alpha_ : alpha_ / static_cast<T>(steps_);
}

template <class T>
T ActivationGrid<T>::alpha_slope(T x) const {
  if (x >= alpha_) {
    return T(1);
  }
  return signed_ && x <= -alpha_ ? T(-1) : T(0);
}

template class ActivationGrid<float>;
template class ActivationGrid<double>;

}  // namespace metronome::weights
