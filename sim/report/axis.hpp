#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/report/markup.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {

/// A range with the places of its labels. A value stands at a fraction of the way along it.
struct Axis {
  double low = 0;
  double high = 1;
  bool logarithmic = false;
  std::vector<std::pair<double, std::string>> tics{};

  [[nodiscard]] double fraction(double value) const;
  /// Heights of the font of the widest label.
  [[nodiscard]] double widest_label() const;
  /// "[0:12]".
  [[nodiscard]] Gnuplot range() const;
  /// The places of the tics, without their labels.
  [[nodiscard]] Gnuplot bare_tics() const;
};

/// Labels at multiples of 1, 2 or 5 times a power of ten, or of `step` where it is given; as many
/// as there are room for, but no more than `most`.
void add_tics(Axis& axis, std::size_t most, double step = 0);

/// "Time per iteration (ms)".
[[nodiscard]] std::string axis_label(const std::string& label, const std::string& unit,
                                     const Scale& scale);

}  // namespace metronome::report
