#include "sim/sweep/schedule_candidates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/random.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/costs.hpp"
#include "workloads/schedule/driver.hpp"
#include "workloads/schedule/periods.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/form_trace.hpp"
#include "workloads/train/trainable.hpp"

namespace metronome::sweep {
namespace {

/// What a schedule does, whatever it is called: first iterations and assignments of its phases, and
/// at what it is tested.
using Course =
    std::pair<std::vector<std::pair<std::uint64_t, trace::Assignment>>, trace::Assignment>;

/// Without exceptions that are none.
trace::Assignment plain(const trace::Assignment& assignment) {
  std::map<std::string, trace::Precision> exceptions;
  for (const auto& [layer, precision] : assignment.layers) {
    if (precision != assignment.all) {
      exceptions[layer] = precision;
    }
  }
  return {assignment.all, trace::LayerPrecisions(exceptions)};
}

std::string first_message(const UserError& error) {
  const Diagnostic& first = error.diagnostics().front();
  return first.hint.empty() ? first.what : fmt::format("{} ({})", first.what, first.hint);
}

/// Looks at one schedule after the other.
class CandidateJudge {
 public:
  CandidateJudge(const ScheduleSearchSpec& spec, const std::vector<std::uint64_t>& lengths,
                 const CandidateOptions& options)
      : spec_(spec),
        lengths_(lengths),
        options_(options),
        graph_(train::network_of(spec.workload)),
        layers_(trace::format_layers(graph_)),
        numbers_(lengths.size()) {
    for (const arch::AcceleratorSpec& machine : spec.accelerators) {
      tables_.push_back(experiment::complete_table(machine));
    }
  }

  /// Baselines are what the user wants to be compared with, however few levels their short
  /// trainings have.
  [[nodiscard]] ScheduleCandidate judge(const std::string& text, bool is_baseline) {
    ScheduleCandidate candidate{.id = {}, .schedule = text};
    const auto refuse = [&](CandidateStatus status, std::string message) {
      candidate.status = status;
      candidate.message = std::move(message);
      return candidate;
    };
    std::vector<trace::Trace> traces;
    try {
      const schedule::Schedule schedule = schedule::parse_schedule(text).bound(layers_);
      if (schedule.loss_driven()) {
        return refuse(CandidateStatus::infeasible, "what it does is known only when it is trained");
      }
      traces = traces_of(schedule);
      const Course course = course_of(schedule, lengths_.back());
      if (const auto known = courses_.find(course); known != courses_.end()) {
        return refuse(CandidateStatus::duplicate, "is " + known->second);
      }
      if (!is_baseline) {
        check_periods(schedule);
      }
      courses_[course] = text;
      candidate.courses = numbers_of(schedule);
    } catch (const UserError& error) {
      return refuse(CandidateStatus::infeasible, first_message(error));
    }
    try {
      candidate.prices = prices_of(traces);
    } catch (const UserError& error) {
      return refuse(CandidateStatus::unpriced, first_message(error));
    }
    return candidate;
  }

 private:
  /// One of each length.
  std::vector<trace::Trace> traces_of(const schedule::Schedule& schedule) const {
    train::check_trainable(schedule);
    std::vector<trace::Trace> traces;
    train::WorkloadSpec workload = spec_.workload;
    workload.schedule = schedule.name();
    for (const std::uint64_t iterations : lengths_) {
      workload.iterations = iterations;
      schedule.check_effects(iterations);
      trace::check_ends(graph_, workload.ends, schedule.levels(iterations));
      traces.push_back(train::training_trace(workload, graph_, schedule));
    }
    return traces;
  }

  /// UserError where a period of the shortest training leaves levels out: what goes on would be
  /// chosen by another schedule.
  void check_periods(const schedule::Schedule& schedule) const {
    const auto periods = schedule::periods_of(schedule);
    if (periods && !periods->fit(lengths_.front())) {
      throw UserError(
          fmt::format("a period of the shortest rung has {} iterations, its range {} levels",
                      lengths_.front() / periods->number, periods->levels),
          "fewer periods or rungs, or more iterations");
    }
  }

  static Course course_of(const schedule::Schedule& schedule, std::uint64_t iterations) {
    Course course;
    for (const trace::Phase& phase : schedule.phases(iterations)) {
      course.first.emplace_back(phase.first_iteration, plain(phase.assignment));
    }
    course.second = plain(schedule.evaluation(iterations));
    return course;
  }

