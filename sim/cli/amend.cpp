#include "sim/cli/amend.hpp"

#include "sim/base/amended_folder.hpp"
#include "sim/base/files.hpp"
#include "sim/base/folder_manifest.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/manifest.hpp"

namespace metronome::cli {
namespace fs = std::filesystem;

void amend(const fs::path& folder, const std::function<std::string(const fs::path& to)>& write) {
  AmendedFolder amended(folder);
  const std::string figures = write(amended.staging());
  const fs::path before = folder / kManifestName;
  const fs::path after = amended.staging() / kManifestName;
  if (!path_exists(after) && path_exists(before)) {
    write_file_atomically(after, report::with_figures(read_file(before), before.string(), figures));
  }
  amended.apply();
}

bool can_complete_figures(const fs::path& folder) {
  const fs::path file = folder / kManifestName;
  return report::parse_manifest(read_file(file), file.string()).figures == "missing" &&
         report::can_draw();
}

}  // namespace metronome::cli
