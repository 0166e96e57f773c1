#include "workloads/train/form_modes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/base/error.hpp"
#include "workloads/methods/weights/nested_planes/mode_passes.hpp"

namespace metronome::train {
namespace {

using weights::NestedSpec;
using weights::NestedTraining;

trace::Assignment at_bits(trace::Assignment assignment, int bits) {
  assignment.all.weight_bits = bits;
  assignment.all.activation_bits = bits;
  assignment.all.stash_bits = bits;
  return assignment;
}

/// What of an assignment a test takes notice of.
trace::Assignment forward_of(const trace::Assignment& assignment) {
  std::map<std::string, trace::Precision> layers;
  for (const auto& [layer, precision] : assignment.layers) {
    layers.emplace(layer, schedule::evaluated(precision).all);
  }
  return {schedule::evaluated(assignment.all).all, trace::LayerPrecisions(layers)};
}

void check_modes(const NestedSpec& nested, const std::vector<trace::Assignment>& assignments) {
  for (const trace::Assignment& assignment : assignments) {
    const trace::Precision& all = assignment.all;
    if (all.gradient_bits != 0 && nested.training != NestedTraining::two_phase) {
      throw UserError(fmt::format("the gradients of the passes of `{}` add up in FP32",
                                  enum_name(nested.training)),
                      "a schedule without bits of gradients");
    }
    if (all.weight_bits != nested.high_bits || all.activation_bits != nested.high_bits ||
        all.stash_bits != nested.high_bits || !assignment.layers.empty()) {
      throw UserError(
          fmt::format("the modes of `{}` are {} and {} bits, the schedule has {}",
                      enum_name(nested.training), nested.low_bits, nested.high_bits,
                      assignment.layers.empty() ? trace::precision_text(all) : "bits by layer"),
          fmt::format("schedule: static:{},backward=8; bits that change over time belong to "
                      "training: scheduled",
                      nested.high_bits));
    }
  }
}

/// A range of exponents that follows the levels needs levels below the bits at which it begins.
void check_cycled(const weights::CoefficientSpec& spec,
                  const std::vector<trace::Assignment>& assignments) {
  const int bits = spec.cycled.bits;
  const bool used =
      std::any_of(assignments.begin(), assignments.end(), [&](const trace::Assignment& assignment) {
        return assignment.all.weight_bits > 0 && assignment.all.weight_bits < bits;
      });
  if (bits > 0 && !used) {
    throw UserError(
        fmt::format("weights.cycled has no effect: no level of the schedule gives weights less "
                    "than {} bits",
                    bits),
        "a schedule with lower levels, such as cpt:3-8,periods=8,backward=8, or more bits");
  }
}

}  // namespace

const NestedSpec* with_modes(const weights::FormSpec& form) {
  const auto* nested = std::get_if<NestedSpec>(&form);
  return nested != nullptr && nested->training != NestedTraining::scheduled ? nested : nullptr;
}

/// Every width that a schedule can give, in the order of time.
std::vector<trace::Assignment> assignments_of(const schedule::Schedule& schedule,
                                              std::uint64_t iterations) {
  std::vector<trace::Assignment> all;
  if (const auto* stages = std::get_if<schedule::ProgressiveSpec>(&schedule.spec());
      stages != nullptr && stages->presets.empty()) {
    for (const int bits : stages->forward) {
      all.push_back({{bits, 0}, {}});
    }
    return all;
  }
  return schedule.levels(iterations);
}

trace::Assignment tested_assignment(const schedule::Schedule& schedule, std::uint64_t iterations,
                                    const trace::Assignment* last) {
  if (schedule.loss_driven() && last != nullptr) {
    const std::vector<trace::Assignment> levels = schedule.levels(iterations);
    const bool formats =
        std::any_of(levels.begin(), levels.end(),
                    [](const trace::Assignment& level) { return level.has_formats(); });
    if (formats) {
      return *last;
    }
  }
  return schedule.evaluation(iterations);
}

std::vector<int> modes_of(const weights::FormSpec& form) {
  const NestedSpec* nested = with_modes(form);
  return nested == nullptr ? std::vector<int>{}
                           : std::vector<int>{nested->low_bits, nested->high_bits};
}

std::vector<FormPass> form_passes(const weights::FormSpec& form, const trace::Assignment& scheduled,
                                  bool frozen) {
  const NestedSpec* nested = with_modes(form);
  if (nested == nullptr) {
    return {{scheduled, {}, false}};
  }
  std::vector<FormPass> passes;
  for (const weights::ModePass& pass :
       weights::mode_passes(nested->training, nested->low_bits, nested->high_bits, frozen)) {
    passes.push_back({at_bits(scheduled, pass.bits), pass.bits, pass.soft_labels});
  }
  return passes;
}

EvaluationMode real_mode() { return {"fp32", {trace::Precision(0, 0), {}}, {}}; }

std::vector<EvaluationMode> evaluation_modes(const weights::FormSpec& form,
                                             const trace::Assignment& evaluation) {
  const NestedSpec* nested = with_modes(form);
  if (nested == nullptr) {
    std::vector<EvaluationMode> modes{{"", evaluation, {}}};
    if (std::holds_alternative<weights::AffineSpec>(form) &&
        evaluation != real_mode().assignment) {  // the other forms have codes in every pass
      modes.push_back(real_mode());
    }
    return modes;
  }
  return {{"high", at_bits(evaluation, nested->high_bits), nested->high_bits},
          {"low", at_bits(evaluation, nested->low_bits), nested->low_bits}};
}

std::vector<EvaluationMode> reported_modes(const weights::FormSpec& form,
                                           const schedule::Schedule& schedule,
                                           std::uint64_t iterations,
                                           const trace::Assignment* last) {
  const trace::Assignment evaluation = tested_assignment(schedule, iterations, last);
  std::vector<EvaluationMode> modes = evaluation_modes(form, evaluation);
  const std::vector<trace::Assignment> levels = schedule.levels(iterations);
  const bool formats = std::any_of(levels.begin(), levels.end(),
                                   [](const trace::Assignment& one) { return one.has_formats(); });
  const bool changes =
      formats || schedule.loss_driven() || (levels.size() > 1 && !schedule.cycles());
  if (!changes) {
    std::erase_if(modes, [](const EvaluationMode& mode) { return mode.name == real_mode().name; });
  }
  if (schedule.loss_driven() && last != nullptr && forward_of(*last) != forward_of(evaluation) &&
      std::holds_alternative<weights::AffineSpec>(form)) {
    modes.insert(modes.begin() + 1, {"", *last, {}});
  }
  return modes;
}

std::uint64_t first_phase_iterations(const weights::FormSpec& form, std::uint64_t iterations) {
  const NestedSpec* nested = with_modes(form);
  if (nested == nullptr || nested->training != NestedTraining::two_phase) {
    return iterations;
  }
  const double share = std::rint(nested->first_phase * static_cast<double>(iterations));
  return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(share), 1,
                                   std::max<std::uint64_t>(iterations - 1, 1));
}

