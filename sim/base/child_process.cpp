#include "sim/base/child_process.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/interrupt.hpp"

namespace metronome {
namespace {

/// All signals wait while this object lives: no handler of the parent runs in a child.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsHeld() { release(); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  void release() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

/// In the child. The parent may have ended before the kernel was asked.
void die_with(pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) {
    ::_exit(0);
  }
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0) {
    METRONOME_ASSERT(errno == EINTR, "a child that was started can be waited for");
  }
  return status;
}

}  // namespace

ChildProcess::ChildProcess(const std::function<int()>& body) {
  const pid_t parent = ::getpid();
  SignalsHeld held;
  pid_ = ::fork();
  if (pid_ < 0) {
    throw EnvironmentError(std::string("no process can be made: ") + std::strerror(errno),
                           "fewer --jobs, or a higher limit of processes or memory");
  }
  if (pid_ == 0) {
    die_with(parent);
    leave_interrupts_to_parent();
    held.release();
    ::_exit(body());
  }
  descriptor_ = FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
}

ChildProcess::~ChildProcess() { kill(); }

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), descriptor_(std::move(other.descriptor_)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this != &other) {
    kill();
    pid_ = std::exchange(other.pid_, -1);
    descriptor_ = std::move(other.descriptor_);
  }
  return *this;
}

int ChildProcess::wait() {
  METRONOME_ASSERT(pid_ > 0, "a child is waited for once");
  return wait_for(std::exchange(pid_, -1));
}

std::optional<int> ChildProcess::ended() {
  METRONOME_ASSERT(pid_ > 0, "a child is waited for once");
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) {
    return std::nullopt;
  }
  pid_ = -1;
  return status;
}

void ChildProcess::kill() noexcept {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
  }
}

void end_child(int exit_code) { ::_exit(exit_code); }

std::string status_text(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
  }
  return fmt::format("exit code {}", WEXITSTATUS(status));
}

}  // namespace metronome
