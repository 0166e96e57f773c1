#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace metronome {

/// What a folder's manifest.json says about whose the folder is. The other keys of the file belong
/// to whoever wrote them and are kept.
struct FolderManifest {
  std::string made_by;   ///< the command: "train"
  std::string identity;  ///< hash of the inputs; empty where every run makes it anew
  std::string inputs;    ///< the inputs as lines `key: value`, to say what differs
  /// Relative paths, sorted; without manifest.json itself. One with a slash at its end is a folder
  /// that grows: all that lies in it.
  std::vector<std::string> files;
  bool operator==(const FolderManifest&) const = default;
};

inline constexpr const char* kManifestName = "manifest.json";

/// Nothing where the folder has no manifest.json, or one that says none of it: of an older version,
/// damaged, or of another program.
[[nodiscard]] std::optional<FolderManifest> read_folder_manifest(
    const std::filesystem::path& folder);

/// The same of a text.
[[nodiscard]] std::optional<FolderManifest> parse_folder_manifest(const std::string& text);

/// The text of a manifest.json: the JSON object `rest` (its own keys of these names are replaced)
/// with the keys made_by, identity, inputs and files.
[[nodiscard]] std::string with_folder_manifest(std::string_view rest,
                                               const FolderManifest& manifest);

/// Relative paths of all that lies below a folder and is no folder, sorted, links not followed.
[[nodiscard]] std::vector<std::string> files_below(const std::filesystem::path& folder);

/// True where the manifest lists the file, or a growing folder that it lies in.
[[nodiscard]] bool lists(const FolderManifest& manifest, const std::filesystem::path& file);

/// The first entry below `folder` that the manifest does not list: a file, or, with a slash at its
/// end, a folder that holds no file of the manifest. Empty: there is none.
[[nodiscard]] std::string foreign_entry(const std::filesystem::path& folder,
                                        const FolderManifest& manifest);

/// "seed: `2`, before `1`; model.depth: absent, before `8`": where two texts of inputs differ, by
/// the paths of their keys; at most `most` of them, and how many more.
[[nodiscard]] std::string differing_inputs(const std::string& now, const std::string& before,
                                           std::size_t most = 5);

}  // namespace metronome
