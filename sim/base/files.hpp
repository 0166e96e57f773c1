#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace metronome {

/// The whole file as bytes. UserError naming the file where it cannot be read or has more than
/// `most_bytes`.
[[nodiscard]] std::string read_file(
    const std::filesystem::path& path,
    std::uint64_t most_bytes = std::numeric_limits<std::uint64_t>::max());

/// As read_file, expanded when the content is gzip (by its magic number, not its name).
[[nodiscard]] std::string read_maybe_gzip(const std::filesystem::path& path);

/// Writes through a temporary file beside `path` and renames it: readers see the old or the new
/// content, never a part. Creates missing folders. UserError where it cannot be written.
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// A folder that appears at `final_path` only when commit() is called; until then its content is
/// built in a hidden sibling, which is removed if commit() never comes.
class AtomicDirectory {
 public:
  explicit AtomicDirectory(std::filesystem::path final_path);
  ~AtomicDirectory();
  AtomicDirectory(const AtomicDirectory&) = delete;
  AtomicDirectory& operator=(const AtomicDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return staging_; }
  /// Replaces what stood at the final path.
  void commit();

 private:
  std::filesystem::path final_;
  std::filesystem::path staging_;
};

/// A shortest text that reads back as the same double; the one number format of all our files.
[[nodiscard]] std::string number_text(double value);

}  // namespace metronome
