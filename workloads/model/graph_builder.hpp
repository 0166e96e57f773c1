#pragma once

#include <string>

#include "workloads/model/graph.hpp"
#include "workloads/model/taken_names.hpp"

namespace metronome::model {

/// Appends nodes to a graph and derives their shapes. Each method returns the new node's index.
class GraphBuilder {
 public:
  /// Without a node.
  explicit GraphBuilder(std::string name);
  GraphBuilder(std::string name, const Shape& input);

  /// Any layer. UserError where it cannot take these inputs, or where the name cannot stand beside
  /// those of earlier nodes (TakenNames).
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
  [[nodiscard]] const TakenNames& names() const { return names_; }

 private:
  /// UserError where the table is not one of an earlier embedding of these sizes.
  void check_table(const LayerInputs& in, const TiedLinear& tied) const;

  Graph graph_;
  TakenNames names_;
};

}  // namespace metronome::model
