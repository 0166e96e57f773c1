#include "sim/cli/paper_sources.hpp"

#include <algorithm>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/presets.hpp"
#include "sim/report/paper_tables.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// Files of a result that name what its numbers come from, in the folder and those of its runs.
void add_keys(std::set<std::string>& keys, const fs::path& folder, int depth) {
  for (const std::string& name : names_in(folder)) {
    const fs::path path = folder / name;
    if (is_folder(path) && depth > 0) {
      add_keys(keys, path, depth - 1);
    } else if (name == "energy.yaml" || name == "resolved.yaml") {
      keys.merge(report::cited_keys(read_file(path)));
    }
  }
}

}  // namespace

/// Beside the presets: of an installation in their folder's parent, of the sources in docs/.
fs::path bibliography_file() {
  const fs::path presets = fs::absolute(configs_folder()).lexically_normal();
  for (const fs::path& place : {presets.parent_path() / "bibliography.bib",
                                presets.parent_path() / "docs" / "bibliography.bib"}) {
    if (path_exists(place)) {
      return place;
    }
  }
  throw EnvironmentError("bibliography.bib is not found beside the presets in " + presets.string());
}

std::size_t write_sources(const std::vector<fs::path>& results, const fs::path& to) {
  std::set<std::string> keys{"fu2021cpt"};
  for (const fs::path& folder : results) {
    add_keys(keys, folder, 1);
  }
  report::Sources sources = report::sources_of(keys, read_file(bibliography_file()));
  for (const std::string& key : sources.missing) {
    sources.bibtex += "% no entry: " + key + "\n";
  }
  write_file_atomically(to / "sources.bib", sources.bibtex);
  return keys.size() - sources.missing.size();
}

}  // namespace metronome::cli
