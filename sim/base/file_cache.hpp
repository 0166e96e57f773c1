#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace metronome {

/// What lies in a cache's folder.
struct CacheState {
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;       ///< of the entries
  std::uint64_t unfinished = 0;  ///< files that were being written; of dead processes, too
};

/// Results of work that is a function of its key, in a folder that any number of processes and
/// machines share, and that may lose any entry at any time. A cache never fails: what cannot be
/// read is not found, what cannot be written is not kept.
///
/// The folder: CACHEDIR.TAG (bford.info/cachedir), and XX/NAME, a file for each entry, NAME of 32
/// hexadecimal digits, XX the first two of them: two FNV-1a hashes of the key. An entry,
/// numbers little-endian: "METRONOMEC" and two zero bytes, u32 version (1), u32 length of the key,
/// u32 length of the bytes, both of them, and u64 FNV-1a hash of all this. It is written beside its
/// place under a name of the process, then renamed. An entry that is not whole, or is of another
/// key, is not found.
///
/// Each of the 256 folders keeps its share of the most bytes: now and then one that an entry was
/// put into loses those that were used longest ago, by the time of the file, which a use renews
/// once an hour.
class FileCache {
 public:
  static constexpr std::uint64_t kMostBytes = std::uint64_t{4} << 30;

  /// Makes the folder where there is none; `most_bytes` hold while it is written to. UserError
  /// where what stands there is no cache, and, as throw_system_error, where it cannot be made or
  /// read.
  explicit FileCache(std::filesystem::path folder, std::uint64_t most_bytes = kMostBytes);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// What was kept under the key; what this process has found or kept is not read again.
  [[nodiscard]] std::optional<std::string> find(const std::string& key);
  void keep(const std::string& key, std::string_view bytes);

  [[nodiscard]] CacheState state() const;
  /// Paths of entries that are not whole.
  [[nodiscard]] std::vector<std::filesystem::path> damaged() const;
  /// Removes damaged entries, what dead writers have left, and those used longest ago until at most
  /// so many bytes are left; returns how many files went.
  std::uint64_t prune(std::uint64_t most_bytes);
  /// Removes every entry; files of others stay.
  std::uint64_t clear();

 private:
  void remember(const std::string& key, std::string_view bytes);
  [[nodiscard]] bool write(const std::filesystem::path& file, std::string_view content) const;

  std::filesystem::path folder_;
  std::uint64_t most_bytes_;
  bool writes_ = true;  ///< false: writing has failed once
  std::unordered_map<std::string, std::string> known_;
  std::size_t known_bytes_ = 0;
};

}  // namespace metronome
