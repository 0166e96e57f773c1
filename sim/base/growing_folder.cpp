#include "sim/base/growing_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/read_files.hpp"

namespace metronome {
namespace fs = std::filesystem;
namespace {

/// Beginning a folder takes a moment, emptying a large one some more.
constexpr auto kLongestBeginning = std::chrono::seconds(5);
constexpr auto kPause = std::chrono::milliseconds(20);

/// What an OutputFile is called until it is whole: other writers make them, and killed ones leave
/// them.
std::string staged(const std::string& name) { return "." + name + ".new"; }

/// True where nothing stands there, or but the manifest that a killed process was about to write.
bool holds_nothing(const fs::path& path) {
  if (what_stands_at(path).empty()) {
    return true;
  }
  const std::vector<std::string> names = names_in(path);
  return names.empty() || (names.size() == 1 && names[0] == staged(kManifestName));
}

}  // namespace

GrowingFolder::GrowingFolder(OutputRequest request, std::vector<std::string> files)
    : request_(with_program(std::move(request))), path_(plain_output_path(request_.path)) {
  METRONOME_ASSERT(!request_.inputs.empty(), "what grows is continued by equal inputs");
  for (std::size_t i = files.size(); i-- > 0;) {
    if (!files[i].ends_with('/')) {
      files.push_back(staged(files[i]));
    }
  }
  files.push_back(staged(kManifestName));
  std::sort(files.begin(), files.end());
  manifest_ = {request_.made_by, hex_digest(fnv1a(request_.inputs)), request_.inputs,
               std::move(files)};
  check_output_place(request_.path, path_, {beside_output(path_, ".", ".lock")});
  check_output_sources(request_, {path_});
  parents_ = std::make_unique<MissingFolders>(
      path_.has_parent_path() ? path_.parent_path() : fs::path("."), path_);
  leave_out_of_read_files(path_);
  take_lock();
  parents_->keep();
  note_.emplace("what is finished is kept in " + path_.string() +
                "; the same command goes on from there");
}

GrowingFolder::~GrowingFolder() = default;

/// The lock of all writers; before it, alone, where the folder is to be begun. Between the two
/// another process may do the same, or begin anew: what is found is looked at again.
void GrowingFolder::take_lock() {
  const fs::path file = beside_output(path_, ".", ".lock");
  bool restart = request_.restart;
  const auto end = std::chrono::steady_clock::now() + kLongestBeginning;
  for (;;) {
    stop_if_interrupted();
    try {
      if (!restart) {
        lock_ = std::make_unique<FolderLock>(file, path_, Sharing::shared);
        if (look(false) == Found::ours) {
          return;
        }
        lock_.reset();
      }
      lock_ = std::make_unique<FolderLock>(file, path_, Sharing::alone);
      if (look(restart) == Found::to_begin) {
        begin();
        continued_ = false;
      }
      restart = false;
      lock_.reset();
    } catch (const FolderBusy&) {
      if (restart || std::chrono::steady_clock::now() > end) {
        throw;
      }
      std::this_thread::sleep_for(kPause);
    }
  }
}

GrowingFolder::Found GrowingFolder::look(bool restart) const {
  if (holds_nothing(path_)) {
    return Found::to_begin;
  }
  const FolderManifest found = require_own_result(request_, path_);
  if (restart || found.identity.empty()) {
    return Found::to_begin;
  }
  if (found.identity != manifest_.identity) {
    refuse_output(
        request_.path,
        "holds the result of other inputs: " + differing_inputs(request_.inputs, found.inputs),
        "name another folder, or begin anew with --restart");
  }
  return Found::ours;
}

/// At any moment's kill what is left is known as ours, and as nothing to go on with.
void GrowingFolder::begin() const {
  make_folder(path_);
  const bool filled = !what_stands_at(path_ / kManifestName).empty();
  if (filled) {
    FolderManifest emptied = *read_folder_manifest(path_);
    emptied.identity.clear();
    emptied.inputs.clear();
    write_file_durably(path_ / kManifestName, with_folder_manifest("{}", emptied));
    for (const std::string& name : names_in(path_)) {
      if (name != kManifestName) {
        remove_folder(path_ / name);
      }
    }
  }
  write_file_durably(path_ / kManifestName, with_folder_manifest("{}", manifest_));
}

void GrowingFolder::describe(std::string_view rest) const {
  write_file_durably(path_ / kManifestName,
                     with_folder_manifest(with_read_files(rest, read_files()), manifest_));
}

void GrowingFolder::withdraw_note() {
  if (note_) {
    note_->withdraw();
  }
}

}  // namespace metronome
