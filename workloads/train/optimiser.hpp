#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "workloads/train/adam.hpp"
#include "workloads/train/sgd.hpp"
#include "workloads/train/weights.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// The optimiser of a workload over a network's parameters, with gradient clipping.
class Optimiser {
 public:
  Optimiser(const WorkloadSpec& spec, nn::Network<float>& network);
  /// Over tensors that outlive it and stay where they are.
  Optimiser(const WorkloadSpec& spec, std::vector<nn::Parameter<float>> parameters);

  /// Euclidean norm of all gradients together, in double precision; not finite where one is not.
  [[nodiscard]] double gradient_norm() const;
  /// Scales all gradients by gradient_clip / norm where `norm` exceeds a gradient_clip above 0
  /// [pascanu2013difficulty], then takes a step.
  void step(double learning_rate, double norm);

  [[nodiscard]] std::vector<NamedTensor> state();
  /// The state after so many steps.
  void restore(const std::vector<NamedTensor>& state, std::uint64_t steps);

 private:
  [[nodiscard]] std::vector<std::span<float>> buffers();

  std::vector<nn::Parameter<float>> parameters_;
  std::variant<Sgd<float>, Adam<float>> rule_;
  double gradient_clip_;
};

}  // namespace metronome::train
