#include "sim/export/onnx_shapes.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <onnx/onnx_pb.h>

#include <vector>

#include "sim/base/error.hpp"
#include "sim/export/products.hpp"

namespace metronome::exporting {
namespace {

constexpr int kIrVersion = 8;
constexpr int kOperatorSet = 13;

using Extents = std::vector<std::uint64_t>;

void declare(onnx::ValueInfoProto& value, const std::string& name, const Extents& extents) {
  value.set_name(name);
  auto& type = *value.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  for (const std::uint64_t extent : extents) {
    type.mutable_shape()->add_dim()->set_dim_value(static_cast<std::int64_t>(extent));
  }
}

void add_list(onnx::NodeProto& node, const char* name, const Extents& values) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INTS);
  for (const std::uint64_t value : values) {
    attribute.add_ints(static_cast<std::int64_t>(value));
  }
}

void add_number(onnx::NodeProto& node, const char* name, std::uint64_t value) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(static_cast<std::int64_t>(value));
}

/// A product's operands and result as the node has them.
struct Shapes {
  Extents input, weight, output;
};

Shapes shapes_of(const Product& product, std::uint64_t batch) {
  const trace::Convolution& c = product.convolution;
  if (product.of_activations) {
    const auto& [m, n, k] = product.gemm;
    if (c.groups % batch == 0) {  // samples are an axis of their own, as of the other products
      const std::uint64_t own = c.groups / batch;
      return {{batch, own, m, k}, {batch, own, k, n}, {batch, own, m, n}};
    }
    return {{c.groups, m, k}, {c.groups, k, n}, {c.groups, m, n}};
  }
  const Extents taps{c.kernel.height, c.kernel.width};
  const std::uint64_t rows = c.transposed ? c.in_channels : c.out_channels;
  const std::uint64_t columns = (c.transposed ? c.out_channels : c.in_channels) / c.groups;
  return {{c.batch, c.in_channels, c.in_height, c.in_width},
          {rows, columns, taps[0], taps[1]},
          {c.batch, c.out_channels, c.out_height(), c.out_width()}};
}

void describe(onnx::NodeProto& node, const Product& product) {
  const trace::Convolution& c = product.convolution;
  if (product.of_activations) {
    node.set_op_type("MatMul");
    return;
  }
  node.set_op_type(c.transposed ? "ConvTranspose" : "Conv");
  add_list(node, "kernel_shape", {c.kernel.height, c.kernel.width});
  add_list(node, "strides", {c.stride.height, c.stride.width});
  add_list(node, "dilations", {c.dilation.height, c.dilation.width});
  add_list(node, "pads", {c.pad.top, c.pad.left, c.pad.bottom, c.pad.right});
  add_number(node, "group", c.groups);
  if (c.transposed) {
    add_list(node, "output_padding", {c.output_pad.height, c.output_pad.width});
  }
}

std::string serialised(const onnx::ModelProto& model) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    model.SerializeWithCachedSizes((static_cast<void>(model.ByteSizeLong()), &coded));
  }
  return bytes;
}

}  // namespace

std::string onnx_shapes(const trace::Step& step) {
  onnx::ModelProto model;
  model.set_ir_version(kIrVersion);
  model.set_producer_name("metronome");
  onnx::OperatorSetIdProto& set = *model.add_opset_import();
  set.set_domain("");
  set.set_version(kOperatorSet);
  onnx::GraphProto& graph = *model.mutable_graph();
  graph.set_name(step.model);
  for (const Product& product : products_of(step)) {
    if (product.operation->cls != trace::OperationClass::forward) {
      continue;
    }
    const std::string& name = product.operation->name;
    onnx::NodeProto& node = *graph.add_node();
    node.set_name(name);
    node.add_input(name + ".input");
    node.add_input(name + ".weight");
    node.add_output(name + ".output");
    describe(node, product);
    const Shapes shapes = shapes_of(product, step.batch);
    declare(*graph.add_input(), name + ".input", shapes.input);
    declare(*graph.add_input(), name + ".weight", shapes.weight);
    declare(*graph.add_output(), name + ".output", shapes.output);
  }
  if (graph.node_size() == 0) {
    throw UserError(step.model + " has no forward product", "a trace of a network with layers");
  }
  return serialised(model);
}

}  // namespace metronome::exporting
