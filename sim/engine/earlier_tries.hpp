#pragma once

#include <optional>
#include <vector>

#include "sim/engine/cached_outcomes.hpp"
#include "sim/engine/job_score.hpp"
#include "sim/engine/tried_outcomes.hpp"

namespace metronome::sim {

/// What simulations before this one have tried, in this process (SimulateOptions::tried) and in any
/// (SimulateOptions::cache).
class EarlierTries {
 public:
  /// Machine and options must outlive this.
  EarlierTries(const arch::AcceleratorSpec& machine, const SimulateOptions& options);

  /// What the score takes of what was tried; nothing where nothing is known.
  [[nodiscard]] std::optional<JobOutcome> best(const mapping::Job& job,
                                               const JobScore& score) const;
  /// In this process; `best`: the place of the one that is taken.
  void remember(const mapping::Job& job, std::vector<JobOutcome> tried, std::size_t best) const;
  [[nodiscard]] const CachedOutcomes& cached() const { return cached_; }

 private:
  TriedOutcomes* remembered_;
  CachedOutcomes cached_;
};

}  // namespace metronome::sim
