#include "sim/base/output_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "sim/base/error.hpp"

namespace metronome {
namespace fs = std::filesystem;
namespace {

/// The path itself, when it has been found to be one that can be replaced.
const fs::path& checked(const fs::path& path) {
  require_replaceable_file(path);
  return path;
}

}  // namespace

void require_replaceable_file(const fs::path& path) {
  const auto refuse = [&](const std::string& what, const std::string& hint) {
    throw UserError(Diagnostic{path.string(), 0, 0, {}, what, hint});
  };
  if (path.empty()) {
    throw UserError("an output file has an empty name", "name the file");
  }
  if (!path.has_filename() || path.filename() == "." || path.filename() == "..") {
    refuse("is a folder, not a file to write", "name a file in it");
  }
  const std::string what = what_stands_at(path);
  if (!what.empty() && what != "a file") {
    refuse("is " + what + ", which an output file does not replace", "name a new file");
  }
  if (!what.empty() && is_mount_point(path)) {
    refuse("is a mount point, which no file can replace", "name a new file");
  }
}

OutputFile::OutputFile(const fs::path& path)
    : target_(checked(path)),
      staged_(folder_of(path) / ("." + path.filename().string() + ".new")),
      folders_(folder_of(path), path) {
  for (;;) {
    file_ =
        FileDescriptor(::open(staged_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!file_.open()) {
      throw_system_error(target_, "cannot be written", errno);
    }
    file_.lock_and_wait();
    if (file_.still_stands_at(staged_)) {
      break;
    }
  }
  if (::ftruncate(file_.number(), 0) != 0) {
    fail(errno);
  }
}

OutputFile::~OutputFile() {
  if (file_.open()) {
    ::unlink(staged_.c_str());
  }
}

/// The destructor does not run for a constructor that throws.
void OutputFile::fail(int error_number) {
  ::unlink(staged_.c_str());
  file_.close();
  throw_system_error(target_, "cannot be written", error_number);
}

void OutputFile::write(std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file_.number(), content.data(), content.size());
    if (written >= 0) {
      content.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      fail(errno);
    }
  }
}

void OutputFile::publish(bool durably) {
  if (durably && ::fsync(file_.number()) != 0) {
    fail(errno);
  }
  if (::rename(staged_.c_str(), target_.c_str()) != 0) {
    fail(errno);
  }
  if (const int error = file_.close(); error != 0) {
    throw_system_error(target_, "cannot be written", error);
  }
  folders_.keep();
  if (durably) {
    sync_folder(folder_of(target_));
  }
}

}  // namespace metronome
