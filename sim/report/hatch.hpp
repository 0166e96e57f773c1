#pragma once

#include <string>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/report/markup.hpp"

namespace metronome::report {

/// Lines over the fill of a bar, which tell it from others in print without colours.
enum class Hatch { none, falling, rising, crossed, steep };
constexpr auto enum_rows(Hatch) {
  using enum Hatch;
  return enum_list<Hatch>({{none, "none"},
                           {falling, "falling"},
                           {rising, "rising"},
                           {crossed, "crossed"},
                           {steep, "steep"}});
}

/// Of "#rrggbb": CIE L*, from 0 (black) to 100 (white), of which grey print keeps as much as it is.
[[nodiscard]] double lightness_of(const std::string& colour);

/// Fills whose lightness differs by less need different hatches.
inline constexpr double kLightnessApart = 8;

/// The hatch that goes with a colour of palette.hpp in all figures; none with others.
[[nodiscard]] Hatch hatch_of(const std::string& colour);

/// Hatches of the fills of one figure: hatch_of each; where two could not be told apart without
/// colours, the later gives way to the first that can (with more of one lightness than there are
/// hatches, to its own again).
[[nodiscard]] std::vector<Hatch> hatches_of(const std::vector<std::string>& colours);

/// What fills with the hatch's lines, transparent between them, on a fill of the colour: gnuplot's
/// `fs` and `fc` with their arguments. Not of `none`.
[[nodiscard]] Gnuplot hatch_code(Hatch hatch, const std::string& colour);

}  // namespace metronome::report
