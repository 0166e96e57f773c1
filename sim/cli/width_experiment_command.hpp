#pragma once

#include <filesystem>

#include "sim/cli/options.hpp"

namespace metronome::cli {

/// Whether a file that `metronome run` is given is a search of widths.
[[nodiscard]] bool is_width_experiment(const std::filesystem::path& file);

/// `metronome run` of such a file, its options parsed.
void run_width_experiment(const Options& options, const Arguments& arguments);

}  // namespace metronome::cli
