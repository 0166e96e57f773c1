#include "workloads/onnx/onnx_reader.hpp"

#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>

#include <unordered_map>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "workloads/onnx/graph_order.hpp"
#include "workloads/onnx/onnx_tensor.hpp"
#include "workloads/onnx/wire_check.hpp"

namespace metronome::importers {
namespace {

/// Turns the messages of one file into a graph.
class OnnxReader {
 public:
  explicit OnnxReader(const std::string& file) { result_.graph.file = file; }

  OnnxFile read(std::string_view bytes) {
    onnx::ModelProto model;
    google::protobuf::SetLogHandler(nullptr);  // what is wrong is said by us
    if (!model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      fail("", "is no ONNX file: protobuf does not read it");
    }
    graph().opset = opset_of(model);
    graph().name = checked_name(model.graph().name(), "the graph");
    read_weights(model.graph());
    read_values(model.graph());
    for (int i = 0; i < model.graph().node_size(); ++i) {
      read_node(model.graph().node(i), i);
    }
    resolve_inputs(model.graph());
    read_outputs(model.graph());
    order_nodes(graph());
    return std::move(result_);
  }

 private:
  ImportedGraph& graph() { return result_.graph; }

  [[noreturn]] void fail(const std::string& key, std::string what, std::string hint = {}) const {
    throw UserError(Diagnostic{
        .file = result_.graph.file, .key = key, .what = std::move(what), .hint = std::move(hint)});
  }

  /// Names are shown and written: those that are not one line of UTF-8 are refused.
  std::string checked_name(const std::string& name, const std::string& whose) const {
    if (const auto fault = text_fault(name, TextRule::line)) {
      fail("name of " + whose, fault->what, fault->hint);
    }
    return name;
  }

  int opset_of(const onnx::ModelProto& model) const {
    std::int64_t version = 0;
    for (const onnx::OperatorSetIdProto& set : model.opset_import()) {
      if (set.domain().empty() || set.domain() == "ai.onnx") {
        version = std::max<std::int64_t>(version, set.version());
      }
    }
    if (version < kOldestOpset || version > kNewestOpset) {
      fail("", fmt::format("is of operator set {}", version),
           fmt::format("sets {} to {} are read: torch.onnx.export(..., opset_version=17)",
                       kOldestOpset, kNewestOpset));
    }
    return static_cast<int>(version);
  }

  TensorIndex add(ImportedTensor tensor) {
    const TensorIndex index = graph().tensors.size();
    if (!by_name_.emplace(tensor.name, index).second) {
      fail("tensor `" + tensor.name + "`", "is given twice", "one input, weight or node gives it");
    }
    graph().tensors.push_back(std::move(tensor));
    return index;
  }

  void read_weights(const onnx::GraphProto& proto) {
    for (const onnx::TensorProto& tensor : proto.initializer()) {
      const std::string name = checked_name(tensor.name(), "an initializer");
      ImportedTensor weight = read_tensor(tensor, name, graph().file, true);
      weight.origin = Origin::weight;
      add(std::move(weight));
    }
    for (const onnx::SparseTensorProto& sparse : proto.sparse_initializer()) {
      ImportedTensor weight;
      weight.name = checked_name(sparse.values().name(), "a sparse initializer");
      weight.origin = Origin::weight;
      weight.extents = Extents(sparse.dims().begin(), sparse.dims().end());
      for (const std::int64_t extent : *weight.extents) {
        if (extent < 0) {
          fail("tensor `" + weight.name + "`", "has shape " + extents_text(*weight.extents));
        }
      }
      add(std::move(weight));
    }
  }

  /// Graph inputs that no initializer stands for.
  void read_values(const onnx::GraphProto& proto) {
    for (const onnx::ValueInfoProto& value : proto.input()) {
      const std::string name = checked_name(value.name(), "an input");
      if (by_name_.contains(name)) {
        continue;  // an initializer is its default
      }
      const TensorIndex index = add({.name = name, .origin = Origin::input});
      graph().tensors[index].type = element_type(value.type().tensor_type().elem_type());
      graph().inputs.push_back(index);
      declare(index, value);
    }
  }

