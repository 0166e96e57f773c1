#include "workloads/methods/formed/formed_network.hpp"

namespace metronome::methods {

template <class T>
void FormOptimizer<T>::step(FormedNetwork<T>& network, double rate, const Moves& moves) {
  const T momentum = static_cast<T>(settings_.momentum);
  const T decay = static_cast<T>(settings_.weight_decay);
  for (const weights::Trained<T>& trained : network.trained()) {
    if (moves && !moves(trained.name)) {
      continue;
    }
    std::vector<T>& velocity = velocities_[trained.name];
    velocity.resize(trained.values.size());
    for (std::size_t i = 0; i < velocity.size(); ++i) {
      velocity[i] = momentum * velocity[i] + trained.gradient[i] + decay * trained.values[i];
      trained.values[i] -= static_cast<T>(rate) * velocity[i];
    }
  }
  network.update({rate, settings_.momentum, settings_.weight_decay});
}

template class FormOptimizer<float>;
template class FormOptimizer<double>;

}  // namespace metronome::methods
