#include "sim/base/output_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/output_place.hpp"
#include "sim/base/read_files.hpp"

namespace metronome {
namespace fs = std::filesystem;
namespace {

constexpr const char* kHeader = "unfinished.json";
constexpr const char* kReplaced = "replaced";  ///< the old result, between two renames

/// Whose an unfinished folder is; nothing where it is not one of ours.
std::optional<FolderManifest> read_header(const fs::path& work) {
  if (what_stands_at(work / kHeader) != "a file") {
    return std::nullopt;
  }
  return parse_folder_manifest(read_file(work / kHeader));
}

/// True where nothing but the header (or its beginning) is there.
bool holds_no_work(const fs::path& work) {
  const std::vector<std::string> files = files_below(work);
  return std::all_of(files.begin(), files.end(), [](const std::string& name) {
    return name == kHeader || name == "." + std::string(kHeader) + ".new";
  });
}

/// Removed at any moment's kill so that the rest is still known as ours, and as nothing to go on
/// with.
void remove_work(const fs::path& work) {
  if (what_stands_at(work).empty()) {
    return;
  }
  write_file_atomically(work / kHeader, with_folder_manifest("{}", {"", "", "", {}}));
  for (const std::string& name : names_in(work)) {
    if (name != kHeader) {
      remove_folder(work / name);
    }
  }
  remove_folder(work);
}

/// Exchanges two folders, or says that the file system cannot.
bool exchange(const fs::path& a, const fs::path& b) {
  if (::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0) {
    return true;
  }
  if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP) {
    return false;
  }
  throw_system_error(b, "cannot be replaced", errno);
}

}  // namespace

OutputFolder::OutputFolder(OutputRequest request)
    : request_(with_program(std::move(request))),
      path_(plain_output_path(request_.path)),
      work_(beside_output(path_, "", ".partial")),
      result_(work_ / "result"),
      manifest_{request_.made_by,
                request_.inputs.empty() ? "" : hex_digest(fnv1a(request_.inputs)),
                request_.inputs,
                {}} {
  check_output_place(request_.path, path_, {beside_output(path_, ".", ".lock"), work_});
  check_output_sources(request_, {path_, work_});
  parents_ = std::make_unique<MissingFolders>(
      path_.has_parent_path() ? path_.parent_path() : fs::path("."), path_);
  lock_ = std::make_unique<FolderLock>(beside_output(path_, ".", ".lock"), path_);
  leave_out_of_read_files(path_);
  leave_out_of_read_files(work_);
  repair();
  state_ = decide();
  if (state_ == State::finished) {
    published_ = true;
    parents_->keep();
    remove_leftover();
  } else {
    open_work();
    if (!request_.inputs.empty()) {
      note_.emplace("unfinished work is kept in " + work_.string() +
                    "; the same command goes on from there");
    }
  }
}

OutputFolder::~OutputFolder() {
  if (published_) {
    return;
  }
  try {
    if (worth_keeping()) {
      parents_->keep();
    } else {
      if (note_) {
        note_->withdraw();
      }
      remove_work(work_);
    }
  } catch (const std::exception&) {
    return;  // the next command that writes there removes it
  }
}

bool OutputFolder::worth_keeping() const {
  return publishing_ || (!request_.inputs.empty() && !holds_no_work(work_));
}

/// A process that died between the two renames of publishing has left no result in its place.
void OutputFolder::repair() const {
  remove_folder(beside_output(path_, ".", ".amended"));  // of a dead process (AmendedFolder)
  const fs::path replaced = work_ / kReplaced;
  if (what_stands_at(work_) != "a folder" || !what_stands_at(path_).empty() ||
      what_stands_at(replaced).empty() || !read_header(work_)) {
    return;
  }
  move_to(what_stands_at(result_ / kManifestName).empty() ? replaced : result_, path_);
}

OutputFolder::State OutputFolder::decide() const {
  const bool absent = what_stands_at(path_).empty() || names_in(path_).empty();
  if (absent) {
    return decide_by_work();
  }
  const FolderManifest found = require_own_result(request_, path_);
  const bool anew = request_.inputs.empty() || request_.restart;
  if (!anew && found.identity == manifest_.identity) {
    return State::finished;
  }
  const State state = decide_by_work();
  if (!anew && state == State::fresh) {
    refuse_output(request_.path,
                  "holds the finished result of other inputs: " +
                      differing_inputs(request_.inputs, found.inputs),
                  "name another folder, or begin anew with --restart");
  }
  return state;  // work that goes on beside another result was begun with --restart
}

