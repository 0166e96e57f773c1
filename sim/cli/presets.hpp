#pragma once

#include <filesystem>

namespace metronome::cli {

/// The folder of the configuration files that come with metronome: what the environment variable
/// METRONOME_CONFIGS names; else configs/ in ../share/metronome beside the folder of the program
/// (an installed one), or in one of the folders above it (one in a build folder of the source
/// tree); else ./configs; else that of the source tree it was built from. Relative to the current
/// folder where it lies below. UserError where there is none.
[[nodiscard]] std::filesystem::path configs_folder();

}  // namespace metronome::cli
