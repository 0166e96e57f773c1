#include "sim/report/hatch.hpp"

#include <cmath>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "sim/report/look.hpp"

namespace metronome::report {
namespace {

/// Lines on darker fills are white, on lighter ones dark.
constexpr double kWhiteLines = 75;

/// From the two digits of a channel, linear.
double channel_of(const std::string& colour, std::size_t at) {
  const auto digits = read_hexadecimal(colour.substr(at, 2));
  METRONOME_ASSERT(digits.has_value(), "a colour has hexadecimal digits");
  const double value = static_cast<double>(*digits) / 255;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

bool are_apart(const std::string& a, Hatch of_a, const std::string& b, Hatch of_b) {
  return of_a != of_b || std::abs(lightness_of(a) - lightness_of(b)) >= kLightnessApart;
}

}  // namespace

double lightness_of(const std::string& colour) {
  METRONOME_ASSERT(colour.size() == 7 && colour[0] == '#', "a colour is #rrggbb");
  const double y = 0.2126 * channel_of(colour, 1) + 0.7152 * channel_of(colour, 3) +
                   0.0722 * channel_of(colour, 5);
  return y > 216.0 / 24389 ? 116 * std::cbrt(y) - 16 : 24389.0 / 27 * y;
}

// So that no two fills of one figure are alike: what is of one kind (stalls, idle cycles) has one
// hatch as far as its lightness differs.
Hatch hatch_of(const std::string& colour) {
  using enum Hatch;
  static const std::map<std::string, Hatch> kHatches{
      {"#8a2d1f", falling}, {"#c9602f", falling}, {"#e79a5b", falling}, {"#f3cfa5", falling},
      {"#6d4a68", rising},  {"#b79ab4", rising},  {"#a87c2a", rising},  {"#3f7a5a", crossed},
      {"#86ad8f", crossed}, {"#c3dac4", crossed}, {"#5b7f95", steep},   {"#9a7fb0", rising},
      {"#d9893b", falling}, {"#c9c9c9", rising},  {"#b9522a", falling}, {"#eab27c", falling},
      {"#3f6a54", crossed}, {"#93b99b", crossed}, {"#7fc8c8", steep},   {"#b3d0e8", falling},
      {"#b9c4d0", steep},   {"#e3dccb", steep},   {"#b08d57", steep},   {"#8a8f96", crossed},
      {"#f0c795", falling}};
  const auto at = kHatches.find(colour);
  return at == kHatches.end() ? none : at->second;
}

std::vector<Hatch> hatches_of(const std::vector<std::string>& colours) {
  std::vector<Hatch> hatches;
  for (const std::string& colour : colours) {
    const auto is_free = [&](Hatch hatch) {
      for (std::size_t i = 0; i < hatches.size(); ++i) {
        if (!are_apart(colours[i], hatches[i], colour, hatch)) {
          return false;
        }
      }
      return true;
    };
    Hatch hatch = hatch_of(colour);
    for (const Hatch other : kEnumValues<Hatch>) {
      hatch = is_free(hatch) || !is_free(other) ? hatch : other;
    }
    hatches.push_back(hatch);
  }
  return hatches;
}

Gnuplot hatch_code(Hatch hatch, const std::string& colour) {
  METRONOME_ASSERT(hatch != Hatch::none, "a plain fill has no lines");
  // gnuplot's patterns of the terminals that we use.
  static constexpr auto kPatterns = enum_table<Hatch, int>({{Hatch::none, 3},
                                                            {Hatch::falling, 4},
                                                            {Hatch::rising, 5},
                                                            {Hatch::crossed, 1},
                                                            {Hatch::steep, 6}});
  const std::string lines = lightness_of(colour) < kWhiteLines ? "#ffffff" : kInk;
  return code<Gnuplot>("fs transparent pattern {} border rgb 'white' fc rgb {}", kPatterns[hatch],
                       lines);
}

}  // namespace metronome::report
