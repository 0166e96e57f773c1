#include "workloads/onnx/parameters.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sim/base/checked.hpp"
#include "workloads/onnx/weight_inputs.hpp"

namespace metronome::importers {
namespace {

/// Inputs that take settings or states, which are not trained.
bool takes_no_parameter(const std::string& op, std::size_t input) {
  static const std::map<std::string, std::size_t> first_setting{{"Clip", 1},
                                                                {"Pad", 1},
                                                                {"Resize", 1},
                                                                {"Upsample", 1},
                                                                {"Dropout", 1},
                                                                {"QuantizeLinear", 1},
                                                                {"DequantizeLinear", 1},
                                                                {"OneHot", 1}};
  const auto found = first_setting.find(op);
  if (found != first_setting.end()) {
    return input >= found->second;
  }
  if (op == "BatchNormalization") {
    return input >= 3;
  }
  const bool recurrent = op == "LSTM" || op == "GRU" || op == "RNN";
  return recurrent && input >= 4 && input <= 6;
}

/// Scales of ones and shifts of zeros stand as constants before norms that have none of their own.
bool is_norm(const std::string& op) { return op.ends_with("Normalization"); }

/// Counts tensor by tensor, each at most once.
class Count {
 public:
  explicit Count(const ImportedGraph& graph)
      : graph_(&graph), source_(graph.tensors.size(), kAbsent) {
    for (TensorIndex i = 0; i < graph.tensors.size(); ++i) {
      const Origin origin = graph.tensors[i].origin;
      source_[i] = origin == Origin::weight || origin == Origin::constant ? i : kAbsent;
    }
  }

  std::uint64_t total() {
    for (const std::size_t index : graph_->order) {
      const ImportedNode& node = graph_->nodes[index];
      if (node.op == "Identity") {
        pass_on(node);
        continue;
      }
      for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        take(node, i);
      }
      if (holds_folded_norm(node)) {
        add(node.inputs[2]);
      }
    }
    return total_;
  }

 private:
  void pass_on(const ImportedNode& node) {
    if (!node.outputs.empty() && node.outputs[0] != kAbsent) {
      source_[node.outputs[0]] = source_[node.inputs[0]];
    }
  }

  void take(const ImportedNode& node, std::size_t input) {
    const TensorIndex tensor = node.inputs[input];
    if (tensor == kAbsent || source_[tensor] == kAbsent || counted_.contains(tensor) ||
        takes_no_parameter(node.op, input)) {
      return;
    }
    const ImportedTensor& source = graph_->tensors[source_[tensor]];
    const bool counts =
        source.type == ElementType::real &&
        (source.origin == Origin::weight ? !source.extents->empty()
                                         : takes_weight(node.op, input) && !is_norm(node.op));
    if (counts) {
      counted_.insert(tensor);
      add(tensor);
    }
  }

  void add(TensorIndex tensor) {
    total_ = require_sum(total_, element_count(*graph_->tensors[tensor].extents).value());
  }

  /// PyTorch's names of weights that it has made itself while exporting.
  [[nodiscard]] bool is_made_by_export(TensorIndex tensor) const {
    return source_[tensor] != kAbsent && graph_->tensors[tensor].name.starts_with("onnx::Conv_");
  }

  [[nodiscard]] bool holds_folded_norm(const ImportedNode& node) const {
    return node.op == "Conv" && node.inputs.size() == 3 && node.inputs[2] != kAbsent &&
           is_made_by_export(node.inputs[1]) && is_made_by_export(node.inputs[2]);
  }

  const ImportedGraph* graph_;
  std::vector<TensorIndex> source_;  ///< by tensor: the weight whose values it has
  std::set<TensorIndex> counted_;
  std::uint64_t total_ = 0;
};

}  // namespace

std::uint64_t parameter_count(const ImportedGraph& graph) { return Count(graph).total(); }

}  // namespace metronome::importers
