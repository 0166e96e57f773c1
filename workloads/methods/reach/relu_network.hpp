#pragma once

#include <vector>

#include "workloads/methods/reach/dense.hpp"
#include "workloads/nn/convolution_shape.hpp"

namespace metronome::reach {

/// y = W x + b, or max(y, 0), in real arithmetic.
struct AffineLayer {
  Matrix weight;  ///< outputs x inputs
  Vector bias;
  bool relu = false;  ///< one stands behind it

  /// Of each column of `x`.
  [[nodiscard]] Matrix evaluate(const Matrix& x) const;
};

/// Affine layers. Every one has as many inputs as the one before it has outputs.
struct ReluNetwork {
  std::vector<AffineLayer> layers;

  [[nodiscard]] Eigen::Index inputs() const { return layers.front().weight.cols(); }
  [[nodiscard]] Eigen::Index outputs() const { return layers.back().weight.rows(); }
  /// Of each column of `x`.
  [[nodiscard]] Matrix evaluate(const Matrix& x) const;
};

/// The loss of a fit and its gradient, in the layers of a network of the same shape.
struct Fit {
  double mean_square = 0;  ///< over all outputs of all samples
  ReluNetwork gradient;
};
[[nodiscard]] Fit mean_square_fit(const ReluNetwork& network, const Matrix& x, const Matrix& y);

/// A network of the same shape, all zeros.
[[nodiscard]] ReluNetwork zeros_like(const ReluNetwork& network);
/// network += factor * step.
void add_scaled(ReluNetwork& network, double factor, const ReluNetwork& step);

/// Which weight connects an input with an output of a convolution: 1 + its place among the weights
/// (in the order of nn::Convolution::weight), 0 where none does. Outputs are rows, channel by
/// channel and row by row, inputs columns in the same order.
using Connections = Eigen::Matrix<int, Eigen::Dynamic, Eigen::Dynamic>;
[[nodiscard]] Connections connections_of(const nn::ConvolutionShape& shape);
/// The convolution as a matrix.
[[nodiscard]] Matrix spread_weights(const Connections& connections, const Vector& weights);

}  // namespace metronome::reach
