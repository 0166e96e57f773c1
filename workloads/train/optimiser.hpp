#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "workloads/train/adam.hpp"
#include "workloads/train/optimiser_spec.hpp"
#include "workloads/train/sgd.hpp"
#include "workloads/train/weights.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// An optimiser over parameters, with gradient clipping: float for the trainer, double for
/// trainings on the host.
template <class T>
class OptimiserOf {
 public:
  /// Over tensors that outlive it and stay where they are.
  OptimiserOf(const OptimiserSpec& spec, std::vector<nn::Parameter<T>> parameters);

  /// Euclidean norm of all gradients together, in double precision; not finite where one is not.
  [[nodiscard]] double gradient_norm() const;
  /// Scales all gradients by gradient_clip / norm where `norm` exceeds a gradient_clip above 0
  /// [pascanu2013difficulty], then takes a step.
  void step(double learning_rate, double norm);

  /// What it remembers, in a fixed order, with the number of steps all of its state.
  [[nodiscard]] std::vector<std::span<T>> buffers();
  void set_steps(std::uint64_t steps);

 private:
  std::vector<nn::Parameter<T>> parameters_;
  std::variant<Sgd<T>, Adam<T>> rule_;
  double gradient_clip_;
};

/// The optimiser of a workload over a network's parameters.
class Optimiser : public OptimiserOf<float> {
 public:
  Optimiser(const WorkloadSpec& spec, nn::Network<float>& network);
  Optimiser(const WorkloadSpec& spec, std::vector<nn::Parameter<float>> parameters);

  [[nodiscard]] std::vector<NamedTensor> state();
  /// The state after so many steps.
  void restore(const std::vector<NamedTensor>& state, std::uint64_t steps);

 private:
  std::vector<std::string> names_;
};

}  // namespace metronome::train
