#pragma once

#include "sim/report/html.hpp"
#include "sim/report/stamp.hpp"

namespace metronome::report {

/// What a page shows and what made it, as its last table.
[[nodiscard]] HtmlTable identity_table(const Stamp& stamp);

}  // namespace metronome::report
