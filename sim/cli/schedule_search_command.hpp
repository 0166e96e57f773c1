#pragma once

#include <filesystem>

#include "sim/cli/options.hpp"

namespace metronome::cli {

/// Whether a file that `metronome search` is given is a search over schedules.
[[nodiscard]] bool is_schedule_search(const std::filesystem::path& file);

/// `metronome search` of such a file, its options parsed.
void run_schedule_search(const Options& options, const Arguments& arguments);

}  // namespace metronome::cli
