#include "sim/report/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace metronome::report {

Scale scale_for(double largest) {
  static const std::array<Scale, 10> kScales{{{1e15, "P"},
                                              {1e12, "T"},
                                              {1e9, "G"},
                                              {1e6, "M"},
                                              {1e3, "k"},
                                              {1, ""},
                                              {1e-3, "m"},
                                              {1e-6, "µ"},
                                              {1e-9, "n"},
                                              {1e-12, "p"}}};
  if (!(largest > 0)) {
    return {};
  }
  for (const Scale& scale : kScales) {
    if (largest >= scale.factor) {
      return scale;
    }
  }
  return kScales.back();
}

std::string significant(double value, int digits) {
  if (value == 0 || !std::isfinite(value)) {
    return value == 0 ? "0" : "–";
  }
  // Of the rounded value: 99.96 is 100, not 100.0.
  int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (std::round(std::abs(value) / std::pow(10, magnitude - digits + 1)) >= std::pow(10, digits)) {
    ++magnitude;
  }
  const int decimals = std::clamp(digits - 1 - magnitude, 0, 12);
  std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
  return (value < 0 ? "−" : "") + text;
}

std::string percent(double fraction) {
  const std::string text = fmt::format("{:.1f} %", std::abs(fraction) * 100);
  return (fraction < 0 && text != "0.0 %" ? "−" : "") + text;
}

std::string percent(double fraction, double p5, double p95) {
  const int decimals = std::abs(p95 - p5) < 0.02 ? 1 : 0;
  const auto text = [decimals](double part) {
    const std::string digits = fmt::format("{:.{}f}", std::abs(part) * 100, decimals);
    const bool zero = digits.find_first_not_of("0.") == std::string::npos;
    return (part < 0 && !zero ? "−" : "") + digits;
  };
  const bool negative = text(p5).starts_with("−") || text(p95).starts_with("−");
  return fmt::format("{} % ({}{}{})", text(fraction), text(p5), negative ? " to " : "–", text(p95));
}

std::string grouped(double count) {
  const std::string digits = fmt::format("{:.0f}", count);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) {
      out += "\u2009";
    }
    out += digits[i];
  }
  return out;
}

}  // namespace metronome::report
