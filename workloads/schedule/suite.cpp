#include "workloads/schedule/suite.hpp"

#include <cmath>
#include <numbers>

#include "sim/base/enumeration.hpp"
#include "sim/base/error.hpp"

namespace metronome::schedule {
namespace {

double rise(Profile profile, double z) {
  switch (profile) {
    case Profile::linear:
      return z;
    case Profile::rex:
      return 1 - (1 - z) / (0.1 + 0.9 * (1 - z));
    case Profile::exponential:
      return 1 - std::exp(-4 * z);
    case Profile::cosine:
      return 0.5 * (1 - std::cos(std::numbers::pi * z));
  }
  fail_no_enumerator(profile);
}

}  // namespace

const std::vector<SuiteKind>& suite_kinds() {
  using enum Shape;
  static const std::vector<SuiteKind> kinds{
      {"lr", Profile::linear, repeated, "linear ramps, repeated"},
      {"lt", Profile::linear, triangular_horizontal, "linear ramps, falling and rising in turn"},
      {"cr", Profile::cosine, repeated, "half-cosine ramps, repeated: CPT"},
      {"ct", Profile::cosine, triangular_horizontal, "half-cosine ramps, falling and rising"},
      {"rr", Profile::rex, repeated, "REX ramps (late rise), repeated"},
      {"rtv", Profile::rex, triangular_vertical, "REX ramps, falling (vertical flip) and rising"},
      {"rth", Profile::rex, triangular_horizontal,
       "REX ramps, falling (horizontal flip) and rising"},
      {"er", Profile::exponential, repeated, "exponential ramps (early rise), repeated"},
      {"etv", Profile::exponential, triangular_vertical,
       "exponential ramps, falling (vertical flip) and rising"},
      {"eth", Profile::exponential, triangular_horizontal,
       "exponential ramps, falling (horizontal flip) and rising"}};
  return kinds;
}

const std::string& suite_name(Profile profile, Shape shape) {
  for (const SuiteKind& kind : suite_kinds()) {
    if (kind.profile == profile && kind.shape == shape) {
      return kind.name;
    }
  }
  throw InternalError("a combination of profile and shape has no name");
}

int suite_bits(const SuiteSpec& spec, BitRange range, std::uint64_t iteration,
               std::uint64_t period_iterations) {
  const double z =
      static_cast<double>(iteration % period_iterations) / static_cast<double>(period_iterations);
  const double span = range.max - range.min;
  const bool falls = spec.shape != Shape::repeated && iteration / period_iterations % 2 == 0;
  if (!falls) {
    return round_bits(range.min + span * rise(spec.profile, z));
  }
  return round_bits(spec.shape == Shape::triangular_vertical
                        ? range.max - span * rise(spec.profile, z)
                        : range.min + span * rise(spec.profile, 1 - z));
}

}  // namespace metronome::schedule
