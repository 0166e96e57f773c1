#include "workloads/schedule/schedule.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numbers>
#include <optional>

#include "sim/base/error.hpp"

namespace metronome::schedule {
namespace {

using trace::Assignment;
using trace::Phase;
using trace::Precision;

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
  return spec.bits.each([&](BitRange range) { return cyclic_bits(range, iteration, period); });
}

Precision cyclic_precision(const SuiteSpec& spec, std::uint64_t iteration, std::uint64_t period) {
  return spec.bits.each([&](BitRange range) { return suite_bits(spec, range, iteration, period); });
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
  return range.min == range.max ? trace::bits_text(range.max)
                                : fmt::format("{}-{}", range.min, range.max);
}

/// What stands before the other options, and what behind them: "3-8" and ",backward=8", or the bits
/// of each operand, those of gradients and the stash where they are not the default.
struct BitsName {
  std::string value;
  std::string options;
};

BitsName bits_name(const PrecisionRange& bits,
                   const std::function<std::string(BitRange)>& forward) {
  if (bits.is_short()) {
    return {forward(bits.weights), ",backward=" + range_name(bits.errors)};
  }
  std::string text = fmt::format("weights={},activations={},errors={}", forward(bits.weights),
                                 forward(bits.activations), range_name(bits.errors));
  if (bits.gradients != BitRange{0, 0}) {
    text += ",gradients=" + range_name(bits.gradients);
  }
  if (bits.stash != bits.activations) {
    text += ",stash=" + range_name(bits.stash);
  }
  return {text, ""};
}

/// Of schedules whose forward bits are ranges: 8-8 is one as well.
BitsName range_bits_name(const PrecisionRange& bits) {
  return bits_name(bits, [](BitRange range) {
    return range == BitRange{0, 0} ? trace::bits_text(0)
                                   : fmt::format("{}-{}", range.min, range.max);
  });
}

PrecisionRange constant(const Precision& precision) {
  PrecisionRange range;
  for (const RangeField& field : kRangeFields) {
    const int bits = precision.*field.number.bits;
    range.*field.range = {bits, bits};
  }
  return range;
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
    return {spec.bits.each([&](BitRange range) { return deficit ? range.min : range.max; }), {}};
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

/// The largest bits of weights and of activations. FP32 (0 bits) counts only where there is nothing
/// else.
struct Evaluation {
  std::uint64_t iterations;
  Assignment operator()(const StaticSpec& spec) const { return at(spec.precision); }
  Assignment operator()(const CptSpec& spec) const { return at(spec.bits.largest()); }
  Assignment operator()(const SuiteSpec& spec) const { return at(spec.bits.largest()); }
  Assignment operator()(const DeficitSpec& spec) const { return at(spec.bits.largest()); }
  Assignment operator()(const ProgressiveSpec& spec) const {
    return at({*std::max_element(spec.forward.begin(), spec.forward.end()), 0});
  }
  Assignment operator()(const CsvSpec& spec) const {
    std::vector<const Assignment*> held;
    for (const auto& [first, assignment] : spec.changes) {
      if (first == 0 || first < iterations) {
        held.push_back(&assignment);
      }
    }
    Precision largest(0, 0);
    std::map<std::string, Precision> layers;
    const trace::LayerPrecisions* seen = nullptr;
    for (const Assignment* assignment : held) {
      widen(largest, assignment->all);
      if (seen == nullptr || !seen->shares_names(assignment->layers)) {
        for (const std::string& layer : assignment->layers.names()) {
          layers.emplace(layer, Precision(0, 0));
        }
        seen = &assignment->layers;
      }
    }
    for (auto& [layer, precision] : layers) {
      for (const Assignment* assignment : held) {
        widen(precision, assignment->of(layer));
      }
    }
    return {largest, trace::LayerPrecisions(layers)};
  }

 private:
  static Precision forward(int weights, int activations) {
    Precision precision(activations, 0);
    precision.weight_bits = weights;
    return precision;
  }
  static Assignment at(const Precision& precision) {
    return {forward(precision.weight_bits, precision.activation_bits), {}};
  }
  static void widen(Precision& largest, const Precision& held) {
    largest = forward(std::max(largest.weight_bits, held.weight_bits),
                      std::max(largest.activation_bits, held.activation_bits));
  }
};

struct CanonicalName {
  std::string operator()(const StaticSpec& spec) const {
    const BitsName bits = bits_name(constant(spec.precision), range_name);
    return fmt::format("static:{}{}", bits.value, bits.options);
  }
  std::string operator()(const CptSpec& spec) const {
    const BitsName bits = range_bits_name(spec.bits);
    return fmt::format("cpt:{},periods={}{}", bits.value, spec.periods, bits.options);
  }
  std::string operator()(const CsvSpec& spec) const {
    return fmt::format("csv:{}{}", spec.file,
                       spec.iterations_per_epoch > 0
                           ? fmt::format(",iterations_per_epoch={}", spec.iterations_per_epoch)
                           : "");
  }
  std::string operator()(const SuiteSpec& spec) const {
    const BitsName bits = range_bits_name(spec.bits);
    return fmt::format("{}:{},periods={}{}", suite_name(spec.profile, spec.shape), bits.value,
                       spec.periods, bits.options);
  }
  std::string operator()(const DeficitSpec& spec) const {
    const BitsName bits = range_bits_name(spec.bits);
    return fmt::format("deficit:{},start={},iterations={}{}", bits.value, spec.start,
                       spec.iterations, bits.options);
  }
  std::string operator()(const ProgressiveSpec& spec) const {
    return fmt::format("pfq:{},backward={},window={},epsilon={},alpha={}", stages(spec.forward),
                       stages(spec.backward), spec.window, spec.epsilon, spec.alpha);
  }

 private:
  static std::string stages(const std::vector<int>& bits) {
    std::vector<std::string> texts;
    std::transform(bits.begin(), bits.end(), std::back_inserter(texts), trace::bits_text);
    return fmt::format("{}", fmt::join(texts, "/"));
  }
};

struct LargestBits {
  int operator()(const StaticSpec& spec) const { return of(spec.precision); }
  int operator()(const CptSpec& spec) const { return of(spec.bits.largest()); }
  int operator()(const SuiteSpec& spec) const { return of(spec.bits.largest()); }
  int operator()(const DeficitSpec& spec) const { return of(spec.bits.largest()); }
  int operator()(const ProgressiveSpec& spec) const {
    return std::max(*std::max_element(spec.forward.begin(), spec.forward.end()),
                    *std::max_element(spec.backward.begin(), spec.backward.end()));
  }
  int operator()(const CsvSpec& spec) const {
    int most = 0;
    for (const auto& [first, assignment] : spec.changes) {
      most = std::max(most, of(assignment.all));
      for (const auto& [layer, precision] : assignment.layers) {
        most = std::max(most, of(precision));
      }
    }
    return most;
  }

 private:
  static int of(const Precision& precision) {
    int most = 0;
    for (const trace::PrecisionField& field : trace::kPrecisionFields) {
      most = std::max(most, precision.*field.bits);
    }
    return most;
  }
};

/// What begins behind the end of a run: the iteration, or nothing.
struct BeginsTooLate {
  std::uint64_t iterations;
  std::optional<std::uint64_t> operator()(const StaticSpec&) const { return {}; }
  std::optional<std::uint64_t> operator()(const CptSpec&) const { return {}; }
  std::optional<std::uint64_t> operator()(const SuiteSpec&) const { return {}; }
  std::optional<std::uint64_t> operator()(const ProgressiveSpec&) const { return {}; }
  std::optional<std::uint64_t> operator()(const DeficitSpec& spec) const {
    return spec.start >= iterations ? std::optional(spec.start) : std::nullopt;
  }
  std::optional<std::uint64_t> operator()(const CsvSpec& spec) const {
    const bool late = !spec.changes.empty() && spec.changes.back().first >= iterations;
    return late ? std::optional(spec.changes.back().first) : std::nullopt;
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
    if (phases.size() > trace::kMostPhases) {
      throw UserError(Diagnostic{{},
                                 0,
                                 0,
                                 "schedule " + Schedule(spec).name(),
                                 fmt::format("has more than {} phases", trace::kMostPhases),
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

int Schedule::largest_bits() const { return std::visit(LargestBits{}, spec_); }

void Schedule::check_effects(std::uint64_t iterations) const {
  if (const auto late = std::visit(BeginsTooLate{iterations}, spec_)) {
    throw UserError(Diagnostic{
        {},
        0,
        0,
        "schedule " + name(),
        fmt::format("what begins at iteration {} has no effect in a run of {}", *late, iterations),
        fmt::format("a run of more than {} iterations, or leave it out", *late)});
  }
}

std::string evaluation_exceptions(const Assignment& evaluation) {
  constexpr std::size_t kMostNamed = 4;
  std::vector<std::string> named;
  for (const auto& [layer, precision] : evaluation.layers) {
    if (precision != evaluation.all) {
      named.push_back(fmt::format("{} at {}", layer, trace::forward_text(precision)));
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
       "fixed forward bits (weights, activations) and backward bits (errors); static:fp32"},
      {"static:weights=4,activations=8,errors=fp32,gradients=8,stash=4",
       "fixed bits of each operand: cpt, deficit and the schedules below take them as well, or "
       "ranges of them; gradients are FP32 and the stash has the activations' bits unless given"},
      {"cpt:3-8,periods=32,backward=8",
       "Cyclic Precision Training: half-cosine ramps over the forward range; backward is a "
       "constant or a range of its own"},
      {"csv:FILE",
       "columns iteration,weight_bits,activation_bits,error_bits[,gradient_bits,stash_bits,layer] "
       "or iteration,forward_bits,backward_bits[,layer]: what holds from each iteration on; with "
       "epoch instead of iteration csv:FILE,iterations_per_epoch=391"},
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
