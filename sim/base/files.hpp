#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace metronome {

/// The whole file as bytes. Throws as throw_system_error, naming the file, where it cannot be read
/// (a folder is no file); UserError where it has more than `most_bytes`.
[[nodiscard]] std::string read_file(
    const std::filesystem::path& path,
    std::uint64_t most_bytes = std::numeric_limits<std::uint64_t>::max());

/// As read_file, expanded when the content is gzip (by its magic number, not its name).
[[nodiscard]] std::string read_maybe_gzip(const std::filesystem::path& path);

/// Writes `.NAME.new` beside `path` and renames it: readers see the old or the new content, never a
/// part. Creates missing folders. What a killed process left at that name is taken over by the next
/// writer. Only regular files are replaced: UserError for a link, a folder or a device. Throws as
/// throw_system_error where a system call fails, and then leaves no file of its own.
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// The same, and the content is on the disk when it returns: for what must outlive a power loss
/// before its folder is published (checkpoints, finished parts, files that the user named).
void write_file_durably(const std::filesystem::path& path, std::string_view content);

/// Before work whose result goes to these files: UserError, naming the path and the reason, where
/// one cannot be written by write_file_atomically, stands twice, or is one of the `inputs` or lies
/// in one.
void require_output_files(const std::vector<std::filesystem::path>& outputs,
                          const std::vector<std::filesystem::path>& inputs);

/// Removes a folder with its content, without following links. Throws as throw_system_error.
void remove_folder(const std::filesystem::path& folder);

/// Puts everything of the file system that holds `path` onto the disk.
void sync_file_system(const std::filesystem::path& path);

/// The folder that a path lies in.
[[nodiscard]] std::filesystem::path folder_of(const std::filesystem::path& path);

/// Puts the names in a folder onto the disk.
void sync_folder(const std::filesystem::path& folder);

/// A path with its links resolved as far as it exists; throws as throw_system_error (a loop of
/// links, a name that is too long).
[[nodiscard]] std::filesystem::path resolved_path(const std::filesystem::path& path);

/// True: `inner` is `outer` or lies below it. Both are resolved paths.
[[nodiscard]] bool lies_within(const std::filesystem::path& inner,
                               const std::filesystem::path& outer);

/// What stands at a path, its last link not followed, for a message: "" where nothing does, "a
/// folder", "a file", "a symbolic link", "a device", "a pipe or a socket". Throws as
/// throw_system_error.
[[nodiscard]] std::string what_stands_at(const std::filesystem::path& path);

/// What a path leads to, links followed: false where nothing can stand there (absent, below a file,
/// a name that is too long, a loop of links). Throws as throw_system_error where it cannot be
/// known.
[[nodiscard]] bool path_exists(const std::filesystem::path& path);
[[nodiscard]] bool is_file(const std::filesystem::path& path);
[[nodiscard]] bool is_folder(const std::filesystem::path& path);

/// The bytes of a file. Throws as throw_system_error, naming the file.
[[nodiscard]] std::uint64_t file_bytes(const std::filesystem::path& path);

/// Of what stands in a folder, sorted by their bytes. Throws as throw_system_error.
[[nodiscard]] std::vector<std::string> names_in(const std::filesystem::path& folder);

/// Makes a folder and those above it, where they are missing. Throws as throw_system_error.
void make_folder(const std::filesystem::path& folder);

/// Removes a file where there is one. Throws as throw_system_error.
void remove_file(const std::filesystem::path& path);

/// Renames a file or folder, to where nothing stands or a file that it replaces; makes the folders
/// above. Throws as throw_system_error.
void move_to(const std::filesystem::path& from, const std::filesystem::path& to);

/// True where another file system, or another part of one, is mounted at `path`.
[[nodiscard]] bool is_mount_point(const std::filesystem::path& path);

/// Missing folders that were made for an output; unless kept, those that are still empty go again.
class MissingFolders {
 public:
  MissingFolders() = default;
  /// Makes `folder` and those above it. Throws as throw_system_error, naming `for_path`.
  MissingFolders(const std::filesystem::path& folder, const std::filesystem::path& for_path);
  ~MissingFolders();
  MissingFolders(const MissingFolders&) = delete;
  MissingFolders& operator=(const MissingFolders&) = delete;
  void keep() { made_.clear(); }

 private:
  void remove_empty() const;

  std::vector<std::filesystem::path> made_;  ///< the deepest first
};

/// A shortest text that reads back as the same double; the one number format of all our files.
[[nodiscard]] std::string number_text(double value);

}  // namespace metronome
