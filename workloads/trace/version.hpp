#pragma once

namespace metronome::trace {

/// Version of the trace directory's files, but for programs and steps with kVersionWithRows;
/// readers take earlier ones as well.
inline constexpr int kVersion = 3;
/// What files have that use nothing newer: version 3 has number formats, stored codes of several
/// precisions, loads and engines' work.
inline constexpr int kVersionWithoutFormats = 2;
/// That of a program, and of a step, whose rebuilds say which rows groups of filters keep.
inline constexpr int kVersionWithRows = 4;

}  // namespace metronome::trace
