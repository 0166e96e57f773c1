#include "sim/base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "sim/base/error.hpp"
#include "sim/base/file_descriptor.hpp"
#include "sim/base/gzip.hpp"
#include "sim/base/output_file.hpp"
#include "sim/base/read_files.hpp"

namespace metronome {
namespace fs = std::filesystem;

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

namespace {

void write_file(const fs::path& path, std::string_view content, bool durably) {
  OutputFile file(path);
  file.write(content);
  file.publish(durably);
}

}  // namespace

namespace {

void note(const fs::path& path, const FileDescriptor& file, std::string_view content) {
  struct stat found {};
  if (::fstat(file.number(), &found) == 0 && S_ISREG(found.st_mode)) {
    note_read_file(path, content);
  } else {
    note_read_digest(path, kStream);
  }
}

}  // namespace

std::string read_file(const fs::path& path, std::uint64_t most_bytes) {
  const auto fail = [&](int error_number) {
    if (error_number == ENOENT) {
      throw UserError(Diagnostic{path.string(), 0, 0, {}, "cannot be read", "no such file"});
    }
    throw_system_error(path, "cannot be read", error_number);
  };
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.open()) {
    fail(errno);
  }
  std::string content;
  std::array<char, 1 << 16> part{};
  for (;;) {
    const ssize_t got = ::read(file.number(), part.data(), part.size());
    if (got == 0) {
      note(path, file, content);
      return content;
    }
    if (got > 0) {
      content.append(part.data(), static_cast<std::size_t>(got));
      if (content.size() > most_bytes) {
        throw UserError(Diagnostic{path.string(),
                                   0,
                                   0,
                                   {},
                                   "is too large",
                                   fmt::format("at most {} bytes of it are read", most_bytes)});
      }
    } else if (errno != EINTR) {
      fail(errno);  // EISDIR of a folder, too
    }
  }
}

std::string read_maybe_gzip(const fs::path& path) {
  return expand_gzip(read_file(path), path.string());
}

void write_file_atomically(const fs::path& path, std::string_view content) {
  write_file(path, content, false);
}

void write_file_durably(const fs::path& path, std::string_view content) {
  write_file(path, content, true);
}

namespace {

/// Both resolved.
bool lies_below(const fs::path& path, const fs::path& folder) {
  for (fs::path above = path.parent_path(); above.has_relative_path();
       above = above.parent_path()) {
    if (above == folder) {
      return true;
    }
  }
  return false;
}

}  // namespace

void require_output_files(const std::vector<fs::path>& outputs,
                          const std::vector<fs::path>& inputs) {
  std::vector<fs::path> taken;
  for (const fs::path& input : inputs) {
    taken.push_back(resolved_path(input));
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    require_replaceable_file(outputs[i]);
    const fs::path resolved = resolved_path(outputs[i]);
    for (std::size_t j = 0; j < taken.size(); ++j) {
      if (taken[j] == resolved) {
        throw UserError(Diagnostic{
            outputs[i].string(),
            0,
            0,
            {},
            j < inputs.size() ? "is an input of this command, too" : "is named for two outputs",
            "name another file"});
      }
    }
    for (std::size_t j = 0; j < inputs.size(); ++j) {
      if (lies_below(resolved, taken[j])) {
        throw UserError(
            Diagnostic{outputs[i].string(),
                       0,
                       0,
                       {},
                       "lies in a folder that this command reads, " + inputs[j].string(),
                       "name a file outside of it"});
      }
    }
    taken.push_back(resolved);
    const OutputFile trial(outputs[i]);
  }
}

void remove_folder(const fs::path& folder) {
  std::error_code error;
  fs::remove_all(folder, error);
  if (error) {
    throw_system_error(folder, "cannot be removed", error.value());
  }
}

void sync_file_system(const fs::path& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.open() || ::syncfs(file.number()) != 0) {
    throw_system_error(path, "cannot be put onto the disk", errno);
  }
}

