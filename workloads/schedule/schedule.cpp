#include "workloads/schedule/schedule.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"
#include "workloads/schedule/recipes.hpp"

namespace metronome::schedule {
namespace {

using trace::Assignment;
using trace::Phase;

/// Calls use(kind) with a null pointer of each kind, in the order of the list.
template <class Use>
void each_kind(const Use& use) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (use(static_cast<std::variant_alternative_t<I, Schedule::Spec>*>(nullptr)), ...);
  }
  (std::make_index_sequence<std::variant_size_v<Schedule::Spec>>());
}

template <class... Kinds>
constexpr bool are_kinds(const std::variant<Kinds...>*) {
  return (ScheduleKind<Kinds> && ...);
}
static_assert(are_kinds(static_cast<Schedule::Spec*>(nullptr)));

}  // namespace

Schedule Schedule::bound(const std::vector<std::string>& layers) const {
  return std::visit(
      [&]<class Kind>(const Kind& kind) { return Schedule(Kind::bound(kind, layers)); }, spec_);
}

bool Schedule::loss_driven() const {
  return std::visit([](const auto& kind) { return std::decay_t<decltype(kind)>::kLossDriven; },
                    spec_);
}

bool Schedule::cycles() const {
  return std::visit([](const auto& kind) { return std::decay_t<decltype(kind)>::kCycles; }, spec_);
}

Assignment Schedule::at(std::uint64_t iteration, std::uint64_t iterations) const {
  return std::visit([&](const auto& kind) { return kind.at(iteration, iterations); }, spec_);
}

Assignment Schedule::evaluation(std::uint64_t iterations) const {
  return std::visit([&](const auto& kind) { return kind.evaluation(iterations); }, spec_);
}

std::vector<Assignment> Schedule::levels(std::uint64_t iterations) const {
  return std::visit([&](const auto& kind) { return kind.levels(iterations); }, spec_);
}

int Schedule::largest_bits() const {
  return std::visit([](const auto& kind) { return kind.largest_bits(); }, spec_);
}

void Schedule::check_effects(std::uint64_t iterations) const {
  const auto late =
      std::visit([&](const auto& kind) { return kind.begins_too_late(iterations); }, spec_);
  if (late) {
    throw UserError(Diagnostic{
        {},
        0,
        0,
        "schedule " + name(),
        fmt::format("what begins at iteration {} has no effect in a run of {}", *late, iterations),
        fmt::format("a run of more than {} iterations, or leave it out", *late)});
  }
}

std::string Schedule::name() const {
  return std::visit([](const auto& kind) { return kind.name(); }, spec_);
}

std::vector<Phase> Schedule::phases(std::uint64_t iterations) const {
  return iterations == 0
             ? std::vector<Phase>{}
             : std::visit([&](const auto& kind) { return kind.phases(iterations); }, spec_);
}

std::string evaluation_exceptions(const Assignment& evaluation) {
  constexpr std::size_t kMostNamed = 4;
  std::vector<std::string> named;
  for (const auto& [layer, precision] : evaluation.layers) {
    if (precision != evaluation.all) {
      named.push_back(fmt::format("{} at {}", layer, trace::forward_text(precision)));
    }
  }
  if (named.empty()) {
    return {};
  }
  const std::size_t more = named.size() > kMostNamed ? named.size() - kMostNamed : 0;
  named.resize(named.size() - more);
  return fmt::format(" ({}{}{})", fmt::join(named, ", "),
                     more > 0 ? fmt::format(" and {} more at other", more) : "",
                     evaluation.has_formats() ? (more > 0 ? " formats" : "") : " bits");
}

std::vector<ScheduleForm> schedule_forms() {
  std::vector<ScheduleForm> all;
  each_kind([&]<class Kind>(Kind*) {
    const std::vector<ScheduleForm> forms = Kind::forms();
    all.insert(all.end(), forms.begin(), forms.end());
  });
  return all;
}

Schedule parse_schedule(const std::string& text) {
  const std::string name = text.substr(0, text.find(':'));
  if (name == "recipe" && name.size() < text.size()) {
    return parse_schedule(recipe_schedule(text.substr(name.size() + 1)));
  }
  std::optional<Schedule> read;
  std::vector<std::string> proposed;
  each_kind([&]<class Kind>(Kind*) {
    const std::vector<std::string> names = Kind::names();
    if (name.size() < text.size() && std::find(names.begin(), names.end(), name) != names.end()) {
      read.emplace(Kind::parse(text));
    }
    if (Kind::kProposed) {
      proposed.insert(proposed.end(), names.begin(), names.end());
    }
  });
  if (read) {
    return *read;
  }
  std::string forms = "one of:";
  for (const ScheduleForm& form : schedule_forms()) {
    forms += (forms.back() == ':' ? " " : ", ") + form.form;
  }
  const std::string near = nearest_name(name, proposed);
  throw UserError(Diagnostic{
      {},
      0,
      0,
      fmt::format("schedule `{}`", text),
      "is not a known form of schedule",
      near.empty() || near == name ? forms : fmt::format("did you mean `{}:`? {}", near, forms)});
}

}  // namespace metronome::schedule
