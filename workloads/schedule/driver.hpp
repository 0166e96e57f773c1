#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "workloads/schedule/observation.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::schedule {

/// A schedule during one training run. Iterations are asked for in turn, and what each one's
/// training shows is told before the next is asked for: schedules that the training drives decide
/// from it, the others do not listen.
class Driver {
 public:
  /// `schedule` is bound to the network's layers where it tells layers apart.
  Driver(Schedule schedule, std::uint64_t iterations);

  /// The assignment of the next iteration, `iteration`. UserError as for Schedule::at.
  [[nodiscard]] trace::Assignment at(std::uint64_t iteration) const;
  /// What observe() must be told of the next iteration, beside its loss.
  [[nodiscard]] Wants wants() const;
  void observe(const Observation& observation);
  /// Where nothing but the loss is wanted.
  void observe(double loss) { observe(Observation{loss}); }

  /// What the iterations so far have made of it; empty for other schedules.
  [[nodiscard]] std::vector<double> state() const;
  /// Whether state() can have been this.
  [[nodiscard]] bool accepts(const std::vector<double>& state) const;
  /// The state must be one that accepts() takes.
  void restore(const std::vector<double>& state);

 private:
  /// One alternative for each kind that a training drives.
  using Course = std::variant<std::monostate, ProgressiveStages, MuppetLevels, FastChoice,
                              NoiseStop, BudgetPairs, LearnedWidths, SensitivityMap>;
  [[nodiscard]] static Course course_of(const Schedule& schedule, std::uint64_t iterations);

  Schedule schedule_;
  std::uint64_t iterations_;
  Course course_;
};

}  // namespace metronome::schedule
