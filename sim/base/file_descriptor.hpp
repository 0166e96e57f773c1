#pragma once

#include <filesystem>
#include <utility>

namespace metronome {

/// A file descriptor that is closed with its owner.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor() { reset(); }
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
      reset();
      number_ = std::exchange(other.number_, -1);
    }
    return *this;
  }

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }
  void reset() noexcept { (void)close(); }
  /// As reset(): 0, or the error number of what was written and could not be kept.
  int close() noexcept;

  /// Takes the advisory lock of the file, which the kernel frees when every process that has this
  /// descriptor, or got it by fork, is gone. File systems without locks are used without. False:
  /// another holds it.
  [[nodiscard]] bool lock() const noexcept;
  void lock_and_wait() const noexcept;
  /// False where the name has gone, or belongs to another file by now.
  [[nodiscard]] bool still_stands_at(const std::filesystem::path& path) const noexcept;

 private:
  int number_ = -1;
};

}  // namespace metronome
