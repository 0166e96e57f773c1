#pragma once

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
  void reset() noexcept;

 private:
  int number_ = -1;
};

/// Both ends of a pipe, closed in programs that a child becomes.
struct Pipe {
  FileDescriptor read;
  FileDescriptor write;
};

/// EnvironmentError where there are no descriptors left.
[[nodiscard]] Pipe make_pipe();

}  // namespace metronome
