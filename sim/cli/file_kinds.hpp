#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/config/schema.hpp"

namespace metronome::cli {

/// A kind of configuration file.
struct FileKind {
  std::string name;               ///< "accelerator"
  std::string folder;             ///< below configs/
  std::string taken_by;           ///< "metronome train"
  std::vector<std::string> keys;  ///< top-level keys
  /// Loads with what `--set` would set, and validates; or throws.
  std::function<void(const std::filesystem::path&, const std::vector<config::Override>&)> check;
  std::function<std::vector<config::FieldInfo>()> describe;
};

/// All kinds, in a stable order.
[[nodiscard]] const std::vector<FileKind>& file_kinds();

/// The kind whose keys a file uses most. UserError where it uses none of any kind.
[[nodiscard]] const FileKind& kind_of(const config::Node& node, const std::filesystem::path& path);

/// UserError in one sentence where `path` is a file of another kind, or a trace or a run: what it
/// is and which command takes it.
void require_kind(const std::filesystem::path& path, std::string_view wanted);

/// The same error, in which rules of a whole file that name keys of its parts
/// ("workload.validation") have the places of these keys: they come with that of the file's start.
[[nodiscard]] UserError placed(const UserError& error, const std::filesystem::path& path,
                               const std::vector<config::Override>& overrides);

/// config::load with such errors.
template <config::HasSchema T>
[[nodiscard]] T load_placed(const std::filesystem::path& path,
                            const std::vector<config::Override>& overrides) {
  try {
    return config::load<T>(path, overrides);
  } catch (const UserError& error) {
    throw placed(error, path, overrides);
  }
}

/// The same of a file that a user has named, whose kind is looked at first.
template <config::HasSchema T>
[[nodiscard]] T load_file(const std::filesystem::path& path,
                          const std::vector<config::Override>& overrides = {}) {
  require_kind(path, T::kSchemaName);
  return load_placed<T>(path, overrides);
}

}  // namespace metronome::cli
