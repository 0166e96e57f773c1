#include "sim/cli/presets.hpp"

#include <cstdlib>
#include <vector>

#include "sim/base/error.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVariable = "METRONOME_CONFIGS";

bool holds_presets(const fs::path& folder) {
  std::error_code unreadable;
  return fs::is_directory(folder / "arch", unreadable);
}

/// Where they may be, the likeliest first.
std::vector<fs::path> candidates() {
  std::vector<fs::path> places;
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  if (!unknown) {
    const fs::path folder = program.parent_path();
    places.push_back(folder.parent_path() / "share" / "metronome" / "configs");
    // build/release/metronome: the tree is two folders up. A build folder elsewhere has a link.
    places.push_back(folder.parent_path().parent_path() / "configs");
    places.push_back(folder.parent_path() / "configs");
    places.push_back(folder / "configs");
  }
  places.emplace_back("configs");
  return places;
}

fs::path shortest(const fs::path& folder) {
  std::error_code elsewhere;
  const fs::path relative = fs::proximate(folder, elsewhere);
  return elsewhere || relative.empty() || *relative.begin() == ".." ? folder : relative;
}

}  // namespace

fs::path configs_folder() {
  if (const char* named = std::getenv(kVariable); named != nullptr && *named != '\0') {
    if (!holds_presets(named)) {
      throw UserError(std::string(kVariable) + "=" + named + " is no folder of presets",
                      "the folder configs/ that comes with metronome, with arch/ in it");
    }
    return named;
  }
  for (const fs::path& place : candidates()) {
    if (holds_presets(place)) {
      return shortest(place);
    }
  }
  throw UserError("the presets (configs/) are not found",
                  std::string("name their folder in the environment variable ") + kVariable);
}

}  // namespace metronome::cli
