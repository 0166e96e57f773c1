#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace metronome::torture {

/// Everything below a folder by relative path: a file's bytes, "folder" or the target of a link. Of
/// a manifest.json only what does not depend on when and where it was made; of files that grow
/// (*.jsonl, one a process) the whole lines, whichever of them each is in.
using Snapshot = std::map<std::string, std::string>;

[[nodiscard]] Snapshot snapshot_of(const std::filesystem::path& root);

/// Where two snapshots differ.
struct Differences {
  std::vector<std::string> leftover;   ///< only in what was found
  std::vector<std::string> different;  ///< in both, or only in what was expected
};

[[nodiscard]] Differences differences(const Snapshot& expected, const Snapshot& found);

}  // namespace metronome::torture
