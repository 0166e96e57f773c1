#include "sim/report/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/report/text_width.hpp"

namespace metronome::report {
namespace {

std::string tic_text(double value, double step) {
  const double rounded = std::abs(value) < step * 1e-6 ? 0 : value;
  const std::string text = fmt::format("{:.6g}", rounded);
  return text.starts_with('-') ? "\u2212" + text.substr(1) : text;
}

/// The smallest 1, 2 or 5 times a power of ten that is no less.
double round_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least * (1 - 1e-9)) {
      return factor * power;
    }
  }
  return 10 * power;
}

void add_linear(Axis& axis, std::size_t most, double wanted) {
  const double least = (axis.high - axis.low) / static_cast<double>(most);
  const double step = wanted > 0 ? std::ceil(least / wanted - 1e-9) * wanted : round_step(least);
  if (!(axis.high > axis.low) || !(step > 0)) {
    return;  // so near each other that a double does not tell them apart
  }
  for (double n = std::ceil(axis.low / step - 1e-9);
       n * step <= axis.high * (1 + 1e-9) + step * 1e-9; ++n) {
    axis.tics.emplace_back(n * step, tic_text(n * step, step));
  }
}

/// 1, 2 and 5 times powers of ten where few of them lie in the range, else powers alone.
std::vector<double> logarithmic_places(const Axis& axis) {
  const double decades = std::log10(axis.high / axis.low);
  std::vector<double> factors{1.0};
  if (decades < 3) {
    factors = {1.0, 2.0, 5.0};
  }
  std::vector<double> places;
  for (double power = std::floor(std::log10(axis.low)); power <= std::log10(axis.high); ++power) {
    for (const double factor : factors) {
      const double place = factor * std::pow(10.0, power);
      if (place >= axis.low * (1 - 1e-9) && place <= axis.high * (1 + 1e-9)) {
        places.push_back(place);
      }
    }
  }
  return places;
}

void add_logarithmic(Axis& axis, std::size_t most) {
  const std::vector<double> places = logarithmic_places(axis);
  const std::size_t each = (places.size() + most - 1) / std::max<std::size_t>(1, most);
  for (std::size_t i = 0; i < places.size(); i += std::max<std::size_t>(1, each)) {
    axis.tics.emplace_back(places[i], tic_text(places[i], 0));
  }
}

}  // namespace

double Axis::fraction(double value) const {
  return logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
}

double Axis::widest_label() const {
  double most = 0;
  for (const auto& [place, label] : tics) {
    most = std::max(most, text_width(label));
  }
  return most;
}

Gnuplot Axis::range() const { return code<Gnuplot>("[{}:{}]", low, high); }

Gnuplot Axis::bare_tics() const {
  Gnuplot out("(");
  for (std::size_t i = 0; i < tics.size(); ++i) {
    out += i == 0 ? CodeLiteral("") : CodeLiteral(", ");
    out += code<Gnuplot>("\"\" {}", tics[i].first);
  }
  out += ")";
  return out;
}

void add_tics(Axis& axis, std::size_t most, double step) {
  const std::size_t room = std::max<std::size_t>(most, 2);
  axis.logarithmic ? add_logarithmic(axis, room) : add_linear(axis, room, step);
}

std::string axis_label(const std::string& label, const std::string& unit, const Scale& scale) {
  const std::string full = scale.prefix + unit;
  return full.empty() ? label : fmt::format("{} ({})", label, full);
}

}  // namespace metronome::report
