#pragma once

#include <array>

#include "workloads/nn/node_run.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/quant/running_range.hpp"
#include "workloads/tensor/tensor.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::nn {

/// Y = P V, P = softmax(Q' K / sqrt(d)) in each sample and head, d features of a head of Q and K;
/// sequences are {features, batch, tokens, 1}, those of Q and of K and V of their own lengths. Both
/// products take quantized operands, one range per tensor:
///   forward   S = Qq' Kq, Y = Vq Pq'
///   backward  dP = Eq' Vq, dV = Eq Pq, dS = P (dP - sum dP P), dQ = Kq Dq', dK = Qq Dq, with E the
///             error of Y and D that of S, rounded stochastically at the backward bits.
template <class T>
class Attention {
 public:
  Attention(std::size_t heads, bool causal, std::uint64_t id)
      : heads_(heads), causal_(causal), id_(id) {}

  /// Of Q, K, V and P.
  [[nodiscard]] std::array<quant::RunningRange<T>, 4>& ranges() { return ranges_; }

  void forward(const tensor::Tensor<T>& q, const tensor::Tensor<T>& k, const tensor::Tensor<T>& v,
               tensor::Tensor<T>& y, const Pass<T>& pass, trace::Precision precision);
  /// Makes dq, dk and dv of the last forward().
  void backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>& dq, tensor::Tensor<T>& dk,
                tensor::Tensor<T>& dv, const Pass<T>& pass, trace::Precision precision);

  /// As a node of a network (node_run.hpp).
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Nothing: it has no parameters.
  void initialise(std::uint64_t /*seed*/, std::uint64_t /*node*/) {}

 private:
  using Tensor = tensor::Tensor<T>;

  void softmax_row(T* row, std::size_t t, std::size_t tokens) const;

  std::size_t heads_;
  bool causal_;
  std::uint64_t id_;
  std::array<quant::RunningRange<T>, 4> ranges_;
  Tensor q_, k_, v_;       ///< as quantized
  Tensor exact_;           ///< P {batch * heads, tokens of Q, tokens of K, 1}
  Tensor probabilities_;   ///< as quantized
  Tensor error_, scores_;  ///< used within backward() and kept for their memory
};

}  // namespace metronome::nn
