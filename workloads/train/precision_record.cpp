#include "workloads/train/precision_record.hpp"

#include <algorithm>

namespace metronome::train {

std::vector<trace::Phase> begun_phases(std::vector<trace::Phase> all, std::uint64_t done) {
  std::erase_if(all, [&](const trace::Phase& phase) { return phase.first_iteration >= done; });
  if (!all.empty()) {
    trace::Phase& last = all.back();
    last.iterations = std::min(last.iterations, done - last.first_iteration);
  }
  return all;
}

TestedSwitches tested_switches(const schedule::Schedule& schedule, std::uint64_t iterations) {
  constexpr std::size_t kFewPhases = 9;
  TestedSwitches which{.affine = schedule.loss_driven(), .iterations = iterations};
  if (!schedule.loss_driven()) {
    const std::vector<trace::Phase> phases = schedule.phases(iterations);
    which.affine = !schedule.cycles() && phases.size() <= kFewPhases;
    which.last = phases.back().first_iteration;
  }
  return which;
}

bool affine_in_part(const std::vector<trace::Assignment>& levels) {
  const auto count = std::count_if(levels.begin(), levels.end(), [](const trace::Assignment& one) {
    return !one.has_formats() && one.all.activation_bits > 0;
  });
  return count > 0 && static_cast<std::size_t>(count) < levels.size();
}

std::optional<trace::Assignment> PrecisionRecord::next(std::uint64_t iteration,
                                                       const trace::Assignment& assignment) {
  if (last() != nullptr && *last() == assignment) {
    return std::nullopt;
  }
  std::optional<trace::Assignment> before;
  if (last() != nullptr && is_tested(iteration, assignment)) {
    before = *last();
  }
  changes_.push_back({iteration, 0, assignment});
  return before;
}

bool PrecisionRecord::is_tested(std::uint64_t iteration,
                                const trace::Assignment& assignment) const {
  if (!which_.affine && !last()->has_formats() && !assignment.has_formats()) {
    return false;
  }
  return switches_.size() < kTestsOfSwitch * kMostTested || which_.last == iteration ||
         (iteration - switches_.back().iteration) * kParts >= which_.iterations;
}

std::vector<trace::Phase> PrecisionRecord::phases(std::uint64_t done) const {
  std::vector<trace::Phase> all = changes_;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::uint64_t end = i + 1 < all.size() ? all[i + 1].first_iteration : done;
    all[i].iterations = end - all[i].first_iteration;
  }
  return all;
}

std::vector<trace::Metric> PrecisionRecord::with_tests(std::vector<trace::Metric> metrics) const {
  if (switches_.empty()) {
    return metrics;
  }
  std::vector<trace::Metric> all;
  auto test = switches_.begin();
  for (trace::Metric& metric : metrics) {
    for (; test != switches_.end() && test->iteration == metric.iteration; ++test) {
      all.push_back(*test);
    }
    all.push_back(std::move(metric));
  }
  return all;
}

std::vector<trace::Phase> PrecisionRecord::kept_changes() const {
  const bool kept = std::any_of(changes_.begin(), changes_.end(), [](const trace::Phase& phase) {
    return phase.assignment.has_formats() || !phase.assignment.layers.empty();
  });
  return kept ? changes_ : std::vector<trace::Phase>{};
}

void PrecisionRecord::restore(std::vector<trace::Phase> changes, std::vector<trace::Metric> tests,
                              const std::vector<trace::Metric>& metrics,
                              const std::vector<trace::Phase>& planned) {
  changes_ = std::move(changes);
  switches_ = std::move(tests);
  if (changes_.empty() && !planned.empty()) {
    std::copy_if(planned.begin(), planned.end(), std::back_inserter(changes_),
                 [&](const trace::Phase& phase) { return phase.first_iteration < metrics.size(); });
  } else if (changes_.empty()) {
    std::vector<trace::Assignment> each;
    for (const trace::Metric& metric : metrics) {
      each.push_back({metric.precision, {}});
    }
    changes_ = trace::phases_of(each);
  }
  for (trace::Phase& change : changes_) {
    change.iterations = 0;
  }
}

}  // namespace metronome::train