  void declare(TensorIndex index, const onnx::ValueInfoProto& value) {
    if (!value.type().has_tensor_type() || !value.type().tensor_type().has_shape()) {
      return;
    }
    std::vector<Dimension>& dimensions = result_.declared[index];
    dimensions.clear();
    for (const auto& dimension : value.type().tensor_type().shape().dim()) {
      Dimension one;
      if (dimension.has_dim_value() && dimension.dim_value() != -1) {
        one.extent = dimension.dim_value();
      } else if (!dimension.has_dim_value()) {
        one.symbol = checked_name(dimension.dim_param(), "a dimension of `" + value.name() + "`");
      }
      dimensions.push_back(std::move(one));
    }
  }

  void read_node(const onnx::NodeProto& proto, int number) {
    ImportedNode node;
    node.op = checked_name(proto.op_type(), fmt::format("the operator of node {}", number));
    node.name = checked_name(proto.name(), fmt::format("node {}", number));
    if (node.name.empty()) {
      node.name = fmt::format("{}_{}", node.op, number);
    }
    if (!proto.domain().empty() && proto.domain() != "ai.onnx") {
      fail_at_node(graph(), node,
                   fmt::format("operator `{}` of `{}` is not known", node.op,
                               printable(proto.domain().substr(0, 200))),
                   "operators of ONNX itself: export the network without custom operators and "
                   "functions");
    }
    for (const onnx::AttributeProto& attribute : proto.attribute()) {
      read_attribute(attribute, node);
    }
    for (const std::string& name : proto.output()) {
      node.outputs.push_back(
          name.empty() ? kAbsent
                       : add({.name = checked_name(name, "an output of `" + node.name + "`")}));
    }
    graph().nodes.push_back(std::move(node));
  }

  void read_attribute(const onnx::AttributeProto& proto, ImportedNode& node) const {
    const std::string name = checked_name(proto.name(), "an attribute of `" + node.name + "`");
    Attribute value;
    switch (proto.type()) {
      case onnx::AttributeProto::INT:
        value = proto.i();
        break;
      case onnx::AttributeProto::FLOAT:
        value = static_cast<double>(proto.f());
        break;
      case onnx::AttributeProto::STRING:
        value = checked_name(proto.s(), "attribute `" + name + "` of `" + node.name + "`");
        break;
      case onnx::AttributeProto::INTS:
        value = std::vector<std::int64_t>(proto.ints().begin(), proto.ints().end());
        break;
      case onnx::AttributeProto::FLOATS:
        value = std::vector<double>(proto.floats().begin(), proto.floats().end());
        break;
      case onnx::AttributeProto::TENSOR:
        value = read_tensor(proto.t(), node.name + "." + name, result_.graph.file, false);
        break;
      default:
        return;  // graphs, types and lists of texts: no operator that is known has them
    }
    node.attributes[name] = std::move(value);
  }

  /// Once all outputs are known: nodes need not be in order.
  void resolve_inputs(const onnx::GraphProto& proto) {
    for (std::size_t i = 0; i < graph().nodes.size(); ++i) {
      ImportedNode& node = graph().nodes[i];
      for (const std::string& name : proto.node(static_cast<int>(i)).input()) {
        if (name.empty()) {
          node.inputs.push_back(kAbsent);
          continue;
        }
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) {
          fail_at_node(graph(), node,
                       "reads `" + printable(name.substr(0, 200)) + "`, which nothing gives",
                       "an input, a weight or an output of a node");
        }
        node.inputs.push_back(found->second);
      }
    }
  }

  void read_outputs(const onnx::GraphProto& proto) {
    for (const onnx::ValueInfoProto& value : proto.output()) {
      const std::string name = checked_name(value.name(), "an output");
      const auto found = by_name_.find(name);
      if (found == by_name_.end()) {
        fail("output `" + name + "`", "is given by no node");
      }
      graph().outputs.push_back(found->second);
      declare(found->second, value);
    }
    for (const onnx::ValueInfoProto& value : proto.value_info()) {
      const auto found = by_name_.find(value.name());
      if (found != by_name_.end()) {
        declare(found->second, value);
      }
    }
    if (graph().nodes.empty()) {
      fail("", "holds no node");
    }
  }

  OnnxFile result_;
  std::unordered_map<std::string, TensorIndex> by_name_;
};

}  // namespace

OnnxFile read_onnx(std::string_view bytes, const std::string& file) {
  check_wire(bytes, file);
  return OnnxReader(file).read(bytes);
}

}  // namespace metronome::importers
