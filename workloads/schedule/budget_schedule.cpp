#include "workloads/schedule/budget_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/schedule/bits_text.hpp"
#include "workloads/schedule/schedule_text.hpp"

namespace metronome::schedule {
namespace {

BitRange range_of_stages(const std::vector<int>& bits) {
  const auto [least, most] = std::minmax_element(bits.begin(), bits.end());
  return {*least, *most};
}

}  // namespace

double BudgetSpec::cost_of(std::size_t index) const {
  const auto products = [&](std::size_t i) {
    const auto bits = [](int number) { return number == 0 ? 32.0 : static_cast<double>(number); };
    return bits(forward[i]) * (bits(forward[i]) + 2 * bits(backward[i]));
  };
  return products(index) / products(forward.size() - 1);
}

trace::Assignment BudgetSpec::at(std::uint64_t /*iteration*/, std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

std::vector<trace::Phase> BudgetSpec::phases(std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

trace::Assignment BudgetSpec::evaluation(std::uint64_t /*iterations*/) const {
  return evaluated(pair(forward.size() - 1));
}

std::vector<trace::Assignment> BudgetSpec::levels(std::uint64_t /*iterations*/) const {
  std::vector<trace::Assignment> all;
  for (std::size_t i = 0; i < forward.size(); ++i) {
    all.push_back({pair(i), {}});
  }
  return all;
}

int BudgetSpec::largest_bits() const {
  return family.kind == trace::FamilyKind::affine
             ? std::max(range_of_stages(forward).max, range_of_stages(backward).max)
             : 0;
}

std::string BudgetSpec::name() const {
  return fmt::format("dfq:{},backward={},cost={},window={}{}", stages_text(forward),
                     stages_text(backward), cost, window,
                     family == trace::FormatFamily{} ? "" : ",formats=" + family.text());
}

std::vector<ScheduleForm> BudgetSpec::forms() {
  return {{"dfq:3/4/4/6/6,backward=6/6/8/8/12,cost=0.5,window=50",
           "FracTrain's dynamic bits: pairs within a budget of cost (training only; a controller "
           "by windows for the paper's gates by samples)"}};
}

BudgetSpec BudgetSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  parts.check_options({"backward", "cost", "window", "formats"});
  refuse_presets(parts);
  BudgetSpec spec;
  spec.forward = read_stages(parts, "forward bits", parts.value());
  const auto backward = parts.option("backward");
  spec.backward = read_stages(parts, "backward bits", backward.value_or("8"));
  if (spec.backward.size() == 1) {
    spec.backward.resize(spec.forward.size(), spec.backward.front());
  }
  if (spec.forward.empty() || spec.backward.size() != spec.forward.size()) {
    parts.complain(
        fmt::format("{} backward bits for {} pairs", spec.backward.size(), spec.forward.size()),
        "one for each pair, or one for all");
  } else {
    PrecisionRange all(range_of_stages(spec.forward), range_of_stages(spec.backward));
    read_family_option(parts, all);
    spec.family = all.family;
  }
  spec.cost = read_positive(parts, "cost", spec.cost);
  spec.window = read_count(parts, "window", spec.window, 1, "iterations");
  parts.finish();
  return spec;
}

void BudgetPairs::observe(const Observation& observation) {
  sum_ += observation.loss;
  if (++seen_ < static_cast<double>(spec_.window)) {
    return;
  }
  const double mean = sum_ / seen_;
  spent_ += spec_.cost_of(pair_);
  ++windows_;
  const bool falls = windows_ == 1 || mean < before_;
  if (spent_ / windows_ > spec_.cost) {
    pair_ -= pair_ > 0 ? 1 : 0;
  } else if (!falls) {
    pair_ += pair_ + 1 < spec_.forward.size() ? 1 : 0;
  }
  before_ = mean;
  sum_ = 0;
  seen_ = 0;
}

std::vector<double> BudgetPairs::state() const {
  return {static_cast<double>(pair_), seen_, sum_, spent_, windows_, before_};
}

bool BudgetPairs::accepts(const std::vector<double>& state) const {
  constexpr std::size_t kNumbers = 6;
  const auto whole = [&](std::size_t i, double end) {
    return std::floor(state[i]) == state[i] && state[i] < end;
  };
  return state.size() == kNumbers &&
         std::all_of(state.begin(), state.end(), [](double number) { return number >= 0; }) &&
         whole(0, static_cast<double>(spec_.forward.size())) &&
         whole(1, static_cast<double>(spec_.window)) && whole(4, 1e15);
}

void BudgetPairs::restore(const std::vector<double>& state) {
  METRONOME_ASSERT(accepts(state), "a stored state is that of pairs");
  pair_ = static_cast<std::size_t>(state[0]);
  seen_ = state[1];
  sum_ = state[2];
  spent_ = state[3];
  windows_ = state[4];
  before_ = state[5];
}

}  // namespace metronome::schedule
