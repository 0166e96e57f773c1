#include "workloads/schedule/deficit_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "workloads/schedule/bits_text.hpp"
#include "workloads/schedule/schedule_text.hpp"

namespace metronome::schedule {

trace::Assignment DeficitSpec::at(std::uint64_t iteration, std::uint64_t /*run_iterations*/) const {
  const bool deficit = iteration >= start && iteration - start < iterations;
  if (inside) {
    return {deficit ? *inside : *outside, {}};
  }
  return {bits.each([&](BitRange range) { return deficit ? range.min : range.max; }), {}};
}

std::vector<trace::Phase> DeficitSpec::phases(std::uint64_t run_iterations) const {
  const std::uint64_t begin = std::min(start, run_iterations);
  const std::uint64_t end = begin + std::min(iterations, run_iterations - begin);
  std::vector<trace::Phase> phases;
  for (const auto& [first, last] :
       {std::pair<std::uint64_t, std::uint64_t>{0, begin}, {begin, end}, {end, run_iterations}}) {
    if (first < last) {
      append_phase(phases, first, last, at(first, run_iterations).all);
    }
  }
  return phases;
}

trace::Assignment DeficitSpec::evaluation(std::uint64_t /*run_iterations*/) const {
  return evaluated(outside.value_or(bits.largest()));
}

std::vector<trace::Assignment> DeficitSpec::levels(std::uint64_t run_iterations) const {
  return levels_of(phases(run_iterations));
}

int DeficitSpec::largest_bits() const {
  return inside ? std::max(schedule::largest_bits(*inside), schedule::largest_bits(*outside))
                : schedule::largest_bits(bits.largest());
}

std::optional<std::uint64_t> DeficitSpec::begins_too_late(std::uint64_t run_iterations) const {
  return start >= run_iterations ? std::optional(start) : std::nullopt;
}

std::string DeficitSpec::name() const {
  if (inside) {
    return fmt::format("deficit:{},outside={},start={},iterations={}", preset_name(*inside),
                       preset_name(*outside), start, iterations);
  }
  const BitsName range = range_bits_name(bits);
  return fmt::format("deficit:{},start={},iterations={}{}", range.value, start, iterations,
                     range.options);
}

std::vector<ScheduleForm> DeficitSpec::forms() {
  return {{"deficit:3-8,start=0,iterations=1000,backward=8",
           "low forward bits for some iterations, high ones outside"},
          {"deficit:mxfp4,outside=bf16,start=0,iterations=1000",
           "the same with presets: one for some iterations, another one outside"}};
}

DeficitSpec DeficitSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  DeficitSpec spec;
  if (parts.option("outside")) {
    parts.check_options({"outside", "start", "iterations"});
    const auto preset = [&](std::string_view value) {
      return value == "fp32" ? trace::Precision(0, 0)
                             : read_preset_text(parts, value).value_or(trace::Precision{});
    };
    spec.inside = preset(parts.value());
    spec.outside = preset(*parts.option("outside"));
  } else if (is_preset(parts.value())) {
    parts.complain(
        fmt::format("`{}` is a preset, and what holds outside of the window is missing",
                    parts.value()),
        fmt::format("such as deficit:{},outside=bf16,start=0,iterations=1000", parts.value()));
    parts.finish();
  } else {
    parts.check_options(with_operands({"start", "iterations"}));
    spec.bits = read_ranges(parts);
  }
  spec.start = read_count(parts, "start", spec.start, 0, "the window's first iteration");
  spec.iterations = read_count(parts, "iterations", 0, 1, "the window's length, at least 1");
  if (!parts.option("iterations")) {
    parts.complain("the option `iterations` is missing", "such as iterations=1000");
  }
  parts.finish();
  return spec;
}

}  // namespace metronome::schedule
