#include "sim/base/program.hpp"

#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/pipe.hpp"

namespace metronome {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail_memory_file(int error_number) {
  throw EnvironmentError(std::string("no file in memory can be made: ") +
                         std::strerror(error_number));
}

FileDescriptor memory_file(const char* name) {
  const int file = ::memfd_create(name, MFD_CLOEXEC);
  if (file < 0) {
    fail_memory_file(errno);
  }
  return FileDescriptor(file);
}

FileDescriptor memory_file(const char* name, const std::string& content) {
  FileDescriptor file = memory_file(name);
  for (std::size_t at = 0; at < content.size();) {
    const ssize_t written = ::write(file.number(), content.data() + at, content.size() - at);
    if (written < 0 && errno != EINTR) {
      fail_memory_file(errno);
    }
    at += static_cast<std::size_t>(std::max<ssize_t>(written, 0));
  }
  ::lseek(file.number(), 0, SEEK_SET);
  return file;
}

std::string content_of(const FileDescriptor& file) {
  const off_t size = ::lseek(file.number(), 0, SEEK_END);
  std::string content(static_cast<std::size_t>(std::max<off_t>(size, 0)), '\0');
  for (std::size_t at = 0; at < content.size();) {
    const ssize_t got =
        ::pread(file.number(), content.data() + at, content.size() - at, static_cast<off_t>(at));
    if (got <= 0 && errno != EINTR) {
      fail_memory_file(errno);
    }
    at += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
  }
  return content;
}

struct Files {
  FileDescriptor input;
  FileDescriptor output;
  FileDescriptor errors;
};

/// In the child: becomes the program, or sends the reason why not.
int become(const std::vector<char*>& arguments, const ProgramCall& call, const Files& files,
           const Pipe& failed) {
  for (const auto& [name, value] : call.environment) {
    ::setenv(name.c_str(), value.c_str(), 1);
  }
  const bool ready = ::dup2(files.input.number(), STDIN_FILENO) >= 0 &&
                     ::dup2(files.output.number(), STDOUT_FILENO) >= 0 &&
                     ::dup2(files.errors.number(), STDERR_FILENO) >= 0 &&
                     ::chdir(call.folder.c_str()) == 0;
  if (ready) {
    restore_default_signals();
    ::execvp(arguments[0], arguments.data());
  }
  const int reason = errno;
  (void)!::write(failed.write.number(), &reason, sizeof(reason));
  return 127;
}

/// Why the program was not started; nothing: it was.
std::optional<int> refusal(Pipe& failed) {
  failed.write.reset();
  int reason = 0;
  ssize_t got = 0;
  do {
    got = ::read(failed.read.number(), &reason, sizeof(reason));
  } while (got < 0 && errno == EINTR);
  return got == sizeof(reason) ? std::optional<int>(reason) : std::nullopt;
}

/// The status; nothing: its time was over. Leaves by Interrupted.
std::optional<int> wait_until(ChildProcess& child, Clock::time_point end) {
  while (true) {
    if (const auto status = child.ended()) {
      return status;
    }
    stop_if_interrupted();
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0) {
      return std::nullopt;
    }
    std::array<pollfd, 2> watched{pollfd{child.descriptor(), POLLIN, 0},
                                  pollfd{interrupt_descriptor(), POLLIN, 0}};
    const long most = child.descriptor() >= 0 ? 1000 : 20;  // else the child must be asked
    ::poll(watched.data(), watched.size(),
           static_cast<int>(std::min<long>(left.count() + 1, most)));
  }
}

}  // namespace

ProgramResult run_program(const ProgramCall& call) {
  std::vector<std::string> words = call.words;
  std::vector<char*> arguments;
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  const Files files{memory_file("input", call.input), memory_file("output"), memory_file("errors")};
  Pipe failed = make_pipe();
  ChildProcess child([&] { return become(arguments, call, files, failed); });
  ProgramResult result;
  if (const auto reason = refusal(failed)) {
    result.errors = std::strerror(*reason);
    return result;
  }
  result.started = true;
  const auto status = wait_until(child, Clock::now() + call.limit);
  if (!status) {
    child.kill();
    result.timed_out = true;
  }
  result.status = status.value_or(0);
  result.output = content_of(files.output);
  result.errors = content_of(files.errors);
  return result;
}

}  // namespace metronome
