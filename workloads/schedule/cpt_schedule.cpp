#include "workloads/schedule/cpt_schedule.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "workloads/schedule/bits_text.hpp"
#include "workloads/schedule/cyclic_phases.hpp"
#include "workloads/schedule/schedule_text.hpp"

namespace metronome::schedule {
namespace {

trace::Precision precision_at(const CptSpec& spec, std::uint64_t iteration, std::uint64_t period) {
  return spec.bits.each([&](BitRange range) { return cyclic_bits(range, iteration, period); });
}

}  // namespace

int cyclic_bits(BitRange range, std::uint64_t iteration, std::uint64_t period_iterations) {
  const double z =
      static_cast<double>(iteration % period_iterations) / static_cast<double>(period_iterations);
  const double bits =
      range.min + 0.5 * (range.max - range.min) * (1.0 - std::cos(std::numbers::pi * z));
  return round_bits(bits);
}

trace::Assignment CptSpec::at(std::uint64_t iteration, std::uint64_t iterations) const {
  return {precision_at(*this, iteration, period_iterations(name(), periods, iterations)), {}};
}

std::vector<trace::Phase> CptSpec::phases(std::uint64_t iterations) const {
  const std::uint64_t period = period_iterations(name(), periods, iterations);
  return cyclic_phases(name(), period, iterations,
                       [&](std::uint64_t t) { return precision_at(*this, t, period); });
}

trace::Assignment CptSpec::evaluation(std::uint64_t /*iterations*/) const {
  return evaluated(bits.largest());
}

std::vector<trace::Assignment> CptSpec::levels(std::uint64_t iterations) const {
  return levels_of(phases(iterations));
}

int CptSpec::largest_bits() const { return schedule::largest_bits(bits.largest()); }

std::string CptSpec::name() const {
  const BitsName range = range_bits_name(bits);
  return fmt::format("cpt:{},periods={}{}", range.value, periods, range.options);
}

std::vector<ScheduleForm> CptSpec::forms() {
  return {{"cpt:3-8,periods=32,backward=8",
           "Cyclic Precision Training: half-cosine ramps over the forward range; backward is a "
           "constant or a range of its own"}};
}

CptSpec CptSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  CptSpec spec;
  read_cyclic(parts, spec.bits, spec.periods);
  return spec;
}

}  // namespace metronome::schedule
