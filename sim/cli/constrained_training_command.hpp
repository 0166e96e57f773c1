#pragma once

#include <filesystem>

#include "sim/cli/options.hpp"

namespace metronome::cli {

/// Whether a file has more keys of kind `constrained_training` than of a workload.
[[nodiscard]] bool is_constrained_training(const std::filesystem::path& file);

/// `metronome train` of such a file: the network, its weights and a table of its steps.
void run_constrained_training(const Options& options, const Arguments& arguments);

}  // namespace metronome::cli
