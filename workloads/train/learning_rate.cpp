#include "workloads/train/learning_rate.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/base/error.hpp"

namespace metronome::train {
namespace {

double piecewise(const WorkloadSpec& spec, std::uint64_t iteration) {
  double rate = spec.learning_rate;
  for (const double drop : spec.learning_rate_drops) {
    const double first = std::floor(drop * static_cast<double>(spec.iterations));
    if (static_cast<double>(iteration) >= first) {
      rate *= spec.learning_rate_factor;
    }
  }
  return rate;
}

double warm_up(const WorkloadSpec& spec, std::uint64_t iteration) {
  const double share = static_cast<double>(iteration) / static_cast<double>(spec.warmup_iterations);
  return spec.warmup == WarmupKind::constant
             ? spec.warmup_rate
             : spec.warmup_rate + (spec.learning_rate - spec.warmup_rate) * share;
}

}  // namespace

double learning_rate_at(const WorkloadSpec& spec, std::uint64_t iteration) {
  if (iteration < spec.warmup_iterations) {
    return warm_up(spec, iteration);
  }
  const double share = static_cast<double>(iteration) / static_cast<double>(spec.iterations);
  const double span = spec.learning_rate - spec.learning_rate_end;
  switch (spec.learning_rate_policy) {
    case RatePolicy::cosine:
      return spec.learning_rate_end + span * 0.5 * (1 + std::cos(std::numbers::pi * share));
    case RatePolicy::linear:
      return spec.learning_rate - span * share;
    case RatePolicy::plateau:
      return spec.learning_rate;
    case RatePolicy::piecewise:
      return piecewise(spec, iteration);
  }
  fail_no_enumerator(spec.learning_rate_policy);
}

double LearningRate::at(std::uint64_t iteration) const {
  return factor_ * learning_rate_at(spec_, iteration);
}

void LearningRate::observe(double loss) {
  if (spec_.learning_rate_policy != RatePolicy::plateau) {
    return;
  }
  sum_ += loss;
  ++count_;
  if (count_ == static_cast<double>(spec_.plateau_window)) {
    end_window(sum_ / count_);
    sum_ = 0;
    count_ = 0;
  }
}

void LearningRate::end_window(double mean) {
  const bool better = windows_ == 0 || mean < best_;
  ++windows_;
  if (better) {
    best_ = mean;
    bad_ = 0;
    return;
  }
  ++bad_;
  if (bad_ > static_cast<double>(spec_.plateau_patience)) {
    factor_ *= spec_.learning_rate_factor;
    bad_ = 0;
  }
}

std::vector<double> LearningRate::state() const {
  return {sum_, count_, best_, windows_, bad_, factor_};
}

bool LearningRate::accepts(const std::vector<double>& state) const {
  const auto whole = [&](std::size_t i) { return std::floor(state[i]) == state[i]; };
  return state.size() == 6 &&
         std::all_of(state.begin(), state.end(), [](double number) { return number >= 0; }) &&
         whole(1) && whole(3) && whole(4) && state[1] < static_cast<double>(spec_.plateau_window);
}

void LearningRate::restore(const std::vector<double>& state) {
  METRONOME_ASSERT(accepts(state), "a stored state is that of the same policy");
  sum_ = state[0];
  count_ = state[1];
  best_ = state[2];
  windows_ = state[3];
  bad_ = state[4];
  factor_ = state[5];
}

}  // namespace metronome::train
