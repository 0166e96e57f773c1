#include "sim/base/file_descriptor.hpp"

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace metronome {

int FileDescriptor::close() noexcept {
  const int number = std::exchange(number_, -1);
  return number >= 0 && ::close(number) != 0 && errno != EINTR ? errno : 0;
}

bool FileDescriptor::lock() const noexcept {
  int status = 0;
  do {
    status = ::flock(number_, LOCK_EX | LOCK_NB);
  } while (status != 0 && errno == EINTR);
  return status == 0 || errno != EWOULDBLOCK;
}

void FileDescriptor::lock_and_wait() const noexcept {
  while (::flock(number_, LOCK_EX) != 0 && errno == EINTR) {
  }
}

bool FileDescriptor::still_stands_at(const std::filesystem::path& path) const noexcept {
  struct stat open {};
  struct stat named {};
  return ::fstat(number_, &open) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

}  // namespace metronome
