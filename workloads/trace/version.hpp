#pragma once

namespace metronome::trace {

/// Version of the trace directory's files; readers refuse another one.
inline constexpr int kVersion = 1;

}  // namespace metronome::trace
