#include "sim/base/folder_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>

#include "sim/base/error.hpp"

namespace metronome {
namespace fs = std::filesystem;
namespace {

/// The command line of this process, in one line of printable bytes.
std::string own_command() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::ostringstream words;
  words << file.rdbuf();
  std::string text = words.str();
  while (!text.empty() && text.back() == '\0') {
    text.pop_back();
  }
  for (char& c : text) {
    if (c == '\0') {
      c = ' ';
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      c = '?';
    }
  }
  return text.substr(0, 300);
}

std::string own_text() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return fmt::format("host {}, process {}: {}\n", host.data(), ::getpid(), own_command());
}

/// FileDescriptor::lock(), of either kind.
bool take(const FileDescriptor& file, Sharing sharing) {
  int status = 0;
  do {
    status = ::flock(file.number(), (sharing == Sharing::alone ? LOCK_EX : LOCK_SH) | LOCK_NB);
  } while (status != 0 && errno == EINTR);
  return status == 0 || errno != EWOULDBLOCK;
}

/// What the holder wrote; it may be about to.
std::string holder_text(int file) {
  std::array<char, 1024> text{};
  const ssize_t got = ::pread(file, text.data(), text.size(), 0);
  std::string line(text.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  line.resize(std::min(line.find('\n'), line.size()));
  return line.empty() ? "another process" : line;
}

}  // namespace

FolderLock::FolderLock(fs::path file, const fs::path& output, Sharing sharing)
    : path_(std::move(file)), owner_(::getpid()) {
  do {
    file_ = FileDescriptor(::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!file_.open()) {
      throw_system_error(output, "cannot be written, for nothing can be made beside it", errno);
    }
    if (!take(file_, sharing)) {
      throw FolderBusy(Diagnostic{output.string(),
                                  0,
                                  0,
                                  {},
                                  "is being written by " + holder_text(file_.number()),
                                  "wait until that is done, or name another folder"});
    }
  } while (!file_.still_stands_at(path_));  // its last holder removes it while others open it
  const std::string text = own_text();
  errno = ENOSPC;  // what a short write means
  if (::ftruncate(file_.number(), 0) != 0 ||
      ::pwrite(file_.number(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
    const int error = errno;
    ::unlink(path_.c_str());
    throw_system_error(path_, "cannot be written", error);
  }
}

FolderLock::~FolderLock() {
  if (::getpid() == owner_ && take(file_, Sharing::alone)) {  // the last of those who share it
    ::unlink(path_.c_str());
  }
}

}  // namespace metronome
