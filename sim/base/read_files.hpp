#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace metronome {

/// The files that this process has read, by which a result names what it was made of: manifest.json
/// keeps them, so that they can be handed over with it. Files of an output itself are none of them.
struct ReadFiles {
  std::string folder;  ///< the working directory, absolute
  /// content_digest of each file as it was first read, by its absolute path as it was named (links
  /// and `..` are kept). kStream: it was no file, such as a pipe.
  std::map<std::string, std::string> digests{};
  bool operator==(const ReadFiles&) const = default;
};

/// Instead of a digest: what was read can be read once only.
inline constexpr const char* kStream = "stream";

/// Notes a file that was read as a whole; of several readings the first one counts.
void note_read_file(const std::filesystem::path& path, std::string_view content);
/// The same where its digest is known, or kStream.
void note_read_digest(const std::filesystem::path& path, const std::string& digest);

/// What lies at `path` or below is an output of this process and is not counted.
void leave_out_of_read_files(const std::filesystem::path& path);

/// What was noted so far.
[[nodiscard]] ReadFiles read_files();

/// What was noted so far, for another process of ours that goes on with it: a worker's for its
/// parent. Paths are as they were named: both have one working directory.
[[nodiscard]] std::string read_files_bytes();
void note_read_files(std::string_view bytes);

/// Before another command of the same process.
void forget_read_files();

/// A manifest.json's text with them as key `read`, and the inverse: nothing where it has no such
/// key or a damaged one.
[[nodiscard]] std::string with_read_files(std::string_view manifest, const ReadFiles& files);
[[nodiscard]] bool parse_read_files(std::string_view manifest, ReadFiles& files);

}  // namespace metronome
