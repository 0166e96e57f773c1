#include "sim/sweep/run_schedule_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/experiment/train_parts.hpp"
#include "sim/sweep/pareto.hpp"
#include "workloads/train/evaluate.hpp"

namespace metronome::sweep {
namespace {

constexpr const char* kTestFile = "test.json";

/// The accuracy on the test split of a training that was tested on the validation split: kept
/// beside it, so that it is computed once.
double accuracy_on_test(const std::filesystem::path& folder, unsigned threads) {
  const std::filesystem::path file = folder / kTestFile;
  if (!path_exists(file)) {
    const train::Evaluation found =
        train::evaluate({.source = {.path = folder, .network = {}, .schedule = {}},
                         .threads = threads,
                         .split = train::TestedSplit::test});
    const nlohmann::ordered_json json{{"split", "test"},
                                      {"accuracy", found.accuracy},
                                      {"loss", found.loss},
                                      {"samples", found.samples}};
    write_file_durably(file, json.dump(2) + "\n");
  }
  return nlohmann::json::parse(read_file(file)).at("accuracy").get<double>();
}

/// A training that a round asks for.
struct Asked {
  Entrant entrant;
  std::uint64_t seed = 0;
};

/// The trainings of a search, and what is kept of them.
class SearchTrainer {
 public:
  SearchTrainer(const ScheduleSearchSpec& spec, const FinishedScheduleSearch& search,
                const OutputFolder& out, const ScheduleSearchOptions& options)
      : spec_(spec),
        search_(search),
        options_(options),
        work_(out.work()),
        kept_(out.result() / "trainings") {}

  void expect(double iterations) { expected_ = iterations; }

  /// The trainings of a round, in their order; `tests`: on the test split, too. Schedules of the
  /// same bits at each iteration are trained once.
  void train(Round& round, const std::vector<Asked>& all, bool tests) {
    std::vector<experiment::PartTraining> parts;
    std::vector<Entrant> owners;  // of the parts
    std::map<std::pair<std::size_t, std::uint64_t>, std::size_t> known;
    std::vector<std::size_t> part_of;
    for (const Asked& asked : all) {
      const std::size_t course = search_.of(asked.entrant).courses.at(round.length);
      const auto [at, is_new] = known.try_emplace({course, asked.seed}, parts.size());
      if (is_new) {
        parts.push_back(part(round, asked));
        owners.push_back(asked.entrant);
      }
      part_of.push_back(at->second);
    }
    const auto iterations = static_cast<double>(all.size() * round.iterations);
    const auto outcomes = experiment::train_parts(parts, parts_options(round, iterations));
    done_ += iterations;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::size_t at = part_of[i];
      SearchTraining training{.entrant = all[i].entrant, .seed = all[i].seed};
      if (!outcomes[at].diverged.empty()) {
        training.message = outcomes[at].diverged;
      } else {
        training.validation = outcomes[at].test_accuracy;
        if (tests) {
          training.test = accuracy_on_test(parts[at].target, options_.jobs);
        }
      }
      if (owners[at] != all[i].entrant) {
        training.shared_with = owners[at];
      }
      round.trainings.push_back(std::move(training));
    }
  }

 private:
  [[nodiscard]] experiment::PartTraining part(const Round& round, const Asked& asked) const {
    const ScheduleCandidate& schedule = search_.of(asked.entrant);
    const std::string name = fmt::format("{}-{}-seed{}", round.name, schedule.id, asked.seed);
    experiment::PartTraining part{.name = fmt::format("{} ({})", name, schedule.schedule),
                                  .spec = spec_.workload,
                                  .work = work_ / name,
                                  .target = kept_ / name};
    part.spec.schedule = schedule.schedule;
    part.spec.iterations = round.iterations;
    part.spec.seed = asked.seed;
    return part;
  }

  [[nodiscard]] experiment::PartsOptions parts_options(const Round& round,
                                                       double iterations) const {
    experiment::PartsOptions how{.jobs = options_.jobs};
    how.message = options_.message;
    how.manifest = options_.manifest;
    how.progress = [this, iterations, name = round.name](const experiment::PartsProgress& p) {
      if (options_.progress) {
        options_.progress(name, std::min(1.0, (done_ + p.share * iterations) / expected_),
                          experiment::progress_text(p));
      }
    };
    return how;
  }

