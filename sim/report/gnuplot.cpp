#include "sim/report/gnuplot.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/html.hpp"

namespace metronome::report {
namespace fs = std::filesystem;
namespace {

/// File actions of a child: its folder, and standard error into a file.
class ChildFiles {
 public:
  ChildFiles(const fs::path& folder, const fs::path& errors) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, errors.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
  }
  ~ChildFiles() { posix_spawn_file_actions_destroy(&actions_); }
  ChildFiles(const ChildFiles&) = delete;
  ChildFiles& operator=(const ChildFiles&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// The exit status, or nothing where the program could not be started.
int run(std::vector<std::string> words, const ChildFiles& files) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failed =
      posix_spawnp(&child, arguments[0], files.get(), nullptr, arguments.data(), environ);
  if (failed != 0) {
    throw UserError(fmt::format("cannot run {}: {}", words[0], std::strerror(failed)),
                    "figures need it: apt-get install gnuplot-nox");
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    METRONOME_ASSERT(errno == EINTR, "a child that was started can be waited for");
  }
  return status;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

void run_gnuplot(const fs::path& folder, const std::vector<std::string>& scripts,
                 const std::string& program) {
  std::vector<std::string> words{program, "-d"};
  words.insert(words.end(), scripts.begin(), scripts.end());
  const fs::path errors = fs::absolute(folder) / ".gnuplot.errors";
  const int status = run(std::move(words), ChildFiles(folder, errors));
  const std::string complaint = fs::exists(errors) ? read_file(errors) : std::string();
  fs::remove(errors);
  if (status != 0) {
    throw UserError(fmt::format("{} failed in {}: {}", program, folder.string(), complaint),
                    "it must be gnuplot 5 with its svg terminal");
  }
}

std::string inline_svg(const std::string& svg, const std::string& prefix,
                       const std::string& title) {
  std::string out = svg.substr(std::min(svg.find("<svg"), svg.size()));
  for (const char* opening : {"id=\"", "id='", "xlink:href='#", "xlink:href=\"#", "url(#"}) {
    replace_all(out, opening, opening + prefix + "-");
  }
  replace_all(out, "<title>Gnuplot</title>", "<title>" + html_text(title) + "</title>");
  const std::size_t description = out.find("<desc>");
  const std::size_t end = out.find("</desc>");
  if (description != std::string::npos && end != std::string::npos) {
    out.erase(description, end + 7 - description);
  }
  out.insert(4, " role=\"img\"");
  return out;
}

}  // namespace metronome::report
