#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/report/figures.hpp"

namespace metronome::report {

/// Draws all figures in one gnuplot process. Returns their raw SVG, in order. UserError where
/// gnuplot is missing.
[[nodiscard]] std::vector<std::string> draw(const std::vector<Figure>& figures);

/// NAME.svg, NAME.csv and NAME.gp of each figure into `folder`; `drawn` is what draw() returned.
void write_figures(const std::vector<Figure>& figures, const std::vector<std::string>& drawn,
                   const std::filesystem::path& folder);

}  // namespace metronome::report
