#include "sim/sweep/schedule_search_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/inputs_text.hpp"
#include "sim/config/text_rules.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/training.hpp"
#include "sim/sweep/halving.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/schedule/periods.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/initial_weights.hpp"
#include "workloads/train/trainable.hpp"

namespace metronome::sweep {
namespace {

constexpr std::size_t kMostSchedules = 100'000;

using SearchComplain = config::StructSchema<ScheduleSearchSpec>::Complain;
using SpaceComplain = config::StructSchema<ScheduleSpace>::Complain;

bool is_cyclic_kind(const std::string& kind) {
  const auto is = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), kind) != names.end();
  };
  return is(schedule::CptSpec::names()) || is(schedule::SuiteSpec::names());
}

/// A schedule that the trainer takes; else UserError.
schedule::Schedule trainable(const std::string& text) {
  schedule::Schedule schedule = schedule::parse_schedule(text);
  train::check_trainable(schedule);
  if (schedule.loss_driven()) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "schedule " + schedule.name(),
                               "what it does is known only when it is trained",
                               "a schedule whose joules are known before"});
  }
  return schedule;
}

/// What `text` is refused for, as complaints about `key`.
void complain_of_schedule(const std::string& key, const std::string& text,
                          const SpaceComplain& complain) {
  try {
    (void)trainable(text);
  } catch (const UserError& error) {
    for (const Diagnostic& one : error.diagnostics()) {
      complain(key, fmt::format("`{}`: {}", text, one.what), one.hint);
    }
  }
}

/// What offsets are refused for that no range of the space goes with: that of the first range.
std::optional<Diagnostic> without_range(const ScheduleSpace& space, const std::string& offsets) {
  std::optional<Diagnostic> first;
  for (const std::string& bounds : space.bounds) {
    try {
      (void)trainable(fmt::format("offset:{},cpt:{}", offsets, bounds));
      return std::nullopt;
    } catch (const UserError& error) {
      first = first ? first : error.diagnostics().front();
    }
  }
  return first;
}

/// Each value is tried with the first of the others: what is wrong with it alone is an error,
/// combinations that cannot be trained are left out and counted (schedule_candidates.hpp).
void check_space(const ScheduleSpace& space, const SpaceComplain& complain) {
  for (const std::string& kind : space.kinds) {
    if (!is_cyclic_kind(kind)) {
      complain("kinds", fmt::format("`{}` is no cyclic schedule", kind),
               "cpt, or lr, lt, cr, ct, rr, rtv, rth, er, etv, eth; others stand whole in `also`");
    }
  }
  for (const std::string& bounds : space.bounds) {
    complain_of_schedule("bounds", "cpt:" + bounds, complain);
  }
  for (const std::string& bits : space.backward) {
    complain_of_schedule("backward", "cpt:3-8,backward=" + bits, complain);
  }
  for (const std::string& text : space.also) {
    complain_of_schedule("also", text, complain);
  }
  for (const std::string& offsets : space.offsets) {
    if (const auto wrong = offsets == "none" ? std::nullopt : without_range(space, offsets)) {
      complain("offsets", fmt::format("`{}`: {}", offsets, wrong->what), wrong->hint);
    }
  }
  if (space.count() == 0) {
    complain("kinds",
             "with bounds, periods, backward and offsets give no schedule, nor does `also`",
             "at least one of each, or schedules in `also`");
  }
  if (space.count() > kMostSchedules) {
    complain("kinds", fmt::format("{} schedules, at most {}", space.count(), kMostSchedules),
             "fewer values");
  }
}

void check_machines(const ScheduleSearchSpec& spec, const SearchComplain& complain) {
  if (spec.accelerators.empty()) {
    complain("accelerators", "is empty", "a machine whose joules decide");
  }
  std::set<std::string> names;
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    if (!names.insert(machine.name).second) {
      complain("accelerators", "two of them are named " + machine.name, "give each its own name");
    }
    if (machine.training.dx_scale != spec.workload.dx_scale) {
      complain("accelerators",
               fmt::format("{} computes {}, the workload trains {}", machine.name,
                           enum_name(machine.training.dx_scale), enum_name(spec.workload.dx_scale)),
               "one arithmetic for accuracy and cost: dx_scale of the workload or of the machine");
    }
  }
}

