#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/report/figures.hpp"

namespace metronome::report {

/// Asks gnuplot, once a process, whether it can draw, and warns where it cannot: called before work
/// that ends with figures. Results are then written without them, exit code 0.
bool can_draw();

/// Draws all figures of a page in one gnuplot process. Returns their raw SVG, in order; empty ones,
/// after a warning, where gnuplot is missing or fails.
[[nodiscard]] std::vector<std::string> draw(const std::vector<Figure>& figures,
                                            const Canvas& canvas = wide_page());

/// A script, but that it draws to gnuplot's standard output instead of into its file.
[[nodiscard]] std::string on_standard_output(const std::string& script);

/// `figures` of manifest.json where none was asked for (`--no-figures`).
inline constexpr std::string_view kFiguresLeftOut = "left out";

/// `figures` of manifest.json: "drawn", or "missing" where one of them was not (`metronome report`
/// draws it later).
[[nodiscard]] std::string figures_state(const std::vector<std::string>& drawn);

/// NAME.csv and NAME.gp of each figure into `folder`, charts.json of all (chart_io.hpp), and
/// NAME.svg where it was drawn; one that was not takes the place of an older drawing too. `drawn`
/// is what draw() returned.
void write_figures(const std::vector<Figure>& figures, const std::vector<std::string>& drawn,
                   const std::filesystem::path& folder);

}  // namespace metronome::report
