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

/// Of a run: so many rows of a trace's schedule.csv are still read in seconds.
constexpr std::size_t kMostPhases = 1'000'000;

template <class Spec>
std::uint64_t period_of(const Spec& spec, std::uint64_t iterations) {
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

Precision cyclic_precision(const SuiteSpec& spec, std::uint64_t iteration, std::uint64_t period) {
  return {suite_bits(spec, spec.forward, iteration, period),
          suite_bits(spec, spec.backward, iteration, period)};
}

[[noreturn]] void fail_loss_driven(const ProgressiveSpec& spec) {
  throw UserError(Diagnostic{{},
                             0,
                             0,
                             "schedule " + Schedule(spec).name(),
                             "its stages depend on the training loss",
                             "train with it: the trace of the training has the stages"});
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
  Assignment operator()(const SuiteSpec& spec) const {
    return {cyclic_precision(spec, iteration, period_of(spec, iterations)), {}};
  }
  Assignment operator()(const DeficitSpec& spec) const {
    const bool deficit = iteration >= spec.start && iteration - spec.start < spec.iterations;
    return {{deficit ? spec.forward.min : spec.forward.max, spec.backward}, {}};
  }
  Assignment operator()(const ProgressiveSpec& spec) const { fail_loss_driven(spec); }
  Assignment operator()(const CsvSpec& spec) const {
    const auto next = std::upper_bound(
        spec.changes.begin(), spec.changes.end(), iteration,
        [](std::uint64_t wanted, const auto& change) { return wanted < change.first; });
    METRONOME_ASSERT(next != spec.changes.begin(), "a CSV schedule starts at iteration 0");
    return std::prev(next)->second;
  }
};

/// The largest forward bits. FP32 (0 bits) counts only where there is nothing else.
struct Evaluation {
  std::uint64_t iterations;
  Assignment operator()(const StaticSpec& spec) const { return at(spec.precision.forward_bits); }
  Assignment operator()(const CptSpec& spec) const { return at(spec.forward.max); }
  Assignment operator()(const SuiteSpec& spec) const { return at(spec.forward.max); }
  Assignment operator()(const DeficitSpec& spec) const { return at(spec.forward.max); }
  Assignment operator()(const ProgressiveSpec& spec) const {
    return at(*std::max_element(spec.forward.begin(), spec.forward.end()));
  }
  Assignment operator()(const CsvSpec& spec) const {
    std::vector<const Assignment*> held;
    for (const auto& [first, assignment] : spec.changes) {
      if (first == 0 || first < iterations) {
        held.push_back(&assignment);
      }
    }
    Assignment largest = at(0);
    for (const Assignment* assignment : held) {
      widen(largest.all, assignment->all);
      for (const auto& [layer, precision] : assignment->layers) {
        largest.layers[layer] = {};
      }
    }
    for (auto& [layer, precision] : largest.layers) {
      precision = {0, 0};
      for (const Assignment* assignment : held) {
        widen(precision, assignment->of(layer));
      }
    }
    return largest;
  }

 private:
  static Assignment at(int bits) { return {{bits, 0}, {}}; }
  static void widen(Precision& largest, const Precision& held) {
    largest.forward_bits = std::max(largest.forward_bits, held.forward_bits);
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
  std::string operator()(const SuiteSpec& spec) const {
    return fmt::format("{}:{}-{},periods={},backward={}", suite_name(spec.profile, spec.shape),
                       spec.forward.min, spec.forward.max, spec.periods, range_name(spec.backward));
  }
  std::string operator()(const DeficitSpec& spec) const {
    return fmt::format("deficit:{}-{},start={},iterations={},backward={}", spec.forward.min,
                       spec.forward.max, spec.start, spec.iterations, spec.backward);
  }
  std::string operator()(const ProgressiveSpec& spec) const {
    return fmt::format("pfq:{},backward={},window={},epsilon={},alpha={}",
                       fmt::join(spec.forward, "/"), fmt::join(spec.backward, "/"), spec.window,
                       spec.epsilon, spec.alpha);
  }
};

struct PhasesOf {
  std::uint64_t iterations;

  std::vector<Phase> operator()(const StaticSpec& spec) const {
    return {{0, iterations, {spec.precision, {}}}};
  }
  std::vector<Phase> operator()(const CptSpec& spec) const { return cyclic(spec); }
  std::vector<Phase> operator()(const SuiteSpec& spec) const { return cyclic(spec); }
  std::vector<Phase> operator()(const DeficitSpec& spec) const {
    const std::uint64_t start = std::min(spec.start, iterations);
    const std::uint64_t end = start + std::min(spec.iterations, iterations - start);
    std::vector<Phase> phases;
    for (const auto& [first, last] :
         {std::pair<std::uint64_t, std::uint64_t>{0, start}, {start, end}, {end, iterations}}) {
      if (first < last) {
        append(phases, first, last, AssignmentAt{first, iterations}(spec).all);
      }
    }
    return phases;
  }
  std::vector<Phase> operator()(const ProgressiveSpec& spec) const { fail_loss_driven(spec); }
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

 private:
  /// Iterations `first` to `end` (exclusive) of one precision; the phase before may have the same.
  static void append(std::vector<Phase>& phases, std::uint64_t first, std::uint64_t end,
                     const Precision& precision) {
    if (!phases.empty() && phases.back().assignment.all == precision) {
      phases.back().iterations += end - first;
    } else {
      phases.push_back({first, end - first, {precision, {}}});
    }
  }

  /// Within a period all bits rise, or all fall: where a precision ends is found by bisection, so
  /// that the cost follows the phases and not the iterations.
  template <class Spec>
  [[nodiscard]] std::vector<Phase> cyclic(const Spec& spec) const {
    const std::uint64_t period = period_of(spec, iterations);
    std::vector<Phase> phases;
    for (std::uint64_t t = 0; t < iterations;) {
      const std::uint64_t period_end = std::min(iterations, (t / period + 1) * period);
      const Precision precision = cyclic_precision(spec, t, period);
      std::uint64_t same = t;            // has this precision
      std::uint64_t other = period_end;  // the first that may have another
      while (same + 1 < other) {
        const std::uint64_t middle = same + (other - same) / 2;
        (cyclic_precision(spec, middle, period) == precision ? same : other) = middle;
      }
      append(phases, t, other, precision);
      check_count(phases, spec);
      t = other;
    }
    return phases;
  }

  template <class Spec>
  static void check_count(const std::vector<Phase>& phases, const Spec& spec) {
    if (phases.size() > kMostPhases) {
      throw UserError(Diagnostic{{},
                                 0,
                                 0,
                                 "schedule " + Schedule(spec).name(),
                                 fmt::format("has more than {} phases", kMostPhases),
                                 "fewer periods"});
    }
  }
};

}  // namespace

int round_bits(double bits) {
  return static_cast<int>(std::nearbyint(std::nearbyint(bits * 0x1p40) * 0x1p-40));
}

int cyclic_bits(BitRange range, std::uint64_t iteration, std::uint64_t period_iterations) {
  const double z =
      static_cast<double>(iteration % period_iterations) / static_cast<double>(period_iterations);
  const double bits =
      range.min + 0.5 * (range.max - range.min) * (1.0 - std::cos(std::numbers::pi * z));
  return round_bits(bits);
}

Assignment Schedule::at(std::uint64_t iteration, std::uint64_t iterations) const {
  return std::visit(AssignmentAt{iteration, iterations}, spec_);
}

Assignment Schedule::evaluation(std::uint64_t iterations) const {
  return std::visit(Evaluation{iterations}, spec_);
}

std::string evaluation_exceptions(const Assignment& evaluation) {
  constexpr std::size_t kMostNamed = 4;
  std::vector<std::string> named;
  for (const auto& [layer, precision] : evaluation.layers) {
    if (precision.forward_bits != evaluation.all.forward_bits) {
      named.push_back(fmt::format("{} at {}", layer,
                                  precision.forward_bits == 0
                                      ? std::string("FP32")
                                      : std::to_string(precision.forward_bits)));
    }
  }
  if (named.empty()) {
    return {};
  }
  const std::size_t more = named.size() > kMostNamed ? named.size() - kMostNamed : 0;
  named.resize(named.size() - more);
  return fmt::format(" ({}{} bits)", fmt::join(named, ", "),
                     more > 0 ? fmt::format(" and {} more at other", more) : "");
}

std::string Schedule::name() const { return std::visit(CanonicalName{}, spec_); }

std::vector<Phase> Schedule::phases(std::uint64_t iterations) const {
  return iterations == 0 ? std::vector<Phase>{} : std::visit(PhasesOf{iterations}, spec_);
}

std::vector<ScheduleForm> schedule_forms() {
  std::vector<ScheduleForm> forms{
      {"static:8,backward=8",
       "fixed forward bits (weights, activations) and backward bits (errors); static:0 is FP32"},
      {"cpt:3-8,periods=32,backward=8",
       "Cyclic Precision Training: half-cosine ramps over the forward range; backward is a "
       "constant or a range of its own"},
      {"csv:FILE",
       "columns iteration,forward_bits,backward_bits[,layer]: what holds from each iteration on"},
      {"deficit:3-8,start=0,iterations=1000,backward=8",
       "low forward bits for some iterations, high ones outside"},
      {"pfq:3/4/6/8,backward=6/6/8/8,window=390,epsilon=0.05,alpha=0.3",
       "FracTrain's progressive stages: the next one when the loss stops falling (training only)"},
  };
  for (const SuiteKind& kind : suite_kinds()) {
    forms.push_back({kind.name + ":3-8,periods=8,backward=8", kind.doc});
  }
  return forms;
}

}  // namespace metronome::schedule
