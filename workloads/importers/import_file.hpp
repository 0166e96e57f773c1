#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "workloads/importers/precision_log.hpp"
#include "workloads/importers/scalesim.hpp"
#include "workloads/onnx/onnx_network.hpp"

namespace metronome::importers {

/// What files of other programs are read.
enum class FileKind { onnx, convolution_topology, gemm_topology, gemm_list, precision_log };

constexpr auto enum_rows(FileKind) {
  return enum_list<FileKind>({{FileKind::onnx, "ONNX network"},
                              {FileKind::convolution_topology, "SCALE-Sim topology"},
                              {FileKind::gemm_topology, "SCALE-Sim topology of GEMMs"},
                              {FileKind::gemm_list, "list of GEMMs"},
                              {FileKind::precision_log, "precision log"}});
}

/// What the user says besides the file.
struct ImportOptions {
  InputSizes sizes;
  std::optional<Rounding> rounding;
  std::optional<std::uint64_t> iterations_per_epoch;
  bool with_layers = false;  ///< networks as layers, too
};

/// An input or an output.
struct Port {
  std::string name;
  Extents extents;

  bool operator==(const Port&) const = default;
};

/// A network by its matrix products.
struct ImportedNetwork {
  FileKind kind = FileKind::onnx;
  std::string name;         ///< the file's, without folder and extension
  std::uint64_t batch = 1;  ///< samples, as it was exported or as --batch says
  std::vector<Product> products;
  std::uint64_t macs = 0;  ///< of all products
  std::uint64_t parameters = 0;
  std::uint64_t layers = 0;  ///< nodes that work on what the network is given; rows of a list
  std::vector<Port> inputs;  ///< of a list none
  std::vector<Port> outputs;
  /// With ImportOptions::with_layers. Of a list: independent layers, each with an input, no loss.
  std::optional<model::NetworkFile> file;
};

using Imported = std::variant<ImportedNetwork, PrecisionLog>;

/// Reads the bytes of a file of any kind, which its content and, for what is no text, its extension
/// tell. UserError where it is of no kind, where it is wrong, and for options that its kind has no
/// use for.
[[nodiscard]] Imported import_bytes(std::string bytes, const std::string& file,
                                    const ImportOptions& options);

/// The same of a file.
[[nodiscard]] Imported import_file(const std::filesystem::path& path, const ImportOptions& options);

/// The layers as a file. UserError where they are beyond what such a file may hold.
[[nodiscard]] std::string network_yaml(const model::NetworkFile& file, const std::string& source);

/// As JSON, with the keys that docs/importing.md lists.
[[nodiscard]] std::string to_json(const ImportedNetwork& network);
[[nodiscard]] std::string to_json(const PrecisionLog& log);

}  // namespace metronome::importers
