#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/base/files.hpp"
#include "sim/experiment/kept_files.hpp"
#include "sim/experiment/study.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "sim/report/stamp.hpp"
#include "sim/report/units.hpp"
#include "sim/sweep/schedule_report.hpp"

namespace metronome::sweep {
namespace {

using report::Csv;
using report::Markdown;

std::string role_of(const FinishedScheduleSearch& finished, const Entrant& entrant) {
  return !entrant.is_baseline                       ? "searched"
         : is_static(finished.of(entrant).schedule) ? "static"
                                                    : "baseline";
}

void add_percent(Csv& out, const std::optional<double>& fraction) {
  if (fraction) {
    out.add(100 * *fraction);
  } else {
    out.add("");
  }
}

/// Which schedules were looked at, and why some are not trained.
std::string candidates_csv(const FinishedScheduleSearch& finished) {
  Csv out({"schedule_id", "schedule", "status", "message"});
  for (const auto* list : {&finished.field.looked_at, &finished.field.baselines}) {
    for (const ScheduleCandidate& one : *list) {
      out.add(one.id).add(one.schedule);
      out.add(one.id.starts_with('b') ? "baseline" : enum_name(one.status)).add(one.message);
      out.end_row();
    }
  }
  return out.text();
}

std::string message_of(const FinishedScheduleSearch& finished, const SearchTraining& training) {
  const std::string shared = training.shared_with
                                 ? fmt::format("has the bits of {} at each iteration: one training",
                                               finished.of(*training.shared_with).id)
                                 : "";
  return training.message + (training.message.empty() || shared.empty() ? "" : "; ") + shared;
}

/// A row for each training of a rung and accelerator; what is said of a schedule is of all its
/// trainings of the rung.
std::string rungs_csv(const ScheduleSearchSpec& spec, const FinishedScheduleSearch& finished) {
  Csv out({"rung", "schedule_id", "role", "schedule", "seed", "iterations", "status", "message",
           "validation_accuracy_percent", "accelerator", "energy_j", "time_s", "gain_points",
           "pareto", "kept"});
  for (const Round& round : finished.rounds) {
    if (round.name == "final") {
      continue;
    }
    for (const SearchTraining& training : round.trainings) {
      const ScheduleCandidate& schedule = finished.of(training.entrant);
      const auto judged =
          std::find_if(round.entrants.begin(), round.entrants.end(),
                       [&](const RoundEntrant& one) { return one.entrant == training.entrant; });
      for (std::size_t m = 0; m < spec.accelerators.size(); ++m) {
        const TrainingPrice& price = schedule.prices.at(round.length).at(m);
        out.add(std::uint64_t{round.length + 1}).add(schedule.id);
        out.add(role_of(finished, training.entrant)).add(schedule.schedule).add(training.seed);
        out.add(round.iterations).add(training.validation ? "done" : "diverged");
        out.add(message_of(finished, training));
        add_percent(out, training.validation);
        out.add(spec.accelerators[m].name).add(price.joules).add(price.seconds);
        add_percent(out, judged->gain);
        out.add(judged->pareto ? "true" : "false");
        out.add(training.entrant.is_baseline ? "" : judged->kept ? "true" : "false");
        out.end_row();
      }
    }
  }
  return out.text();
}

/// A row for each training of the report and accelerator.
std::string final_csv(const ScheduleSearchSpec& spec, const FinishedScheduleSearch& finished,
                      const std::vector<ScheduleReport>& reports) {
  Csv out({"schedule_id", "role", "schedule", "seed", "iterations", "status", "message",
           "validation_accuracy_percent", "test_accuracy_percent", "accelerator", "energy_j",
           "time_s", "static_test_accuracy_percent", "gain_points"});
  for (std::size_t i = 0; i < reports.front().schedules.size(); ++i) {
    for (std::size_t s = 0; s < spec.seeds.size(); ++s) {
      for (std::size_t m = 0; m < reports.size(); ++m) {
        const ReportedSchedule& one = reports[m].schedules[i];
        const SearchTraining& training = one.trainings.at(s);
        const ScheduleCandidate& schedule = finished.of(one.entrant);
        out.add(schedule.id).add(role_of(finished, one.entrant)).add(schedule.schedule);
        out.add(training.seed).add(finished.rounds.back().iterations);
        out.add(training.test ? "done" : "diverged").add(training.message);
        add_percent(out, training.validation);
        add_percent(out, training.test);
        out.add(spec.accelerators[m].name).add(one.price.joules).add(one.price.seconds);
        const bool whole = !one.test.empty();
        add_percent(out, whole ? std::optional(one.static_test[s]) : std::nullopt);
        add_percent(out, whole ? std::optional(one.gains[s]) : std::nullopt);
        out.end_row();
      }
    }
  }
  return out.text();
}

/// The front by validation and joules, cheapest first.
std::string front_of_schedules(const ScheduleSearchSpec& spec,
                               const FinishedScheduleSearch& finished,
                               const std::vector<ScheduleReport>& reports) {
  Csv out({"accelerator", "schedule_id", "role", "schedule", "energy_j", "time_s",
           "validation_accuracy_percent", "test_accuracy_percent",
           "test_accuracy_deviation_percent", "test_accuracy_seeds"});
  for (std::size_t m = 0; m < reports.size(); ++m) {
    std::vector<const ReportedSchedule*> front;
    for (const ReportedSchedule& one : reports[m].schedules) {
      if (one.pareto) {
        front.push_back(&one);
      }
    }
    std::stable_sort(front.begin(), front.end(), [](const auto* a, const auto* b) {
      return a->price.joules < b->price.joules;
    });
    for (const ReportedSchedule* one : front) {
      const experiment::Spread spread = experiment::spread_of(one->test);
      out.add(spec.accelerators[m].name).add(finished.of(one->entrant).id);
      out.add(role_of(finished, one->entrant)).add(finished.of(one->entrant).schedule);
      out.add(one->price.joules).add(one->price.seconds);
      add_percent(out, one->validation);
      add_percent(out, spread.count > 0 ? std::optional(spread.mean) : std::nullopt);
      add_percent(out, spread.count > 1 ? std::optional(spread.deviation) : std::nullopt);
      out.add(std::uint64_t{spread.count});
      out.end_row();
    }
  }
  return out.text();
}

std::string spread_cell(const std::vector<double>& values) {
  const experiment::Spread spread = experiment::spread_of(values);
  return values.empty() ? "diverged"
         : values.size() == 1
             ? fmt::format("{:.2f}", 100 * spread.mean)
             : fmt::format("{:.2f} ± {:.2f}", 100 * spread.mean, 100 * spread.deviation);
}

std::string gain_cell(const std::vector<double>& gains) {
  const Estimate estimate = estimate_of(gains);
  return gains.empty() ? ""
         : estimate.half_width
             ? fmt::format("{:+.2f} ± {:.2f}", 100 * estimate.mean, 100 * *estimate.half_width)
             : fmt::format("{:+.2f}", 100 * estimate.mean);
}

Markdown final_markdown(const ScheduleSearchSpec& spec, const FinishedScheduleSearch& finished,
                        const std::vector<ScheduleReport>& reports) {
  report::MarkdownTable table(
      {"id", "schedule", "role", "accelerator", "energy (J)", "time (s)", "validation (%)",
       "gain there (points)", "test (%)", "static, equal joules (%)", "gain (points)", "front"},
      4);
  for (std::size_t m = 0; m < reports.size(); ++m) {
    for (const ReportedSchedule& one : reports[m].schedules) {
      const ScheduleCandidate& schedule = finished.of(one.entrant);
      table.row(
          {schedule.id, report::code_span(schedule.schedule), role_of(finished, one.entrant),
           spec.accelerators[m].name, report::significant(one.price.joules),
           report::significant(one.price.seconds),
           one.validation ? fmt::format("{:.2f}", 100 * *one.validation) : std::string(),
           one.validation_gain ? fmt::format("{:+.2f}", 100 * *one.validation_gain) : std::string(),
           spread_cell(one.test), one.test.empty() ? "" : spread_cell(one.static_test),
           gain_cell(one.gains), std::string(one.pareto ? "yes" : "")});
    }
  }
  return table.markdown();
}

/// Accuracies of all seeds where there are several.
std::string all_seeds_cell(const Round& round, const Entrant& entrant) {
  std::vector<double> values;
  for (const SearchTraining& training : round.trainings) {
    if (training.entrant == entrant && training.validation) {
      values.push_back(*training.validation);
    }
  }
  return values.size() < 2 ? "" : spread_cell(values);
}

Markdown rungs_markdown(const FinishedScheduleSearch& finished) {
  report::MarkdownTable table(
      {"rung", "iterations", "id", "schedule", "trainings", "validation (%)", "all seeds (%)",
       "energy (J)", "gain (points)", "front", "kept"},
      4);
  for (const Round& round : finished.rounds) {
    if (round.name == "final") {
      continue;
    }
    for (const RoundEntrant& one : round.entrants) {
      const ScheduleCandidate& schedule = finished.of(one.entrant);
      const auto count = std::count_if(round.trainings.begin(), round.trainings.end(),
                                       [&](const auto& t) { return t.entrant == one.entrant; });
      table.row(
          {fmt::format("{}", round.length + 1), fmt::format("{}", round.iterations), schedule.id,
           report::code_span(schedule.schedule), fmt::format("{}", count),
           one.validation ? fmt::format("{:.2f}", 100 * *one.validation) : std::string("diverged"),
           all_seeds_cell(round, one.entrant),
           report::significant(schedule.prices.at(round.length).front().joules),
           one.gain ? fmt::format("{:+.2f}", 100 * *one.gain) : std::string(),
           std::string(one.pareto ? "yes" : ""), std::string(one.kept ? "yes" : "")});
    }
  }
  return table.markdown();
}

/// "37 schedules of 240 were looked at: 16 candidates, 18 duplicates, 3 infeasible".
std::string looked_at_text(const ScheduleSearchSpec& spec, const FinishedScheduleSearch& finished) {
  std::string text =
      fmt::format("{} of {} schedules were looked at:", finished.field.looked_at.size(),
                  spec.schedules.count());
  for (const auto& [status, name] : kEnumRows<CandidateStatus>) {
    const auto count =
        std::count_if(finished.field.looked_at.begin(), finished.field.looked_at.end(),
                      [&](const auto& one) { return one.status == status; });
    if (count > 0) {
      text +=
          fmt::format(" {} {},", count, status == CandidateStatus::candidate ? "candidates" : name);
    }
  }
  text.back() = '.';
  return text;
}

}  // namespace

void write_schedule_search(const ScheduleSearchSpec& spec, const FinishedScheduleSearch& finished,
                           const report::Recipe& recipe, const std::filesystem::path& folder) {
  const report::Stamp stamp{{{"model", spec.workload.model.placeless()},
                             {"dataset", spec.workload.dataset},
                             {"batch", fmt::format("{}", spec.workload.batch)},
                             {"iterations", fmt::format("{}", spec.workload.iterations)}},
                            recipe};
  std::vector<ScheduleReport> reports;
  for (std::size_t m = 0; m < spec.accelerators.size(); ++m) {
    reports.push_back(schedule_report(finished, m));
  }
  const auto table = [&](const char* name, const std::string& csv) {
    write_file_atomically(folder / name, report::stamped_csv(csv, stamp));
  };
  table("candidates.csv", candidates_csv(finished));
  table("evaluations.csv", rungs_csv(spec, finished));
  table("final.csv", final_csv(spec, finished, reports));
  table("front.csv", front_of_schedules(spec, finished, reports));
  const Markdown text = report::code<Markdown>(
      "# {}\n\n{}\n\n{} {} eta {}; seed {}.\n\n"
      "Gain: accuracy above what static schedules reach with as many joules on the accelerator, "
      "linear in joules between those\nstatic schedules that no other one beats in both (by "
      "validation). Joules: closed form.\n\n"
      "## Report\n\nMeans over seeds {}. Spreads of accuracies are sample deviations, that of a "
      "gain is the 95 % interval of its mean, paired by\nseed. Validation and front: the {} "
      "samples that are held out.\n\n{}\n"
      "## Rungs\n\nOn {}, with seed {}. Further trainings of baselines show how far seeds lie "
      "apart.\n\n{}",
      spec.name, verdict_text(spec, finished, reports.front()), effort_text(spec, finished),
      looked_at_text(spec, finished), spec.eta, spec.seed,
      fmt::format("{}", fmt::join(spec.seeds, ", ")), spec.workload.validation.samples,
      final_markdown(spec, finished, reports), spec.accelerators.front().name, spec.seed,
      rungs_markdown(finished));
  write_file_atomically(folder / "search.md", text.source() + report::stamp_markdown(stamp));
  write_file_atomically(folder / "recipe.json", report::recipe_json(recipe));
  ScheduleSearchSpec kept = with_absolute_places(spec);
  kept.workload = experiment::with_kept_model(kept.workload, folder);
  kept.accelerators = experiment::with_kept_tables(kept.accelerators, folder);
  write_file_atomically(folder / "resolved.yaml", config::resolved_yaml(kept));
}

}  // namespace metronome::sweep
