#include "sim/sweep/halving.hpp"

#include <algorithm>
#include <numeric>

#include "sim/base/error.hpp"

namespace metronome::sweep {

std::uint64_t shortest_rung(std::uint64_t iterations, std::uint64_t eta, std::size_t rungs) {
  for (std::size_t i = 1; i < rungs; ++i) {
    iterations /= eta;
  }
  return iterations;
}

std::vector<Rung> rungs_of(std::size_t candidates, std::uint64_t iterations, std::uint64_t eta,
                           std::size_t rungs) {
  METRONOME_ASSERT(eta > 1 && shortest_rung(iterations, eta, rungs) > 0, "rungs that get shorter");
  std::vector<Rung> all;
  for (std::size_t i = 0; i < rungs; ++i) {
    all.push_back(
        {std::max<std::size_t>(candidates, 1), shortest_rung(iterations, eta, rungs - i)});
    candidates /= eta;
  }
  return all;
}

std::vector<Slot> slots_of(std::size_t entrants, std::size_t trainings) {
  std::vector<Slot> slots;
  for (std::size_t i = 0; entrants > 0 && i < std::max(entrants, trainings); ++i) {
    slots.push_back({i % entrants, i / entrants});
  }
  return slots;
}

std::vector<std::size_t> best_of(const std::vector<std::optional<double>>& scores,
                                 std::size_t most) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Nothing is less than any number.
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  order.resize(std::min(order.size(), most));
  return order;
}

ReferenceLine::ReferenceLine(const std::vector<std::optional<Achieved>>& schedules)
    : joules_(schedules.size()), accuracies_(schedules.size()) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < schedules.size(); ++i) {
    if (schedules[i]) {
      joules_[i] = schedules[i]->joules;
      accuracies_[i] = schedules[i]->accuracy;
      order.push_back(i);
    }
  }
  if (order.empty()) {
    throw UserError("no static baseline ended with finite numbers",
                    "a lower learning_rate, or baselines of more bits");
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return joules_[a] != joules_[b] ? joules_[a] < joules_[b] : accuracies_[a] > accuracies_[b];
  });
  for (const std::size_t next : order) {
    if (order_.empty() || accuracies_[next] > accuracies_[order_.back()]) {
      order_.push_back(next);
    }
  }
}

Mix ReferenceLine::at(double joules) const {
  const auto behind = std::find_if(order_.begin(), order_.end(),
                                   [&](std::size_t i) { return joules_[i] > joules; });
  if (behind == order_.begin() || behind == order_.end()) {
    const std::size_t end = behind == order_.begin() ? order_.front() : order_.back();
    return {end, end, 0};
  }
  const std::size_t low = *std::prev(behind);
  return {low, *behind, (joules - joules_[low]) / (joules_[*behind] - joules_[low])};
}

double ReferenceLine::accuracy_at(double joules) const { return at(joules).of(accuracies_); }

}  // namespace metronome::sweep
