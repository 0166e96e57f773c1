#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "workloads/model/graph.hpp"
#include "workloads/trace/code_plan.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::trace {

/// A convolution or linear layer as a GEMM of the step.
struct MatrixLayer {
  model::NodeIndex node = 0;
  model::NodeIndex input = 0;
  Convolution convolution;
  bool quantized = false;
  bool reads_images = false;  ///< its input has no error: no input gradient
  bool has_bias = false;
  model::NodeIndex weights = 0;  ///< the node whose weights it multiplies: itself unless tied
};

/// A batch norm and the elementwise layers that its normalising pass absorbs.
struct Chain {
  model::NodeIndex source = 0;  ///< whose output is normalised
  model::NodeIndex norm = 0;
  std::optional<model::NodeIndex> residual;  ///< what an absorbed Add adds
  bool relu = false;
  model::NodeIndex end = 0;  ///< the last absorbed node: its output is what the pass writes
};

/// Which layers of a graph share a pass over memory. An Add goes to the first of its inputs that is
/// a batch norm with no other consumer, a ReLU to the batch norm or Add that feeds only it. Layers
/// that no batch norm takes have passes of their own.
class FusionPlan {
 public:
  /// `batch` samples. UserError, all complaints at once, for an input that nothing reads.
  FusionPlan(const model::Graph& graph, std::uint64_t batch, CodePlan codes = {});

  [[nodiscard]] const model::Graph& graph() const { return graph_; }
  [[nodiscard]] const model::Node& node(model::NodeIndex index) const {
    return graph_.nodes[index];
  }
  [[nodiscard]] std::uint64_t batch() const { return batch_; }
  /// batch, height, width, channels of a node's output.
  [[nodiscard]] std::vector<std::uint64_t> shape(model::NodeIndex index) const;
  [[nodiscard]] std::uint64_t elements(model::NodeIndex index) const;

  /// Nothing for layers that are not one matrix product with parameters.
  [[nodiscard]] std::optional<MatrixLayer> matrix_layer(model::NodeIndex index) const;
  /// The chain whose last node this is, or null.
  /// The product of two activations as a convolution of the first with the second as its weights:
  /// a group for each sample and channel.
  [[nodiscard]] Convolution product_of(model::NodeIndex index,
                                       const model::MatrixProduct& layer) const;
  [[nodiscard]] const Chain* chain_ending_at(model::NodeIndex index) const;
  [[nodiscard]] bool is_input(model::NodeIndex index) const;
  /// Whether the error of a node's output is wanted: where something that is trained lies at or
  /// before it. Not of the samples, nor of what only reshapes, pools or adds them.
  [[nodiscard]] bool has_error(model::NodeIndex index) const { return has_error_[index]; }
  /// Whether nobody else reads the node's output.
  [[nodiscard]] bool feeds_only(model::NodeIndex index, model::NodeIndex consumer) const {
    return only_consumer(index) == consumer;
  }
  /// Whether an Add or ReLU is part of a batch norm's pass.
  [[nodiscard]] bool is_absorbed(model::NodeIndex index) const { return absorbed_[index]; }
  /// Whether the node's products multiply codes.
  [[nodiscard]] bool is_quantized(model::NodeIndex index) const;
  /// Whether a matrix product writes the node's output, which then needs a pass of its own for the
  /// range.
  [[nodiscard]] bool is_bare_product(model::NodeIndex index) const;
  /// Whether a quantized layer reads the node's output.
  [[nodiscard]] bool is_quantized_by_a_consumer(model::NodeIndex index) const;
  /// Whether there is a backward pass. Without one, ranges and statistics are those that a training
  /// has left, and nothing is kept.
  [[nodiscard]] bool trains() const { return graph_.loss != model::Loss::none; }
  /// Whether the range of the node's output is looked for, before it becomes codes.
  [[nodiscard]] bool finds_range(model::NodeIndex index) const {
    return trains() && is_quantized_by_a_consumer(index) &&
           codes_.finds_ranges(first_quantized_reader(index));
  }

  /// Whether a node is a learned tensor that sums, products of elements and concatenations alone
  /// read: they take it where it is, one for all samples. Others read a copy for each sample.
  [[nodiscard]] bool is_read_as_learned(model::NodeIndex index) const;

  [[nodiscard]] const CodePlan& codes() const { return codes_; }
  /// The first layer that reads a node's output as the same codes as `layer` does: all that share
  /// them name them after it.
  [[nodiscard]] const std::string& owner_of_codes(model::NodeIndex index,
                                                  const std::string& layer) const;
  /// The same of the codes that weight gradients read; `layer` must have a stash.
  [[nodiscard]] const std::string& owner_of_stash(model::NodeIndex index,
                                                  const std::string& layer) const;
  /// The first layer that reads the node's output as codes.
  [[nodiscard]] const std::string& first_quantized_reader(model::NodeIndex index) const;

 private:
  [[nodiscard]] std::optional<model::NodeIndex> only_consumer(model::NodeIndex index) const;
  void build_chain(model::NodeIndex norm);
  /// The Add into which a batch norm's output goes alone and which goes into its pass.
  [[nodiscard]] std::optional<model::NodeIndex> absorbed_add(model::NodeIndex norm) const;
  void check() const;
  [[nodiscard]] std::string complaint_about(model::NodeIndex index) const;

  /// Whether blocks of an operand of two layers lie alike.
  [[nodiscard]] bool lie_alike(model::NodeIndex reader, const std::string& layer,
                               formats::ProductOperand operand) const;

  /// The first reader of a node's output that is quantized and that `is` says yes to.
  template <class Is>
  [[nodiscard]] const std::string& first_reader(model::NodeIndex index, const Is& is) const;

  model::Graph graph_;
  std::uint64_t batch_;
  CodePlan codes_;
  std::vector<std::vector<model::NodeIndex>> consumers_;
  std::vector<Chain> chains_;
  std::vector<bool> absorbed_, has_error_;
};

}  // namespace metronome::trace
