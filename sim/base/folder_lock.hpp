#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "sim/base/error.hpp"
#include "sim/base/file_descriptor.hpp"

namespace metronome {

/// Another process holds a lock.
class FolderBusy : public UserError {
 public:
  using UserError::UserError;
};

/// Whether others may write beside the holder of a lock.
enum class Sharing { alone, shared };

/// `.NAME.lock` beside an output folder: one command at a time writes there, or several that share
/// the lock. The lock is that of
/// the kernel (flock), which frees it when the process and its workers are gone, however they end;
/// the file's text (host, process, command) is for people. A lock file without a living holder is
/// taken over, and goes with the lock.
class FolderLock {
 public:
  /// FolderBusy, naming `output` and the holder, where another process holds the lock and either of
  /// the two does not share it.
  FolderLock(std::filesystem::path file, const std::filesystem::path& output,
             Sharing sharing = Sharing::alone);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  std::filesystem::path path_;
  FileDescriptor file_;
  pid_t owner_;
};

}  // namespace metronome
