#pragma once

#include <filesystem>
#include <string_view>

#include "sim/base/file_descriptor.hpp"
#include "sim/base/files.hpp"

namespace metronome {

/// A file that is written piece by piece and published as a whole: `.NAME.new` beside it, which
/// takes its name when all is there. Readers see the old or the new content, never a part. Creates
/// missing folders. What a killed process left at that name is taken over by the next writer.
/// Several writers of one file take turns: each holds the lock of the file that it writes until
/// that file has its final name. Only regular files are replaced: UserError for a link, a folder or
/// a device. Throws as throw_system_error where a system call fails. One that is not published
/// leaves nothing behind.
class OutputFile {
 public:
  explicit OutputFile(const std::filesystem::path& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// Appends; pieces of many kilobytes are best.
  void write(std::string_view content);
  /// Once, after the last write. `durably`: the content is on the disk when it returns.
  void publish(bool durably);

 private:
  [[noreturn]] void fail(int error_number);

  std::filesystem::path target_;
  std::filesystem::path staged_;
  MissingFolders folders_;
  FileDescriptor file_;
};

/// UserError where an output file cannot take the place of what stands at the path.
void require_replaceable_file(const std::filesystem::path& path);

}  // namespace metronome