void check_workload(const ScheduleSearchSpec& spec, const SearchComplain& complain) {
  const train::WorkloadSpec& workload = spec.workload;
  if (workload.validation.samples == 0) {
    complain("workload.validation", "holds no samples out: schedules are chosen by them",
             "workload: validation: {samples: N}");
  } else if (workload.validation.tested != train::TestedSplit::validation) {
    complain("workload.validation", "is tested on the test split, on which nothing must be chosen",
             "leave `tested` out");
  }
  if (workload.form.index() != 0) {
    complain("workload.weights", "schedules are searched for weights of the form affine only",
             "leave it out");
  }
}

/// A layer that the network has not would leave all schedules with its offset out.
void check_offsets(const ScheduleSearchSpec& spec, const SearchComplain& complain) {
  std::vector<std::string> layers;
  try {
    layers = trace::format_layers(train::network_of(spec.workload));
  } catch (const UserError&) {  // the workload says why
    return;
  }
  for (const std::string& offsets : spec.schedules.offsets) {
    std::optional<schedule::Schedule> schedule;
    try {
      if (offsets != "none") {
        schedule = schedule::parse_schedule("offset:" + offsets + ",static:16");
      }
    } catch (const UserError&) {  // check_space says why
      continue;
    }
    try {
      (void)schedule.value_or(schedule::Schedule()).bound(layers);
    } catch (const UserError& error) {
      const Diagnostic& first = error.diagnostics().front();
      complain("schedules.offsets", fmt::format("`{}`: {}", offsets, first.what), first.hint);
    }
  }
}

/// Which of the space's periods and ranges go with each other in the shortest rung.
class PeriodsOfSpace {
 public:
  PeriodsOfSpace(const ScheduleSpace& space, std::uint64_t shortest)
      : space_(space), shortest_(shortest) {}

  [[nodiscard]] bool takes_periods(std::uint64_t periods) const {
    return std::any_of(space_.bounds.begin(), space_.bounds.end(),
                       [&](const std::string& bounds) { return fits(bounds, periods); });
  }
  [[nodiscard]] bool takes_bounds(const std::string& bounds) const {
    return std::any_of(space_.periods.begin(), space_.periods.end(),
                       [&](std::uint64_t periods) { return fits(bounds, periods); });
  }

 private:
  [[nodiscard]] bool fits(const std::string& bounds, std::uint64_t periods) const {
    return std::any_of(
        space_.backward.begin(), space_.backward.end(), [&](const std::string& backward) {
          const auto found = schedule::periods_of(schedule::parse_schedule(
              fmt::format("cpt:{},periods={},backward={}", bounds, periods, backward)));
          return found && found->fit(shortest_);
        });
  }

  const ScheduleSpace& space_;
  std::uint64_t shortest_;
};

/// Values that leave no schedule whose periods have as many iterations as levels.
void check_periods(const ScheduleSearchSpec& spec, const SearchComplain& complain) {
  const ScheduleSpace& space = spec.schedules;
  const std::uint64_t shortest = shortest_rung(spec.workload.iterations, spec.eta, spec.rungs);
  if (shortest == 0 || space.kinds.empty()) {
    return;
  }
  const PeriodsOfSpace fitting(space, shortest);
  const std::string hint = "fewer periods or rungs, or more iterations";
  bool any = false;
  for (const std::uint64_t periods : space.periods) {
    const bool fits = fitting.takes_periods(periods);
    any |= fits;
    if (!fits) {
      complain("schedules.periods",
               fmt::format("{} leave a period {} of the {} iterations of the shortest rung, fewer "
                           "than each of the ranges has levels",
                           periods, shortest / periods, shortest),
               hint);
    }
  }
  for (const std::string& bounds : space.bounds) {
    if (any && !fitting.takes_bounds(bounds)) {
      complain("schedules.bounds",
               fmt::format("`{}` has more levels than any period of the shortest rung, of {} "
                           "iterations, has iterations",
                           bounds, shortest),
               hint);
    }
  }
}

