#pragma once

#include <string>

#include "sim/report/markup.hpp"

namespace metronome::report {

/// An SVG of gnuplot as a part of an HTML page: no XML head, names of its definitions made unique
/// by `prefix`, and `title` for screen readers. Nothing of nothing.
[[nodiscard]] Html inline_svg(const std::string& svg, const std::string& prefix,
                              const std::string& title);

}  // namespace metronome::report
