#include "sim/engine/job_score.hpp"

#include <algorithm>

#include "arch/mapping/estimate.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/job_variants.hpp"

namespace metronome::sim {

namespace {

/// Of cycles, what a mapping may lose for fewer joules.
constexpr double kEquallyQuick = 1.01;
constexpr double kEquallyQuickClocks = 100;
constexpr double kEqual = 1.001;

}  // namespace

JobScore::JobScore(const arch::AcceleratorSpec& machine, const SimulateOptions& options)
    : machine_(machine) {
  if (options.prices != nullptr) {
    prices_.emplace(*options.prices);
  }
}

double JobScore::joules(const mapping::Job& job, const OperationOutcome& outcome) const {
  if (!prices_) {
    own_ = std::make_unique<const EnergyTable>(complete_table(machine_));
    prices_.emplace(*own_);
  }
  return price(measure_of(job, machine_, outcome), *prices_, machine_.clock_hz).total().count();
}

double JobScore::of(const mapping::Job& job, const OperationOutcome& outcome) const {
  const auto cycles = static_cast<double>(outcome.cycles.total().count());
  switch (machine_.mapping.objective) {
    case arch::Objective::cycles:
      return cycles * mapping::traffic_factor(static_cast<double>(bytes_of(outcome)));
    case arch::Objective::energy:
      return joules(job, outcome);
    case arch::Objective::edp:
      return joules(job, outcome) * cycles;
  }
  fail_no_enumerator(machine_.mapping.objective);
}

double JobScore::limit(const mapping::Job& job, const OperationOutcome& outcome) const {
  const double score = of(job, outcome);
  if (machine_.mapping.objective != arch::Objective::cycles) {
    return kEqual * score;
  }
  const auto cycles = static_cast<double>(outcome.cycles.total().count());
  return (kEquallyQuick + (cycles > 0 ? kEquallyQuickClocks / cycles : 0)) * score;
}

void JobChoice::add(const OperationOutcome& outcome) {
  const double limit = score_.limit(job_, outcome);
  limit_ = tried_.empty() ? limit : std::min(limit_, limit);
  tried_.push_back({score_.of(job_, outcome), outcome});
}

std::size_t JobChoice::best() const {
  std::vector<std::size_t> equal;
  for (std::size_t i = 0; i < tried_.size(); ++i) {
    if (tried_[i].score <= limit_) {
      equal.push_back(i);
    }
  }
  if (equal.size() == 1) {
    return equal.front();
  }
  std::size_t best = tried_.size();
  double least = 0;
  for (const std::size_t i : equal) {
    const double joules = score_.joules(job_, tried_[i].outcome);
    if (best == tried_.size() || kEqual * joules < least) {
      best = i;
      least = joules;
    }
  }
  return best;
}

std::size_t best_of(const mapping::Job& job, const std::vector<JobOutcome>& tried,
                    const JobScore& score) {
  if (tried.size() == 1) {
    return 0;
  }
  JobChoice choice(job, score);
  for (const JobOutcome& one : tried) {
    choice.add(one.outcome);
  }
  return choice.best();
}

}  // namespace metronome::sim
