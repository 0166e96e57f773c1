#pragma once

#include "workloads/nn/convolution.hpp"

namespace metronome::nn {

/// A convolution and a bias that is never quantized; y = W x + b on feature vectors
/// {in, batch, 1, 1} as a 1x1 convolution of 1x1 images, or at each position of larger ones.
template <class T>
class Linear {
 public:
  Linear(std::size_t in_features, std::size_t out_features, trace::DxScale dx_scale,
         std::uint64_t id);
  Linear(const ConvolutionShape& shape, trace::DxScale dx_scale, std::uint64_t id);

  [[nodiscard]] Convolution<T>& product() { return product_; }
  [[nodiscard]] tensor::Tensor<T>& bias() { return bias_; }
  [[nodiscard]] tensor::Tensor<T>& bias_gradient() { return bias_gradient_; }

  void forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass,
               trace::Precision precision);
  /// Adds dX to `dx` unless that is null.
  void backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>* dx, const Pass<T>& pass,
                trace::Precision precision);

  /// As a node of a network (node_run.hpp).
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Weights and biases of a uniform distribution within one over the root of the fan-in.
  void initialise(std::uint64_t seed, std::uint64_t node);

 private:
  Convolution<T> product_;
  tensor::Tensor<T> bias_;  ///< {out, 1, 1, 1}
  tensor::Tensor<T> bias_gradient_;
};

}  // namespace metronome::nn
