#pragma once

#include <optional>
#include <string>

#include "sim/report/figures.hpp"

namespace metronome::report {

/// A figure drawn as a file of a canvas's medium: the same bytes each time. A PDF has the fonts
/// embedded and says no day; an SVG and a PNG have their width in points. EnvironmentError where
/// gnuplot is missing or fails: who asks for a figure gets it or is told.
[[nodiscard]] std::string paper_figure(const Figure& figure, const Canvas& canvas);

/// What a chart becomes where only the `most` largest of its bars are shown: the others of each
/// group are one bar, their sum. Nothing where that changes nothing: the chart has no more, or its
/// bars are no parts of a sum.
[[nodiscard]] std::optional<BarChart> largest_bars(const BarChart& chart, std::size_t most);

}  // namespace metronome::report
