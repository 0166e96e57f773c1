#include "workloads/methods/reach/deployed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/methods/reach/chain_graph.hpp"
#include "workloads/methods/reach/relu_network.hpp"

namespace metronome::reach {
namespace {

using FTensor = tensor::Tensor<float>;

constexpr double kSingleRoundoff = 0x1.0p-23;  // twice the unit roundoff: see AffineStep
double extent_of(const quant::Grid<float>& grid) {
  return std::abs(double{grid.zero_point}) + double{grid.top} * double{grid.scale};
}

/// The weights as evaluated, each output channel on its grid, and the extents of the grids.
struct Weights {
  Vector values;
  Vector extents;  ///< by channel; 0 in FP32
};

Weights weights_of(const FTensor& weight, int bits) {
  Weights result{Vector(static_cast<Eigen::Index>(weight.size())),
                 Vector::Zero(static_cast<Eigen::Index>(weight.dim(0)))};
  FTensor rounded = weight;
  for (std::size_t o = 0; bits > 0 && o < weight.dim(0); ++o) {
    const auto grid = quant::grid_of(quant::range_of(weight.row(o), weight.row_size()), bits);
    quant::quantize(weight.row(o), weight.row_size(), grid, rounded.row(o));
    result.extents[static_cast<Eigen::Index>(o)] = 2 * extent_of(grid);
  }
  std::copy(rounded.values().begin(), rounded.values().end(), result.values.data());
  return result;
}

void add_product(const ChainProduct<float>& product, const trace::Precision& precision,
                 Chain& chain) {
  AffineStep step;
  step.roundoff = kSingleRoundoff;
  if (precision.activation_bits > 0) {
    const quant::Grid<float> grid =
        product.convolution->input_range().grid(precision.activation_bits);
    chain.push_back(RoundStep{grid});
    step.input_step = extent_of(grid);
  }
  const Weights weights = weights_of(product.convolution->weight(), precision.weight_bits);
  step.weight = spread_weights(connections_of(product.convolution->shape()), weights.values);
  const Eigen::Index channels = weights.extents.size();
  const Eigen::Index plane = step.weight.rows() / channels;
  step.bias = Vector::Zero(step.weight.rows());
  step.weight_offset = Vector::Zero(step.weight.rows());
  for (Eigen::Index o = 0; o < step.weight.rows(); ++o) {
    step.weight_offset[o] = weights.extents[o / plane];
    if (product.bias != nullptr) {
      step.bias[o] = product.bias->data()[o / plane];
    }
  }
  chain.push_back(std::move(step));
}

}  // namespace

DeployedNetwork::DeployedNetwork(nn::Network<float>& network, trace::Assignment assignment,
                                 tensor::KernelSet kernels)
    : network_(network), assignment_(std::move(assignment)), workspace_(1, kernels) {
  if (const auto fault = chain_fault(graph())) {
    throw UserError(
        fmt::format("{}: `{}` {}", graph().name, graph().nodes[fault->node].name, fault->what),
        kChainHint);
  }
}

Eigen::Index DeployedNetwork::inputs() const {
  return static_cast<Eigen::Index>(volume(graph().input()));
}

Eigen::Index DeployedNetwork::outputs() const {
  return static_cast<Eigen::Index>(volume(graph().nodes.back().output));
}

std::uint64_t DeployedNetwork::macs() const { return model::forward_macs(graph()); }

Matrix DeployedNetwork::evaluate(const Matrix& x) const {
  const model::Shape& in = graph().input();
  const auto batch = static_cast<std::size_t>(x.cols());
  const std::size_t plane = in.height * in.width;
  FTensor features({in.channels, batch, in.height, in.width});
  for (std::size_t i = 0; i < volume(in); ++i) {
    for (std::size_t n = 0; n < batch; ++n) {
      features.row(i / plane)[n * plane + i % plane] =
          static_cast<float>(x(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(n)));
    }
  }
  const nn::Pass<float> pass{.workspace = &workspace_, .training = false};
  const FTensor& out = network_.forward(features, pass, assignment_);
  const std::size_t out_plane = out.dim(2) * out.dim(3);
  Matrix y(outputs(), x.cols());
  for (Eigen::Index o = 0; o < outputs(); ++o) {
    const std::size_t at = static_cast<std::size_t>(o);
    for (std::size_t n = 0; n < batch; ++n) {
      y(o, static_cast<Eigen::Index>(n)) = out.row(at / out_plane)[n * out_plane + at % out_plane];
    }
  }
  return y;
}

std::optional<std::string> DeployedNetwork::uncovered() const {
  if (assignment_.has_formats()) {
    return "number formats are evaluated, but no bound covers their rounding";
  }
  if (const auto fault = size_fault(graph())) {
    return fmt::format("`{}` {}", graph().nodes[fault->node].name, fault->what);
  }
  return std::nullopt;
}

Chain DeployedNetwork::chain() const {
  METRONOME_ASSERT(!uncovered(), "a chain covers what is evaluated");
  Chain chain;
  for (model::NodeIndex i = 1; i < graph().nodes.size(); ++i) {
    const model::Node& node = graph().nodes[i];
    if (std::holds_alternative<model::Relu>(node.layer)) {
      chain.push_back(ReluStep{});
    } else if (const ChainProduct<float> product = product_of<float>(network_.layer(i));
               product.convolution) {
      add_product(product, nn::precision_of(node, assignment_), chain);
    }  // reshape and, in evaluation, dropout change no number
  }
  return chain;
}

}  // namespace metronome::reach
