#pragma once

#include <filesystem>

#include "sim/cli/options.hpp"

namespace metronome::cli {

/// Whether a file that `metronome run` is given is a training under a constraint beside one
/// without.
[[nodiscard]] bool is_reach_experiment(const std::filesystem::path& file);

/// `metronome run` of such a file, its options parsed.
void run_reach_experiment(const Options& options, const Arguments& arguments);

}  // namespace metronome::cli
