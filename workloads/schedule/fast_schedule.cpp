#include "workloads/schedule/fast_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "workloads/schedule/schedule_text.hpp"

namespace metronome::schedule {
namespace {

constexpr int kErrorBits = 8;  ///< of stochastic rounding
constexpr NumberRange kMagnitudes{1, 23};

std::pair<int, int> read_magnitudes(ScheduleText& text, const FastSpec& spec) {
  const std::string_view value = text.value();
  const std::size_t slash = value.find('/');
  const auto coarse = read_number<int>(value.substr(0, slash), kMagnitudes).value;
  const auto fine = slash == std::string_view::npos
                        ? std::nullopt
                        : read_number<int>(value.substr(slash + 1), kMagnitudes).value;
  if (!coarse || !fine || *coarse >= *fine) {
    text.complain(fmt::format("`{}` are not two numbers of bits", value),
                  "coarse and finer magnitudes such as fast:2/4");
    return {spec.coarse, spec.fine};
  }
  return {*coarse, *fine};
}

}  // namespace

trace::Precision FastSpec::precision(const Fine& fine_ones) const {
  using enum formats::ProductOperand;
  const auto operand = [&](std::size_t which) {
    return formats::OperandFormat{formats::fast_bfp(fine_ones[which] ? fine : coarse)};
  };
  formats::ProductFormats formats;
  formats[forward_x] = formats[weight_gradient_x] = operand(0);
  formats[forward_w] = formats[input_gradient_w] = operand(1);
  formats[input_gradient_dy] = operand(2);
  formats[input_gradient_dy].rounding = {formats::RoundingMode::stochastic, kErrorBits};
  formats[weight_gradient_dy] = formats[input_gradient_dy];
  return trace::formatted(formats);
}

double FastSpec::threshold(std::size_t layer, std::uint64_t iteration,
                           std::uint64_t iterations) const {
  const double time = static_cast<double>(iteration) / static_cast<double>(iterations);
  const double depth =
      layers.empty() ? 0 : static_cast<double>(layer) / static_cast<double>(layers.size());
  return alpha - beta * (time + depth) / 2;
}

FastSpec FastSpec::bound(const FastSpec& spec, const std::vector<std::string>& layers) {
  FastSpec result = spec;
  result.layers = layers;
  return result;
}

trace::Assignment FastSpec::at(std::uint64_t /*iteration*/, std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

std::vector<trace::Phase> FastSpec::phases(std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

trace::Assignment FastSpec::evaluation(std::uint64_t /*iterations*/) const {
  return evaluated(precision({true, true, true}));
}

std::vector<trace::Assignment> FastSpec::levels(std::uint64_t /*iterations*/) const {
  return {{precision({false, false, false}), {}}, {precision({true, true, true}), {}}};
}

std::string FastSpec::name() const {
  return fmt::format("fast:{}/{},alpha={},beta={},window={}", coarse, fine, alpha, beta, window);
}

std::vector<ScheduleForm> FastSpec::forms() {
  return {{"fast:2/4,alpha=0.3,beta=0.3,window=100",
           "FAST: block floating point of 2 or 4 bits by layer and tensor, as the tensors ask "
           "(training only; thresholds reconstructed)"}};
}

FastSpec FastSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  parts.check_options({"alpha", "beta", "window"});
  refuse_presets(parts);
  FastSpec spec;
  std::tie(spec.coarse, spec.fine) = read_magnitudes(parts, spec);
  spec.alpha = read_positive(parts, "alpha", spec.alpha);
  spec.beta = read_positive(parts, "beta", spec.beta);
  spec.window = read_count(parts, "window", spec.window, 1, "iterations");
  parts.finish();
  return spec;
}

FastChoice::FastChoice(FastSpec spec, std::uint64_t iterations)
    : spec_(std::move(spec)), iterations_(iterations), fine_(spec_.layers.size()) {}

trace::Assignment FastChoice::assignment() const {
  const trace::Precision all = spec_.precision({});
  std::map<std::string, trace::Precision> exceptions;
  for (std::size_t i = 0; i < fine_.size(); ++i) {
    if (const trace::Precision own = spec_.precision(fine_[i]); own != all) {
      exceptions[spec_.layers[i]] = own;
    }
  }
  return {all, trace::LayerPrecisions(exceptions)};
}

void FastChoice::observe(const Observation& observation) {
  if (wants().differences) {
    METRONOME_ASSERT(observation.differences.size() == fine_.size(),
                     "each layer that takes formats is observed");
    for (std::size_t layer = 0; layer < fine_.size(); ++layer) {
      const double limit = spec_.threshold(layer, iteration_, iterations_);
      for (std::size_t which = 0; which < kObservedOperands; ++which) {
        fine_[layer][which] = observation.differences[layer][which] > limit;
      }
    }
  }
  ++iteration_;
}

std::vector<double> FastChoice::state() const {
  std::vector<double> state{static_cast<double>(iteration_)};
  for (const FastSpec::Fine& layer : fine_) {
    std::transform(layer.begin(), layer.end(), std::back_inserter(state),
                   [](bool fine) { return fine ? 1.0 : 0.0; });
  }
  return state;
}

bool FastChoice::accepts(const std::vector<double>& state) const {
  return state.size() == 1 + kObservedOperands * fine_.size() && state[0] >= 0 &&
         std::floor(state[0]) == state[0] && state[0] <= static_cast<double>(iterations_) &&
         std::all_of(state.begin() + 1, state.end(),
                     [](double fine) { return fine == 0 || fine == 1; });
}

void FastChoice::restore(const std::vector<double>& state) {
  METRONOME_ASSERT(accepts(state), "a stored state is that of these layers");
  iteration_ = static_cast<std::uint64_t>(state[0]);
  for (std::size_t i = 0; i + 1 < state.size(); ++i) {
    fine_[i / kObservedOperands][i % kObservedOperands] = state[i + 1] != 0;
  }
}

}  // namespace metronome::schedule
