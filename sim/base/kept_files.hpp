#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>

namespace metronome {

/// What files hold, read once a process for as long as they stay as they are by number, size and
/// time: a sweep asks for one energy table thousands of times. Room for small files, and for a few
/// of them. Safe for threads.
template <class T>
class KeptFiles {
 public:
  /// `read` is called where the file has not been read, or has changed; what it throws is thrown,
  /// each time.
  template <class Read>
  [[nodiscard]] T get(const std::filesystem::path& file, const Read& read) {
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0 || !S_ISREG(found.st_mode) || found.st_size > kLargest) {
      return read();  // says what is wrong, if something is
    }
    const Stamp stamp{found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
    const std::scoped_lock lock(mutex_);
    auto at = kept_.find(file.string());
    if (at == kept_.end() || at->second.stamp != stamp) {
      T content = read();
      if (kept_.size() >= kMost) {
        kept_.clear();
      }
      at = kept_.insert_or_assign(file.string(), Kept{stamp, std::move(content)}).first;
    }
    return at->second.content;
  }

 private:
  static constexpr std::size_t kMost = 64;
  static constexpr off_t kLargest = 1 << 20;
  using Stamp = std::tuple<ino_t, off_t, time_t, long>;
  struct Kept {
    Stamp stamp;
    T content;
  };
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
};

}  // namespace metronome
