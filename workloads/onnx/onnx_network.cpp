#include "workloads/onnx/onnx_network.hpp"

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/onnx/infer_shapes.hpp"
#include "workloads/onnx/layer_converter.hpp"
#include "workloads/onnx/onnx_reader.hpp"

namespace metronome::importers {

ImportedGraph import_onnx(std::string_view bytes, const std::string& file,
                          const InputSizes& sizes) {
  OnnxFile onnx = read_onnx(bytes, file);
  bind_inputs(onnx, sizes);
  infer_shapes(onnx.graph);
  check_declared(onnx, sizes);
  return std::move(onnx.graph);
}

model::Graph read_onnx_network(const std::filesystem::path& path) {
  const std::string file = path.string();
  const ImportedGraph graph = import_onnx(read_file(path, kMostBytes), file, {});
  const model::NetworkFile layers = LayerConverter(graph).run();
  try {
    return model::graph_of(layers, std::nullopt);
  } catch (const UserError& error) {  // layers have no places in this file
    const Diagnostic& said = error.diagnostics().front();
    throw UserError(
        Diagnostic{.file = file, .key = said.key, .what = said.what, .hint = said.hint});
  }
}

}  // namespace metronome::importers