void check_baselines(const ScheduleSearchSpec& spec, const SearchComplain& complain) {
  const std::uint64_t shortest = shortest_rung(spec.workload.iterations, spec.eta, spec.rungs);
  std::size_t statics = 0;
  std::set<std::string> names;
  for (const std::string& baseline : spec.baselines) {
    try {
      const schedule::Schedule schedule = trainable(baseline);
      (void)schedule.at(0, std::max(shortest, std::uint64_t{1}));
      statics += std::holds_alternative<schedule::StaticSpec>(schedule.spec()) ? 1 : 0;
      if (!names.insert(schedule.name()).second) {
        complain("baselines", fmt::format("`{}` stands twice", baseline), "each once");
      }
    } catch (const UserError& error) {
      const Diagnostic& first = error.diagnostics().front();
      complain("baselines", fmt::format("`{}`: {}", baseline, first.what), first.hint);
    }
  }
  if (statics == 0) {
    complain("baselines", "have no static schedule, with which others are compared",
             "such as static:8,backward=8");
  }
}

void check_seeds(const ScheduleSearchSpec& spec, const SearchComplain& complain) {
  if (spec.seeds.empty()) {
    complain("seeds", "no seed", "such as seeds: [1, 2, 3]");
  }
  if (std::set(spec.seeds.begin(), spec.seeds.end()).size() < spec.seeds.size()) {
    complain("seeds", "a seed stands twice", "each seed once: equal trainings are no spread");
  }
  // Baselines of the first rung have most trainings each.
  const std::size_t repeats =
      spec.baselines.empty() ? 1
                             : slots_of(spec.baselines.size(), spec.candidates).back().repeat + 1;
  for (const std::uint64_t seed : spec.seeds) {
    if (seed - spec.seed < repeats) {
      complain("seeds",
               fmt::format("{} is a seed of the search, which has {} to {}", seed, spec.seed,
                           spec.seed + repeats - 1),
               "others: what was chosen by a training must not be reported of it");
    }
  }
}

void check_halving(const ScheduleSearchSpec& spec, const SearchComplain& complain) {
  if (shortest_rung(spec.workload.iterations, spec.eta, spec.rungs) == 0) {
    complain("rungs",
             fmt::format("{} rungs of 1/{} each leave less than one of {} iterations", spec.rungs,
                         spec.eta, spec.workload.iterations),
             "fewer rungs, a smaller eta or more iterations");
    return;
  }
  const Rung last =
      rungs_of(spec.candidates, spec.workload.iterations, spec.eta, spec.rungs).back();
  if (spec.finalists > last.trainings) {
    complain("finalists",
             fmt::format("{} of the {} that the last rung trains", spec.finalists, last.trainings),
             "fewer, or more candidates");
  }
}

}  // namespace

std::size_t ScheduleSpace::count() const {
  return kinds.size() * bounds.size() * periods.size() * backward.size() * offsets.size() +
         also.size();
}

std::string ScheduleSpace::schedule(std::size_t index) const {
  const std::size_t product = count() - also.size();
  if (index >= product) {
    return also.at(index - product);
  }
  const auto take = [&](const auto& values) {
    const auto& value = values.at(index % values.size());
    index /= values.size();
    return value;
  };
  const std::string offset = take(offsets);
  const std::string bits = take(backward);
  const std::uint64_t number = take(periods);
  const std::string range = take(bounds);
  const std::string text =
      fmt::format("{}:{},periods={},backward={}", take(kinds), range, number, bits);
  return offset == "none" ? text : fmt::format("offset:{},{}", offset, text);
}

bool is_static(const std::string& schedule) {
  return std::holds_alternative<schedule::StaticSpec>(schedule::parse_schedule(schedule).spec());
}

ScheduleSearchSpec with_absolute_places(ScheduleSearchSpec spec) {
  spec.workload = experiment::with_absolute_places(std::move(spec.workload));
  for (std::vector<std::string>* texts : {&spec.schedules.also, &spec.baselines}) {
    for (std::string& text : *texts) {
      text = schedule::with_absolute_file(text);
    }
  }
  return spec;
}

