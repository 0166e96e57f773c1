#pragma once

#include <filesystem>
#include <string>

#include "sim/cli/options.hpp"
#include "sim/cli/terminal.hpp"

namespace metronome::cli {

/// The ending of a container's name.
inline constexpr const char* kContainerEnding = ".smartdeal";

/// `export CHECKPOINT --to smartdeal`: a container for each layer, read back, and their sizes
/// beside both closed forms.
void export_coefficients(const Options& options, const std::filesystem::path& source,
                         const ManifestClock& clock);

/// Whether a file is a container, by its ending or its first bytes.
[[nodiscard]] bool is_container(const std::filesystem::path& file);

/// What `metronome check` says of one. UserError with the byte where it is damaged.
[[nodiscard]] std::string checked_container(const std::filesystem::path& file);

}  // namespace metronome::cli
