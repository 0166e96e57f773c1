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
        layers_(trace::format_layers(graph_)) {
    for (const arch::AcceleratorSpec& machine : spec.accelerators) {
      tables_.push_back(experiment::complete_table(machine));
    }
  }

  [[nodiscard]] ScheduleCandidate judge(const std::string& text) {
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
      const auto [known, is_new] = courses_.try_emplace(course_of(schedule), text);
      if (!is_new) {
        return refuse(CandidateStatus::duplicate, "is " + known->second);
      }
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

  [[nodiscard]] Course course_of(const schedule::Schedule& schedule) const {
    Course course;
    for (const trace::Phase& phase : schedule.phases(spec_.workload.iterations)) {
      course.first.emplace_back(phase.first_iteration, plain(phase.assignment));
    }
    course.second = plain(schedule.evaluation(spec_.workload.iterations));
    return course;
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
  std::map<Course, std::string> courses_;  ///< and who has it first
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
    ScheduleCandidate one = judge.judge(baseline);
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
        seen.emplace(place, judge.judge(spec.schedules.schedule(place))).first->second;
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
