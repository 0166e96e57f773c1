#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/schema.hpp"
#include "workloads/model/graph.hpp"

namespace metronome::model {

/// What a network reads: {channels, height, width}; a sequence of tokens is {1, tokens, 1}.
struct NetworkInput {
  static constexpr std::string_view kSchemaName = "input";
  std::string name = "input";
  std::uint64_t channels = 1, height = 1, width = 1;
  bool gradient = false;
  bool operator==(const NetworkInput&) const = default;
};

/// A layer of the file: keys `name`, `kind`, `from` and those of its kind (layer_schemas.hpp).
struct NetworkLayer {
  std::string name;
  std::vector<std::string> from;  ///< names of earlier layers or inputs; empty: the one before it
  Layer layer = Relu{};
  config::Mark mark{};  ///< where it stands
};

/// A network as a file (docs/networks.md). Layers stand in execution order.
struct NetworkFile {
  static constexpr std::string_view kSchemaName = "network";
  std::string name;
  std::vector<NetworkInput> inputs;  ///< none: the data set's sample, named "input"
  std::vector<NetworkLayer> layers;
  Loss loss = Loss::cross_entropy;
};

/// The graph. `sample`: of the data set, which takes the place of missing inputs. UserError with
/// the place of a layer whose name cannot stand beside others (TakenNames), that reads an unknown
/// or a later one, or too many or too few, or that cannot take its inputs; and where a tensor is
/// beyond 1e15 elements.
[[nodiscard]] Graph graph_of(const NetworkFile& file, const std::optional<Shape>& sample);

/// The inverse: a file of any graph.
[[nodiscard]] NetworkFile file_of(const Graph& graph);

/// Whether a model's name is that of a network file: it ends in ".yaml" or ".yml", or
/// is_onnx_file().
[[nodiscard]] bool is_network_file(const std::string& model);
/// Whether it is that of a network of ONNX: it ends in ".onnx".
[[nodiscard]] bool is_onnx_file(const std::string& model);

/// Reads a file. UserError as config::load and graph_of.
[[nodiscard]] Graph read_network(const std::filesystem::path& path,
                                 const std::optional<Shape>& sample);

}  // namespace metronome::model

namespace metronome::config {

template <>
const StructSchema<model::NetworkInput>& schema_of<model::NetworkInput>();
template <>
const StructSchema<model::NetworkFile>& schema_of<model::NetworkFile>();

/// The kind decides which keys a layer has.
template <>
struct Codec<model::NetworkLayer> {
  static constexpr bool kHasKeys = true;
  static std::string type() { return "map: layer, by its key `kind`"; }
  static bool read(model::NetworkLayer& out, const Node& node, Reader& reader,
                   const std::string& path, const FieldSpec& spec);
  static Node write(const model::NetworkLayer& layer);
  static void describe(const std::string& path, const model::NetworkLayer& initial,
                       const FieldSpec& spec, std::vector<FieldInfo>& rows);
};

}  // namespace metronome::config
