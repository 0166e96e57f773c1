#include "workloads/onnx/input_sizes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/base/error.hpp"
#include "workloads/model/limits.hpp"
#include "workloads/onnx/weight_inputs.hpp"

namespace metronome::importers {
namespace {

bool names_batch(const std::string& symbol) {
  std::string name = symbol;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  static const std::set<std::string> names{"batch", "batch_size", "batchsize", "n", "bs"};
  return names.contains(name);
}

bool is_recurrent(const std::string& op) { return op == "LSTM" || op == "GRU" || op == "RNN"; }

const ImportedNode* producer_of(const ImportedGraph& graph, TensorIndex tensor) {
  for (const ImportedNode& node : graph.nodes) {
    if (std::find(node.outputs.begin(), node.outputs.end(), tensor) != node.outputs.end()) {
      return &node;
    }
  }
  return nullptr;
}

/// Where a tensor's axis comes from, one node back; false where it cannot be said.
bool step_back(const ImportedNode& node, TensorIndex& tensor, std::size_t& axis) {
  static const std::set<std::string> same{"Identity", "Cast", "Dropout", "Relu", "Add", "Mul"};
  if (node.op == "Gather" && node.inputs.size() == 2) {
    tensor = node.inputs[1];  // an embedding: the axes of its indices come first
    return true;
  }
  if (node.op == "Transpose" && !node.inputs.empty()) {
    const auto found = node.attributes.find("perm");
    const auto* order = found == node.attributes.end()
                            ? nullptr
                            : std::get_if<std::vector<std::int64_t>>(&found->second);
    if (order == nullptr || axis >= order->size() || (*order)[axis] < 0) {
      return false;
    }
    axis = static_cast<std::size_t>((*order)[axis]);
    tensor = node.inputs[0];
    return true;
  }
  tensor = node.inputs.empty() ? kAbsent : node.inputs[0];
  return same.contains(node.op);
}

/// The axis of samples in the inputs: 0, but for networks whose first recurrent layer takes them
/// along another axis of an input.
std::size_t batch_axis(const ImportedGraph& graph) {
  const auto found = std::find_if(graph.nodes.begin(), graph.nodes.end(), [](const auto& node) {
    return is_recurrent(node.op) && !node.inputs.empty();
  });
  if (found == graph.nodes.end()) {
    return 0;
  }
  const auto layout = found->attributes.find("layout");
  const auto* number =
      layout == found->attributes.end() ? nullptr : std::get_if<std::int64_t>(&layout->second);
  const bool batch_first = number != nullptr && *number == 1;
  std::size_t axis = batch_first ? 0 : 1;
  TensorIndex tensor = found->inputs[0];
  for (int steps = 0; steps < 64 && tensor != kAbsent; ++steps) {
    const ImportedNode* producer = producer_of(graph, tensor);
    if (producer == nullptr) {
      return graph.tensors[tensor].origin == Origin::input ? axis : 0;
    }
    if (!step_back(*producer, tensor, axis)) {
      return 0;
    }
  }
  return 0;
}

/// Gives extents to the inputs of one file.
class Binder {
 public:
  Binder(OnnxFile& file, const InputSizes& sizes)
      : file_(&file), sizes_(&sizes), batch_axis_(batch_axis(file.graph)) {}

  void bind() {
    for (const TensorIndex input : graph().inputs) {
      bind_input(input);
    }
    for (const auto& [name, value] : sizes_->dims) {
      if (!used_.contains(name)) {
        findings_.add({.file = graph().file,
                       .key = "--dim " + name,
                       .what = "is no dimension of an input",
                       .hint = known_.empty() ? "its inputs have no open dimension"
                                              : name_hint(name, {known_.begin(), known_.end()})});
      }
    }
    findings_.raise();
  }

 private:
  ImportedGraph& graph() { return file_->graph; }

  void bind_input(TensorIndex input) {
    ImportedTensor& tensor = graph().tensors[input];
    const auto declared = file_->declared.find(input);
    if (declared == file_->declared.end()) {
      complain(tensor.name, "declares no shape", "export it with its shape");
      return;
    }
    Extents extents;
    for (std::size_t axis = 0; axis < declared->second.size(); ++axis) {
      extents.push_back(extent_of(tensor.name, declared->second, axis));
    }
    if (!extents.empty() && input == graph().inputs.front()) {
      graph().batch_axis = std::min(batch_place(declared->second), extents.size() - 1);
      graph().batch = static_cast<std::uint64_t>(extents[graph().batch_axis]);
    }
    tensor.extents = std::move(extents);
  }

