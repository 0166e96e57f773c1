#pragma once

#include <optional>

#include "sim/engine/simulate.hpp"

namespace metronome::sim {

/// What machine.mapping.objective makes least, of outcomes: cycles times mapping::traffic_factor()
/// of the bytes moved, joules, or joules times cycles. A lower bound of an outcome (its closed
/// form) has a lower bound of its score.
class JobScore {
 public:
  /// Prices are read where they decide and options.prices has none. Refers to both.
  JobScore(const arch::AcceleratorSpec& machine, const SimulateOptions& options);

  [[nodiscard]] double of(const mapping::Job& job, const OperationOutcome& outcome) const;

 private:
  [[nodiscard]] double joules(const mapping::Job& job, const OperationOutcome& outcome) const;

  const arch::AcceleratorSpec& machine_;
  const EnergyTable* prices_;
  std::optional<EnergyTable> own_;
};

}  // namespace metronome::sim
