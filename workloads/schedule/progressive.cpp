#include "workloads/schedule/progressive.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::schedule {

void ProgressiveStages::observe(double loss) {
  sum_ += loss;
  ++count_;
  if (count_ == static_cast<double>(spec_.window)) {
    end_window(sum_ / count_);
    sum_ = 0;
    count_ = 0;
  }
}

void ProgressiveStages::end_window(double mean) {
  if (scale_windows_ < kScaleWindows) {
    scale_sum_ += mean;
    ++scale_windows_;
  }
  means_.push_back(mean);
  if (means_.size() > kHistory) {
    means_.erase(means_.begin());
  }
  if (stage_ + 1 < spec_.forward.size() && flat()) {
    ++stage_;
    epsilon_ *= stage_ <= 2 ? spec_.alpha : 1;
    means_.clear();
  }
}

bool ProgressiveStages::flat() const {
  const double scale = scale_sum_ / scale_windows_;
  return means_.size() == kHistory && std::all_of(means_.begin(), means_.end(), [&](double mean) {
           return std::abs(mean - means_.back()) <= epsilon_ * scale;
         });
}

std::vector<double> ProgressiveStages::state() const {
  std::vector<double> state{
      static_cast<double>(stage_), epsilon_, sum_, count_, scale_sum_, scale_windows_};
  state.insert(state.end(), means_.begin(), means_.end());
  return state;
}

bool ProgressiveStages::accepts(const std::vector<double>& state) const {
  const auto count_below = [&](std::size_t i, double end) {
    return std::floor(state[i]) == state[i] && state[i] < end;
  };
  return state.size() >= kNumbers && state.size() <= kNumbers + kHistory &&
         std::all_of(state.begin(), state.end(), [](double number) { return number >= 0; }) &&
         count_below(0, static_cast<double>(spec_.forward.size())) &&
         count_below(3, static_cast<double>(spec_.window)) && count_below(5, kScaleWindows + 1);
}

void ProgressiveStages::restore(const std::vector<double>& state) {
  METRONOME_ASSERT(accepts(state), "a stored state is that of progressive stages");
  stage_ = static_cast<std::size_t>(state[0]);
  epsilon_ = state[1];
  sum_ = state[2];
  count_ = state[3];
  scale_sum_ = state[4];
  scale_windows_ = state[5];
  means_.assign(state.begin() + kNumbers, state.end());
}

}  // namespace metronome::schedule
