#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/study.hpp"
#include "sim/sweep/run_schedule_search.hpp"

/// What the trainings at the end of a search say.
namespace metronome::sweep {

/// A mean with the half width of its 95 % interval, by Student's t; none of one value.
struct Estimate {
  double mean = 0;
  std::optional<double> half_width{};

  [[nodiscard]] bool above_zero() const { return half_width && mean - *half_width > 0; }
  [[nodiscard]] bool below_zero() const { return half_width && mean + *half_width < 0; }
};
[[nodiscard]] Estimate estimate_of(const std::vector<double>& values);

/// A schedule of the report on one machine. Accuracies and gains are fractions, in the order of the
/// seeds.
struct ReportedSchedule {
  Entrant entrant;
  bool is_static = false;
  TrainingPrice price{};
  std::vector<SearchTraining> trainings;
  std::optional<double> validation{}, validation_gain{};  ///< means; nothing where one diverged
  /// On the test split, static schedules with as many joules, and what is above them; empty where a
  /// training diverged. Which static schedules these are is decided by validation.
  std::vector<double> test{}, static_test{}, gains{};
  bool pareto = false;  ///< by validation
};

struct ScheduleReport {
  std::vector<ReportedSchedule> schedules;  ///< as the last round has them
  std::size_t chosen = 0;                   ///< the searched one of most gain in the last rung
  std::size_t best_static = 0;              ///< the static one of most accuracy by validation
};

/// UserError where all searched schedules diverged.
[[nodiscard]] ScheduleReport schedule_report(const FinishedScheduleSearch& finished,
                                             std::size_t accelerator);

/// Whether a schedule beats the static ones, in sentences of the numbers.
[[nodiscard]] std::string verdict_text(const ScheduleSearchSpec& spec,
                                       const FinishedScheduleSearch& finished,
                                       const ScheduleReport& report);
/// How many trainings of how many iterations the search and the baselines had.
[[nodiscard]] std::string effort_text(const ScheduleSearchSpec& spec,
                                      const FinishedScheduleSearch& finished);

}  // namespace metronome::sweep
