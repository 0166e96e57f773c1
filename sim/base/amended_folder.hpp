#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/folder_lock.hpp"

namespace metronome {

/// A finished result to which files are added or in which they are written again, such as a report
/// of a run. What is to be there is first written below staging(); apply() then lists new files in
/// the manifest of every result that the folder is part of, and puts the files into place one by
/// one, each as a whole. Nothing is removed, and files that are the same already are not touched.
/// Stopped in between, the same again completes it.
class AmendedFolder {
 public:
  /// Takes the lock of the outermost result that `folder` is part of. UserError where there is no
  /// such folder or another process is writing there.
  explicit AmendedFolder(const std::filesystem::path& folder);
  ~AmendedFolder();
  AmendedFolder(const AmendedFolder&) = delete;
  AmendedFolder& operator=(const AmendedFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& staging() const { return staging_; }
  void apply();

 private:
  std::filesystem::path folder_;
  std::vector<std::filesystem::path> owners_;  ///< the innermost first
  std::filesystem::path staging_;
  FolderLock lock_;
};

}  // namespace metronome
