#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace metronome {

/// The bytes of a file, or of standard input (path `-`), in pieces of bounded size; expanded where
/// they are gzip (by its magic number). Never holds more than a few pieces.
class ByteSource {
 public:
  static constexpr std::size_t kPiece = std::size_t{1} << 18;

  /// As read_file where it cannot be opened.
  explicit ByteSource(const std::filesystem::path& path);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// The next piece, at most kPiece bytes, valid until the next call; empty at the end. UserError
  /// as read_file, and where gzip data are damaged or end early; Interrupted where the process is
  /// asked to end while it waits for a pipe.
  [[nodiscard]] std::string_view next();
  /// Of the bytes read so far, not expanded: at the end, as file_digest.
  [[nodiscard]] std::string digest() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace metronome
