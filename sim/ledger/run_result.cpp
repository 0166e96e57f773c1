#include "sim/ledger/run_result.hpp"

namespace metronome {

Measure LevelResult::per_iteration() const {
  Measure sum;
  for (const OperationResult& operation : operations) {
    sum += operation.measure;
  }
  return sum;
}

std::optional<double> LevelResult::canonical_start_cost() const {
  if (continuous_cycles.count() == 0) {
    return std::nullopt;
  }
  return static_cast<double>(per_iteration().cycles.total().count()) /
             static_cast<double>(continuous_cycles.count()) -
         1;
}

Measure RunResult::total() const {
  Measure sum = switches;
  for (const LevelResult& level : levels) {
    sum += level.per_iteration().scaled(level.iterations);
  }
  return sum;
}

double RunResult::extrapolated_share() const {
  double all = 0;
  double extrapolated = 0;
  for (const LevelResult& level : levels) {
    for (const OperationResult& operation : level.operations) {
      const double cycles = static_cast<double>(operation.measure.cycles.total().count()) *
                            static_cast<double>(level.iterations);
      all += cycles;
      extrapolated += operation.extrapolated ? cycles : 0;
    }
  }
  return all > 0 ? extrapolated / all : 0;
}

}  // namespace metronome
