#pragma once

#include <string>
#include <vector>

#include "sim/report/costs.hpp"
#include "sim/report/metrics_io.hpp"

namespace metronome::report {

/// What a training had cost when its network was tested.
struct ProgressPoint {
  std::uint64_t iterations = 0;  ///< done
  double time_s = 0;             ///< since the beginning, on the accelerator
  double energy_j = 0;
  double test_accuracy = 0;
  std::string evaluation_bits;  ///< trace::forward_text
};

/// Whether a row is a test that only stands beside another one: of the weights in front of a
/// switch, in the other mode, in FP32. A row with a test alone is such a one where the next row is
/// of the same iteration; what a training has reached is the last row of an iteration.
[[nodiscard]] bool stands_beside(const Metrics& metrics, std::size_t row);
/// The others.
[[nodiscard]] Metrics reported_rows(const Metrics& metrics);

/// Iterations done when the weights of a row were tested: a test comes after the iteration whose
/// row it is in; a test alone stands before the iteration of its number.
[[nodiscard]] std::uint64_t iterations_before(const trace::Metric& metric);

/// One point for each of reported_rows(metrics) that has a test. An iteration costs what its level
/// costs; the switches of precision are spread evenly over the run. A test itself is not simulated
/// and costs nothing.
[[nodiscard]] std::vector<ProgressPoint> progress_of(const RunResult& run, const RunCosts& costs,
                                                     const Metrics& metrics);

/// The first point that reaches an accuracy; null where none does.
[[nodiscard]] const ProgressPoint* first_reaching(const std::vector<ProgressPoint>& points,
                                                  double accuracy);

}  // namespace metronome::report
