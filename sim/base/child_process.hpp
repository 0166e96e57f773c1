#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

#include "sim/base/pipe.hpp"

namespace metronome {

/// One child process. The one owner of forking: a child never outlives its parent, whatever ends
/// that (the kernel kills the child, blocked or computing, when its parent is gone), nor this
/// object.
class ChildProcess {
 public:
  /// Forks; the child runs `body` and ends with the exit code that it returns, without the
  /// destructors of the parent's global state. EnvironmentError where no process can be made. To be
  /// called on the main thread: a child dies with the thread that made it.
  explicit ChildProcess(const std::function<int()>& body);
  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Readable when the child has ended, for poll(); -1 where the kernel has no such descriptor.
  [[nodiscard]] int descriptor() const { return descriptor_.number(); }
  /// Waits for the end; the status as waitpid() gives it.
  int wait();
  /// The status where the child has ended.
  [[nodiscard]] std::optional<int> ended();
  /// Ends the child now and waits for it.
  void kill() noexcept;

 private:
  pid_t pid_ = -1;  ///< -1: ended and buried
  FileDescriptor descriptor_;
};

/// Ends this process, a child, wherever its body has come to, as the end of the body does: without
/// the destructors of the parent's global state.
[[noreturn]] void end_child(int exit_code);

/// "exit code 3", "signal 9 (Killed)".
[[nodiscard]] std::string status_text(int status);

}  // namespace metronome
