#include "workloads/schedule/sensitivity_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/base/error.hpp"
#include "workloads/schedule/bits_text.hpp"
#include "workloads/schedule/schedule_text.hpp"
#include "workloads/schedule/width_sensitivity.hpp"

namespace metronome::schedule {

SensitivityMapSpec SensitivityMapSpec::bound(const SensitivityMapSpec& spec,
                                             const std::vector<std::string>& layers) {
  SensitivityMapSpec result = spec;
  result.layers = layers;
  return result;
}

trace::Assignment SensitivityMapSpec::at(std::uint64_t /*iteration*/,
                                         std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

std::vector<trace::Phase> SensitivityMapSpec::phases(std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

trace::Assignment SensitivityMapSpec::evaluation(std::uint64_t /*iterations*/) const {
  return evaluated(precision(true));
}

std::vector<trace::Assignment> SensitivityMapSpec::levels(std::uint64_t /*iterations*/) const {
  return {{precision(true), {}}, {precision(false), {}}};
}

std::string SensitivityMapSpec::name() const {
  return fmt::format("dynasty:{}/{},backward={},formats={},share={},decay={},window={}", high, low,
                     backward, family.text(), share, decay, window);
}

std::vector<ScheduleForm> SensitivityMapSpec::forms() {
  return {
      {"dynasty:8/4,backward=8,formats=bfp:32,share=0.5,decay=0.5,window=20",
       "DYNASTY: high bits for the layers that quantization changes most, seen online (training "
       "only; measure and map reconstructed)"}};
}

SensitivityMapSpec SensitivityMapSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  parts.check_options({"backward", "formats", "share", "decay", "window"});
  refuse_presets(parts);
  SensitivityMapSpec spec;
  const std::vector<int> bits = read_stages(parts, "bits", parts.value());
  if (bits.size() != 2 || bits[1] < 1 || bits[0] <= bits[1]) {
    parts.complain(fmt::format("`{}` are no high and lower bits", parts.value()),
                   "such as dynasty:8/4");
  } else {
    spec.high = bits[0];
    spec.low = bits[1];
  }
  if (const auto backward = parts.option("backward")) {
    spec.backward = read_bits(parts, "backward", *backward);
  }
  spec.family = read_format_family(
      parts, {BitRange{spec.low, spec.high}, BitRange{spec.backward, spec.backward}}, spec.family);
  spec.share = read_positive(parts, "share", spec.share);
  spec.decay = read_positive(parts, "decay", spec.decay);
  if (spec.share >= 1 || spec.decay > 1) {
    parts.complain("`share` is a part of the layers, `decay` one of a mean",
                   "share below 1, decay at most 1");
  }
  spec.window = read_count(parts, "window", spec.window, 1, "iterations");
  parts.finish();
  return spec;
}

SensitivityMap::SensitivityMap(SensitivityMapSpec spec)
    : spec_(std::move(spec)), means_(spec_.layers.size(), 0) {}

Wants SensitivityMap::wants() const {
  const bool now = iteration_ % spec_.window == 0;
  return {.gradients = now, .weights = now};
}

std::vector<bool> SensitivityMap::highest() const {
  std::vector<std::size_t> order(means_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return means_[a] > means_[b]; });
  const auto count =
      static_cast<std::size_t>(std::ceil(spec_.share * static_cast<double>(means_.size())));
  std::vector<bool> high(means_.size());
  for (std::size_t i = 0; i < count; ++i) {
    high[order[i]] = true;
  }
  return high;
}

trace::Assignment SensitivityMap::assignment() const {
  const trace::Precision all = spec_.precision(true);
  if (iteration_ == 0) {
    return {all, {}};
  }
  std::map<std::string, trace::Precision> exceptions;
  const std::vector<bool> high = highest();
  for (std::size_t i = 0; i < high.size(); ++i) {
    if (!high[i]) {
      exceptions[spec_.layers[i]] = spec_.precision(false);
    }
  }
  return {all, trace::LayerPrecisions(exceptions)};
}

void SensitivityMap::observe(const Observation& observation) {
  if (wants().weights) {
    METRONOME_ASSERT(observation.gradients.size() == means_.size() &&
                         observation.weights.size() == means_.size(),
                     "each layer that takes formats is observed");
    for (std::size_t i = 0; i < means_.size(); ++i) {
      using enum formats::ProductOperand;
      const double squares = width_sensitivity(observation.gradients[i], observation.weights[i],
                                               spec_.precision(true).formats.of(forward_w),
                                               spec_.precision(false).formats.of(forward_w))
                                 .squares;
      const auto count =
          static_cast<double>(std::max<std::size_t>(observation.weights[i].size(), 1));
      const double weight = iteration_ == 0 ? 1 : spec_.decay;
      means_[i] += weight * (squares / count - means_[i]);
    }
  }
  ++iteration_;
}

std::vector<double> SensitivityMap::state() const {
  std::vector<double> state{static_cast<double>(iteration_)};
  state.insert(state.end(), means_.begin(), means_.end());
  return state;
}

bool SensitivityMap::accepts(const std::vector<double>& state) const {
  return state.size() == 1 + means_.size() && std::floor(state[0]) == state[0] && state[0] < 1e15 &&
         std::all_of(state.begin(), state.end(), [](double number) { return number >= 0; });
}

void SensitivityMap::restore(const std::vector<double>& state) {
  METRONOME_ASSERT(accepts(state), "a stored state is that of these layers");
  iteration_ = static_cast<std::uint64_t>(state[0]);
  means_.assign(state.begin() + 1, state.end());
}

}  // namespace metronome::schedule
