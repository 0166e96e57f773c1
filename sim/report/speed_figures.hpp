#pragma once

#include <string>
#include <vector>

#include "sim/ledger/simulation_time.hpp"
#include "sim/report/figures.hpp"

namespace metronome::report {

/// Names of the figures of a simulator's speed, which no result has: how fast it was is no part of
/// it, and differs each time.
inline constexpr const char* kSpeedFigure = "simulator_speed";
inline constexpr const char* kTimeFigure = "simulator_time";

/// A run, and what simulating it and its baseline took.
struct TimedRun {
  std::string name;  ///< "dual_serial_512, cycle"
  SimulationTime time;
};

/// Whether it tells a speed: everything was simulated, and took time.
[[nodiscard]] bool tells_speed(const SimulationTime& time);

/// Array cycles simulated in a second of wall time, and the seconds; of runs that tell a speed.
[[nodiscard]] std::vector<Figure> speed_figures(const std::vector<TimedRun>& runs);

}  // namespace metronome::report
