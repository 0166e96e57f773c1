#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/base/output_folder.hpp"
#include "sim/config/schema.hpp"
#include "sim/experiment/train_parts.hpp"
#include "sim/report/stamp.hpp"
#include "workloads/schedule/schedule_name.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::experiment {

/// One kind of training of a study: the workload with another schedule, form of weights or rule of
/// errors, once for each seed.
struct StudyRun {
  static constexpr std::string_view kSchemaName = "study_run";
  std::string name;
  schedule::ScheduleName schedule;
  trace::DxScale dx_scale = trace::DxScale::prescale_requantize;
  std::uint64_t batch_norm_batches = 0;
  std::vector<double> reference_percent{};
  std::optional<std::vector<std::uint64_t>> seeds{};  ///< where not those of the study
  std::optional<std::uint64_t> iterations{};          ///< in the place of the workload's
  std::optional<weights::FormSpec> form{};            ///< in the place of the workload's
  std::optional<train::Errors> errors{};              ///< likewise
  std::optional<feedback::FeedbackKind> feedback{};   ///< likewise, under direct feedback
  std::optional<std::uint64_t> train_samples{};       ///< likewise
  std::optional<model::Ends> ends{};                  ///< likewise
  train::ChipsSpec chips{};                           ///< in the place of the workload's
  bool operator==(const StudyRun&) const = default;
};

/// Trainings that are compared by their test accuracies: configs/studies/*.yaml.
struct StudySpec {
  static constexpr std::string_view kSchemaName = "study";
  std::string name;
  train::WorkloadSpec workload;
  std::vector<std::uint64_t> seeds{1, 2, 3};
  std::vector<StudyRun> runs;
  std::string reference;
  std::vector<arch::AcceleratorSpec>
      accelerators{};  ///< on which they are priced (study_costs.hpp)
  bool operator==(const StudySpec&) const = default;

  [[nodiscard]] const std::vector<std::uint64_t>& seeds_of(const StudyRun& run) const {
    return run.seeds ? *run.seeds : seeds;
  }
  [[nodiscard]] std::uint64_t iterations_of(const StudyRun& run) const {
    return run.iterations.value_or(workload.iterations);
  }
  /// Those of all runs, in the order of their first use: the study's own first.
  [[nodiscard]] std::vector<std::uint64_t> all_seeds() const;
};

/// As that of its workload, and of its schedules (training.hpp).
[[nodiscard]] StudySpec with_absolute_places(StudySpec spec);

/// The folder of one training in that of its study.
[[nodiscard]] std::string study_folder(const StudyRun& run, std::uint64_t seed);

/// One finished training, or one that diverged.
struct StudyResult {
  std::string run;
  std::uint64_t seed = 0;
  trace::Precision evaluation;  ///< weights and activations
  double test_accuracy = 0;
  std::string diverged{};  ///< why it has no accuracy
};

/// Mean and spread of some accuracies.
struct Spread {
  std::size_t count = 0;
  double mean = 0;
  double deviation = 0;  ///< of the sample (n - 1); 0 for one value

  [[nodiscard]] double variance_of_mean() const;
};
[[nodiscard]] Spread spread_of(const std::vector<double>& values);

/// How far the mean of a run lies from its reference, and how far it may: 0.5 points or two
/// standard errors of the difference of the two means, whichever is larger. All in percent points.
struct Agreement {
  double difference = 0;
  double allowed = 0;
  [[nodiscard]] bool holds() const { return difference <= allowed && difference >= -allowed; }
};
[[nodiscard]] Agreement agreement(const Spread& ours, const Spread& reference);

/// A row for each training: run, schedule, dx_scale, seed, iterations, evaluation_bits,
/// test_accuracy_percent; the last two are empty of one that diverged.
[[nodiscard]] std::string study_csv(const StudySpec& spec, const std::vector<StudyResult>& results);
/// A row for each run: means, spreads, and the reference beside.
[[nodiscard]] std::string study_markdown(const StudySpec& spec,
                                         const std::vector<StudyResult>& results);
/// What both tables are of, and what made them.
[[nodiscard]] report::Stamp study_stamp(const StudySpec& spec, report::Recipe recipe);

/// What decides the results, for the output folder.
[[nodiscard]] std::string study_inputs(const StudySpec& spec);

/// Trains what is not there yet, each training into RUN-seedN of the result: finished ones are
/// taken as they are, unfinished ones go on. Publishes nothing; of a finished study it reads what
/// stands there.
[[nodiscard]] std::vector<StudyResult> run_study(const StudySpec& spec, const OutputFolder& out,
                                                 const PartsOptions& options);

}  // namespace metronome::experiment

namespace metronome::config {
/// As all structs; `name`, the key's name before it was that of sweeps, means `label`.
template <>
struct Codec<experiment::StudyRun> {
  static std::string type() { return "map: study_run"; }
  static bool read(experiment::StudyRun& out, const Node& node, Reader& reader,
                   const std::string& path, const FieldSpec& spec);
  static Node write(const experiment::StudyRun& value);
  static void describe(const std::string& path, const experiment::StudyRun& initial,
                       const FieldSpec& spec, std::vector<FieldInfo>& rows);
};
template <>
const StructSchema<experiment::StudyRun>& schema_of<experiment::StudyRun>();
template <>
const StructSchema<experiment::StudySpec>& schema_of<experiment::StudySpec>();
}  // namespace metronome::config
