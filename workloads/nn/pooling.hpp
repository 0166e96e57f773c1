#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "workloads/nn/node_run.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

struct PoolShape {
  std::size_t kernel = 2, stride = 2, pad = 0;
  [[nodiscard]] std::size_t outputs(std::size_t extent) const {
    return (extent + 2 * pad - kernel) / stride + 1;
  }
};

/// y = largest x of each window of {C, batch, H, W}; the border is never the largest. Of equals the
/// first in row order takes the gradient.
template <class T>
class MaxPool {
 public:
  explicit MaxPool(const PoolShape& shape) : shape_(shape) {}
  void forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass);
  /// Adds to `dx`, which has the shape of forward()'s x.
  void backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx, const Pass<T>& pass) const;

  /// As a node of a network (node_run.hpp).
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& /*name*/) { return {}; }
  /// Nothing: it has no parameters.
  void initialise(std::uint64_t /*seed*/, std::uint64_t /*node*/) {}

 private:
  PoolShape shape_;
  std::vector<std::uint32_t> largest_;  ///< for each output: where in its plane of x
};

/// y = mean of each window, without a border.
template <class T>
void window_average_forward(const PoolShape& shape, const tensor::Tensor<T>& x,
                            tensor::Tensor<T>& y, const Pass<T>& pass);
/// Adds to `dx`.
template <class T>
void window_average_backward(const PoolShape& shape, const tensor::Tensor<T>& dy,
                             tensor::Tensor<T>& dx, const Pass<T>& pass);

}  // namespace metronome::nn
