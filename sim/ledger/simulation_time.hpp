#pragma once

#include <cstdint>

namespace metronome {

/// What simulating a run and its baseline took, and how much was simulated: by it the speed of a
/// simulator is told. No part of a result: it stands in manifest.json only.
struct SimulationTime {
  double seconds = 0;            ///< wall time
  unsigned jobs = 1;             ///< worker processes
  std::uint64_t operations = 0;  ///< distinct ones
  std::uint64_t reused = 0;      ///< of them: not simulated, but kept from before
  std::uint64_t cycles = 0;      ///< of the array, of all distinct operations, each once
  bool operator==(const SimulationTime&) const = default;
};

}  // namespace metronome
