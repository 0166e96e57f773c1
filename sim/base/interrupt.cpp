#include "sim/base/interrupt.hpp"

#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <list>
#include <string_view>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/interrupt_check.hpp"
#include "sim/base/text.hpp"

namespace metronome {
namespace {

constexpr std::array<int, 3> kEndings{SIGINT, SIGTERM, SIGHUP};
constexpr suseconds_t kGraceMicroseconds = 300'000;

/// What the handlers touch: numbers and pointers that are read and written in one piece.
struct InterruptState {
  std::atomic<int> noted{0};
  std::atomic<bool> told{false};
  std::atomic<const std::string*> note{nullptr};
  std::array<int, 2> wake{-1, -1};  ///< a pipe: one byte once a signal was noted
};
static_assert(std::atomic<int>::is_always_lock_free);
static_assert(std::atomic<const std::string*>::is_always_lock_free);
InterruptState interrupts;
thread_local InterruptCheck* own_check = nullptr;

void write_error(std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0 && errno != EINTR) {
      return;  // nobody to be told
    }
    text.remove_prefix(static_cast<std::size_t>(written > 0 ? written : 0));
  }
}

std::string_view name_of(int signal) noexcept {
  switch (signal) {
    case SIGINT:
      return "SIGINT";
    case SIGTERM:
      return "SIGTERM";
    case SIGHUP:
      return "SIGHUP";
    default:
      return "a signal";
  }
}

/// Safe in a signal handler, as is all that it calls.
void say_last_word(int signal) noexcept {
  if (signal == SIGPIPE || interrupts.told.exchange(true)) {
    return;
  }
  if (::isatty(STDERR_FILENO) == 1) {
    write_error("\r\033[K");  // a line of progress may stand there
  }
  write_error("interrupted by ");
  write_error(name_of(signal));
  if (const std::string* text = interrupts.note.load()) {
    write_error(": ");
    write_error(*text);
  }
  write_error("\n");
}

/// By the signal itself, so that a shell sees what happened; children die with their parent.
[[noreturn]] void die_by(int signal) noexcept {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  ::sigaction(signal, &action, nullptr);
  sigset_t own;
  ::sigemptyset(&own);
  ::sigaddset(&own, signal);
  ::pthread_sigmask(SIG_UNBLOCK, &own, nullptr);
  ::raise(signal);
  ::_exit(128 + signal);  // not reached: the default of these signals is to end
}

void on_grace_over(int) {
  const int signal = interrupts.noted.load();
  say_last_word(signal);
  die_by(signal);
}

void on_ending(int signal) {
  const int saved = errno;
  int none = 0;
  if (!interrupts.noted.compare_exchange_strong(none, signal)) {
    say_last_word(signal);  // a second one: at once
    die_by(signal);
  }
  const char byte = 0;
  (void)!::write(interrupts.wake[1], &byte, 1);
  const itimerval grace{{0, 0}, {0, kGraceMicroseconds}};
  ::setitimer(ITIMER_REAL, &grace, nullptr);
  errno = saved;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigfillset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

std::string& repeated_command() {
  static std::string command;
  return command;
}

bool is_ignored(int signal) {
  struct sigaction action {};
  ::sigaction(signal, nullptr, &action);
  return action.sa_handler == SIG_IGN;
}

}  // namespace

void catch_interrupts() {
  if (::pipe2(interrupts.wake.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    throw EnvironmentError(std::string("a pipe cannot be made: ") + std::strerror(errno));
  }
  handle(SIGALRM, on_grace_over);
  for (const int signal : kEndings) {
    if (!is_ignored(signal)) {  // nohup, or a shell's background job, wants it so
      handle(signal, on_ending);
    }
  }
  handle(SIGPIPE, SIG_IGN);
  handle(SIGXFSZ, SIG_IGN);
}

int interrupt_signal() noexcept { return interrupts.noted.load(std::memory_order_relaxed); }

void stop_if_interrupted() {
  if (const int signal = interrupt_signal()) {
    throw Interrupted(signal);
  }
  if (own_check != nullptr && own_check->is_asked()) {
    throw Interrupted(SIGINT);
  }
}

InterruptCheck::InterruptCheck(std::function<bool()> asked)
    : asked_(std::move(asked)), outer_(std::exchange(own_check, this)) {}

InterruptCheck::~InterruptCheck() { own_check = outer_; }

bool InterruptCheck::is_asked() {
  constexpr std::chrono::milliseconds kBetween{50};
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < kBetween) {
    return false;
  }
  last_ = now;
  return asked_();
}

int interrupt_descriptor() noexcept { return interrupts.wake[0]; }

void set_own_command(std::string command) { repeated_command() = std::move(command); }

KeptNote::KeptNote(std::string text)
    : outer_(interrupts.note.load()), exceptions_(std::uncaught_exceptions()) {
  if (!repeated_command().empty()) {
    text += ": " + repeated_command();
  }
  // Texts stay where they are until the process ends: a handler may read one at any moment.
  static std::list<std::string> texts;
  interrupts.note.store(&texts.emplace_back(printable(text)));
}

KeptNote::~KeptNote() {
  if (std::uncaught_exceptions() == exceptions_) {  // else it is still to be said
    interrupts.note.store(outer_);
  }
}

void KeptNote::withdraw() { interrupts.note.store(outer_); }

std::string kept_note() {
  const std::string* text = interrupts.note.load();
  return text != nullptr ? *text : std::string();
}

void leave_interrupts_to_parent() {
  handle(SIGALRM, SIG_DFL);
  handle(SIGTERM, SIG_DFL);
  handle(SIGINT, SIG_IGN);
  handle(SIGHUP, SIG_IGN);
  handle(SIGPIPE, SIG_IGN);
  interrupts.noted.store(0);
  interrupts.note.store(nullptr);
  interrupts.wake = {-1, -1};
}

void restore_default_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGPIPE, SIGXFSZ}) {
    handle(signal, SIG_DFL);
  }
}

void end_by_signal(int signal) {
  say_last_word(signal);
  die_by(signal);
}

}  // namespace metronome
