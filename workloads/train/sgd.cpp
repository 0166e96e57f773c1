#include "workloads/train/sgd.hpp"

namespace metronome::train {

template <class T>
Sgd<T>::Sgd(std::vector<nn::Parameter<T>> parameters, const SgdSpec& spec)
    : parameters_(std::move(parameters)), spec_(spec) {
  for (const nn::Parameter<T>& parameter : parameters_) {
    velocities_.emplace_back(parameter.value->size(), T(0));
  }
}

template <class T>
void Sgd<T>::step(double learning_rate) {
  const T rate = static_cast<T>(learning_rate);
  const T decay = static_cast<T>(spec_.weight_decay);
  const T momentum = static_cast<T>(spec_.momentum);
  for (std::size_t p = 0; p < parameters_.size(); ++p) {
    T* weight = parameters_[p].value->data();
    const T* gradient = parameters_[p].gradient->data();
    T* velocity = velocities_[p].data();
    for (std::size_t i = 0; i < parameters_[p].value->size(); ++i) {
      const T slope = gradient[i] + decay * weight[i];
      velocity[i] = momentum * velocity[i] + slope;
      weight[i] -= rate * (spec_.nesterov ? slope + momentum * velocity[i] : velocity[i]);
    }
  }
}

template class Sgd<float>;
template class Sgd<double>;

}  // namespace metronome::train