std::string schedule_search_inputs(const ScheduleSearchSpec& spec) {
  ScheduleSearchSpec decisive = spec;
  decisive.workload = experiment::decisive_part(spec.workload);
  decisive.accelerators.clear();  // add_machine() has their contents
  InputsText inputs;
  inputs.add_yaml("schedule_search", config::resolved_yaml(decisive));
  experiment::add_files(inputs, spec.workload);
  for (const auto& texts : {spec.schedules.also, spec.baselines}) {
    for (const std::string& text : texts) {
      if (const auto file = schedule::schedule_file(text)) {
        inputs.add_file("schedule " + text, *file);
      }
    }
  }
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    experiment::add_machine(inputs, machine);
  }
  return inputs.add("kernel_set", tensor::kernel_set_name(spec.workload.kernels)).text();
}

}  // namespace metronome::sweep

namespace metronome::config {

template <>
const StructSchema<sweep::ScheduleSpace>& schema_of<sweep::ScheduleSpace>() {
  using S = sweep::ScheduleSpace;
  static const auto schema =
      StructSchema<S>("precision schedules to choose from: all combinations, and `also`")
          .field("kinds", &S::kinds,
                 {.doc = "cyclic schedules of `metronome list schedules`: cpt, lr, rr, ..."})
          .field("bounds", &S::bounds,
                 {.doc = "ranges of forward bits, LOW-HIGH, such as [3-8, 4-6]"})
          .field("periods", &S::periods,
                 {.doc = "precision cycles of a training", .min = 1, .max = trace::kIterations.max})
          .field("backward", &S::backward,
                 {.doc = "bits of errors, or ranges of them, such as [8, 6-8]"})
          .field("offsets", &S::offsets,
                 {.doc = "forward bits by which layers differ from the others, LAYER=BITS with "
                         "slashes between, such as [none, conv1=2/fc=2]"})
          .field("also", &S::also,
                 {.doc = "further schedules, whole: any whose bits do not depend on the training",
                  .omit_default = true})
          .validate(sweep::check_space);
  return schema;
}

template <>
const StructSchema<sweep::ScheduleSearchSpec>& schema_of<sweep::ScheduleSearchSpec>() {
  using S = sweep::ScheduleSearchSpec;
  static const auto schema =
      StructSchema<S>("a search for the precision schedule with most accuracy for its joules")
          .field("name", &S::name, {.doc = "names the result folder", .required = true})
          .field("method", &S::method, {.doc = "how schedules are chosen"})
          .field("workload", &S::workload,
                 {.doc = "what is trained; its iterations are those of the last rung and of the "
                         "report, its `validation` is what schedules are chosen on",
                  .required = true})
          .field("accelerators", &S::accelerators,
                 {.doc = "accelerator files whose joules are reported, in closed form; those of "
                         "the first decide",
                  .required = true})
          .field("schedules", &S::schedules, {.doc = "to choose from", .required = true})
          .field("baselines", &S::baselines,
                 {.doc = "schedules that have as many trainings as the search, static ones among "
                         "them, with which others are compared"})
          .field("candidates", &S::candidates,
                 {.doc = "schedules that are trained in the first rung, drawn by `seed`; those of "
                         "equal bits at every iteration count once",
                  .min = 1,
                  .max = 10'000})
          .field("eta", &S::eta,
                 {.doc = "each rung trains this part of the schedules of the one before, for this "
                         "many times the iterations",
                  .min = 2,
                  .max = 100})
          .field("rungs", &S::rungs, {.doc = "rounds of trainings", .min = 1, .max = 20})
          .field("finalists", &S::finalists,
                 {.doc = "schedules that are trained with `seeds` at the end, the best of the last "
                         "rung",
                  .min = 1,
                  .max = 1000})
          .field("seed", &S::seed,
                 {.doc = "of the draw of schedules, and of the search's trainings; further "
                         "trainings of one baseline have the next ones",
                  .min = kAnyWhole.min,
                  .max = kAnyWhole.max})
          .field("seeds", &S::seeds,
                 {.doc = "of the trainings at the end, which the search has not used",
                  .min = kAnyWhole.min,
                  .max = kAnyWhole.max})
          .validate(keeps("name", &S::name, TextRule::name))
          .validate(sweep::check_machines)
          .validate(sweep::check_workload)
          .validate(sweep::check_offsets)
          .validate(sweep::check_periods)
          .validate(sweep::check_baselines)
          .validate(sweep::check_seeds)
          .validate(sweep::check_halving);
  return schema;
}

}  // namespace metronome::config
