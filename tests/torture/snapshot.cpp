#include "tests/torture/snapshot.hpp"

#include <nlohmann/json.hpp>

#include "sim/base/files.hpp"

namespace metronome::torture {
namespace {

namespace fs = std::filesystem;

/// Host, wall time and the literal command line are exempt from equality.
std::string lasting_part(const std::string& manifest) {
  auto json = nlohmann::json::parse(manifest, nullptr, false);
  if (!json.is_object()) {
    return manifest;
  }
  for (const char* key : {"host", "wall_seconds", "command"}) {
    json.erase(key);
  }
  return json.dump(1);
}

std::string value_of(const fs::directory_entry& entry) {
  if (entry.is_symlink()) {
    return "link to " + fs::read_symlink(entry.path()).string();
  }
  if (entry.is_directory()) {
    return "folder";
  }
  const std::string content = read_file(entry.path());
  return entry.path().filename() == "manifest.json" ? lasting_part(content) : content;
}

}  // namespace

Snapshot snapshot_of(const fs::path& root) {
  Snapshot found;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    found[fs::relative(entry.path(), root).string()] = value_of(entry);
  }
  return found;
}

Differences differences(const Snapshot& expected, const Snapshot& found) {
  Differences out;
  for (const auto& [path, value] : found) {
    if (!expected.contains(path)) {
      out.leftover.push_back(path);
    }
  }
  for (const auto& [path, value] : expected) {
    const auto at = found.find(path);
    if (at == found.end() || at->second != value) {
      out.different.push_back(path + (at == found.end() ? " is missing" : ""));
    }
  }
  return out;
}

}  // namespace metronome::torture
