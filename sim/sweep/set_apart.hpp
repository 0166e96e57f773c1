#pragma once

#include <string>
#include <vector>

#include "sim/sweep/sweep_tables.hpp"

namespace metronome::sweep {

/// A sweep whose reference axis has columns, in two parts. Without such an axis all of it is
/// `rows`.
struct SetApart {
  FinishedSweep rows;               ///< the points at the reference, without that axis
  std::vector<std::string> labels;  ///< the other values of the axis, in its order
  /// By row, then by label: the point that differs from the row in that value alone; one that has
  /// no result is `failed`.
  std::vector<std::vector<PointResult>> beside;
};

[[nodiscard]] SetApart set_apart(const FinishedSweep& sweep);

}  // namespace metronome::sweep
