#pragma once

#include <string>

namespace metronome::report {

/// Bytes per second of all channels of the memory of a machine, whose resolved form a run directory
/// keeps; 0 where the text has no such machine.
[[nodiscard]] double memory_peak(const std::string& resolved_yaml);

}  // namespace metronome::report
