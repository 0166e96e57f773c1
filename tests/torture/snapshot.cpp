#include "tests/torture/snapshot.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "sim/base/files.hpp"

namespace metronome::torture {
namespace {

namespace fs = std::filesystem;

/// Host, wall times, the literal command line and the files that were read (manifests among them,
/// which have host and wall time) are exempt from equality.
std::string lasting_part(const std::string& manifest) {
  auto json = nlohmann::json::parse(manifest, nullptr, false);
  if (!json.is_object()) {
    return manifest;
  }
  for (const char* key : {"host", "wall_seconds", "command", "read", "simulation"}) {
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
  std::map<std::string, std::set<std::string>> lines;  // of files that grow, by folder
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const fs::path path = fs::relative(entry.path(), root);
    if (path.extension() != ".jsonl") {
      found[path.string()] = value_of(entry);
      continue;
    }
    std::istringstream text(read_file(entry.path()));
    for (std::string line; std::getline(text, line) && !text.eof();) {
      lines[(path.parent_path() / "*.jsonl").string()].insert(line);
    }
  }
  for (const auto& [folder, all] : lines) {
    for (const std::string& line : all) {
      found[folder] += line + "\n";
    }
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
