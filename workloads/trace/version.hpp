#pragma once

namespace metronome::trace {

/// Version of the trace directory's files; readers take earlier ones as well.
inline constexpr int kVersion = 3;
/// What files have that use nothing newer: version 3 has number formats, stored codes of several
/// precisions, loads and engines' work.
inline constexpr int kVersionWithoutFormats = 2;

}  // namespace metronome::trace
