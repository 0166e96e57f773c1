#include "sim/sweep/schedule_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/report/units.hpp"
#include "sim/sweep/pareto.hpp"

namespace metronome::sweep {
namespace {

/// Of a schedule's trainings, in order of the seeds; empty where one diverged.
std::vector<double> tests_of(const std::vector<SearchTraining>& trainings) {
  std::vector<double> values;
  for (const SearchTraining& training : trainings) {
    if (!training.test) {
      return {};
    }
    values.push_back(*training.test);
  }
  return values;
}

/// "72.31 ± 0.40 %": mean and sample deviation of fractions.
std::string percents_text(const std::vector<double>& values) {
  const experiment::Spread spread = experiment::spread_of(values);
  return values.size() < 2
             ? fmt::format("{:.2f} %", 100 * spread.mean)
             : fmt::format("{:.2f} ± {:.2f} %", 100 * spread.mean, 100 * spread.deviation);
}

std::string points_text(const Estimate& estimate) {
  return estimate.half_width
             ? fmt::format("{:+.2f} points (95 % interval ±{:.2f}, paired by seed)",
                           100 * estimate.mean, 100 * *estimate.half_width)
             : fmt::format("{:+.2f} points (one seed has no spread)", 100 * estimate.mean);
}

std::vector<double> differences(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> values;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    values.push_back(a[i] - b[i]);
  }
  return values;
}

/// The one of most value of those that are meant.
template <class Value, class IsMeant>
std::optional<std::size_t> most_of(const std::vector<ReportedSchedule>& schedules,
                                   const Value& value, const IsMeant& is_meant) {
  std::vector<std::optional<double>> values;
  for (const ReportedSchedule& schedule : schedules) {
    values.push_back(is_meant(schedule) ? value(schedule) : std::nullopt);
  }
  const std::size_t best = best_of(values, 1).front();
  return values[best] ? std::optional(best) : std::nullopt;
}

/// What static schedules reach with as many joules, seed by seed.
void compare_with_statics(ScheduleReport& report) {
  std::vector<std::optional<Achieved>> statics;
  std::vector<std::vector<double>> objectives;
  for (const ReportedSchedule& one : report.schedules) {
    const bool counts = one.is_static && one.validation && !one.test.empty();
    statics.push_back(counts ? std::optional(Achieved{one.price.joules, *one.validation})
                             : std::nullopt);
    objectives.push_back(one.validation ? std::vector{one.price.joules, -*one.validation}
                                        : std::vector<double>{});
  }
  const ReferenceLine line(statics);
  const std::vector<bool> front = pareto_front(objectives);
  for (std::size_t i = 0; i < report.schedules.size(); ++i) {
    ReportedSchedule& one = report.schedules[i];
    one.pareto = front[i];
    if (one.validation) {
      one.validation_gain = *one.validation - line.accuracy_at(one.price.joules);
    }
    const Mix mix = line.at(one.price.joules);
    for (std::size_t s = 0; s < one.test.size(); ++s) {
      std::vector<double> of_seed;
      for (const ReportedSchedule& other : report.schedules) {
        of_seed.push_back(other.test.empty() ? 0 : other.test[s]);
      }
      one.static_test.push_back(mix.of(of_seed));
    }
    one.gains = differences(one.test, one.static_test);
  }
}

/// "rung1: 16 of 45 iterations".
std::string trainings_text(const FinishedScheduleSearch& finished, bool baselines,
                           std::uint64_t& trainings, std::uint64_t& iterations) {
  std::string text;
  for (const Round& round : finished.rounds) {
    if (&round == &finished.rounds.back()) {
      break;
    }
    const std::size_t count = round.count(baselines);
    text += fmt::format("{}{} of {} iterations", text.empty() ? "" : ", ", count, round.iterations);
    trainings += count;
    iterations += count * round.iterations;
  }
  return text;
}

/// In the last rung, whose trainings the report does not have.
std::optional<double> gain_of_rung(const FinishedScheduleSearch& finished, const Entrant& entrant) {
  for (const RoundEntrant& one : finished.rounds.at(finished.rounds.size() - 2).entrants) {
    if (one.entrant == entrant) {
      return one.gain;
    }
  }
  return std::nullopt;
}

}  // namespace

