#pragma once

namespace metronome::trace {

/// Latest version of a trace directory's files; readers take earlier ones as well. Programs are
/// written in the first version that has all that they say: 3 where one has stored codes of several
/// precisions, loads or engines' work.
inline constexpr int kVersion = 3;
inline constexpr int kPlainVersion = 2;
/// Of the directory's tables.
inline constexpr int kTableVersion = 2;

}  // namespace metronome::trace
