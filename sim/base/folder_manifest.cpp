#include "sim/base/folder_manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"

namespace metronome {
namespace fs = std::filesystem;
namespace {

using ManifestJson = nlohmann::ordered_json;

/// Visits what lies below a folder, each folder before its content; `enter` says whether it is
/// looked into.
template <class Enter, class Found>
void visit_below(const fs::path& folder, const Enter& enter, const Found& found) {
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const std::string name = at->path().lexically_relative(folder).generic_string();
    if (!fs::is_directory(at->symlink_status(error))) {
      found(name);
    } else if (!enter(name)) {
      at.disable_recursion_pending();
    }
  }
  if (error) {
    throw_system_error(folder, "cannot be read", error.value());
  }
}

/// The values of `key: value` lines by the path of their keys, which follows from indentation;
/// items of lists are numbered.
std::map<std::string, std::string> values_of(const std::string& text) {
  std::map<std::string, std::string> values;
  std::vector<std::pair<std::size_t, std::string>> above;
  std::map<std::string, int> items;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::size_t depth = std::min(line.find_first_not_of(' '), line.size());
    while (!above.empty() && above.back().first >= depth) {
      above.pop_back();
    }
    std::string path = above.empty() ? "" : above.back().second + ".";
    if (line.compare(depth, 2, "- ") == 0) {
      above.emplace_back(depth, fmt::format("{}{}", path, items[path]++));
      path = above.back().second + ".";
      depth += 2;
    }
    const std::size_t colon = std::min(line.find(": ", depth), line.find_last_of(':'));
    const bool keyed = colon != std::string::npos && colon >= depth;
    const std::string key =
        path + (keyed ? line.substr(depth, colon - depth) : std::string("value"));
    above.emplace_back(depth, key);
    const std::string value =
        keyed ? line.substr(std::min(colon + 2, line.size())) : line.substr(depth);
    if (!value.empty()) {  // else the keys below it follow
      values[key] = value;
    }
  }
  return values;
}

}  // namespace

std::optional<FolderManifest> read_folder_manifest(const fs::path& folder) {
  if (what_stands_at(folder / kManifestName) != "a file") {
    return std::nullopt;
  }
  return parse_folder_manifest(read_file(folder / kManifestName));
}

std::optional<FolderManifest> parse_folder_manifest(const std::string& text) {
  const auto json = ManifestJson::parse(text, nullptr, false);
  if (!json.is_object()) {
    return std::nullopt;
  }
  FolderManifest manifest;
  try {
    json.at("made_by").get_to(manifest.made_by);
    json.at("identity").get_to(manifest.identity);
    json.at("files").get_to(manifest.files);
    for (const std::string& line : json.at("inputs").get<std::vector<std::string>>()) {
      manifest.inputs += line + "\n";
    }
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
  return manifest;
}

std::string with_folder_manifest(std::string_view rest, const FolderManifest& manifest) {
  ManifestJson json = ManifestJson::parse(rest, nullptr, false);
  if (!json.is_object()) {
    json = ManifestJson::object();
  }
  json["made_by"] = manifest.made_by;
  json["identity"] = manifest.identity;
  json["inputs"] = ManifestJson::array();
  std::istringstream lines(manifest.inputs);
  for (std::string line; std::getline(lines, line);) {
    json["inputs"].push_back(line);
  }
  json["files"] = manifest.files;
  return json.dump(2, ' ', false, ManifestJson::error_handler_t::replace) + "\n";
}

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> files;
  visit_below(
      folder, [](const std::string&) { return true; },
      [&](const std::string& name) { files.push_back(name); });
  std::sort(files.begin(), files.end());
  return files;
}

bool lists(const FolderManifest& manifest, const fs::path& file) {
  const std::string name = file.generic_string();
  return std::any_of(manifest.files.begin(), manifest.files.end(), [&](const std::string& one) {
    return one == name || (one.ends_with('/') && name.starts_with(one));
  });
}

std::string foreign_entry(const fs::path& folder, const FolderManifest& manifest) {
  std::set<std::string> files{kManifestName};
  std::set<std::string> folders;
  std::vector<std::string> growing;
  for (const std::string& file : manifest.files) {
    files.insert(file);
    if (file.ends_with('/')) {
      growing.push_back(file);
    }
    for (fs::path above = fs::path(file).parent_path(); !above.empty();
         above = above.parent_path()) {
      folders.insert(above.generic_string());
    }
  }
  const auto grows = [&](const std::string& name) {
    return std::any_of(growing.begin(), growing.end(),
                       [&](const std::string& one) { return name.starts_with(one); });
  };
  std::string foreign;
  const auto note = [&](const std::string& name) {
    foreign = foreign.empty() ? name : std::min(foreign, name);
  };
  visit_below(
      folder,
      [&](const std::string& name) {
        const bool ours = folders.contains(name) || grows(name + "/");
        if (!ours) {
          note(name + "/");
        }
        return ours;
      },
      [&](const std::string& name) {
        if (!files.contains(name) && !grows(name)) {
          note(name);
        }
      });
  return foreign;
}

std::string differing_inputs(const std::string& now, const std::string& before, std::size_t most) {
  const std::map<std::string, std::string> ours = values_of(now);
  const std::map<std::string, std::string> theirs = values_of(before);
  std::vector<std::string> found;
  const auto text = [](const std::map<std::string, std::string>& values, const std::string& key) {
    const auto at = values.find(key);
    return at == values.end() ? std::string("absent") : "`" + at->second + "`";
  };
  std::set<std::string> keys;
  for (const auto* values : {&ours, &theirs}) {
    for (const auto& [key, value] : *values) {
      keys.insert(key);
    }
  }
  for (const std::string& key : keys) {
    if (text(ours, key) != text(theirs, key)) {
      found.push_back(fmt::format("{}: {}, before {}", key, text(ours, key), text(theirs, key)));
    }
  }
  std::string all;
  for (std::size_t i = 0; i < std::min(found.size(), most); ++i) {
    all += (i == 0 ? "" : "; ") + found[i];
  }
  return found.size() > most ? fmt::format("{}; and {} more", all, found.size() - most) : all;
}

}  // namespace metronome
