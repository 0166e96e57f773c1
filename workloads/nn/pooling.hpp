#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "workloads/model/window.hpp"
#include "workloads/nn/node_run.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

/// The windows over one plane.
struct PoolShape {
  model::WindowAxis rows{2, 2}, columns{2, 2};
  bool count_pad = true;  ///< a mean divides by the kernel's elements, not by those in the image
};

/// y = largest x of each window of {C, batch, H, W}; the border is never the largest. Of equals the
/// first in row order takes the gradient. A window that lies wholly in the border is zero, and
/// takes none.
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
  /// For each output: where in its plane of x; kNowhere: wholly in the border.
  std::vector<std::uint32_t> largest_;
};

/// y = mean of each window; the border is zero.
template <class T>
void window_average_forward(const PoolShape& shape, const tensor::Tensor<T>& x,
                            tensor::Tensor<T>& y, const Pass<T>& pass);
/// Adds to `dx`.
template <class T>
void window_average_backward(const PoolShape& shape, const tensor::Tensor<T>& dy,
                             tensor::Tensor<T>& dx, const Pass<T>& pass);

}  // namespace metronome::nn
