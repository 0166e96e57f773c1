#include "workloads/schedule/progressive.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "sim/base/error.hpp"
#include "workloads/schedule/schedule_text.hpp"

namespace metronome::schedule {
namespace {

void read_stage_bits(ScheduleText& parts, ProgressiveSpec& spec) {
  spec.forward = read_stages(parts, "forward bits", parts.value());
  if (spec.forward.empty()) {
    parts.complain("no stages are given", "forward bits such as pfq:3/4/6/8");
  }
  const auto backward = parts.option("backward");
  spec.backward = read_stages(parts, "backward bits", backward.value_or("8"));
  if (spec.backward.size() == 1) {
    spec.backward.resize(spec.forward.size(), spec.backward.front());
  }
  if (spec.backward.size() != spec.forward.size()) {
    parts.complain(
        fmt::format("{} backward bits for {} stages", spec.backward.size(), spec.forward.size()),
        "one for each stage, or one for all");
  }
  refuse_falling(parts, "forward bits", spec.forward, 0);
  refuse_falling(parts, "backward bits", spec.backward, 0);
  PrecisionRange all = spec.range();
  read_family_option(parts, all);
  spec.family = all.family;
}

}  // namespace

trace::Assignment ProgressiveSpec::at(std::uint64_t /*iteration*/,
                                      std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

std::vector<trace::Phase> ProgressiveSpec::phases(std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

trace::Assignment ProgressiveSpec::evaluation(std::uint64_t /*iterations*/) const {
  if (!presets.empty()) {
    return evaluated(presets.back());
  }
  const auto largest = std::max_element(forward.begin(), forward.end());
  if (family.kind != trace::FamilyKind::affine) {
    return evaluated(stage(static_cast<std::size_t>(largest - forward.begin())));
  }
  return evaluated({*largest, 0});
}

std::vector<trace::Assignment> ProgressiveSpec::levels(std::uint64_t /*iterations*/) const {
  std::vector<trace::Assignment> levels;
  for (std::size_t stage = 0; stage < stages(); ++stage) {
    levels.push_back({this->stage(stage), {}});
  }
  return levels;
}

PrecisionRange ProgressiveSpec::range() const {
  const auto of = [](const std::vector<int>& bits) {
    BitRange range{0, 0};
    for (const int number : bits) {
      if (number > 0) {
        range.min = range.min == 0 ? number : std::min(range.min, number);
        range.max = std::max(range.max, number);
      }
    }
    return range;
  };
  return {of(forward), of(backward)};
}

int ProgressiveSpec::largest_bits() const {
  if (!presets.empty()) {
    return largest_bits_of(presets);
  }
  return std::max(*std::max_element(forward.begin(), forward.end()),
                  *std::max_element(backward.begin(), backward.end()));
}

std::string ProgressiveSpec::name() const {
  if (!presets.empty()) {
    return fmt::format("pfq:{},window={},epsilon={},alpha={}", preset_stages_text(presets), window,
                       epsilon, alpha);
  }
  return fmt::format("pfq:{},backward={},window={},epsilon={},alpha={}{}", stages_text(forward),
                     stages_text(backward), window, epsilon, alpha,
                     family == trace::FormatFamily{} ? "" : ",formats=" + family.text());
}

std::vector<ScheduleForm> ProgressiveSpec::forms() {
  return {{"pfq:3/4/6/8,backward=6/6/8/8,window=390,epsilon=0.05,alpha=0.3",
           "FracTrain's progressive stages: the next one when the loss stops falling (training "
           "only)"},
          {"pfq:mxfp4/mxfp8/bf16,window=390,epsilon=0.05,alpha=0.3",
           "the same stages with presets (training only)"}};
}

ProgressiveSpec ProgressiveSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  parts.check_options({"backward", "window", "epsilon", "alpha", "formats"});
  ProgressiveSpec spec;
  spec.presets = read_preset_stages(parts);
  if (spec.presets.empty()) {
    read_stage_bits(parts, spec);
  }
  spec.window =
      read_count(parts, "window", spec.window, 1, "iterations whose mean loss is compared");
  spec.epsilon = read_positive(parts, "epsilon", spec.epsilon);
  spec.alpha = read_positive(parts, "alpha", spec.alpha);
  parts.finish();
  return spec;
}
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
  if (stage_ + 1 < spec_.stages() && flat()) {
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
         count_below(0, static_cast<double>(spec_.stages())) &&
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
