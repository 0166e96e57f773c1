#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "sim/base/file_descriptor.hpp"

namespace metronome {

/// `.NAME.lock` beside an output folder: one command at a time writes there. The lock is that of
/// the kernel (flock), which frees it when the process and its workers are gone, however they end;
/// the file's text (host, process, command) is for people. A lock file without a living holder is
/// taken over, and goes with the lock.
class FolderLock {
 public:
  /// UserError, naming `output` and the holder, where another process holds the lock.
  FolderLock(std::filesystem::path file, const std::filesystem::path& output);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  std::filesystem::path path_;
  FileDescriptor file_;
  pid_t owner_;
};

}  // namespace metronome
