#include "workloads/train/adam.hpp"

#include <cmath>

namespace metronome::train {

template <class T>
Adam<T>::Adam(std::vector<nn::Parameter<T>> parameters, const AdamSpec& spec)
    : parameters_(std::move(parameters)), spec_(spec) {
  for (const nn::Parameter<T>& parameter : parameters_) {
    first_.emplace_back(parameter.value->size(), T(0));
    second_.emplace_back(parameter.value->size(), T(0));
  }
}

template <class T>
void Adam<T>::step(double learning_rate) {
  ++steps_;
  const double t = static_cast<double>(steps_);
  const T beta1 = static_cast<T>(spec_.beta1);
  const T beta2 = static_cast<T>(spec_.beta2);
  const T epsilon = static_cast<T>(spec_.epsilon);
  const T penalty = spec_.decoupled_decay ? T(0) : static_cast<T>(spec_.weight_decay);
  const T shrink =
      spec_.decoupled_decay ? static_cast<T>(learning_rate * spec_.weight_decay) : T(0);
  const T rate = static_cast<T>(learning_rate / (1 - std::pow(spec_.beta1, t)));
  const T correction = static_cast<T>(1 / (1 - std::pow(spec_.beta2, t)));
  for (std::size_t p = 0; p < parameters_.size(); ++p) {
    T* weight = parameters_[p].value->data();
    const T* gradient = parameters_[p].gradient->data();
    T* first = first_[p].data();
    T* second = second_[p].data();
    for (std::size_t i = 0; i < parameters_[p].value->size(); ++i) {
      const T slope = gradient[i] + penalty * weight[i];
      weight[i] -= shrink * weight[i];
      first[i] = beta1 * first[i] + (T(1) - beta1) * slope;
      second[i] = beta2 * second[i] + (T(1) - beta2) * slope * slope;
      weight[i] -= rate * first[i] / (std::sqrt(second[i] * correction) + epsilon);
    }
  }
}

template <class T>
std::vector<std::span<T>> Adam<T>::state() {
  std::vector<std::span<T>> all(first_.begin(), first_.end());
  all.insert(all.end(), second_.begin(), second_.end());
  return all;
}

template class Adam<float>;
template class Adam<double>;

}  // namespace metronome::train
