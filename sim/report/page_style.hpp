#pragma once

#include "sim/report/markup.hpp"

namespace metronome::report {

/// The style sheet of every report page: screen and print.
[[nodiscard]] Html page_style();

}  // namespace metronome::report
