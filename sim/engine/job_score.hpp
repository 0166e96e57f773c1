#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "sim/energy/pricing.hpp"
#include "sim/engine/job_outcome.hpp"
#include "sim/engine/simulate.hpp"

namespace metronome::sim {

/// What machine.mapping.objective makes least, of outcomes: cycles times mapping::traffic_factor()
/// of the bytes moved, joules, or joules times cycles. A lower bound of an outcome (its closed
/// form) has a lower bound of its score.
class JobScore {
 public:
  /// Prices are read where options.prices has none. Refers to both.
  JobScore(const arch::AcceleratorSpec& machine, const SimulateOptions& options);

  [[nodiscard]] double of(const mapping::Job& job, const OperationOutcome& outcome) const;
  [[nodiscard]] double joules(const mapping::Job& job, const OperationOutcome& outcome) const;
  /// Up to which score a mapping is as good as one of this outcome: by a thousandth, which is less
  /// than extrapolation errs; of cycles by 1 % and 100 clocks.
  [[nodiscard]] double limit(const mapping::Job& job, const OperationOutcome& outcome) const;

 private:
  const arch::AcceleratorSpec& machine_;
  mutable std::unique_ptr<const EnergyTable> own_;  ///< where the options have none
  mutable std::optional<PriceList> prices_;
};

/// The choice among outcomes of one job, in the order in which they are tried: of those within the
/// least limit() the one of the fewest joules; a later one must have fewer by a thousandth.
class JobChoice {
 public:
  JobChoice(const mapping::Job& job, const JobScore& score) : job_(job), score_(score) {}

  /// Whether an outcome that is bounded below by this one could be chosen.
  [[nodiscard]] bool matters(const OperationOutcome& least) const {
    return tried_.empty() || score_.of(job_, least) <= limit_;
  }
  void add(const OperationOutcome& outcome);
  /// Its place among those that were added.
  [[nodiscard]] std::size_t best() const;

 private:
  struct Tried {
    double score = 0;
    OperationOutcome outcome;  ///< whose joules are asked for where the score does not decide
  };
  const mapping::Job& job_;
  const JobScore& score_;
  std::vector<Tried> tried_;
  double limit_ = 0;
};

/// The place of the one to be taken of what was tried, in order, at least one.
[[nodiscard]] std::size_t best_of(const mapping::Job& job, const std::vector<JobOutcome>& tried,
                                  const JobScore& score);

}  // namespace metronome::sim
