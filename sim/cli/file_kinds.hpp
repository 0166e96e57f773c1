#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/config/field.hpp"
#include "sim/config/node.hpp"

namespace metronome::cli {

/// A kind of configuration file.
struct FileKind {
  std::string name;                                         ///< "accelerator"
  std::string folder;                                       ///< below configs/
  std::vector<std::string> keys;                            ///< top-level keys
  std::function<void(const std::filesystem::path&)> check;  ///< loads and validates, or throws
  std::function<std::vector<config::FieldInfo>()> describe;
};

/// All kinds, in a stable order.
[[nodiscard]] const std::vector<FileKind>& file_kinds();

/// The kind whose keys a file uses most. UserError where it uses none of any kind.
[[nodiscard]] const FileKind& kind_of(const config::Node& node, const std::filesystem::path& path);

}  // namespace metronome::cli
