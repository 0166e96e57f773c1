#pragma once

#include <gtest/gtest.h>

#include "sim/base/random.hpp"
#include "tests/workloads/methods/seeds_reference.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/train/constrained/constrained_steps.hpp"

namespace metronome::reach {

inline Matrix matrix_of(const seeds_reference::Case& from, const std::string& array) {
  const std::vector<double> values = from.reals(array);
  const std::vector<std::size_t> shape = from.shape(array);
  const auto rows = static_cast<Eigen::Index>(shape.at(0));
  const auto columns = static_cast<Eigen::Index>(shape.size() > 1 ? shape[1] : 1);
  Matrix m(rows, columns);
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index j = 0; j < columns; ++j) {
      m(i, j) = values[static_cast<std::size_t>(i * columns + j)];
    }
  }
  return m;
}

/// Of arrays W1, b1, W2, b2 with a suffix.
inline ReluNetwork network_of(const seeds_reference::Case& from, const std::string& suffix = "") {
  ReluNetwork network;
  for (const char* layer : {"1", "2"}) {
    network.layers.push_back({matrix_of(from, std::string("W") + layer + suffix),
                              matrix_of(from, std::string("b") + layer + suffix),
                              network.layers.empty()});
  }
  return network;
}

/// The numbers of linear layers, in the order of TrainedChain::parameters().
inline std::vector<std::vector<double>> parameters_of(const ReluNetwork& network) {
  std::vector<std::vector<double>> numbers;
  for (const AffineLayer& layer : network.layers) {
    const Matrix by_row = layer.weight.transpose();
    numbers.emplace_back(by_row.data(), by_row.data() + by_row.size());
    numbers.emplace_back(layer.bias.begin(), layer.bias.end());
  }
  return numbers;
}

/// Linear layers with a ReLU between each two.
inline model::Graph graph_of_layers(const ReluNetwork& network) {
  model::GraphBuilder builder("layers", {static_cast<std::size_t>(network.inputs()), 1, 1});
  model::NodeIndex x = 0;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const auto outputs = static_cast<std::uint64_t>(network.layers[l].bias.size());
    x = builder.linear("fc" + std::to_string(l), x, {.out_features = outputs, .quantized = true});
    if (network.layers[l].relu) {
      x = builder.relu("relu" + std::to_string(l), x);
    }
  }
  return builder.graph();
}

/// Steps of plain gradient descent that begin with a network of linear layers.
class LayerSteps {
 public:
  LayerSteps(const ReluNetwork& network, const ConstrainedProblem& problem, double rate)
      : chain_(graph_of_layers(network)), steps_(chain_, problem, {}, rate) {
    const auto numbers = parameters_of(network);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      std::copy(numbers[i].begin(), numbers[i].end(), chain_.parameters()[i].value->data());
    }
    steps_.reread();
  }
  [[nodiscard]] ConstrainedSteps* operator->() { return &steps_; }

 private:
  TrainedChain chain_;
  ConstrainedSteps steps_;
};

inline Box cube(Eigen::Index size, double low, double high) {
  return {Vector::Constant(size, low), Vector::Constant(size, high)};
}

inline Box box_around(double x, double y, double half_x, double half_y) {
  Box box{Vector(2), Vector(2)};
  box.low << x - half_x, y - half_y;
  box.high << x + half_x, y + half_y;
  return box;
}

inline Box input_of(const seeds_reference::Case& from) {
  const auto bounds = from.params().at("input_box").get<std::vector<double>>();
  return cube(2, bounds.at(0), bounds.at(1));
}

inline Box unsafe_of(const seeds_reference::Case& from) {
  const auto centre = from.params().at("unsafe_centre").get<std::vector<double>>();
  const auto half = from.params().at("unsafe_halfwidth").get<std::vector<double>>();
  return box_around(centre.at(0), centre.at(1), half.at(0), half.at(1));
}

/// Normal weights and biases of layers of these sizes.
inline ReluNetwork random_network(const std::vector<Eigen::Index>& sizes, std::uint64_t seed) {
  ReluNetwork network;
  for (std::size_t l = 0; l + 1 < sizes.size(); ++l) {
    const RandomStream draw(seed, "random_network", l);
    AffineLayer layer{Matrix(sizes[l + 1], sizes[l]), Vector(sizes[l + 1]), l + 2 < sizes.size()};
    std::uint64_t i = 0;
    for (double& w : layer.weight.reshaped()) {
      w = draw.normal(i++) / std::sqrt(static_cast<double>(sizes[l]));
    }
    for (double& b : layer.bias) {
      b = 0.5 * draw.normal(i++);
    }
    network.layers.push_back(layer);
  }
  return network;
}

/// A grid of `side` x `side` points of a box of two dimensions, both ends included.
inline Matrix grid_of(const Box& box, Eigen::Index side) {
  Matrix points(2, side * side);
  for (Eigen::Index i = 0; i < side * side; ++i) {
    const double x = static_cast<double>(i / side) / static_cast<double>(side - 1);
    const double y = static_cast<double>(i % side) / static_cast<double>(side - 1);
    points(0, i) = box.low[0] + x * (box.high[0] - box.low[0]);
    points(1, i) = box.low[1] + y * (box.high[1] - box.low[1]);
  }
  return points;
}

inline int count_inside(const Matrix& outputs, const Box& box) {
  int inside = 0;
  for (const auto& output : outputs.colwise()) {
    inside += box.contains(output) ? 1 : 0;
  }
  return inside;
}

}  // namespace metronome::reach
