#include "workloads/schedule/learned_widths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/schedule/bits_text.hpp"
#include "workloads/schedule/schedule_text.hpp"
#include "workloads/schedule/width_sensitivity.hpp"

namespace metronome::schedule {

LearnedWidthsSpec LearnedWidthsSpec::bound(const LearnedWidthsSpec& spec,
                                           const std::vector<std::string>& layers) {
  LearnedWidthsSpec result = spec;
  result.layers = layers;
  return result;
}

trace::Assignment LearnedWidthsSpec::at(std::uint64_t /*iteration*/,
                                        std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

std::vector<trace::Phase> LearnedWidthsSpec::phases(std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

trace::Assignment LearnedWidthsSpec::evaluation(std::uint64_t /*iterations*/) const {
  return evaluated(precision(most));
}

std::vector<trace::Assignment> LearnedWidthsSpec::levels(std::uint64_t /*iterations*/) const {
  std::vector<trace::Assignment> all;
  for (int bits = least; bits <= most; ++bits) {
    if (all.empty() || all.back().all != precision(bits)) {
      all.push_back({precision(bits), {}});
    }
  }
  return all;
}

std::string LearnedWidthsSpec::name() const {
  return fmt::format("ldp:{}-{},backward={},formats={},rate={},cost={},window={}", least, most,
                     backward, family.text(), rate, cost, window);
}

std::vector<ScheduleForm> LearnedWidthsSpec::forms() {
  return {{"ldp:2-8,backward=8,formats=bfp:32,rate=10,cost=0.1,window=10",
           "LDP: bits of each layer learned by gradient descent on loss and cost (training only; "
           "equations reconstructed)"}};
}

LearnedWidthsSpec LearnedWidthsSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  parts.check_options({"backward", "formats", "rate", "cost", "window"});
  refuse_presets(parts);
  LearnedWidthsSpec spec;
  const std::string_view range = parts.value();
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) {
    parts.complain(fmt::format("`{}` is no range of bits", range), "such as ldp:2-8");
  } else {
    spec.least = read_bits(parts, "least bits", range.substr(0, dash));
    spec.most = read_bits(parts, "most bits", range.substr(dash + 1));
    if (spec.least < 1 || spec.least >= spec.most) {
      parts.complain(fmt::format("`{}` are no bits to learn between", range), "such as ldp:2-8");
    }
  }
  if (const auto backward = parts.option("backward")) {
    spec.backward = read_bits(parts, "backward", *backward);
  }
  spec.family = read_format_family(
      parts, {BitRange{spec.least, spec.most}, BitRange{spec.backward, spec.backward}},
      spec.family);
  spec.rate = read_positive(parts, "rate", spec.rate);
  spec.cost = read_positive(parts, "cost", spec.cost);
  spec.window = read_count(parts, "window", spec.window, 1, "iterations");
  parts.finish();
  return spec;
}

LearnedWidths::LearnedWidths(LearnedWidthsSpec spec)
    : spec_(std::move(spec)), bits_(spec_.layers.size(), spec_.most) {}

Wants LearnedWidths::wants() const {
  const bool now = iteration_ % spec_.window == 0;
  return {.gradients = now, .weights = now};
}

int LearnedWidths::bits_of(std::size_t layer) const { return round_bits(bits_[layer]); }

trace::Assignment LearnedWidths::assignment() const {
  const trace::Precision all = spec_.precision(spec_.most);
  std::map<std::string, trace::Precision> exceptions;
  for (std::size_t i = 0; i < bits_.size(); ++i) {
    if (const trace::Precision own = spec_.precision(bits_of(i)); own != all) {
      exceptions[spec_.layers[i]] = own;
    }
  }
  return {all, trace::LayerPrecisions(exceptions)};
}

double LearnedWidths::slope(const Observation& observation, std::size_t layer) const {
  using enum formats::ProductOperand;
  const int low = std::min(bits_of(layer), spec_.most - 1);  // at the most, from one less
  return width_sensitivity(observation.gradients[layer], observation.weights[layer],
                           spec_.precision(low).formats.of(forward_w),
                           spec_.precision(low + 1).formats.of(forward_w))
      .change;
}

void LearnedWidths::observe(const Observation& observation) {
  if (wants().weights) {
    METRONOME_ASSERT(
        observation.gradients.size() == bits_.size() && observation.weights.size() == bits_.size(),
        "each layer that takes formats is observed");
    double all = 0;
    for (const auto& weights : observation.weights) {
      all += static_cast<double>(weights.size());
    }
    for (std::size_t i = 0; i < bits_.size(); ++i) {
      const double share = static_cast<double>(observation.weights[i].size()) / all;
      const double next = bits_[i] - spec_.rate * (slope(observation, i) + spec_.cost * share);
      bits_[i] =
          std::clamp(next, static_cast<double>(spec_.least), static_cast<double>(spec_.most));
    }
  }
  ++iteration_;
}

std::vector<double> LearnedWidths::state() const {
  std::vector<double> state{static_cast<double>(iteration_)};
  state.insert(state.end(), bits_.begin(), bits_.end());
  return state;
}

bool LearnedWidths::accepts(const std::vector<double>& state) const {
  return state.size() == 1 + bits_.size() && state[0] >= 0 && std::floor(state[0]) == state[0] &&
         state[0] < 1e15 && std::all_of(state.begin() + 1, state.end(), [&](double bits) {
           return bits >= spec_.least && bits <= spec_.most;
         });
}

void LearnedWidths::restore(const std::vector<double>& state) {
  METRONOME_ASSERT(accepts(state), "a stored state is that of these layers");
  iteration_ = static_cast<std::uint64_t>(state[0]);
  bits_.assign(state.begin() + 1, state.end());
}

}  // namespace metronome::schedule
