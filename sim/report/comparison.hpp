#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/energy/energy_split.hpp"
#include "sim/report/identity.hpp"
#include "sim/report/summary.hpp"

namespace metronome::report {

/// One training run in absolute numbers.
struct Absolute {
  double seconds = 0;
  double joules = 0;
  [[nodiscard]] double energy_delay() const { return seconds * joules; }  ///< J s
};

/// One accelerator of the headline table: what precision cycling saves on it relative to static
/// training, and what both cost in absolute numbers.
struct ComparisonRow {
  std::string accelerator;
  std::string array_kind;
  Savings saved;                   ///< ideal (bit operations) and achieved (cycles, energy)
  Absolute cpt;                    ///< the run with cycling precision
  Absolute fixed;                  ///< its static baseline
  Absolute reference;              ///< the static run on the reference accelerator
  std::optional<double> area_mm2;  ///< of arrays, buffers and vector unit, where the table has it
  trace::Facts identity{};         ///< identity_of() both
  EnergyIntervals intervals{};     ///< of the cycling run and its saving
  EnergySplit cpt_split{};         ///< what the energy of each training is for
  EnergySplit fixed_split{};

  /// "14 % (11–18)".
  [[nodiscard]] std::string energy_saving() const;

  /// `run` relative to `reference`, for each number.
  [[nodiscard]] Absolute normalised(const Absolute& run) const {
    return {run.seconds / reference.seconds, run.joules / reference.joules};
  }
};

/// One accelerator's two runs, priced. References outlive the use.
struct ComparedRun {
  const RunResult& run;
  const RunResult& baseline;
  const RunCosts& costs;
  const RunCosts& baseline_costs;
  const EnergyTable& table;
};

/// Of values above zero, of which there is one at least.
[[nodiscard]] double geometric_mean(const std::vector<double>& values);

/// The index of the accelerator that numbers are normalised to: the first systolic one, else the
/// first.
[[nodiscard]] std::size_t reference_index(const std::vector<ComparedRun>& runs);
[[nodiscard]] std::vector<ComparisonRow> compare(const std::vector<ComparedRun>& runs);

[[nodiscard]] std::string comparison_csv(const std::vector<ComparisonRow>& rows);
/// The headline for a terminal: aligned columns, at most 100 wide, UTF-8.
[[nodiscard]] std::string headline_text(const std::vector<ComparisonRow>& rows);
[[nodiscard]] std::string headline_markdown(const std::vector<ComparisonRow>& rows);
/// One sentence that says how to read the headline.
[[nodiscard]] std::string headline_sentence(const std::vector<ComparisonRow>& rows);

}  // namespace metronome::report
