#include "sim/engine/earlier_tries.hpp"

#include <utility>

namespace metronome::sim {

EarlierTries::EarlierTries(const arch::AcceleratorSpec& machine, const SimulateOptions& options)
    : remembered_(options.tried), cached_(machine, options) {
  if (remembered_ != nullptr) {
    remembered_->be_of(machine, options);
  }
}

std::optional<JobOutcome> EarlierTries::best(const mapping::Job& job, const JobScore& score) const {
  if (remembered_ != nullptr) {
    if (const JobOutcome* best = remembered_->best(job)) {
      return *best;
    }
  }
  std::vector<JobOutcome> tried = cached_.find(job);
  if (tried.empty()) {
    return std::nullopt;
  }
  const std::size_t best = best_of(job, tried, score);
  JobOutcome outcome = tried[best];
  remember(job, std::move(tried), best);
  return outcome;
}

void EarlierTries::remember(const mapping::Job& job, std::vector<JobOutcome> tried,
                            std::size_t best) const {
  if (remembered_ != nullptr) {
    remembered_->keep(job, std::move(tried), best);
  }
}

}  // namespace metronome::sim
