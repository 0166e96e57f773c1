#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/files.hpp"
#include "sim/base/folder_lock.hpp"
#include "sim/base/folder_manifest.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/output_place.hpp"

namespace metronome {

/// An output folder that several processes, perhaps of several computers, write to at once, each to
/// files of its own, and whose finished parts count from the moment that they are there. Unlike an
/// OutputFolder it stands in its place from the beginning; its manifest.json lists what it may come
/// to hold.
///
/// While it lives, `.NAME.lock` beside the folder is held together with the other writers of the
/// same inputs. It is held alone for as long as the folder is begun, or emptied by `restart`: what
/// a process has left that was killed meanwhile is begun by the next.
class GrowingFolder {
 public:
  /// `files`: all that may come to stand in it, relative; a slash at the end: a folder with
  /// whatever lies in it. UserError as OutputFolder; where other writers are at work, with
  /// `restart` only. Inputs may not be empty.
  GrowingFolder(OutputRequest request, std::vector<std::string> files);
  ~GrowingFolder();
  GrowingFolder(const GrowingFolder&) = delete;
  GrowingFolder& operator=(const GrowingFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// False: it was begun now, and nothing but manifest.json stands in it.
  [[nodiscard]] bool continued() const { return continued_; }
  /// Gives manifest.json the keys of a JSON object besides its own; on the disk when it returns.
  void describe(std::string_view rest) const;
  /// Its work is done, or nothing is worth a word where it is interrupted.
  void withdraw_note();

 private:
  enum class Found { ours, to_begin };

  [[nodiscard]] Found look(bool restart) const;
  /// Holds the lock alone.
  void begin() const;
  void take_lock();

  OutputRequest request_;
  std::filesystem::path path_;
  FolderManifest manifest_;
  std::unique_ptr<MissingFolders> parents_;
  std::unique_ptr<FolderLock> lock_;
  std::optional<KeptNote> note_;
  bool continued_ = true;
};

}  // namespace metronome
