#include "workloads/methods/weights/coefficients/bucket_switch.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/methods/weights/coefficients/power_of_two.hpp"

namespace metronome::weights {
namespace {

bool is_power(double value) {
  int exponent = 0;
  return value > 0 && std::isfinite(value) && std::frexp(value, &exponent) == 0.5;
}

}  // namespace

template <class T>
BucketSwitch<T>::BucketSwitch(const SwitchSpec& spec, std::size_t coefficients)
    : spec_(spec), counters_(coefficients), velocities_(spec.momentum > 0 ? coefficients : 0) {
  constexpr int kMostBar = 1 << 20;  // counted exactly in FP32
  if (spec.bar < 1 || spec.bar > kMostBar || !(spec.momentum >= 0 && spec.momentum < 1) ||
      !is_power(spec.least) || !is_power(spec.most) || spec.least > spec.most) {
    throw UserError("the switching of coefficients has settings that make no sense",
                    "bar 1 to 1048576, momentum from 0 to below 1, least and most powers of two");
  }
}

template <class T>
std::size_t BucketSwitch<T>::step(std::span<T> coefficients, std::span<const T> mask,
                                  std::span<const T> gradient, double threshold, double rate,
                                  double weight_decay) {
  METRONOME_ASSERT(coefficients.size() == counters_.size() && mask.size() == counters_.size() &&
                       gradient.size() == counters_.size(),
                   "a mask and a gradient for each coefficient");
  std::size_t rewritten = 0;
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    T& c = coefficients[i];
    T slope = gradient[i] * mask[i] + static_cast<T>(weight_decay) * c;
    if (!velocities_.empty()) {
      slope += static_cast<T>(spec_.momentum) * velocities_[i];
      velocities_[i] = slope;
    }
    const T move = -static_cast<T>(rate) * slope;
    T q = power_of_two(c, threshold) * mask[i];
    if (std::abs(move) > static_cast<T>(spec_.filter) && move != T(0)) {
      counters_[i] += move > T(0) ? T(1) : T(-1);
    }
    if (std::abs(counters_[i]) == static_cast<T>(spec_.bar)) {
      const bool up = counters_[i] > T(0);
      counters_[i] = 0;
      if (q != T(0)) {
        q *= (q > T(0)) == up ? T(2) : T(0.5);
      } else if (mask[i] != T(0)) {
        q = static_cast<T>(up ? spec_.least : -spec_.least);
      }
    }
    q = std::clamp(q, static_cast<T>(-spec_.most), static_cast<T>(spec_.most));
    rewritten += q != c ? 1 : 0;
    c = q;
  }
  return rewritten;
}

template <class T>
void BucketSwitch<T>::clear_counters() {
  std::fill(counters_.begin(), counters_.end(), T(0));
}

template <class T>
int BucketSwitch<T>::counter_bits() const {
  return std::bit_width(static_cast<unsigned>(2 * spec_.bar));
}

template class BucketSwitch<float>;
template class BucketSwitch<double>;

}  // namespace metronome::weights
