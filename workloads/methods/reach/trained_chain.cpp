#include "workloads/methods/reach/trained_chain.hpp"

#include "sim/base/error.hpp"
#include "workloads/methods/reach/chain_graph.hpp"

namespace metronome::reach {
namespace {

Eigen::Map<Vector> vector_of(tensor::Tensor<double>& tensor) {
  return {tensor.data(), static_cast<Eigen::Index>(tensor.size())};
}

}  // namespace

TrainedChain::TrainedChain(const model::Graph& graph)
    : network_(graph, trace::DxScale::per_tensor), parameters_(network_.parameters()) {
  std::size_t parameter = 0;
  for (model::NodeIndex i = 1; i < graph.nodes.size(); ++i) {
    const ChainProduct<double> product = product_of<double>(network_.layer(i));
    if (product.convolution != nullptr) {
      Part part{parameter++, std::nullopt, connections_of(product.convolution->shape())};
      if (product.bias != nullptr) {
        part.bias = parameter++;
      }
      parts_.push_back(std::move(part));
    } else if (std::holds_alternative<model::Relu>(graph.nodes[i].layer)) {
      if (parts_.empty()) {
        const auto inputs = static_cast<Eigen::Index>(volume(graph.input()));
        parts_.push_back({std::nullopt, std::nullopt, Connections::Zero(inputs, inputs)});
      }
      parts_.back().relu = true;
    }
  }
  METRONOME_ASSERT(parameter == parameters_.size(), "only products have parameters here");
}

ReluNetwork TrainedChain::numbers() const {
  ReluNetwork numbers;
  for (const Part& part : parts_) {
    const Eigen::Index outputs = part.connections.rows();
    AffineLayer layer{Matrix::Identity(outputs, part.connections.cols()), Vector::Zero(outputs),
                      part.relu};
    if (part.weight) {
      layer.weight = spread_weights(part.connections, vector_of(*parameters_[*part.weight].value));
    }
    if (part.bias) {
      const auto bias = vector_of(*parameters_[*part.bias].value);
      const Eigen::Index plane = outputs / bias.size();
      layer.bias = Vector::NullaryExpr(outputs, [&](Eigen::Index o) { return bias[o / plane]; });
    }
    numbers.layers.push_back(std::move(layer));
  }
  return numbers;
}

void TrainedChain::set_gradients(const ReluNetwork& gradient) const {
  for (std::size_t l = 0; l < parts_.size(); ++l) {
    const Part& part = parts_[l];
    const AffineLayer& from = gradient.layers[l];
    if (part.weight) {
      auto weight = vector_of(*parameters_[*part.weight].gradient);
      weight.setZero();
      for (Eigen::Index o = 0; o < from.weight.rows(); ++o) {
        for (Eigen::Index i = 0; i < from.weight.cols(); ++i) {
          if (const int c = part.connections(o, i); c != 0) {
            weight[c - 1] += from.weight(o, i);
          }
        }
      }
    }
    if (part.bias) {
      auto bias = vector_of(*parameters_[*part.bias].gradient);
      const Eigen::Index plane = from.bias.size() / bias.size();
      bias.setZero();
      for (Eigen::Index o = 0; o < from.bias.size(); ++o) {
        bias[o / plane] += from.bias[o];
      }
    }
  }
}

}  // namespace metronome::reach