void sync_folder(const fs::path& folder) {
  const FileDescriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // Some file systems cannot sync a folder (EINVAL) and need not.
  if (!file.open() || (::fsync(file.number()) != 0 && errno != EINVAL)) {
    throw_system_error(folder, "cannot be put onto the disk", errno);
  }
}

fs::path resolved_path(const fs::path& path) {
  std::error_code error;
  fs::path resolved = fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) {
    throw_system_error(path, "cannot be used", error.value());
  }
  return resolved.has_filename() || !resolved.has_relative_path() ? resolved
                                                                  : resolved.parent_path();
}

bool lies_within(const fs::path& inner, const fs::path& outer) {
  const auto [in, out] = std::mismatch(inner.begin(), inner.end(), outer.begin(), outer.end());
  return out == outer.end();
}

namespace {

/// Links followed; not_found where nothing can stand there.
fs::file_type kind_of(const fs::path& path) {
  std::error_code error;
  const fs::file_type kind = fs::status(path, error).type();
  if (error == std::errc::filename_too_long || error == std::errc::too_many_symbolic_link_levels) {
    return fs::file_type::not_found;
  }
  if (kind == fs::file_type::none) {
    throw_system_error(path, "cannot be used", error.value());
  }
  return kind;
}

}  // namespace

std::string what_stands_at(const fs::path& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) {
      return "";
    }
    throw_system_error(path, "cannot be used", errno);
  }
  switch (found.st_mode & S_IFMT) {
    case S_IFDIR:
      return "a folder";
    case S_IFREG:
      return "a file";
    case S_IFLNK:
      return "a symbolic link";
    case S_IFCHR:
    case S_IFBLK:
      return "a device";
    default:
      return "a pipe or a socket";
  }
}

bool path_exists(const fs::path& path) { return kind_of(path) != fs::file_type::not_found; }

bool is_file(const fs::path& path) { return kind_of(path) == fs::file_type::regular; }

bool is_folder(const fs::path& path) { return kind_of(path) == fs::file_type::directory; }

std::vector<std::string> names_in(const fs::path& folder) {
  std::error_code error;
  std::vector<std::string> names;
  fs::directory_iterator at(folder, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  if (error) {
    throw_system_error(folder, "cannot be read", error.value());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::uint64_t file_bytes(const fs::path& path) {
  std::error_code error;
  const std::uint64_t bytes = fs::file_size(path, error);
  if (error) {
    throw_system_error(path, "cannot be read", error.value());
  }
  return bytes;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw_system_error(folder, "cannot be made", error.value());
  }
}

void remove_file(const fs::path& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    throw_system_error(path, "cannot be removed", errno);
  }
}

void move_to(const fs::path& from, const fs::path& to) {
  MissingFolders folders(folder_of(to), to);
  if (::rename(from.c_str(), to.c_str()) != 0) {
    throw_system_error(to, "cannot be put into place", errno);
  }
  folders.keep();
}

bool is_mount_point(const fs::path& path) {
  struct statx found {};
  return ::statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, 0, &found) == 0 &&
         (found.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0 &&
         (found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

MissingFolders::MissingFolders(const fs::path& folder, const fs::path& for_path) {
  std::vector<fs::path> missing;
  std::error_code error;
  for (fs::path at = folder; !at.empty() && !fs::exists(fs::symlink_status(at, error));
       at = at.parent_path()) {
    missing.push_back(at);
  }
  fs::create_directories(folder, error);
  made_ = std::move(missing);
  std::error_code ignored;
  if (!error && !fs::is_directory(folder, ignored)) {
    error = std::make_error_code(std::errc::not_a_directory);
  }
  if (error) {
    remove_empty();
    throw_system_error(for_path, "cannot be written", error.value());
  }
}

MissingFolders::~MissingFolders() { remove_empty(); }

void MissingFolders::remove_empty() const {
  for (const fs::path& folder : made_) {
    ::rmdir(folder.c_str());  // fails where others use it by now, or where it was never made
  }
}

std::string number_text(double value) { return fmt::format("{}", value); }

}  // namespace metronome
