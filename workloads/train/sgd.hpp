#pragma once

#include <span>
#include <vector>

#include "workloads/nn/network.hpp"

namespace metronome::train {

struct SgdSpec {
  double momentum = 0.9;
  bool nesterov = false;
  double weight_decay = 0;
};

/// Stochastic gradient descent on FP32 master weights:
///   g = gradient + weight_decay w;  v = momentum v + g;  w -= rate * (nesterov ? g + momentum v :
///   v).
template <class T>
class Sgd {
 public:
  Sgd(std::vector<nn::Parameter<T>> parameters, const SgdSpec& spec);
  void step(double learning_rate);

  /// The velocities, in the order of the parameters.
  [[nodiscard]] std::vector<std::span<T>> state() {
    return {velocities_.begin(), velocities_.end()};
  }

 private:
  std::vector<nn::Parameter<T>> parameters_;
  std::vector<tensor::AlignedVector<T>> velocities_;
  SgdSpec spec_;
};

}  // namespace metronome::train
