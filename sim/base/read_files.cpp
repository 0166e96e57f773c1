#include "sim/base/read_files.hpp"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>
#include <vector>

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"

namespace metronome {
namespace fs = std::filesystem;
namespace {

using ManifestJson = nlohmann::ordered_json;

/// Threads of the trainer read files, too.
struct Noted {
  std::mutex mutex;
  std::map<std::string, std::string> digests;  ///< by paths as they were named
  std::vector<fs::path> left_out;              ///< resolved
};

Noted& noted() {
  static Noted all;
  return all;
}

constexpr const char* kKey = "read";
constexpr const char* kFolder = "folder";
constexpr const char* kFiles = "files";

}  // namespace

void note_read_file(const fs::path& path, std::string_view content) {
  {
    const std::lock_guard<std::mutex> guard(noted().mutex);
    if (noted().digests.contains(path.string())) {
      return;
    }
  }
  note_read_digest(path, content_digest(content));
}

void note_read_digest(const fs::path& path, const std::string& digest) {
  const std::lock_guard<std::mutex> guard(noted().mutex);
  noted().digests.emplace(path.string(), digest);
}

void leave_out_of_read_files(const fs::path& path) {
  const fs::path resolved = resolved_path(path);
  const std::lock_guard<std::mutex> guard(noted().mutex);
  noted().left_out.push_back(resolved);
}

ReadFiles read_files() {
  const std::lock_guard<std::mutex> guard(noted().mutex);
  ReadFiles files;
  files.folder = resolved_path(".").string();
  for (const auto& [path, digest] : noted().digests) {
    const fs::path resolved = resolved_path(path);
    const auto& out = noted().left_out;
    if (std::none_of(out.begin(), out.end(),
                     [&](const fs::path& one) { return lies_within(resolved, one); })) {
      files.digests.emplace((fs::path(files.folder) / path).string(), digest);
    }
  }
  return files;
}

std::string read_files_bytes() {
  const std::lock_guard<std::mutex> guard(noted().mutex);
  std::string bytes;
  for (const auto& [path, digest] : noted().digests) {
    bytes += path + '\0' + digest + '\0';  // no path has a zero byte
  }
  return bytes;
}

void note_read_files(std::string_view bytes) {
  const auto next = [&] {
    const std::string_view text = bytes.substr(0, bytes.find('\0'));
    bytes.remove_prefix(std::min(bytes.size(), text.size() + 1));
    return std::string(text);
  };
  while (!bytes.empty()) {
    const std::string path = next();
    note_read_digest(path, next());
  }
}

void forget_read_files() {
  const std::lock_guard<std::mutex> guard(noted().mutex);
  noted().digests.clear();
  noted().left_out.clear();
}

std::string with_read_files(std::string_view manifest, const ReadFiles& files) {
  ManifestJson json = ManifestJson::parse(manifest, nullptr, false);
  if (!json.is_object()) {
    json = ManifestJson::object();
  }
  json[kKey] = {{kFolder, files.folder}, {kFiles, files.digests}};
  return json.dump(2, ' ', false, ManifestJson::error_handler_t::replace) + "\n";
}

bool parse_read_files(std::string_view manifest, ReadFiles& files) {
  const auto json = ManifestJson::parse(manifest, nullptr, false);
  try {
    json.at(kKey).at(kFolder).get_to(files.folder);
    json.at(kKey).at(kFiles).get_to(files.digests);
  } catch (const nlohmann::json::exception&) {
    return false;
  }
  return true;
}

}  // namespace metronome
