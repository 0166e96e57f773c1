#include "workloads/methods/reach/relu_network.hpp"

#include "sim/base/error.hpp"
#include "workloads/nn/convolution.hpp"

namespace metronome::reach {

Matrix AffineLayer::evaluate(const Matrix& x) const {
  const Matrix y = (weight * x).colwise() + bias;
  return relu ? y.cwiseMax(0) : y;
}

Matrix ReluNetwork::evaluate(const Matrix& x) const {
  Matrix h = x;
  for (const AffineLayer& layer : layers) {
    h = layer.evaluate(h);
  }
  return h;
}

Fit mean_square_fit(const ReluNetwork& network, const Matrix& x, const Matrix& y) {
  std::vector<Matrix> inputs{x};  // of each layer, and behind the last
  for (const AffineLayer& layer : network.layers) {
    inputs.push_back(layer.evaluate(inputs.back()));
  }
  Matrix error = inputs.back() - y;
  Fit fit{error.squaredNorm() / static_cast<double>(error.size()), zeros_like(network)};
  error *= 2.0 / static_cast<double>(error.size());
  for (std::size_t l = network.layers.size(); l-- > 0;) {
    if (network.layers[l].relu) {
      error = (error.array() * (inputs[l + 1].array() > 0).cast<double>()).matrix();
    }
    fit.gradient.layers[l].weight = error * inputs[l].transpose();
    fit.gradient.layers[l].bias = error.rowwise().sum();
    if (l > 0) {
      error = network.layers[l].weight.transpose() * error;
    }
  }
  return fit;
}

ReluNetwork zeros_like(const ReluNetwork& network) {
  ReluNetwork zeros;
  for (const AffineLayer& layer : network.layers) {
    zeros.layers.push_back({Matrix::Zero(layer.weight.rows(), layer.weight.cols()),
                            Vector::Zero(layer.bias.size()), layer.relu});
  }
  return zeros;
}

void add_scaled(ReluNetwork& network, double factor, const ReluNetwork& step) {
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    network.layers[l].weight += factor * step.layers[l].weight;
    network.layers[l].bias += factor * step.layers[l].bias;
  }
}

/// A convolution whose weights are their own numbers, applied to each unit vector: every input and
/// output share at most one weight, and float holds these numbers exactly.
Connections connections_of(const nn::ConvolutionShape& shape) {
  if (shape.in_height * shape.in_width == 1 && shape.out_height() * shape.out_width() == 1 &&
      shape.kernel == model::PerAxis(1) && shape.groups == 1) {  // a linear layer: all of them
    const auto outputs = static_cast<Eigen::Index>(shape.out_channels);
    const auto inputs = static_cast<Eigen::Index>(shape.in_channels);
    return Connections::NullaryExpr(outputs, inputs, [&](Eigen::Index o, Eigen::Index i) {
      return static_cast<int>(o * inputs + i + 1);
    });
  }
  nn::Convolution<float> probe(shape, trace::DxScale::per_tensor, 0);
  METRONOME_ASSERT(probe.weight().size() < (1U << 24), "float holds the number of each weight");
  for (std::size_t i = 0; i < probe.weight().size(); ++i) {
    probe.weight().data()[i] = static_cast<float>(i + 1);
  }
  const std::size_t plane = shape.in_height * shape.in_width;
  const std::size_t inputs = shape.in_channels * plane;
  tensor::Tensor<float> units({shape.in_channels, inputs, shape.in_height, shape.in_width});
  for (std::size_t i = 0; i < inputs; ++i) {
    units.row(i / plane)[i * plane + i % plane] = 1;
  }
  nn::Workspace<float> workspace(1, tensor::KernelSet::fp32);
  tensor::Tensor<float> out;
  probe.forward(units, out, {.workspace = &workspace, .training = false}, {0, 0});
  const std::size_t out_plane = out.dim(2) * out.dim(3);
  Connections table(static_cast<Eigen::Index>(out.dim(0) * out_plane),
                    static_cast<Eigen::Index>(inputs));
  for (std::size_t o = 0; o < out.dim(0) * out_plane; ++o) {
    for (std::size_t i = 0; i < inputs; ++i) {
      table(static_cast<Eigen::Index>(o), static_cast<Eigen::Index>(i)) =
          static_cast<int>(out.row(o / out_plane)[i * out_plane + o % out_plane]);
    }
  }
  return table;
}

Matrix spread_weights(const Connections& connections, const Vector& weights) {
  return connections.unaryExpr([&](int c) { return c == 0 ? 0.0 : weights[c - 1]; });
}

}  // namespace metronome::reach
