#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "workloads/schedule/progressive.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::schedule {

/// A schedule during one training run. Iterations are asked for in turn, and each one's training
/// loss is told before the next is asked for: schedules that the loss drives decide from it, the
/// others do not listen.
class Driver {
 public:
  Driver(Schedule schedule, std::uint64_t iterations);

  /// The assignment of the next iteration, `iteration`. UserError as for Schedule::at.
  [[nodiscard]] trace::Assignment at(std::uint64_t iteration) const;
  void observe(double loss);

  /// What the losses so far have made of it; empty for other schedules.
  [[nodiscard]] std::vector<double> state() const;
  /// Whether state() can have been this.
  [[nodiscard]] bool accepts(const std::vector<double>& state) const;
  /// The state must be one that accepts() takes.
  void restore(const std::vector<double>& state);

 private:
  Schedule schedule_;
  std::uint64_t iterations_;
  std::optional<ProgressiveStages> stages_;
};

}  // namespace metronome::schedule
