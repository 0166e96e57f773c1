#pragma once

#include <vector>

#include "workloads/nn/node_run.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

/// y = gamma (x - mean) / sqrt(var + 1e-5) + beta, for each channel over batch, height and width.
/// Training uses the batch's mean and biased variance and updates the running ones
///   running = 0.9 running + 0.1 batch   (variance: unbiased);  evaluation uses the running ones.
/// backward, with m values a channel and xh = (x - mean) / sqrt(var + eps):
///   dgamma = sum dy xh, dbeta = sum dy, dx = gamma / sqrt(var + eps) (dy - dbeta/m - xh dgamma/m).
/// With Pass::statistics_part each part of the batch has a mean and a variance of its own, and its
/// dx the sums over it; dgamma and dbeta are sums over all parts. The running ones are updated
/// once, with the means over the parts of their means and of their unbiased variances. With
/// Pass::shared_statistics mean, variance and the sums in dx are those of all chips' samples;
/// dgamma and dbeta stay this chip's. Parameters and statistics are tensors of dims {channels, 1,
/// 1, 1}.
template <class T>
class BatchNorm {
 public:
  explicit BatchNorm(std::size_t channels);

  [[nodiscard]] tensor::Tensor<T>& weight() { return weight_; }
  [[nodiscard]] tensor::Tensor<T>& bias() { return bias_; }
  [[nodiscard]] tensor::Tensor<T>& weight_gradient() { return weight_gradient_; }
  [[nodiscard]] tensor::Tensor<T>& bias_gradient() { return bias_gradient_; }
  [[nodiscard]] tensor::Tensor<T>& running_mean() { return running_mean_; }
  [[nodiscard]] tensor::Tensor<T>& running_variance() { return running_variance_; }

  void forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass);
  /// dx of the last training forward(), whose `x` is given again. `dx` may be `dy`.
  void backward(const tensor::Tensor<T>& x, const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx,
                const Pass<T>& pass);

  /// As a node of a network (node_run.hpp).
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Scales of one, shifts of zero.
  void initialise(std::uint64_t seed, std::uint64_t node);

 private:
  /// What a channel's values in one part are: mean, and 1 / sqrt(var + eps).
  struct Moments {
    T mean = 0;
    T inverse = 1;
  };
  /// How a channel's n values of `samples` samples lie in parts.
  [[nodiscard]] static std::size_t parts_of(std::size_t samples, const Pass<T>& pass);
  void train_channel(std::size_t channel, const T* x, std::size_t n, std::size_t parts);
  void blend_running(std::size_t channel, double mean, double variance);
  /// Moments of each channel over all chips; of each 2 numbers cross.
  void find_shared_moments(const tensor::Tensor<T>& x, const Pass<T>& pass);
  void backward_shared(const tensor::Tensor<T>& x, const tensor::Tensor<T>& dy,
                       tensor::Tensor<T>& dx, const Pass<T>& pass);

  tensor::Tensor<T> weight_, bias_;
  tensor::Tensor<T> weight_gradient_, bias_gradient_;
  tensor::Tensor<T> running_mean_, running_variance_;
  std::size_t channels_;
  std::vector<Moments> moments_;  ///< of the last forward(), by channel and part
};

}  // namespace metronome::nn
