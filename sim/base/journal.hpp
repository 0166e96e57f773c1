#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sim/base/file_descriptor.hpp"

namespace metronome {

/// Finished pieces of long work, kept in one file as they come, so that a process that is killed
/// loses only what was under way. A piece is a key (all that decides the work) and bytes (what came
/// of it).
///
/// The file, numbers little-endian: "METRONOMEJ" and two zero bytes, u32 version (1), u64 FNV-1a
/// hash of the identity; then for each piece u32 length of the key, u32 length of the bytes, both
/// of them, f64 seconds() by then, and u64 FNV-1a hash of all this, seeded with the identity's.
/// Pieces count up to the first that is not whole: a crash tears at most the end, which is cut off
/// when the file is opened. A file of another version or identity is begun anew.
///
/// One process at a time has a journal open (the lock of its output folder sees to that).
class Journal {
 public:
  /// Opens the file; where there is none, the first piece makes it. `identity`: what all pieces
  /// depend on besides their keys, such as the program's version. Throws as throw_system_error.
  Journal(std::filesystem::path file, std::string_view identity);
  /// Without a file: pieces are kept as long as this lives.
  Journal() = default;
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// What came of the piece, or null. Of a key that was kept twice the latter.
  [[nodiscard]] const std::string* find(const std::string& key) const;
  /// Adds a piece: from here on the end of the process does not touch it. It reaches the disk
  /// within some seconds of work, or when the journal ends. Throws as throw_system_error.
  void keep(const std::string& key, std::string_view bytes);
  [[nodiscard]] std::size_t size() const { return pieces_.size(); }

  /// Wall time of the work: of this process since it opened the journal, and of earlier ones up to
  /// the last piece that each has kept.
  [[nodiscard]] double seconds() const;
  /// Wall time of the work that was measured elsewhere.
  void add_seconds(double seconds) { earlier_seconds_ += seconds; }

 private:
  using Clock = std::chrono::steady_clock;

  void open_file(int flags);
  /// Takes up whole pieces; returns where the first that is not begins.
  std::size_t read_pieces(std::string_view file);
  void begin_anew();
  void append(std::string_view bytes);

  std::filesystem::path path_;  ///< empty: without a file
  std::uint64_t identity_ = 0;
  FileDescriptor file_;  ///< not open: not made yet
  bool dirty_ = false;   ///< something is not on the disk yet
  std::unordered_map<std::string, std::string> pieces_;
  double earlier_seconds_ = 0;
  Clock::time_point opened_ = Clock::now();
  Clock::time_point synced_ = Clock::now();
};

}  // namespace metronome