  const ScheduleSearchSpec& spec_;
  const FinishedScheduleSearch& search_;
  const ScheduleSearchOptions& options_;
  std::filesystem::path work_, kept_;
  double done_ = 0, expected_ = 1;  ///< iterations
};

std::vector<Entrant> all_entrants(bool baselines, std::size_t count) {
  std::vector<Entrant> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back({baselines, i});
  }
  return all;
}

/// Seeds of a schedule's trainings.
std::vector<std::uint64_t> seeds_of(const Round& round, const Entrant& entrant) {
  std::vector<std::uint64_t> seeds;
  for (const SearchTraining& training : round.trainings) {
    if (training.entrant == entrant) {
      seeds.push_back(training.seed);
    }
  }
  return seeds;
}

/// Mean accuracy of each of the entrants over the seeds of the first, which all have: seeds differ
/// by more than schedules do. Nothing where one of these trainings diverged.
std::vector<std::optional<double>> means_of(const Round& round,
                                            const std::vector<Entrant>& entrants) {
  const std::vector<std::uint64_t> shared = seeds_of(round, entrants.front());
  std::vector<std::optional<double>> means;
  for (const Entrant& entrant : entrants) {
    std::optional<double> sum = 0;
    std::size_t count = 0;
    for (const SearchTraining& training : round.trainings) {
      if (training.entrant == entrant &&
          std::find(shared.begin(), shared.end(), training.seed) != shared.end()) {
        sum =
            sum && training.validation ? std::optional(*sum + *training.validation) : std::nullopt;
        ++count;
      }
    }
    means.push_back(sum ? std::optional(*sum / static_cast<double>(count)) : std::nullopt);
  }
  return means;
}

/// Fills in what the trainings say of each schedule, on the first machine.
void judge_round(const FinishedScheduleSearch& search, const std::vector<Entrant>& entrants,
                 Round& round) {
  const std::vector<std::optional<double>> means = means_of(round, entrants);
  std::vector<std::optional<Achieved>> statics;
  std::vector<std::vector<double>> objectives;
  std::vector<double> joules;
  for (std::size_t i = 0; i < entrants.size(); ++i) {
    const ScheduleCandidate& schedule = search.of(entrants[i]);
    joules.push_back(schedule.prices.at(round.length).front().joules);
    const bool is_reference = entrants[i].is_baseline && is_static(schedule.schedule);
    statics.push_back(is_reference && means[i] ? std::optional(Achieved{joules[i], *means[i]})
                                               : std::nullopt);
    objectives.push_back(means[i] ? std::vector{joules[i], -*means[i]} : std::vector<double>{});
  }
  const ReferenceLine line(statics);
  const std::vector<bool> front = pareto_front(objectives);
  for (std::size_t i = 0; i < entrants.size(); ++i) {
    round.entrants.push_back(
        {.entrant = entrants[i],
         .validation = means[i],
         .gain = means[i] ? std::optional(*means[i] - line.accuracy_at(joules[i])) : std::nullopt,
         .pareto = front[i]});
  }
}

/// The candidates of a round that go on: those of most gain.
std::vector<Entrant> keep_best(Round& round, std::size_t most) {
  std::vector<std::optional<double>> gains;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < round.entrants.size(); ++i) {
    if (!round.entrants[i].entrant.is_baseline) {
      gains.push_back(round.entrants[i].gain);
      places.push_back(i);
    }
  }
  std::vector<Entrant> kept;
  for (const std::size_t best : best_of(gains, most)) {
    if (gains[best]) {  // one that diverged is not trained again
      round.entrants[places[best]].kept = true;
    }
  }
  for (const std::size_t place : places) {  // in their order
    if (round.entrants[place].kept) {
      kept.push_back(round.entrants[place].entrant);
    }
  }
  return kept;
}

/// Trainings of a round that candidates have: those of the same bits share one.
std::size_t different(const FinishedScheduleSearch& search, const std::vector<Entrant>& entrants,
                      const Round& round) {
  std::set<std::size_t> courses;
  for (const Entrant& entrant : entrants) {
    courses.insert(search.of(entrant).courses.at(round.length));
  }
  return courses.size();
}

