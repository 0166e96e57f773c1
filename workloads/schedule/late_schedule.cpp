#include "workloads/schedule/late_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "workloads/schedule/schedule_text.hpp"

namespace metronome::schedule {
namespace {

/// A value that begins as bits do is not a preset, but affine codes of so many.
trace::Precision read_late_preset(ScheduleText& text, std::string_view what,
                                  std::string_view value) {
  if (value.empty()) {
    text.complain(fmt::format("no preset {}", what), "such as nvfp4, bf16, bfp:4,64, affine:8");
    return {};
  }
  return read_preset_text(text, value).value_or(trace::Precision{});
}

std::optional<trace::Precision> read_late_option(ScheduleText& text, std::string_view key) {
  const auto value = text.option(key);
  return value ? std::optional(read_late_preset(text, key, *value)) : std::nullopt;
}

}  // namespace

std::uint64_t LateSpec::switch_at(std::uint64_t iterations) const {
  if (!then) {
    return iterations;
  }
  if (iterations < 2) {
    throw UserError(
        fmt::format("schedule {}: a run of {} iterations has no late part", name(), iterations),
        "at least 2 iterations");
  }
  const auto at = static_cast<std::uint64_t>(std::floor(from * static_cast<double>(iterations)));
  return std::clamp<std::uint64_t>(at, 1, iterations - 1);
}

LateSpec LateSpec::bound(const LateSpec& spec, const std::vector<std::string>& layers) {
  if (spec.keep && spec.first + spec.last >= layers.size()) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "schedule " + spec.name(),
                               fmt::format("{} layers keep their formats, but the network has only "
                                           "{} whose products take formats",
                                           spec.first + spec.last, layers.size()),
                               "less in `first` and `last`"});
  }
  LateSpec result = spec;
  result.layers = layers;
  return result;
}

trace::Assignment LateSpec::assignment(bool late) const {
  const trace::Precision all = late ? then.value_or(preset) : preset;
  std::map<std::string, trace::Precision> exceptions;
  if (keep && *keep != all) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
      if (i < first || i + last >= layers.size()) {
        exceptions[layers[i]] = *keep;
      }
    }
  }
  return {all, trace::LayerPrecisions(exceptions)};
}

trace::Assignment LateSpec::at(std::uint64_t iteration, std::uint64_t iterations) const {
  return assignment(iteration >= switch_at(iterations));
}

std::vector<trace::Phase> LateSpec::phases(std::uint64_t iterations) const {
  const std::uint64_t change = switch_at(iterations);
  std::vector<trace::Phase> phases{{0, change, assignment(false)}};
  const trace::Assignment late = assignment(true);
  if (change == iterations || late == phases.front().assignment) {
    phases.front().iterations = iterations;
  } else {
    phases.push_back({change, iterations - change, late});
  }
  return phases;
}

/// At what the run ends with.
trace::Assignment LateSpec::evaluation(std::uint64_t iterations) const {
  return phases(iterations).back().assignment;
}

std::vector<trace::Assignment> LateSpec::levels(std::uint64_t iterations) const {
  return levels_of(phases(iterations));
}

int LateSpec::largest_bits() const {
  int most = schedule::largest_bits(preset);
  for (const auto& other : {then, keep}) {
    most = std::max(most, other ? schedule::largest_bits(*other) : 0);
  }
  return most;
}

std::string LateSpec::name() const {
  std::string text = "late:" + preset_name(preset);
  if (then) {
    text += fmt::format(",then={},from={}", preset_name(*then), from);
  }
  if (keep) {
    text += fmt::format(",keep={},first={},last={}", preset_name(*keep), first, last);
  }
  return text;
}

std::vector<ScheduleForm> LateSpec::forms() {
  return {{"late:nvfp4,then=nvfp4+forward=bf16,from=0.82,keep=bf16,first=1,last=1",
           "presets that change once, at a part of the run, and first and last layers that keep "
           "theirs"}};
}

LateSpec LateSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  parts.check_options({"then", "from", "keep", "first", "last"});
  LateSpec spec;
  spec.preset = read_late_preset(parts, "before the options", parts.value());
  spec.then = read_late_option(parts, "then");
  spec.keep = read_late_option(parts, "keep");
  if (spec.then.has_value() != parts.option("from").has_value()) {
    parts.complain("`then` and `from` belong together", "such as then=bf16,from=0.82");
  } else if (spec.then) {
    const auto from = read_number<double>(*parts.option("from"), {0, 1}).value;
    if (!from || *from <= 0 || *from >= 1) {
      parts.complain(fmt::format("from `{}` is no part of a run", *parts.option("from")),
                     "above 0 and below 1");
    }
    spec.from = from.value_or(1);
  }
  spec.first = read_count(parts, "first", 0, 0, "a number of layers");
  spec.last = read_count(parts, "last", 0, 0, "a number of layers");
  if (spec.keep.has_value() != (spec.first + spec.last > 0)) {
    parts.complain("`keep` and the layers `first`, `last` belong together",
                   "such as keep=bf16,first=2,last=8");
  }
  parts.finish();
  return spec;
}

}  // namespace metronome::schedule
