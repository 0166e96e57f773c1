#include "workloads/importers/import_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/text.hpp"
#include "sim/base/text_file.hpp"
#include "workloads/importers/gemm_list.hpp"
#include "workloads/onnx/layer_converter.hpp"
#include "workloads/onnx/parameters.hpp"

namespace metronome::importers {
namespace {

std::string small(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// ONNX by its extension, or where the bytes are none of a text.
bool looks_like_onnx(const std::string& bytes, const std::string& file) {
  const std::string extension = small(std::filesystem::path(file).extension().string());
  if (extension == ".onnx" || extension == ".pb") {
    return true;
  }
  const std::string_view head = std::string_view(bytes).substr(0, 4096);
  return binary_format(bytes).empty() && !head.starts_with("\xff\xfe") &&
         !head.starts_with("\xfe\xff") && std::any_of(head.begin(), head.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
         });
}

/// Names of the columns of the first row, in small letters, without the empty ones at its end.
std::vector<std::string> header_of(const std::vector<CsvRow>& rows) {
  std::vector<std::string> names;
  for (const CsvRow& row : rows) {
    if (row.comment || row.blank()) {
      continue;
    }
    for (const CsvField& field : row.fields) {
      names.push_back(small(field.text));
    }
    break;
  }
  while (!names.empty() && names.back().empty()) {
    names.pop_back();
  }
  return names;
}

FileKind kind_of_table(const std::vector<CsvRow>& rows, const std::string& file) {
  const std::vector<std::string> names = header_of(rows);
  const auto has = [&](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const auto speaks_of = [&](const char* word) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return name.find(word) != std::string::npos;
    });
  };
  if (names.size() == 4 && names[1] == "m" && names[2] == "n" && names[3] == "k" &&
      names[0] != "name") {
    return FileKind::gemm_topology;
  }
  if (has("m") && has("n") && has("k")) {
    return FileKind::gemm_list;
  }
  const bool bits = has("bits") || (has("weight_bits") && has("activation_bits"));
  if (bits && (has("epoch") || has("iteration"))) {
    return FileKind::precision_log;
  }
  if (names.size() >= 8 && speaks_of("ifmap") && speaks_of("filter")) {
    return FileKind::convolution_topology;
  }
  throw UserError(Diagnostic{
      .file = file,
      .key = {},
      .what = "is no file that can be imported: its first row names no known columns",
      .hint = "an ONNX network; a topology of SCALE-Sim (Layer name, IFMAP Height, ... or Layer, "
              "M, N, K); a list of GEMMs (m,n,k,...); a precision log (epoch,bits,...)"});
}

/// Says which options a kind of file has no use for.
void require_useful(const ImportOptions& options, FileKind kind, const std::string& file) {
  Findings findings;
  const auto check = [&](bool given, bool useful, const char* option) {
    if (given && !useful) {
      findings.add({.file = file,
                    .key = option,
                    .what = fmt::format("has no effect on a {}", enum_name(kind)),
                    .hint = "leave it out"});
    }
  };
  const bool convolutions = kind == FileKind::convolution_topology;
  check(options.sizes.batch.has_value(), kind == FileKind::onnx || convolutions, "--batch");
  check(!options.sizes.dims.empty(), kind == FileKind::onnx, "--dim");
  check(options.rounding.has_value(), convolutions, "--round");
  check(options.iterations_per_epoch.has_value(), kind == FileKind::precision_log,
        "--iterations-per-epoch");
  findings.raise();
}

ImportedNetwork network_of(FileKind kind, const std::string& file) {
  ImportedNetwork network;
  network.kind = kind;
  network.name = std::filesystem::path(file).stem().string();
  return network;
}

/// Nodes that read, directly or not, from an input.
std::uint64_t layers_of(const ImportedGraph& graph) {
  std::vector<bool> given(graph.tensors.size(), false);
  for (const TensorIndex input : graph.inputs) {
    given[input] = true;
  }
  std::uint64_t layers = 0;
  for (const std::size_t index : graph.order) {
    const ImportedNode& node = graph.nodes[index];
    const bool reads = std::any_of(node.inputs.begin(), node.inputs.end(), [&](TensorIndex input) {
      return input != kAbsent && given[input];
    });
    if (node.constant || !reads) {
      continue;
    }
    ++layers;
    for (const TensorIndex output : node.outputs) {
      if (output != kAbsent) {
        given[output] = true;
      }
    }
  }
  return layers;
}

