#pragma once

#include <string>
#include <vector>

#include "sim/report/chart.hpp"
#include "sim/report/markup.hpp"

namespace metronome::report {

/// What a picture is for those who do not see it.
struct PictureText {
  std::string title;
  std::string description;
};

/// An SVG of gnuplot as a part of an HTML page: no XML head, names of its definitions made unique
/// by `prefix`, title and description for screen readers, and a text for each of its places where a
/// pointer rests. Nothing of nothing.
[[nodiscard]] Html inline_svg(const std::string& svg, const std::string& prefix,
                              const PictureText& text, const std::vector<HoverPlace>& places = {});

}  // namespace metronome::report
