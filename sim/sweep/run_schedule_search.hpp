#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/output_folder.hpp"
#include "sim/report/manifest.hpp"
#include "sim/sweep/schedule_candidates.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::sweep {

/// A schedule of a search: which of its candidates, or of its baselines.
struct Entrant {
  bool is_baseline = false;
  std::size_t index = 0;
  bool operator==(const Entrant&) const = default;
};

/// One training of a search.
struct SearchTraining {
  Entrant entrant;
  std::uint64_t seed = 0;
  std::optional<double> validation{};  ///< accuracy; nothing: it diverged, `message` says where
  std::optional<double> test{};        ///< likewise, at the end of a search only
  std::string message{};
  /// Who has trained it where this one has the same bits at each iteration of the round: they share
  /// a training.
  std::optional<Entrant> shared_with{};
};

/// A schedule by its trainings of a round with the seeds that all of the round have: further ones
/// of baselines show how far seeds lie apart.
struct RoundEntrant {
  Entrant entrant;
  std::optional<double> validation{};  ///< mean; nothing where one diverged
  /// Accuracy above what static schedules of this round reach with as many joules.
  std::optional<double> gain{};
  bool pareto = false;  ///< none of the round has more accuracy and fewer joules
  bool kept = false;    ///< is trained in the next round
};

/// A rung, or the trainings at the end.
struct Round {
  std::string name;        ///< "rung1", "final"
  std::size_t length = 0;  ///< index among the lengths that are priced
  std::uint64_t iterations = 0;
  std::vector<SearchTraining> trainings{};
  std::vector<RoundEntrant> entrants{};  ///< candidates, then baselines

  /// Trainings of the candidates, or of the baselines: one that some of them share is one.
  [[nodiscard]] std::size_t count(bool baselines) const;
};

struct FinishedScheduleSearch {
  ScheduleField field;
  std::vector<Round> rounds;  ///< the last one is the report's

  [[nodiscard]] const ScheduleCandidate& of(const Entrant& entrant) const;
};

struct ScheduleSearchOptions {
  unsigned jobs = 1;           ///< trainings at a time, of one its threads; changes no result
  FileCache* cache = nullptr;  ///< likewise
  std::function<void(const std::string& what, double share, const std::string& detail)> progress{};
  std::function<void(const std::string&)> message{};  ///< a line to be kept on the screen
  std::function<report::Manifest()> manifest = [] { return report::Manifest{}; };
};

/// Iterations of the rungs, shortest first, and how many trainings each has.
[[nodiscard]] std::vector<Rung> rungs_of(const ScheduleSearchSpec& spec, std::size_t candidates);

/// Trains rung by rung, each training into a folder of its own below trainings/ of the result:
/// finished ones are taken as they are, those that were interrupted go on. Publishes nothing.
/// UserError as schedule_field and train::train, but for trainings that diverge.
[[nodiscard]] FinishedScheduleSearch run_schedule_search(const ScheduleSearchSpec& spec,
                                                         const OutputFolder& out,
                                                         const ScheduleSearchOptions& options);

/// Writes candidates.csv, evaluations.csv, final.csv, front.csv, search.md, recipe.json and
/// resolved.yaml.
void write_schedule_search(const ScheduleSearchSpec& spec, const FinishedScheduleSearch& finished,
                           const report::Recipe& recipe, const std::filesystem::path& folder);

}  // namespace metronome::sweep
