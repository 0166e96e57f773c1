#pragma once

#include <string>
#include <vector>

#include "sim/chips/system_files.hpp"
#include "sim/report/csv.hpp"

namespace metronome::chips {

/// One system of a scaling table: what a program and its baseline take on it.
struct ScalingPoint {
  links::SystemSpec system;
  std::uint64_t batch = 0;  ///< of all chips, in an iteration
  std::uint64_t iterations = 0;
  SystemTotals own;
  std::optional<SystemTotals> baseline;

  /// Samples a second.
  [[nodiscard]] double rate() const;
  /// Of the time; against the baseline.
  [[nodiscard]] std::optional<double> saved_time() const;
  [[nodiscard]] std::optional<double> saved_work() const;
  [[nodiscard]] std::optional<double> saved_energy() const;
};

/// The same program on systems of so many chips, with so fast links each: chips as in `chips`, for
/// each the links as in `gb_per_s` (empty: those of the system alone). A system of one chip has no
/// links; it is there once for each speed all the same. `traces`: the program, and its baseline
/// where there is one. A torus has its own rows, and as many columns as chips give.
/// UserError as SystemChips.
[[nodiscard]] std::vector<ScalingPoint> scaling(std::span<const trace::Trace> traces,
                                                const arch::AcceleratorSpec& machine,
                                                const links::SystemSpec& system,
                                                const std::vector<std::uint64_t>& chips,
                                                const std::vector<double>& gb_per_s,
                                                const EnergyTable& prices,
                                                const sim::SimulateOptions& options);

/// Rows for a CSV; speedup and efficiency are those of samples a second against the first point
/// with the same link, per chip.
[[nodiscard]] std::vector<std::string> scaling_columns();
void add_scaling_row(report::Csv& csv, const ScalingPoint& point, const ScalingPoint& first);
/// Of each point the first one that has its link.
[[nodiscard]] const ScalingPoint& first_of(const std::vector<ScalingPoint>& points,
                                           const ScalingPoint& point);
[[nodiscard]] std::string scaling_csv(const std::vector<ScalingPoint>& points);
/// For a terminal.
[[nodiscard]] std::string scaling_text(const std::vector<ScalingPoint>& points);

}  // namespace metronome::chips