  /// The axis of samples of one input.
  [[nodiscard]] std::size_t batch_place(const std::vector<Dimension>& declared) const {
    const auto named = std::find_if(declared.begin(), declared.end(),
                                    [](const Dimension& one) { return names_batch(one.symbol); });
    return named == declared.end() ? batch_axis_
                                   : static_cast<std::size_t>(named - declared.begin());
  }

  std::int64_t extent_of(const std::string& input, const std::vector<Dimension>& declared,
                         std::size_t axis) {
    const Dimension& dimension = declared[axis];
    const std::string place = fmt::format("{}.{}", input, axis);
    std::optional<std::uint64_t> value;
    for (const std::string& name : {dimension.symbol, place}) {
      if (name.empty()) {
        continue;
      }
      known_.insert(name);
      if (const auto given = sizes_->dims.find(name); given != sizes_->dims.end()) {
        used_.insert(name);
        take(place, value, given->second);
      }
    }
    if (sizes_->batch && axis == batch_place(declared)) {
      take(place, value, *sizes_->batch);
    }
    if (value) {
      return static_cast<std::int64_t>(*value);
    }
    if (!dimension.extent) {
      complain(input,
               fmt::format("dimension {}{} has no value", axis,
                           dimension.symbol.empty() ? "" : " (`" + dimension.symbol + "`)"),
               fmt::format("give --dim {}=N{}", dimension.symbol.empty() ? place : dimension.symbol,
                           axis == batch_place(declared) ? " or --batch N" : ""));
      return 1;
    }
    if (*dimension.extent < 0 ||
        static_cast<long double>(*dimension.extent) > model::kExtents.max) {
      complain(input, fmt::format("dimension {} is {}", axis, *dimension.extent),
               model::kExtents.text());
      return 1;
    }
    return *dimension.extent;
  }

  void take(const std::string& place, std::optional<std::uint64_t>& value, std::uint64_t given) {
    if (value && *value != given) {
      complain(place, fmt::format("is to be {} and {}", *value, given), "one of --batch and --dim");
    }
    value = given;
  }

  void complain(const std::string& input, std::string what, std::string hint) {
    findings_.add({.file = graph().file,
                   .key = "input `" + input + "`",
                   .what = std::move(what),
                   .hint = std::move(hint)});
  }

  OnnxFile* file_;
  const InputSizes* sizes_;
  std::size_t batch_axis_;
  std::set<std::string> known_;
  std::set<std::string> used_;
  Findings findings_;
};

/// Weights that stand among the inputs leave them.
void take_weights_out(OnnxFile& file) {
  ImportedGraph& graph = file.graph;
  const std::vector<bool> weights = weights_among_inputs(file);
  std::vector<TensorIndex> inputs;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    const TensorIndex index = graph.inputs[i];
    if (!weights[i]) {
      inputs.push_back(index);
      continue;
    }
    ImportedTensor& tensor = graph.tensors[index];
    tensor.origin = Origin::weight;
    tensor.extents.emplace();
    for (const Dimension& dimension : file.declared.at(index)) {
      if (*dimension.extent < 0 ||
          static_cast<long double>(*dimension.extent) > model::kExtents.max) {
        throw UserError(Diagnostic{.file = graph.file,
                                   .key = "input `" + tensor.name + "`",
                                   .what = fmt::format("has an extent of {}", *dimension.extent),
                                   .hint = model::kExtents.text()});
      }
      tensor.extents->push_back(*dimension.extent);
    }
  }
  graph.inputs = std::move(inputs);
}

}  // namespace

void bind_inputs(OnnxFile& file, const InputSizes& sizes) {
  take_weights_out(file);
  Binder(file, sizes).bind();
}

void check_declared(const OnnxFile& file, const InputSizes& sizes) {
  const bool changed = sizes.batch || !sizes.dims.empty();
  for (const auto& [index, declared] : file.declared) {
    const ImportedTensor& tensor = file.graph.tensors[index];
    if (!tensor.extents || changed) {
      continue;
    }
    bool equal = declared.size() == tensor.extents->size();
    for (std::size_t i = 0; equal && i < declared.size(); ++i) {
      equal = !declared[i].extent || *declared[i].extent == (*tensor.extents)[i];
    }
    if (!equal) {
      Extents stated;
      for (const Dimension& dimension : declared) {
        stated.push_back(dimension.extent.value_or(-1));
      }
      throw UserError(
          Diagnostic{.file = file.graph.file,
                     .key = "tensor `" + tensor.name + "`",
                     .what = fmt::format("is declared as {} and comes out as {}",
                                         extents_text(stated), extents_text(*tensor.extents)),
                     .hint = "shapes that fit the nodes"});
    }
  }
}

}  // namespace metronome::importers
