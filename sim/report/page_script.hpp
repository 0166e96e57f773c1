#pragma once

#include "sim/report/markup.hpp"

namespace metronome::report {

/// The script of every report page: it turns the heads of tables into buttons that sort their rows.
/// Without it the page has all that it shows.
[[nodiscard]] Html page_script();

}  // namespace metronome::report
