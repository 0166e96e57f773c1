#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>

#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "workloads/importers/import_file.hpp"

namespace metronome::importers {

using Names = std::vector<std::string>;

/// Builds ONNX files node by node.
class ModelBuilder {
 public:
  explicit ModelBuilder(int opset = 13) {
    model_.set_ir_version(7);
    model_.add_opset_import()->set_version(opset);
    model_.mutable_graph()->set_name("g");
  }

  onnx::ModelProto& model() { return model_; }
  onnx::GraphProto& graph() { return *model_.mutable_graph(); }

  /// "batch,3,32": names are open dimensions, `?` one without a name; "" is a scalar.
  ModelBuilder& input(const std::string& name, const std::string& dims,
                      int type = onnx::TensorProto::FLOAT) {
    declare(*graph().add_input(), name, dims, type);
    return *this;
  }
  ModelBuilder& output(const std::string& name, const std::string& dims = "-") {
    declare(*graph().add_output(), name, dims, onnx::TensorProto::FLOAT);
    return *this;
  }
  /// An initializer without data.
  ModelBuilder& weight(const std::string& name, const Extents& extents) {
    tensor(*graph().add_initializer(), name, extents).set_data_type(onnx::TensorProto::FLOAT);
    return *this;
  }
  ModelBuilder& integers(const std::string& name, const std::vector<std::int64_t>& values) {
    return integers(name, values, {static_cast<std::int64_t>(values.size())});
  }
  ModelBuilder& integers(const std::string& name, const std::vector<std::int64_t>& values,
                         const Extents& extents) {
    onnx::TensorProto& proto = tensor(*graph().add_initializer(), name, extents);
    proto.set_data_type(onnx::TensorProto::INT64);
    for (const std::int64_t value : values) {
      proto.add_int64_data(value);
    }
    return *this;
  }
  ModelBuilder& reals(const std::string& name, const std::vector<float>& values,
                      const Extents& extents) {
    onnx::TensorProto& proto = tensor(*graph().add_initializer(), name, extents);
    proto.set_data_type(onnx::TensorProto::FLOAT);
    for (const float value : values) {
      proto.add_float_data(value);
    }
    return *this;
  }

  /// A node of the name OP_of_FIRSTOUTPUT; attributes are added by set().
  ModelBuilder& node(const std::string& op, const Names& inputs, const Names& outputs) {
    last_ = graph().add_node();
    last_->set_op_type(op);
    last_->set_name(op + "_of_" + (outputs.empty() ? "" : outputs[0]));
    for (const std::string& name : inputs) {
      last_->add_input(name);
    }
    for (const std::string& name : outputs) {
      last_->add_output(name);
    }
    return *this;
  }
  onnx::NodeProto& last() { return *last_; }

  ModelBuilder& set(const std::string& name, std::int64_t value) {
    onnx::AttributeProto& a = attribute(name, onnx::AttributeProto::INT);
    a.set_i(value);
    return *this;
  }
  ModelBuilder& set(const std::string& name, const std::vector<std::int64_t>& values) {
    onnx::AttributeProto& a = attribute(name, onnx::AttributeProto::INTS);
    for (const std::int64_t value : values) {
      a.add_ints(value);
    }
    return *this;
  }
  ModelBuilder& set(const std::string& name, std::initializer_list<std::int64_t> values) {
    return set(name, std::vector<std::int64_t>(values));
  }
  ModelBuilder& set_real(const std::string& name, float value) {
    attribute(name, onnx::AttributeProto::FLOAT).set_f(value);
    return *this;
  }
  ModelBuilder& set_reals(const std::string& name, const std::vector<float>& values) {
    onnx::AttributeProto& a = attribute(name, onnx::AttributeProto::FLOATS);
    for (const float value : values) {
      a.add_floats(value);
    }
    return *this;
  }
  ModelBuilder& set_text(const std::string& name, const std::string& value) {
    attribute(name, onnx::AttributeProto::STRING).set_s(value);
    return *this;
  }
  ModelBuilder& set_tensor(const std::string& name, const std::vector<std::int64_t>& values,
                           const Extents& extents) {
    onnx::TensorProto& proto =
        tensor(*attribute(name, onnx::AttributeProto::TENSOR).mutable_t(), "", extents);
    proto.set_data_type(onnx::TensorProto::INT64);
    for (const std::int64_t value : values) {
      proto.add_int64_data(value);
    }
    return *this;
  }

  [[nodiscard]] std::string bytes() const { return model_.SerializeAsString(); }

 private:
  static onnx::TensorProto& tensor(onnx::TensorProto& proto, const std::string& name,
                                   const Extents& extents) {
    proto.set_name(name);
    for (const std::int64_t extent : extents) {
      proto.add_dims(extent);
    }
    return proto;
  }
  onnx::AttributeProto& attribute(const std::string& name,
                                  onnx::AttributeProto::AttributeType type) {
    onnx::AttributeProto& proto = *last_->add_attribute();
    proto.set_name(name);
    proto.set_type(type);
    return proto;
  }
  static void declare(onnx::ValueInfoProto& value, const std::string& name, const std::string& dims,
                      int type) {
    value.set_name(name);
    onnx::TypeProto::Tensor& tensor = *value.mutable_type()->mutable_tensor_type();
    tensor.set_elem_type(type);
    if (dims == "-") {
      return;  // without a shape
    }
    (void)tensor.mutable_shape();
    for (std::size_t at = 0; at < dims.size();) {
      const std::size_t end = std::min(dims.find(',', at), dims.size());
      const std::string one = dims.substr(at, end - at);
      onnx::TensorShapeProto::Dimension& dimension = *tensor.mutable_shape()->add_dim();
      if (one[0] == '-' || (one[0] >= '0' && one[0] <= '9')) {
        dimension.set_dim_value(std::stoll(one));
      } else if (one != "?") {
        dimension.set_dim_param(one);
      }
      at = end + 1;
    }
  }

  onnx::ModelProto model_;
  onnx::NodeProto* last_ = nullptr;
};

inline ImportedGraph graph_of(const ModelBuilder& builder, const InputSizes& sizes = {}) {
  return import_onnx(builder.bytes(), "x.onnx", sizes);
}

inline ImportedNetwork network_of(const ModelBuilder& builder, const InputSizes& sizes = {}) {
  return std::get<ImportedNetwork>(import_bytes(
      builder.bytes(), "x.onnx", {.sizes = sizes, .rounding = {}, .iterations_per_epoch = {}}));
}

inline const ImportedTensor& tensor_of(const ImportedGraph& graph, const std::string& name) {
  for (const ImportedTensor& tensor : graph.tensors) {
    if (tensor.name == name) {
      return tensor;
    }
  }
  throw std::out_of_range("no tensor " + name);
}

/// What is said of a wrong file; empty where it is taken.
template <class Read>
std::string refusal(const Read& read) {
  try {
    read();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

inline std::string refusal_of(const ModelBuilder& builder, const InputSizes& sizes = {}) {
  return refusal([&] { (void)network_of(builder, sizes); });
}

}  // namespace metronome::importers
