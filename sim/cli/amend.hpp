#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace metronome::cli {

/// Writes files into a finished result: `write` puts them below the folder that it is given and
/// returns what became of the figures, which the result's manifest then says.
void amend(const std::filesystem::path& folder,
           const std::function<std::string(const std::filesystem::path& to)>& write);

/// True where a finished result has figures that were not drawn and that can be drawn now.
[[nodiscard]] bool can_complete_figures(const std::filesystem::path& folder);

}  // namespace metronome::cli
