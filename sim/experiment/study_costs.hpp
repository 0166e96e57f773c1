#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/simulate.hpp"
#include "sim/experiment/study.hpp"

/// What the trainings of a study take on its accelerators, beside their accuracies.
namespace metronome::experiment {

/// One training on one accelerator.
struct StudyCost {
  std::string run;
  std::uint64_t seed = 0;
  std::string accelerator;
  std::uint64_t iterations = 0;
  double test_accuracy = 0;
  double seconds = 0;
  double joules = 0;
  double bytes = 0;  ///< across the pins
  /// When the training has used the joules of the cheapest run of the study that is as long, on the
  /// accelerator: linear in joules between the tests before and behind; nothing where it was not
  /// tested before.
  std::optional<double> equal_iterations;
  std::optional<double> equal_accuracy;
  /// Mean loss of the test split at the end, of the same weights in FP32 (where number formats
  /// change: there the test itself gains by their precision), and at equal joules.
  std::optional<double> test_loss{}, fp32_loss{}, equal_loss{};
  /// Of the cycles and joules of the operations, those of first and last layers (model/ends.hpp).
  double ends_time_share = 0, ends_energy_share = 0;
};

/// Prices the trainings in `folder` (run_study) that have not diverged; `how.jobs` and `progress`
/// change no result.
[[nodiscard]] std::vector<StudyCost> study_costs(
    const StudySpec& spec, const std::filesystem::path& folder, unsigned jobs,
    const std::function<void(const std::string& what, double share)>& progress);

/// A row for each training and accelerator.
[[nodiscard]] std::string study_costs_csv(const StudySpec& spec,
                                          const std::vector<StudyCost>& costs);
/// A row for each run and accelerator: means over the seeds.
[[nodiscard]] std::string study_costs_markdown(const StudySpec& spec,
                                               const std::vector<StudyCost>& costs);

}  // namespace metronome::experiment
