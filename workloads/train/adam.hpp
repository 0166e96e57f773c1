#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "workloads/nn/network.hpp"

namespace metronome::train {

struct AdamSpec {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;
  /// AdamW [loshchilov2019adamw]: the decay shrinks the weight itself; otherwise it is an L2
  /// penalty, part of the gradient [kingma2015adam].
  bool decoupled_decay = false;
};

/// Adam on FP32 master weights, step t = 1, 2, ...:
///   g = gradient (+ weight_decay w unless decoupled);  decoupled: w -= rate weight_decay w;
///   m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;
///   w -= rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon).
template <class T>
class Adam {
 public:
  Adam(std::vector<nn::Parameter<T>> parameters, const AdamSpec& spec);
  void step(double learning_rate);

  /// First moments of every parameter, then second ones.
  [[nodiscard]] std::vector<std::span<T>> state();
  void set_steps(std::uint64_t steps) { steps_ = steps; }

 private:
  std::vector<nn::Parameter<T>> parameters_;
  std::vector<tensor::AlignedVector<T>> first_;
  std::vector<tensor::AlignedVector<T>> second_;
  std::uint64_t steps_ = 0;
  AdamSpec spec_;
};

}  // namespace metronome::train
