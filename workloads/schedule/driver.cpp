#include "workloads/schedule/driver.hpp"

#include "sim/base/overload.hpp"

namespace metronome::schedule {

Driver::Driver(Schedule schedule, std::uint64_t iterations)
    : schedule_(std::move(schedule)),
      iterations_(iterations),
      course_(course_of(schedule_, iterations)) {}

Driver::Course Driver::course_of(const Schedule& schedule, std::uint64_t iterations) {
  return std::visit(
      Overload{[](const StaticSpec&) -> Course { return std::monostate(); },
               [](const CptSpec&) -> Course { return std::monostate(); },
               [](const CsvSpec&) -> Course { return std::monostate(); },
               [](const DeficitSpec&) -> Course { return std::monostate(); },
               [](const LateSpec&) -> Course { return std::monostate(); },
               [](const SuiteSpec&) -> Course { return std::monostate(); },
               [](const OffsetSpec&) -> Course { return std::monostate(); },
               [](const ProgressiveSpec& spec) -> Course { return ProgressiveStages(spec); },
               [](const MuppetSpec& spec) -> Course { return MuppetLevels(spec); },
               [&](const FastSpec& spec) -> Course { return FastChoice(spec, iterations); },
               [](const NoiseSpec& spec) -> Course { return NoiseStop(spec); },
               [](const BudgetSpec& spec) -> Course { return BudgetPairs(spec); },
               [](const LearnedWidthsSpec& spec) -> Course { return LearnedWidths(spec); },
               [](const SensitivityMapSpec& spec) -> Course { return SensitivityMap(spec); }},
      schedule.spec());
}

trace::Assignment Driver::at(std::uint64_t iteration) const {
  return std::visit(
      Overload{[&](const std::monostate&) { return schedule_.at(iteration, iterations_); },
               [](const auto& course) { return course.assignment(); }},
      course_);
}

Wants Driver::wants() const {
  return std::visit(Overload{[](const std::monostate&) { return Wants{}; },
                             [](const auto& course) { return course.wants(); }},
                    course_);
}

void Driver::observe(const Observation& observation) {
  std::visit(Overload{[](std::monostate&) {}, [&](auto& course) { course.observe(observation); }},
             course_);
}

std::vector<double> Driver::state() const {
  return std::visit(Overload{[](const std::monostate&) { return std::vector<double>{}; },
                             [](const auto& course) { return course.state(); }},
                    course_);
}

bool Driver::accepts(const std::vector<double>& state) const {
  return std::visit(Overload{[&](const std::monostate&) { return state.empty(); },
                             [&](const auto& course) { return course.accepts(state); }},
                    course_);
}

void Driver::restore(const std::vector<double>& state) {
  std::visit(Overload{[](std::monostate&) {}, [&](auto& course) { course.restore(state); }},
             course_);
}

}  // namespace metronome::schedule
