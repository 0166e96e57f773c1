#include "sim/base/amended_folder.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/folder_manifest.hpp"

namespace metronome {
namespace fs = std::filesystem;
namespace {

fs::path resolved_folder(const fs::path& folder) {
  const fs::path resolved = resolved_path(folder);
  if (what_stands_at(resolved) != "a folder" || !resolved.has_filename()) {
    throw UserError(Diagnostic{folder.string(), 0, 0, {}, "is no folder of results", ""});
  }
  return resolved;
}

/// The folder itself, if it has a list of files, and each above that lists something of it.
std::vector<fs::path> owners_of(const fs::path& folder) {
  std::vector<fs::path> owners;
  for (fs::path at = folder; at.has_filename(); at = at.parent_path()) {
    const auto manifest = read_folder_manifest(at);
    if (manifest &&
        (at == folder || lists(*manifest, (folder / kManifestName).lexically_relative(at)))) {
      owners.push_back(at);
    }
  }
  return owners;
}

fs::path outermost(const fs::path& folder, const std::vector<fs::path>& owners) {
  return owners.empty() ? folder : owners.back();
}

fs::path hidden_beside(const fs::path& folder, const std::string& ending) {
  return folder.parent_path() / ("." + folder.filename().string() + ending);
}

/// The manifest of an owner, with the new files of `folder` in its list. `written` is the text that
/// the folder's own manifest is to have, empty: the one that it has.
void list_files(const fs::path& owner, const fs::path& folder,
                const std::vector<std::string>& names, const std::string& written) {
  auto manifest = read_folder_manifest(owner);
  METRONOME_ASSERT(manifest, "an owner has a manifest");
  for (const std::string& name : names) {
    const fs::path file = (folder / name).lexically_relative(owner);
    if (file != kManifestName && !lists(*manifest, file)) {
      manifest->files.push_back(file.generic_string());
    }
  }
  std::sort(manifest->files.begin(), manifest->files.end());
  const std::string before = read_file(owner / kManifestName);
  const std::string& rest = owner == folder && !written.empty() ? written : before;
  if (const std::string after = with_folder_manifest(rest, *manifest); after != before) {
    write_file_durably(owner / kManifestName, after);
  }
}

}  // namespace

AmendedFolder::AmendedFolder(const fs::path& folder)
    : folder_(resolved_folder(folder)),
      owners_(owners_of(folder_)),
      staging_(hidden_beside(outermost(folder_, owners_), ".amended")),
      lock_(hidden_beside(outermost(folder_, owners_), ".lock"), folder) {
  remove_folder(staging_);  // a dead process's
  make_folder(staging_);
}

AmendedFolder::~AmendedFolder() {
  std::error_code ignored;  // the next command that writes there removes it
  fs::remove_all(staging_, ignored);
}

void AmendedFolder::apply() {
  const std::vector<std::string> names = files_below(staging_);
  const bool own = !owners_.empty() && owners_.front() == folder_;
  for (const fs::path& owner : owners_) {
    const fs::path written = staging_ / kManifestName;
    list_files(owner, folder_, names,
               what_stands_at(written).empty() ? std::string() : read_file(written));
  }
  for (const std::string& name : names) {
    if (own && name == kManifestName) {
      continue;
    }
    const std::string content = read_file(staging_ / name);
    if (what_stands_at(folder_ / name) != "a file" || read_file(folder_ / name) != content) {
      write_file_atomically(folder_ / name, content);
    }
  }
  sync_file_system(folder_);
}

}  // namespace metronome
