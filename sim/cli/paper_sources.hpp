#pragma once

#include <filesystem>
#include <vector>

namespace metronome::cli {

/// The bibliography that comes with the program. EnvironmentError where it is not found.
[[nodiscard]] std::filesystem::path bibliography_file();

/// Writes sources.bib into `to`: the publications that the price tables, machines and trainings of
/// results cite, and that of cyclic precision training. Returns how many. A key without an entry is
/// named in a comment of the file. EnvironmentError where the bibliography that comes with the
/// program is not found.
std::size_t write_sources(const std::vector<std::filesystem::path>& results,
                          const std::filesystem::path& to);

}  // namespace metronome::cli
