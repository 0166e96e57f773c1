#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace metronome::report {

/// Runs gnuplot on script files of a folder, in that folder and in that order, without the user's
/// own settings. UserError where the program is missing or complains.
void run_gnuplot(const std::filesystem::path& folder, const std::vector<std::string>& scripts,
                 const std::string& program = "gnuplot");

/// An SVG of gnuplot as a part of an HTML page: no XML head, names of its definitions made unique
/// by `prefix`, and `title` for screen readers.
[[nodiscard]] std::string inline_svg(const std::string& svg, const std::string& prefix,
                                     const std::string& title);

}  // namespace metronome::report