void check_form_schedule(const weights::FormSpec& form, const schedule::Schedule& schedule,
                         std::uint64_t iterations) {
  if (std::holds_alternative<weights::AffineSpec>(form)) {
    return;
  }
  const std::string_view name = enum_name(weights::kind_of(form));
  const std::vector<trace::Assignment> assignments = assignments_of(schedule, iterations);
  const weights::FormWidths widths = weights::widths_of(form);
  for (const trace::Assignment& assignment : assignments) {
    if (assignment.has_formats()) {
      throw UserError(fmt::format("the schedule gives weights a number format, `{}` has codes of "
                                  "its own",
                                  name),
                      "a schedule of bits, or `weights: affine`");
    }
    if (const int bits = assignment.all.weight_bits; !widths.contain(bits)) {
      throw UserError(
          fmt::format("the schedule gives weights {}, `{}` has {}",
                      bits == 0 ? "FP32" : fmt::format("{} bits", bits), name, widths.text()),
          std::holds_alternative<weights::BlendedSpec>(form)
              ? "schedule: static:fp32 during a search; what it finds is a schedule of its own"
              : "other bits of the schedule, or of `weights`");
    }
  }
  if (const auto* coefficients = std::get_if<weights::CoefficientSpec>(&form)) {
    if (!schedule.loss_driven()) {
      check_cycled(*coefficients, assignments);
    }
  }
  if (const NestedSpec* nested = with_modes(form)) {
    if (nested->training == NestedTraining::two_phase && iterations < 2) {
      throw UserError("one iteration holds no two phases", "at least 2 iterations");
    }
    check_modes(*nested, assignments);
  }
}

}  // namespace metronome::train
