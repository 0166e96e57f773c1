#pragma once

namespace metronome::trace {

/// Version of the trace directory's files; readers take earlier ones as well.
inline constexpr int kVersion = 2;

}  // namespace metronome::trace
