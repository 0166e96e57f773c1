#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/report/markup.hpp"
#include "sim/sweep/sweep_tables.hpp"

namespace metronome::sweep {

/// How far the choices of one group move one number of a point away from the reference, all other
/// axes being the same. The reference itself is among the values.
struct Sensitivity {
  std::vector<std::string> labels;  ///< of all axes; empty on the one with the reference
  std::string group;
  std::string number;       ///< of number_names()
  std::size_t choices = 0;  ///< besides the reference
  double reference = 0;
  double least = 0, most = 0;
  std::string least_choice, most_choice;  ///< labels

  /// Of savings, which are fractions: most - least. Of seconds and joules: that, over the
  /// reference.
  [[nodiscard]] double span() const;
};

/// Of the numbers cycle_saving_fraction, energy_saving_fraction, cpt_time_s, cpt_energy_j and
/// static_energy_j: for each the groups with the widest span first, for each point at the reference
/// in the order of the grid. Infeasible points are no values; empty where no axis has a reference.
[[nodiscard]] std::vector<Sensitivity> sensitivities(const FinishedSweep& sweep);

/// sensitivity.csv: a row each of sensitivities().
[[nodiscard]] std::string sensitivity_csv(const FinishedSweep& sweep);

/// The groups by how far they move the saving in energy, mean over the other axes.
[[nodiscard]] report::Markdown sensitivity_markdown(const FinishedSweep& sweep);

}  // namespace metronome::sweep
