#include "sim/cli/terminal.hpp"

#include <unistd.h>

#include <array>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"

namespace metronome::cli {

ManifestClock::ManifestClock(const std::string& name, const Arguments& arguments)
    : recipe_(recipe_of(name, arguments)), command_(command_text(name, arguments)) {}

report::Manifest ManifestClock::manifest() const {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return {.recipe = recipe_,
          .command = command_,
          .host = host.data(),
          .wall_seconds =
              std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count()};
}

bool is_finished(const OutputFolder& out) {
  if (out.state() == OutputFolder::State::continued) {
    note("resuming the unfinished work in {}\n", path_text(out.work()));
  }
  const bool finished = out.state() == OutputFolder::State::finished;
  if (finished) {
    note("{} is finished; --restart would begin anew\n", path_text(out.path()));
  }
  return finished;
}

void require_outside(const std::filesystem::path& path, const std::string& option,
                     const std::vector<std::filesystem::path>& taken) {
  const std::filesystem::path resolved = resolved_path(path);
  for (const auto& one : taken) {
    if (lies_within(resolved, resolved_path(one))) {
      throw UserError(option + " " + path.string() + " lies in the output folder",
                      "name a place outside of " + taken.front().string());
    }
  }
}

void require_outside(const std::filesystem::path& path, const std::string& option,
                     const OutputFolder& out) {
  require_outside(path, option, {out.path(), out.work()});
}

}  // namespace metronome::cli
