#pragma once

#include <filesystem>

#include "sim/cli/options.hpp"
#include "sim/report/manifest.hpp"
#include "workloads/train/constrained/constrained_training.hpp"

namespace metronome::cli {

/// Whether a file has more keys of kind `constrained_training` than of a workload.
[[nodiscard]] bool is_constrained_training(const std::filesystem::path& file);

/// `metronome train` of such a file: the network, its weights and a table of its steps.
void run_constrained_training(const Options& options, const Arguments& arguments);

/// Writes what such a training leaves: network.yaml, weights.bin, steps.csv, its program where it
/// has steps on the objective, resolved.yaml, recipe.json and manifest.json.
void write_constrained_training(const reach::ConstrainedTrainingSpec& spec,
                                const reach::ConstrainedResult& result, report::Manifest manifest,
                                const std::filesystem::path& folder);

}  // namespace metronome::cli
