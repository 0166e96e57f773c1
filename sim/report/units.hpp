#pragma once

#include <string>
#include <vector>

namespace metronome::report {

/// An SI prefix that brings values near one: shown = value / factor, in prefix + unit.
struct Scale {
  double factor = 1;
  std::string prefix;
};

/// The prefix for a column whose largest value is `largest`.
[[nodiscard]] Scale scale_for(double largest);

/// `digits` significant digits, trailing zeros kept, no exponent: "0.00312", "1.20", "123".
[[nodiscard]] std::string significant(double value, int digits = 3);
/// "36.7 %"; the sign is a true minus.
[[nodiscard]] std::string percent(double fraction);
/// "14 % (11–18)": a fraction and its interval; with a decimal where the interval is narrower than
/// two points; "to" in place of the dash where an end is negative.
[[nodiscard]] std::string percent(double fraction, double p5, double p95);
/// "1 234 567" with thin spaces (U+2009).
[[nodiscard]] std::string grouped(double count);

}  // namespace metronome::report
