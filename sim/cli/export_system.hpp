#pragma once

#include <filesystem>
#include <string>

#include "sim/cli/options.hpp"
#include "sim/cli/terminal.hpp"

namespace metronome {
struct RunResult;
}

namespace metronome::cli {

/// Which iterations are of which level, and the file of each on the first chip.
[[nodiscard]] std::string timeline_csv(const RunResult& run);

/// `export --to chakra` of a run on several chips: an iteration of each level on each chip.
/// UserError where --trace is missing or is not the trace of the run.
void export_system(const Options& options, const std::filesystem::path& source,
                   const ManifestClock& clock);

}  // namespace metronome::cli
