#include "tests/torture/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

#include "sim/base/error.hpp"

extern char** environ;

namespace metronome::torture {
namespace {

namespace fs = std::filesystem;

/// Empty where it cannot be read: what a process says of itself ends with it, even while it is
/// read.
std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// What stands in a folder of /proc, as far as it can be read.
std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    found.push_back(at->path());
  }
  return found;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) {
    out.push_back(word.data());
  }
  out.push_back(nullptr);
  return out;
}

/// Of /proc/ID/stat: what follows the name, "S 1 ..."; empty where there is no such process.
std::string state_of(pid_t id) {
  const std::string text = content(fmt::format("/proc/{}/stat", id));
  const auto end = text.rfind(')');
  return end == std::string::npos ? std::string{} : text.substr(end + 2);
}

bool lives(pid_t id) {
  const std::string state = state_of(id);
  return !state.empty() && state[0] != 'Z' && state[0] != 'X';
}

/// What a process was started with. While it becomes another program there is nothing to read for a
/// moment; of threads of the kernel, which have no program, there never is.
std::string environment_of(pid_t id) {
  for (int trial = 0; trial < 100; ++trial) {
    std::string text = content(fmt::format("/proc/{}/environ", id));
    std::error_code error;
    (void)fs::read_symlink(fmt::format("/proc/{}/exe", id), error);
    if (!text.empty() || error || !lives(id)) {
      return text;
    }
    std::this_thread::sleep_for(Milliseconds(1));
  }
  return {};
}

std::vector<pid_t> all_processes() {
  std::vector<pid_t> ids;
  for (const fs::path& entry : entries("/proc")) {
    const std::string name = entry.filename().string();
    if (name.find_first_not_of("0123456789") == std::string::npos) {
      ids.push_back(static_cast<pid_t>(std::stol(name)));
    }
  }
  return ids;
}

/// A fork that is about to become another program: it holds what that will read and write.
bool becomes_another_program(pid_t id) {
  for (const fs::path& entry : entries(fmt::format("/proc/{}/fd", id))) {
    std::error_code gone;
    if (fs::read_symlink(entry, gone).string().starts_with("/memfd:")) {
      return true;
    }
  }
  return false;
}

std::string next_mark() {
  static std::atomic<unsigned> count{0};
  return fmt::format("METRONOME_TORTURE_MARK={}.{}", ::getpid(), ++count);
}

}  // namespace

std::string Ending::text() const {
  return exit_code >= 0 ? fmt::format("exit code {}", exit_code) : fmt::format("signal {}", signal);
}

Process::Process(const Start& start) : mark_(next_mark()) {
  std::vector<std::string> variables{mark_};
  for (const auto& [name, value] : start.environment) {
    variables.push_back(name + "=" + value);
  }
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    if (!start.environment.contains(text.substr(0, text.find('=')))) {
      variables.push_back(text);
    }
  }
  std::vector<std::string> words = start.words;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addchdir_np(&files, start.folder.c_str());
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, start.output.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  const int error = ::posix_spawn(&id_, words.at(0).c_str(), &files, &attributes,
                                  pointers(words).data(), pointers(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) {
    throw_system_error(words[0], "cannot be started", error);
  }
}

Process::~Process() { end(); }

void Process::end() {
  // A kill is a request: a process that got one is seen for as long as the system takes to carry it
  // out.
  const auto until = std::chrono::steady_clock::now() + Milliseconds(10000);
  for (;;) {
    const std::vector<pid_t> left = descendants();
    const bool ended = poll().has_value();
    if ((left.empty() && ended) || std::chrono::steady_clock::now() > until) {
      return;
    }
    for (const pid_t id : left) {
      ::kill(id, SIGKILL);
    }
    if (!ended) {
      ::kill(id_, SIGKILL);
    }
    std::this_thread::sleep_for(Milliseconds(1));
  }
}

std::optional<Ending> Process::poll() {
  int status = 0;
  if (!ending_ && ::waitpid(id_, &status, WNOHANG) == id_) {
    ending_ = WIFEXITED(status) ? Ending{WEXITSTATUS(status), 0} : Ending{-1, WTERMSIG(status)};
  }
  return ending_;
}

std::optional<Ending> Process::wait(Milliseconds most) {
  const auto until = std::chrono::steady_clock::now() + most;
  while (!poll() && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(Milliseconds(1));
  }
  return ending_;
}

void Process::signal(int number) const {
  if (!ending_) {
    ::kill(id_, number);
  }
}

void Process::signal_group(int number) const {
  if (!ending_) {
    ::kill(-id_, number);
  }
}

std::vector<pid_t> Process::workers() const {
  std::vector<pid_t> found;
  std::error_code error;
  const fs::path program = fs::read_symlink(fmt::format("/proc/{}/exe", id_), error);
  const fs::path tasks = fmt::format("/proc/{}/task", id_);
  for (const fs::path& task : entries(tasks)) {
    std::istringstream children(content(task / "children"));
    for (pid_t id = 0; children >> id;) {
      const fs::path other = fs::read_symlink(fmt::format("/proc/{}/exe", id), error);
      if (!error && other == program && lives(id) && !becomes_another_program(id)) {
        found.push_back(id);
      }
    }
  }
  return found;
}

std::vector<pid_t> Process::descendants() const {
  std::vector<pid_t> found;
  for (const pid_t id : all_processes()) {
    if (id != id_ && lives(id) && environment_of(id).find(mark_) != std::string::npos) {
      found.push_back(id);
    }
  }
  return found;
}

}  // namespace metronome::torture
