#pragma once

#include <string>

#include "workloads/model/graph.hpp"

namespace metronome::model {

/// Appends nodes to a graph and derives their shapes. Each method returns the new node's index.
class GraphBuilder {
 public:
  /// Without a node.
  explicit GraphBuilder(std::string name);
  GraphBuilder(std::string name, const Shape& input);

  /// Any layer. UserError where it cannot take these inputs.
  NodeIndex append(const std::string& name, const Layer& layer, std::vector<NodeIndex> inputs);

  /// UserError where the kernel is larger than the padded image.
  NodeIndex convolution(const std::string& name, NodeIndex input, const Convolution& layer);
  NodeIndex batch_norm(const std::string& name, NodeIndex input);
  NodeIndex relu(const std::string& name, NodeIndex input);
  NodeIndex add(const std::string& name, NodeIndex a, NodeIndex b);
  NodeIndex global_average_pool(const std::string& name, NodeIndex input);
  NodeIndex max_pool(const std::string& name, NodeIndex input, const MaxPool& layer);
  NodeIndex average_pool(const std::string& name, NodeIndex input, const AveragePool& layer);
  /// A layer of one input that keeps its shape: Tanh, Sigmoid, LayerNorm, Dropout.
  NodeIndex pointwise(const std::string& name, NodeIndex input, const Layer& layer);
  NodeIndex embedding(const std::string& name, NodeIndex input, const Embedding& layer);
  NodeIndex attention(const std::string& name, NodeIndex q, NodeIndex k, NodeIndex v,
                      const Attention& layer);
  NodeIndex lstm(const std::string& name, NodeIndex input, const Lstm& layer);
  NodeIndex linear(const std::string& name, NodeIndex input, const Linear& layer);

  [[nodiscard]] const Shape& shape(NodeIndex node) const { return graph_.nodes[node].output; }
  [[nodiscard]] const Graph& graph() const { return graph_; }

 private:
  Graph graph_;
};

}  // namespace metronome::model
