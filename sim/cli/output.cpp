#include "sim/cli/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/interrupt.hpp"

namespace metronome::cli {
namespace {

constexpr std::string_view kBlankLine = "\r\033[K";

bool status_shown = false;

[[noreturn]] void fail_output(int reason) {
  if (reason == EPIPE) {
    throw Interrupted(SIGPIPE);
  }
  throw EnvironmentError(std::string("standard output cannot be written: ") + std::strerror(reason),
                         "files that the command wrote are kept");
}

}  // namespace

void hold_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) == -1) {
      // Takes the lowest free number. Opened to be read, the output fails when something is
      // printed.
      (void)::open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY);
    }
  }
}

void write_output(std::string_view text) {
  clear_status();
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    fail_output(errno);
  }
}

void flush_output() {
  errno = EIO;  // of an error that the stream remembers without its number
  if (std::ferror(stdout) != 0 || std::fflush(stdout) != 0) {
    fail_output(errno);
  }
}

void write_error(std::string_view text) {
  clear_status();
  (void)std::fwrite(text.data(), 1, text.size(), stderr);
}

void show_status(std::string_view line) {
  const std::string text = std::string(kBlankLine) + std::string(line);
  (void)std::fwrite(text.data(), 1, text.size(), stderr);
  status_shown = true;
}

void clear_status() {
  if (std::exchange(status_shown, false)) {
    (void)std::fwrite(kBlankLine.data(), 1, kBlankLine.size(), stderr);
  }
}

}  // namespace metronome::cli
