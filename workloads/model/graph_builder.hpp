#pragma once

#include <string>

#include "workloads/model/graph.hpp"

namespace metronome::model {

/// Appends nodes to a graph and derives their shapes. Each method returns the new node's index.
class GraphBuilder {
 public:
  GraphBuilder(std::string name, const Shape& input);

  /// UserError where the kernel is larger than the padded image.
  NodeIndex convolution(const std::string& name, NodeIndex input, const Convolution& layer);
  NodeIndex batch_norm(const std::string& name, NodeIndex input);
  NodeIndex relu(const std::string& name, NodeIndex input);
  NodeIndex add(const std::string& name, NodeIndex a, NodeIndex b);
  NodeIndex global_average_pool(const std::string& name, NodeIndex input);
  NodeIndex linear(const std::string& name, NodeIndex input, const Linear& layer);

  [[nodiscard]] const Shape& shape(NodeIndex node) const { return graph_.nodes[node].output; }
  [[nodiscard]] const Graph& graph() const { return graph_; }

 private:
  NodeIndex append(const std::string& name, const Layer& layer, std::vector<NodeIndex> inputs,
                   const Shape& output);

  Graph graph_;
};

}  // namespace metronome::model