/// Beside a finished result: what its publishing has not removed, or not wholly (remove_work()), or
/// the same begun once more.
void OutputFolder::remove_leftover() const {
  if (what_stands_at(work_) != "a folder") {
    return;
  }
  const auto header = read_header(work_);
  const bool ours = header && (header->made_by.empty() || (header->made_by == request_.made_by &&
                                                           header->identity == manifest_.identity));
  if (ours || holds_no_work(work_)) {
    remove_work(work_);
  }
}

/// With regard to what unfinished work there is, where no finished result is taken.
OutputFolder::State OutputFolder::decide_by_work() const {
  const std::string what = what_stands_at(work_);
  if (what.empty()) {
    return State::fresh;
  }
  const auto header = what == "a folder" ? read_header(work_) : std::nullopt;
  const bool nothing = what == "a folder" && holds_no_work(work_);
  if (!header && !nothing) {
    refuse_output(work_, "is in the way: unfinished work would lie there, and it is no such work",
                  "move it elsewhere, or name another folder");
  }
  if (nothing || header->made_by.empty()) {
    return State::fresh;
  }
  if (header->made_by != request_.made_by) {
    refuse_output(work_, fmt::format("holds unfinished work of `{}`", header->made_by),
                  "finish that, remove it yourself, or name another folder");
  }
  if (request_.inputs.empty() || request_.restart) {
    return State::fresh;
  }
  if (header->identity != manifest_.identity) {
    refuse_output(work_,
                  "holds the unfinished result of other inputs: " +
                      differing_inputs(request_.inputs, header->inputs),
                  "name another folder, or begin anew with --restart");
  }
  return State::continued;
}

void OutputFolder::open_work() {
  if (state_ == State::fresh) {
    remove_work(work_);
  }
  make_folder(work_);
  if (state_ == State::fresh) {
    write_file_durably(work_ / kHeader, with_folder_manifest("{}", manifest_));
  } else if (!what_stands_at(work_ / kReplaced).empty()) {
    remove_folder(work_ / kReplaced);  // publishing was stopped and repaired
  }
  make_folder(result_);
}

void OutputFolder::clear_result() const {
  remove_folder(result_);
  make_folder(result_);
}

void OutputFolder::publish() {
  publishing_ = true;
  const std::string kept = fmt::format("; what was made is kept in {}", result_.string());
  try {
    FolderManifest whole = manifest_;
    whole.files = files_below(result_);
    std::erase(whole.files, kManifestName);
    const fs::path manifest = result_ / kManifestName;
    const std::string rest = what_stands_at(manifest).empty() ? "{}" : read_file(manifest);
    write_file_atomically(manifest,
                          with_folder_manifest(with_read_files(rest, read_files()), whole));
    sync_file_system(result_);
    move_into_place();
    sync_folder(path_.has_parent_path() ? path_.parent_path() : fs::path("."));
  } catch (const EnvironmentError& error) {
    throw EnvironmentError(error.what() + kept);
  } catch (const std::exception& error) {
    throw UserError(error.what() + kept);
  }
  published_ = true;
  parents_->keep();
  note_.reset();
  try {
    remove_work(work_);
  } catch (const std::exception&) {
    return;  // the result stands; the next command that writes there removes it
  }
}

void OutputFolder::move_into_place() const {
  if (what_stands_at(path_).empty() || names_in(path_).empty()) {
    move_to(result_, path_);
    return;
  }
  // Once more: it may have changed during the work.
  const auto found = read_folder_manifest(path_);
  if (!found || found->made_by != request_.made_by || !foreign_entry(path_, *found).empty()) {
    refuse_output(request_.path, "holds something that it did not hold when the work began", "");
  }
  if (!exchange(result_, path_)) {
    move_to(path_, work_ / kReplaced);
    move_to(result_, path_);
  }
}

}  // namespace metronome