/// Trains a rung: each candidate once, baselines in turn as often in all, or each once.
Round train_rung(const ScheduleSearchSpec& spec, const FinishedScheduleSearch& search,
                 SearchTrainer& trainer, const std::vector<Entrant>& candidates, std::size_t index,
                 const Rung& rung) {
  Round round{
      .name = fmt::format("rung{}", index + 1), .length = index, .iterations = rung.iterations};
  const std::vector<Entrant> baselines = all_entrants(true, search.field.baselines.size());
  std::vector<Asked> asked;
  for (const Entrant& entrant : candidates) {
    asked.push_back({entrant, spec.seed});
  }
  for (const Slot& slot : slots_of(baselines.size(), different(search, candidates, round))) {
    asked.push_back({baselines[slot.entrant], spec.seed + slot.repeat});
  }
  trainer.train(round, asked, false);
  std::vector<Entrant> entrants = candidates;
  entrants.insert(entrants.end(), baselines.begin(), baselines.end());
  judge_round(search, entrants, round);
  return round;
}

/// The trainings at the end: seed by seed, so that a search that is stopped has something of all.
Round train_final(const ScheduleSearchSpec& spec, const FinishedScheduleSearch& search,
                  SearchTrainer& trainer, std::vector<Entrant> entrants) {
  Round round{.name = "final",
              .length = static_cast<std::size_t>(spec.rungs) - 1,
              .iterations = spec.workload.iterations};
  const std::vector<Entrant> baselines = all_entrants(true, search.field.baselines.size());
  entrants.insert(entrants.end(), baselines.begin(), baselines.end());
  std::vector<Asked> asked;
  for (const std::uint64_t seed : spec.seeds) {
    for (const Entrant& entrant : entrants) {
      asked.push_back({entrant, seed});
    }
  }
  trainer.train(round, asked, true);
  judge_round(search, entrants, round);
  return round;
}

double iterations_in_all(const ScheduleSearchSpec& spec, const std::vector<Rung>& rungs,
                         std::size_t baselines) {
  double sum = 0;
  for (const Rung& rung : rungs) {
    sum += static_cast<double>((rung.trainings + std::max(rung.trainings, baselines)) *
                               rung.iterations);
  }
  return sum + static_cast<double>((spec.finalists + baselines) * spec.seeds.size() *
                                   spec.workload.iterations);
}

}  // namespace

std::size_t Round::count(bool baselines) const {
  return static_cast<std::size_t>(
      std::count_if(trainings.begin(), trainings.end(), [&](const SearchTraining& training) {
        return training.entrant.is_baseline == baselines &&
               !(training.shared_with && training.shared_with->is_baseline == baselines);
      }));
}

const ScheduleCandidate& FinishedScheduleSearch::of(const Entrant& entrant) const {
  return entrant.is_baseline ? field.baselines.at(entrant.index)
                             : *field.candidates().at(entrant.index);
}

std::vector<Rung> rungs_of(const ScheduleSearchSpec& spec, std::size_t candidates) {
  return rungs_of(candidates, spec.workload.iterations, spec.eta, spec.rungs);
}

FinishedScheduleSearch run_schedule_search(const ScheduleSearchSpec& spec, const OutputFolder& out,
                                           const ScheduleSearchOptions& options) {
  FinishedScheduleSearch search;
  std::vector<std::uint64_t> lengths;
  for (const Rung& rung : rungs_of(spec, 1)) {
    lengths.push_back(rung.iterations);
  }
  search.field = schedule_field(
      spec, lengths,
      {.jobs = options.jobs, .cache = options.cache, .progress = [&](std::size_t i, std::size_t n) {
         if (options.progress) {
           options.progress("pricing schedules", static_cast<double>(i) / static_cast<double>(n),
                            fmt::format("{} of {}", i, n));
         }
       }});
  std::vector<Entrant> candidates = all_entrants(false, search.field.candidates().size());
  const std::vector<Rung> rungs = rungs_of(spec, candidates.size());
  SearchTrainer trainer(spec, search, out, options);
  trainer.expect(iterations_in_all(spec, rungs, spec.baselines.size()));
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    search.rounds.push_back(train_rung(spec, search, trainer, candidates, i, rungs[i]));
    candidates = keep_best(search.rounds.back(),
                           i + 1 < rungs.size() ? rungs[i + 1].trainings : spec.finalists);
    if (candidates.empty()) {
      throw UserError(fmt::format("all schedules of rung {} diverged; the first: {}", i + 1,
                                  search.rounds.back().trainings.front().message),
                      "a lower learning_rate, or schedules of more bits");
    }
  }
  search.rounds.push_back(train_final(spec, search, trainer, candidates));
  return search;
}

}  // namespace metronome::sweep