  /// ScheduleCandidate::courses.
  [[nodiscard]] std::vector<std::size_t> numbers_of(const schedule::Schedule& schedule) {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < lengths_.size(); ++i) {
      numbers.push_back(numbers_[i]
                            .try_emplace(course_of(schedule, lengths_[i]), numbers_[i].size())
                            .first->second);
    }
    return numbers;
  }

  std::vector<std::vector<TrainingPrice>> prices_of(const std::vector<trace::Trace>& traces) const {
    std::vector<std::vector<TrainingPrice>> prices(traces.size());
    for (std::size_t m = 0; m < spec_.accelerators.size(); ++m) {
      sim::SimulateOptions how{.mode = Mode::analytic, .jobs = options_.jobs, .progress = {}};
      how.prices = &tables_[m];
      how.cache = options_.cache;
      const auto results = sim::simulate(std::span(traces), spec_.accelerators[m], how);
      for (std::size_t i = 0; i < results.size(); ++i) {
        const report::RunCosts costs = report::cost_of(results[i], tables_[m]);
        prices[i].push_back({.joules = costs.total.energy.total().count(),
                             .seconds = results[i].seconds(costs.total.cycles.total()).count()});
      }
    }
    return prices;
  }

  const ScheduleSearchSpec& spec_;
  const std::vector<std::uint64_t>& lengths_;
  const CandidateOptions& options_;
  model::Graph graph_;
  std::vector<std::string> layers_;
  std::vector<EnergyTable> tables_;
  std::map<Course, std::string> courses_;  ///< of the whole length, and who has it first
  std::vector<std::map<Course, std::size_t>> numbers_;  ///< of each length
};

/// Places of the space, shuffled.
std::vector<std::size_t> drawn_order(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const RandomStream draws(seed, "schedules");
  for (std::size_t i = 0; i + 1 < count; ++i) {
    std::swap(order[i], order[i + draws.below(i, count - i)]);
  }
  return order;
}

/// `first` where it is one of the others: the reason of an empty field.
[[noreturn]] void fail_empty(const std::vector<ScheduleCandidate>& looked_at) {
  const auto reason = std::find_if(
      looked_at.begin(), looked_at.end(),
      [](const ScheduleCandidate& one) { return one.status != CandidateStatus::duplicate; });
  const ScheduleCandidate& first = reason == looked_at.end() ? looked_at.front() : *reason;
  throw UserError(
      fmt::format("none of the {} schedules can be trained and priced beside the "
                  "baselines; `{}`: {}: {}",
                  looked_at.size(), first.schedule, enum_name(first.status), first.message),
      "other schedules, or a machine that executes them");
}

}  // namespace

std::vector<const ScheduleCandidate*> ScheduleField::candidates() const {
  std::vector<const ScheduleCandidate*> all;
  for (const ScheduleCandidate& one : looked_at) {
    if (one.status == CandidateStatus::candidate) {
      all.push_back(&one);
    }
  }
  return all;
}

ScheduleField schedule_field(const ScheduleSearchSpec& spec,
                             const std::vector<std::uint64_t>& lengths,
                             const CandidateOptions& options) {
  CandidateJudge judge(spec, lengths, options);
  ScheduleField field;
  const std::size_t wanted = spec.baselines.size() + spec.candidates;
  const auto tell = [&](std::size_t done) {
    stop_if_interrupted();
    if (options.progress) {
      options.progress(done, wanted);
    }
  };
  for (const std::string& baseline : spec.baselines) {
    tell(field.baselines.size());
    ScheduleCandidate one = judge.judge(baseline, true);
    if (one.status != CandidateStatus::candidate) {
      throw UserError(
          fmt::format("baseline `{}`: {}: {}", baseline, enum_name(one.status), one.message),
          "another baseline, workload or machine");
    }
    one.id = fmt::format("b{}", field.baselines.size() + 1);
    field.baselines.push_back(std::move(one));
  }
  std::map<std::size_t, ScheduleCandidate> seen;  // by place
  std::size_t found = 0;
  for (const std::size_t place : drawn_order(spec.schedules.count(), spec.seed)) {
    if (found == spec.candidates) {
      break;
    }
    tell(spec.baselines.size() + found);
    const auto& one =
        seen.emplace(place, judge.judge(spec.schedules.schedule(place), false)).first->second;
    found += one.status == CandidateStatus::candidate ? 1 : 0;
  }
  std::size_t number = 0;
  for (auto& [place, one] : seen) {
    if (one.status == CandidateStatus::candidate) {
      one.id = fmt::format("c{}", ++number);
    }
    field.looked_at.push_back(std::move(one));
  }
  if (found == 0) {
    fail_empty(field.looked_at);
  }
  return field;
}

}  // namespace metronome::sweep
