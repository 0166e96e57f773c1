#pragma once

#include <optional>
#include <vector>

#include "workloads/methods/reach/relu_network.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/nn/network.hpp"

namespace metronome::reach {

/// A chain of layers as it is trained: parameters in FP64, as an optimiser takes them, and the
/// affine layers that they make, convolutions as matrices.
class TrainedChain {
 public:
  /// Precondition: neither chain_fault() nor size_fault().
  explicit TrainedChain(const model::Graph& graph);
  TrainedChain(const TrainedChain&) = delete;
  TrainedChain& operator=(const TrainedChain&) = delete;

  /// In execution order, weight before bias; they stay where they are.
  [[nodiscard]] const std::vector<nn::Parameter<double>>& parameters() const { return parameters_; }
  /// The first weights of the trainer for this seed.
  void initialise(std::uint64_t seed) { network_.initialise(seed); }
  /// A ReLU on the input itself stands behind a layer that changes nothing.
  [[nodiscard]] ReluNetwork numbers() const;
  /// What a gradient in affine layers is for each parameter: a weight of a convolution has the sum
  /// over all places where it stands.
  void set_gradients(const ReluNetwork& gradient) const;

 private:
  /// An affine layer; `weight` nothing: the one that changes nothing.
  struct Part {
    std::optional<std::size_t> weight;  ///< among the parameters
    std::optional<std::size_t> bias;
    Connections connections;
    bool relu = false;
  };

  nn::Network<double> network_;
  std::vector<nn::Parameter<double>> parameters_;
  std::vector<Part> parts_;
};

}  // namespace metronome::reach
