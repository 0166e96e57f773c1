#pragma once

#include <array>
#include <vector>

#include "workloads/nn/linear.hpp"

namespace metronome::nn {

/// h {hidden, batch, tokens, 1} of x {in, batch, tokens, 1}, from zero states or, in a pass that
/// continues, from those of the last token before (model::Lstm has the equations). W x of all
/// tokens is one quantized product; U h is one for each token, with that token's range and
/// rounding; states and gates stay real. The gradient runs back through all tokens of the sequence,
/// and its recurrent part is the sum over tokens.
template <class T>
class Lstm {
 public:
  Lstm(std::size_t in_features, std::size_t hidden, std::size_t tokens, trace::DxScale dx_scale,
       std::uint64_t id);

  [[nodiscard]] Linear<T>& input() { return input_; }
  [[nodiscard]] Convolution<T>& recurrent() { return recurrent_; }
  [[nodiscard]] tensor::Tensor<T>& recurrent_gradient() { return recurrent_gradient_; }

  /// h and c {hidden, batch, 1, 1} of the last token; empty before the first pass.
  struct State {
    tensor::Tensor<T> state, cell;
  };
  /// What a training pass that continues starts from. Evaluation has states of its own.
  [[nodiscard]] State& carried() { return carried_[1]; }

  void forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass,
               trace::Precision precision);
  /// Adds dX to `dx` unless that is null.
  void backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>* dx, const Pass<T>& pass,
                trace::Precision precision);

  /// As a node of a network (node_run.hpp).
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Weights and biases of a uniform distribution within one over the root of the hidden size.
  void initialise(std::uint64_t seed, std::uint64_t node);

 private:
  using Tensor = tensor::Tensor<T>;

  /// What one token leaves for backward: gates i, f, g, o {4 hidden, batch, 1, 1}, cell state
  /// {hidden, batch, 1, 1}, and the state that its product read, as quantized.
  struct Token {
    Tensor gates, cell;
    typename Convolution<T>::KeptInput state;
  };

  /// Makes initial_ the state before the first token.
  void start(const Pass<T>& pass, std::size_t batch);
  void cell_forward(std::size_t t, const Tensor& product, const Tensor& from_input, Tensor& y);
  void cell_backward(std::size_t t, const Tensor& dy, const Tensor& dh, Tensor& dc,
                     Tensor& gate_error) const;

  std::size_t hidden_;
  Linear<T> input_;
  Convolution<T> recurrent_;
  Tensor recurrent_gradient_;
  std::vector<Token> tokens_;
  State initial_;                 ///< of the last forward()
  std::array<State, 2> carried_;  ///< of evaluation, of training
  // Used within one call and kept for its memory.
  Tensor from_input_, token_state_, product_;
  Tensor gate_errors_, gate_error_, dh_, dc_;
};

}  // namespace metronome::nn
