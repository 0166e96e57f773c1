#pragma once

#include <array>

#include "workloads/model/product_layers.hpp"
#include "workloads/nn/node_run.hpp"
#include "workloads/quant/running_range.hpp"

namespace metronome::nn {

/// Y = A B of the matrices {H, W} of each channel and sample, either transposed before. Operands
/// are quantized at the activations' bits, one range per tensor; with E the error of Y, rounded
/// stochastically at its bits: dA = E B', dB = A' E, transposed where the operand is.
template <class T>
class MatrixProduct {
 public:
  MatrixProduct(const model::MatrixProduct& kind, std::uint64_t id) : kind_(kind), id_(id) {}

  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Nothing: it has no parameters.
  void initialise(std::uint64_t /*seed*/, std::uint64_t /*node*/) {}

 private:
  model::MatrixProduct kind_;
  std::uint64_t id_;
  std::array<quant::RunningRange<T>, 2> ranges_;
  tensor::Tensor<T> a_, b_;  ///< as quantized
  tensor::Tensor<T> error_;  ///< used within backward() and kept for its memory
};

}  // namespace metronome::nn
