#include "workloads/onnx/imported_weights.hpp"

#include <fmt/format.h>

#include <map>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/onnx/layer_converter.hpp"
#include "workloads/onnx/onnx_network.hpp"
#include "workloads/onnx/onnx_tensor.hpp"

namespace metronome::importers {
namespace {

/// What passes numbers on as they are, in their order.
bool passes_on(const std::string& op) {
  return op == "Identity" || op == "Expand" || op == "Unsqueeze" || op == "Squeeze" ||
         op == "Reshape" || op == "Flatten" || op == "Cast";
}

}  // namespace

std::vector<ImportedWeight> read_onnx_weights(const std::filesystem::path& path) {
  const std::string file = path.string();
  const std::string bytes = read_file(path, kMostBytes);
  const ImportedGraph graph = import_onnx(bytes, file, {});
  LayerConverter converter(graph);
  (void)converter.run();
  const TensorUses uses = uses_of(graph);
  onnx::ModelProto model;
  METRONOME_ASSERT(model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())),
                   "the same bytes were read before");
  std::map<std::string, const onnx::TensorProto*> protos;
  for (const onnx::TensorProto& proto : model.graph().initializer()) {
    protos[proto.name()] = &proto;
  }
  std::vector<ImportedWeight> weights;
  for (const WeightSource& source : converter.weights()) {
    TensorIndex tensor = source.tensor;
    for (std::size_t node = uses.producers[tensor];
         node != kAbsent && passes_on(graph.nodes[node].op); node = uses.producers[tensor]) {
      tensor = graph.nodes[node].inputs[0];
    }
    const std::string& name = graph.tensors[tensor].name;
    const auto proto = protos.find(name);
    if (proto == protos.end()) {
      throw UserError(Diagnostic{
          .file = file,
          .key = "tensor `" + name + "`",
          .what = fmt::format("gives `{}`, but has no numbers in the file", source.parameter),
          .hint = "an export with weights, as initializers (export_params=True)"});
    }
    weights.push_back({source.parameter, source.arrange(read_reals(*proto->second, name, file))});
  }
  return weights;
}

}  // namespace metronome::importers
