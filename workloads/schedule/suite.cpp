#include "workloads/schedule/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

#include "sim/base/enumeration.hpp"
#include "sim/base/error.hpp"
#include "workloads/schedule/bits_text.hpp"
#include "workloads/schedule/cyclic_phases.hpp"
#include "workloads/schedule/schedule_text.hpp"

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

trace::Precision precision_at(const SuiteSpec& spec, std::uint64_t iteration,
                              std::uint64_t period) {
  return spec.bits.each([&](BitRange range) { return suite_bits(spec, range, iteration, period); });
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

trace::Assignment SuiteSpec::at(std::uint64_t iteration, std::uint64_t iterations) const {
  return {precision_at(*this, iteration, period_iterations(name(), periods, iterations)), {}};
}

std::vector<trace::Phase> SuiteSpec::phases(std::uint64_t iterations) const {
  const std::uint64_t period = period_iterations(name(), periods, iterations);
  return cyclic_phases(name(), period, iterations,
                       [&](std::uint64_t t) { return precision_at(*this, t, period); });
}

trace::Assignment SuiteSpec::evaluation(std::uint64_t /*iterations*/) const {
  return evaluated(bits.largest());
}

std::vector<trace::Assignment> SuiteSpec::levels(std::uint64_t iterations) const {
  return levels_of(phases(iterations));
}

int SuiteSpec::largest_bits() const { return schedule::largest_bits(bits.largest()); }

std::string SuiteSpec::name() const {
  const BitsName range = range_bits_name(bits);
  return fmt::format("{}:{},periods={}{}", suite_name(profile, shape), range.value, periods,
                     range.options);
}

std::vector<std::string> SuiteSpec::names() {
  std::vector<std::string> names;
  std::transform(suite_kinds().begin(), suite_kinds().end(), std::back_inserter(names),
                 [](const SuiteKind& kind) { return kind.name; });
  return names;
}

std::vector<ScheduleForm> SuiteSpec::forms() {
  std::vector<ScheduleForm> forms;
  for (const SuiteKind& kind : suite_kinds()) {
    forms.push_back({kind.name + ":3-8,periods=8,backward=8", kind.doc});
  }
  return forms;
}

SuiteSpec SuiteSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  SuiteSpec spec;
  for (const SuiteKind& kind : suite_kinds()) {
    if (kind.name == parts.kind()) {
      spec.profile = kind.profile;
      spec.shape = kind.shape;
    }
  }
  read_cyclic(parts, spec.bits, spec.periods);
  return spec;
}

}  // namespace metronome::schedule
