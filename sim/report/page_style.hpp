#pragma once

namespace metronome::report {

/// The style sheet of every report page: screen and print.
[[nodiscard]] const char* page_style();

}  // namespace metronome::report
