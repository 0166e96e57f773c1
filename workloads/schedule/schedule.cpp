#include "workloads/schedule/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/base/error.hpp"

namespace metronome::schedule {
namespace {

using trace::Assignment;
using trace::Phase;
using trace::Precision;

std::uint64_t period_of(const CptSpec& spec, std::uint64_t iterations) {
  const std::uint64_t period = iterations / spec.periods;
  if (period == 0) {
    throw UserError(Diagnostic{
        {},
        0,
        0,
        "schedule " + Schedule(spec).name(),
        fmt::format("a run of {} iterations cannot hold {} precision periods", iterations,
                    spec.periods),
        fmt::format("at least {0} iterations, or at most {1} periods", spec.periods, iterations)});
  }
  return period;
}

Precision cyclic_precision(const CptSpec& spec, std::uint64_t iteration, std::uint64_t period) {
  return {cyclic_bits(spec.forward, iteration, period),
          cyclic_bits(spec.backward, iteration, period)};
}

std::string range_name(BitRange range) {
  return range.min == range.max ? fmt::format("{}", range.max)
                                : fmt::format("{}-{}", range.min, range.max);
}

struct AssignmentAt {
  std::uint64_t iteration;
  std::uint64_t iterations;
  Assignment operator()(const StaticSpec& spec) const { return {spec.precision, {}}; }
  Assignment operator()(const CptSpec& spec) const {
    return {cyclic_precision(spec, iteration, period_of(spec, iterations)), {}};
  }
  Assignment operator()(const CsvSpec& spec) const {
    const auto next = std::upper_bound(
        spec.changes.begin(), spec.changes.end(), iteration,
        [](std::uint64_t wanted, const auto& change) { return wanted < change.first; });
    METRONOME_ASSERT(next != spec.changes.begin(), "a CSV schedule starts at iteration 0");
    return std::prev(next)->second;
  }
};

/// FP32 (0 bits) exceeds every width.
int wider(int a, int b) { return a == 0 || b == 0 ? 0 : std::max(a, b); }

struct LargestForwardBits {
  std::uint64_t iterations;
  int operator()(const StaticSpec& spec) const { return spec.precision.forward_bits; }
  int operator()(const CptSpec& spec) const { return spec.forward.max; }
  int operator()(const CsvSpec& spec) const {
    int bits = spec.changes.front().second.all.forward_bits;
    for (const auto& [first, assignment] : spec.changes) {
      if (first > 0 && first >= iterations) {
        break;
      }
      bits = wider(bits, assignment.all.forward_bits);
      for (const auto& [layer, precision] : assignment.layers) {
        bits = wider(bits, precision.forward_bits);
      }
    }
    return bits;
  }
};

struct CanonicalName {
  std::string operator()(const StaticSpec& spec) const {
    return fmt::format("static:{},backward={}", spec.precision.forward_bits,
                       spec.precision.backward_bits);
  }
  std::string operator()(const CptSpec& spec) const {
    return fmt::format("cpt:{}-{},periods={},backward={}", spec.forward.min, spec.forward.max,
                       spec.periods, range_name(spec.backward));
  }
  std::string operator()(const CsvSpec& spec) const { return "csv:" + spec.file; }
};

struct PhasesOf {
  std::uint64_t iterations;

  std::vector<Phase> operator()(const StaticSpec& spec) const {
    return {{0, iterations, {spec.precision, {}}}};
  }
  std::vector<Phase> operator()(const CptSpec& spec) const {
    const std::uint64_t period = period_of(spec, iterations);
    std::vector<Phase> phases;
    for (std::uint64_t t = 0; t < iterations; ++t) {
      const Precision precision = cyclic_precision(spec, t, period);
      if (phases.empty() || phases.back().assignment.all != precision) {
        phases.push_back({t, 0, {precision, {}}});
      }
      ++phases.back().iterations;
    }
    return phases;
  }
  std::vector<Phase> operator()(const CsvSpec& spec) const {
    std::vector<Phase> phases;
    for (std::size_t i = 0; i < spec.changes.size(); ++i) {
      const auto& [first, assignment] = spec.changes[i];
      const std::uint64_t end = i + 1 < spec.changes.size()
                                    ? std::min(spec.changes[i + 1].first, iterations)
                                    : iterations;
      if (first < end) {
        phases.push_back({first, end - first, assignment});
      }
    }
    return phases;
  }
};

}  // namespace

int cyclic_bits(BitRange range, std::uint64_t iteration, std::uint64_t period_iterations) {
  const double z =
      static_cast<double>(iteration % period_iterations) / static_cast<double>(period_iterations);
  const double bits =
      range.min + 0.5 * (range.max - range.min) * (1.0 - std::cos(std::numbers::pi * z));
  // A tie of the formula (z = 1/3, 1/2, 2/3) must be one here whatever the last bit of cos is, so
  // values are snapped to a grid: far coarser than cos's error, far finer than a step of t.
  return static_cast<int>(std::nearbyint(std::nearbyint(bits * 0x1p40) * 0x1p-40));
}

Assignment Schedule::at(std::uint64_t iteration, std::uint64_t iterations) const {
  return std::visit(AssignmentAt{iteration, iterations}, spec_);
}

int Schedule::evaluation_bits(std::uint64_t iterations) const {
  return std::visit(LargestForwardBits{iterations}, spec_);
}

std::string Schedule::name() const { return std::visit(CanonicalName{}, spec_); }

std::vector<Phase> Schedule::phases(std::uint64_t iterations) const {
  return iterations == 0 ? std::vector<Phase>{} : std::visit(PhasesOf{iterations}, spec_);
}

std::vector<ScheduleForm> schedule_forms() {
  return {
      {"static:8,backward=8",
       "fixed forward bits (weights, activations) and backward bits (errors); static:0 is FP32"},
      {"cpt:3-8,periods=32,backward=8",
       "Cyclic Precision Training: half-cosine ramps over the forward range; backward is a "
       "constant or a range of its own"},
      {"csv:FILE",
       "columns iteration,forward_bits,backward_bits[,layer]: what holds from each iteration on"},
  };
}

}  // namespace metronome::schedule