Estimate estimate_of(const std::vector<double>& values) {
  const experiment::Spread spread = experiment::spread_of(values);
  if (spread.count < 2) {
    return {spread.mean, std::nullopt};
  }
  const boost::math::students_t student(static_cast<double>(spread.count - 1));
  return {spread.mean, quantile(student, 0.975) * std::sqrt(spread.variance_of_mean())};
}

ScheduleReport schedule_report(const FinishedScheduleSearch& finished, std::size_t accelerator) {
  ScheduleReport report;
  const Round& round = finished.rounds.back();
  for (const RoundEntrant& judged : round.entrants) {
    const ScheduleCandidate& schedule = finished.of(judged.entrant);
    ReportedSchedule one{.entrant = judged.entrant,
                         .is_static = judged.entrant.is_baseline && is_static(schedule.schedule),
                         .price = schedule.prices.at(round.length).at(accelerator),
                         .trainings = {},
                         .validation = judged.validation};
    std::copy_if(round.trainings.begin(), round.trainings.end(), std::back_inserter(one.trainings),
                 [&](const SearchTraining& t) { return t.entrant == judged.entrant; });
    one.test = tests_of(one.trainings);
    report.schedules.push_back(std::move(one));
  }
  compare_with_statics(report);
  const auto chosen = most_of(
      report.schedules,
      [&](const ReportedSchedule& one) { return gain_of_rung(finished, one.entrant); },
      [](const ReportedSchedule& one) { return !one.entrant.is_baseline && one.validation; });
  const auto best_static = most_of(
      report.schedules, [](const ReportedSchedule& one) { return one.validation; },
      [](const ReportedSchedule& one) { return one.is_static; });
  if (!chosen || !best_static) {
    throw UserError("all schedules that the search has chosen diverged with other seeds",
                    "a lower learning_rate, or schedules of more bits");
  }
  report.chosen = *chosen;
  report.best_static = *best_static;
  return report;
}

std::string verdict_text(const ScheduleSearchSpec& spec, const FinishedScheduleSearch& finished,
                         const ScheduleReport& report) {
  const ReportedSchedule& chosen = report.schedules[report.chosen];
  const ReportedSchedule& best = report.schedules[report.best_static];
  const Estimate gain = estimate_of(chosen.gains);
  const std::string verdict =
      !gain.half_width    ? "One seed cannot tell whether it beats the static schedules."
      : gain.above_zero() ? "It beats the static schedules at its joules."
      : gain.below_zero() ? "No schedule beats the static ones: at its joules they are better."
                          : "No schedule was shown to beat the static ones at its joules: the "
                            "difference is within the spread of seeds.";
  return fmt::format(
      "Chosen on the validation split: {} ({}). On the test split it has {} with {} J on {}; "
      "static "
      "schedules have {} with as many joules, a difference of {}. {} The best static schedule by "
      "validation, {} ({}), has {} with {} J: the chosen one differs by {} at {:.1f} % of its "
      "joules.",
      finished.of(chosen.entrant).schedule, finished.of(chosen.entrant).id,
      percents_text(chosen.test), report::significant(chosen.price.joules),
      spec.accelerators.front().name, percents_text(chosen.static_test), points_text(gain), verdict,
      finished.of(best.entrant).schedule, finished.of(best.entrant).id, percents_text(best.test),
      report::significant(best.price.joules),
      points_text(estimate_of(differences(chosen.test, best.test))),
      100 * chosen.price.joules / best.price.joules);
}

std::string effort_text(const ScheduleSearchSpec& spec, const FinishedScheduleSearch& finished) {
  std::string text;
  for (const bool baselines : {false, true}) {
    std::uint64_t trainings = 0, iterations = 0;
    const std::string rungs = trainings_text(finished, baselines, trainings, iterations);
    text += fmt::format(
        "{}: {} trainings, {} iterations ({}). ",
        baselines ? fmt::format("The {} baselines", spec.baselines.size())
                  : fmt::format("Search over {} candidates", finished.field.candidates().size()),
        trainings, iterations, rungs);
  }
  const Round& last = finished.rounds.back();
  return text + fmt::format(
                    "Report: {} trainings of {} iterations, {} searched and {} baselines "
                    "with {} seeds each.",
                    last.trainings.size(), last.iterations, last.count(false) / spec.seeds.size(),
                    last.count(true) / spec.seeds.size(), spec.seeds.size());
}

}  // namespace metronome::sweep
