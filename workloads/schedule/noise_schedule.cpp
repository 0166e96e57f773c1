#include "workloads/schedule/noise_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/schedule/schedule_text.hpp"

namespace metronome::schedule {

trace::Assignment NoiseSpec::at(std::uint64_t /*iteration*/, std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

std::vector<trace::Phase> NoiseSpec::phases(std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

trace::Assignment NoiseSpec::evaluation(std::uint64_t /*iterations*/) const {
  return evaluated(then);
}

std::vector<trace::Assignment> NoiseSpec::levels(std::uint64_t /*iterations*/) const {
  return {{preset, {}}, {then, {}}};
}

int NoiseSpec::largest_bits() const {
  return std::max(schedule::largest_bits(preset), schedule::largest_bits(then));
}

std::string NoiseSpec::name() const {
  return fmt::format("noise:{},then={},factor={},window={}", trace::preset_text(preset),
                     trace::preset_text(then), factor, window);
}

std::vector<ScheduleForm> NoiseSpec::forms() {
  return {{"noise:nvfp4,then=bf16+forward=nvfp4,factor=1.7320508,window=50",
           "FP4 All the Way: another preset once the gradient is below its noise (training only; "
           "measure reconstructed)"}};
}

NoiseSpec NoiseSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  parts.check_options({"then", "factor", "window"});
  NoiseSpec spec;
  spec.preset = read_preset_text(parts, parts.value()).value_or(spec.preset);
  if (const auto then = parts.option("then")) {
    spec.then = read_preset_text(parts, *then).value_or(spec.then);
  } else {
    parts.complain("`then` is missing", "such as then=nvfp4+backward=bf16");
  }
  if (!spec.preset.formats.any()) {
    parts.complain("a preset without number formats adds no noise that is measured",
                   "such as noise:nvfp4");
  }
  spec.factor = read_positive(parts, "factor", spec.factor);
  spec.window = read_count(parts, "window", spec.window, 1, "iterations");
  parts.finish();
  return spec;
}

void NoiseStop::observe(const Observation& observation) {
  if (wants().noise) {
    stopped_ = std::sqrt(observation.gradient_squares) <
               spec_.factor * std::sqrt(observation.noise_squares);
  }
  ++iteration_;
}

std::vector<double> NoiseStop::state() const {
  return {static_cast<double>(iteration_), stopped_ ? 1.0 : 0.0};
}

bool NoiseStop::accepts(const std::vector<double>& state) {
  return state.size() == 2 && state[0] >= 0 && state[0] < 1e15 &&
         std::floor(state[0]) == state[0] && (state[1] == 0 || state[1] == 1);
}

void NoiseStop::restore(const std::vector<double>& state) {
  METRONOME_ASSERT(accepts(state), "a stored state is that of such a schedule");
  iteration_ = static_cast<std::uint64_t>(state[0]);
  stopped_ = state[1] != 0;
}

}  // namespace metronome::schedule