ImportedNetwork network_of_graph(const ImportedGraph& graph, bool with_layers) {
  ImportedNetwork network = network_of(FileKind::onnx, graph.file);
  network.batch = graph.batch;
  network.products = products_of(graph);
  network.macs = total_macs(network.products, graph.file);
  network.parameters = parameter_count(graph);
  network.layers = layers_of(graph);
  const auto ports = [&](const std::vector<TensorIndex>& tensors) {
    std::vector<Port> all;
    for (const TensorIndex index : tensors) {
      all.push_back({graph.tensors[index].name, *graph.tensors[index].extents});
    }
    return all;
  };
  network.inputs = ports(graph.inputs);
  network.outputs = ports(graph.outputs);
  if (with_layers) {
    network.file = LayerConverter(graph).run();
  }
  return network;
}

ImportedNetwork network_of_list(FileKind kind, ProductFile list, const std::string& file,
                                std::uint64_t batch) {
  ImportedNetwork network = network_of(kind, file);
  network.batch = batch;
  network.products = std::move(list.products);
  network.macs = total_macs(network.products, file);
  network.parameters = list.parameters;
  network.layers = network.products.size();
  model::NetworkFile layers;
  layers.name = network_name(file);
  layers.inputs = std::move(list.inputs);
  layers.layers = std::move(list.layers);
  layers.loss = model::Loss::none;
  network.file = std::move(layers);
  return network;
}

Imported import_text(std::string text, const std::string& file, const ImportOptions& options) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && text[first] == '{') {
    require_useful(options, FileKind::precision_log, file);
    return read_precision_log(text, file, options.iterations_per_epoch);
  }
  const std::vector<CsvRow> rows = csv_rows(text, file);
  const FileKind kind = kind_of_table(rows, file);
  require_useful(options, kind, file);
  switch (kind) {
    case FileKind::precision_log:
      return read_precision_log(text, file, options.iterations_per_epoch);
    case FileKind::gemm_list:
      return network_of_list(kind, read_gemm_list(std::move(text), file), file, 1);
    case FileKind::gemm_topology:
      return network_of_list(kind, read_gemm_topology(rows, file), file, 1);
    case FileKind::convolution_topology:
    case FileKind::onnx:
      break;
  }
  const std::uint64_t batch = options.sizes.batch.value_or(1);
  return network_of_list(
      kind, read_convolution_topology(rows, file, options.rounding.value_or(Rounding::up), batch),
      file, batch);
}

}  // namespace

Imported import_bytes(std::string bytes, const std::string& file, const ImportOptions& options) {
  if (looks_like_onnx(bytes, file)) {
    require_useful(options, FileKind::onnx, file);
    return network_of_graph(import_onnx(bytes, file, options.sizes), options.with_layers);
  }
  if (bytes.size() > kMostTextBytes) {
    throw UserError(
        Diagnostic{.file = file,
                   .key = {},
                   .what = fmt::format("has more than {} bytes of text", kMostTextBytes)});
  }
  return import_text(plain_text(std::move(bytes), file), file, options);
}

std::string network_yaml(const model::NetworkFile& file, const std::string& source) {
  std::string text = config::resolved_yaml(file);
  try {  // as whoever reads the file does
    config::Reader reader;
    model::NetworkFile again;
    config::schema_of<model::NetworkFile>().read(again, config::parse_yaml(text, source), reader,
                                                 "");
    reader.finish();
    (void)model::graph_of(again, std::nullopt);
  } catch (const UserError& error) {  // places in a file that is not written are of no use
    const Diagnostic& said = error.diagnostics().front();
    throw UserError(
        Diagnostic{.file = source, .key = said.key, .what = said.what, .hint = said.hint});
  }
  return text;
}

Imported import_file(const std::filesystem::path& path, const ImportOptions& options) {
  return import_bytes(read_file(path, kMostBytes), path.string(), options);
}

}  // namespace metronome::importers
