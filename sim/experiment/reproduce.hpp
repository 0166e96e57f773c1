#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/published_rows.hpp"

namespace metronome::experiment {

struct ReproduceOptions {
  unsigned jobs = 1;  ///< processes of simulation; changes no result
  std::function<void(const std::string& what, double share)> progress;
};

/// A table of results/ made again: files by name, and what to print.
struct Reproduced {
  std::map<std::string, std::string> files;
  std::string text;
};

/// Our numbers beside published ones. `inputs` is the table's own folder below results/, which
/// holds the published figures; `configs` the folder of configuration files.
struct Reproduction {
  std::string name;  ///< of the folder
  std::string summary;
  std::function<Reproduced(const std::filesystem::path& inputs,
                           const std::filesystem::path& configs, const ReproduceOptions&)>
      make;
};

/// Every table that can be made again.
[[nodiscard]] const std::vector<Reproduction>& reproductions();

/// Energy by precision of the composable arrays of KU Leuven's benchmark: primitive energies fitted
/// at 8x8, other widths predicted, residuals.
[[nodiscard]] Reproduced reproduce_ku_leuven(const std::filesystem::path& inputs);

/// ResNet-50 and ResNet-74 with CPT and static 8 bits on 1 to 64 chips in rings of three links,
/// gradients of 32 and 8 bits: table, text and figures. Analytic mode.
[[nodiscard]] Reproduced reproduce_chips(const std::filesystem::path& configs,
                                         const ReproduceOptions& options);

/// GPT-2 and Llama-3.2-1B in BF16, FP8, MX and NVFP4 formats on an array of small numbers, and what
/// is left of what their products alone would save; rates and energies of the unit, and losses of
/// small trainings, beside published ones: tables and README. Analytic mode.
[[nodiscard]] Reproduced reproduce_formats(const std::filesystem::path& inputs,
                                           const std::filesystem::path& configs,
                                           const ReproduceOptions& options);

/// The eight networks of the BitFusion paper: its simulator's count, and our models of the same
/// machine with fill, drain, command-level memory and leakage.
[[nodiscard]] Reproduced reproduce_bitfusion(const std::filesystem::path& inputs,
                                             const std::filesystem::path& configs,
                                             const ReproduceOptions& options);

/// Published figures of the CPT paper and of accelerators, one row each: ours beside them where the
/// row says how it is made, the ratio, and the cause of the difference.
[[nodiscard]] Reproduced reproduce_points(const std::filesystem::path& inputs,
                                          const std::filesystem::path& configs,
                                          const ReproduceOptions& options);
/// Our number beside a row of its points.csv; none where the row says that there is none.
[[nodiscard]] std::optional<double> number_of_point(const PublishedRow& row,
                                                    const std::filesystem::path& inputs,
                                                    const std::filesystem::path& configs);

/// Direct feedback beside backpropagation on networks with fully connected layers, and where it
/// stops saving, by the features and classes of AlexNet. Analytic mode.
[[nodiscard]] Reproduced reproduce_feedback(const std::filesystem::path& configs,
                                            const ReproduceOptions& options);

/// Trainings under a reachability constraint (configs/reach/demonstration.yaml) with three seeds,
/// two margins and both forms, over their steps and, as deployed, at each width of CPT; and what
/// the constraint costs the host by neurons. Analytic mode.
[[nodiscard]] Reproduced reproduce_reachability(const std::filesystem::path& configs,
                                                const ReproduceOptions& options);

/// ResNet-18 with coefficients of several densities beside FP32 and 8-bit weights: bits a weight by
/// stream, time, energy and bytes of a training iteration and of an inference. Analytic mode.
[[nodiscard]] Reproduced reproduce_smartdeal(const std::filesystem::path& configs,
                                             const ReproduceOptions& options);

/// What dual precision, binary products and coefficients save on ResNet-18 beside machines without
/// their hardware: as they are, and as the fastest and the most frugal of all whole rows and
/// columns that are no larger than the method's machine (machines_within). Analytic mode.
[[nodiscard]] Reproduced reproduce_equal_area(const std::filesystem::path& configs,
                                              const ReproduceOptions& options);

}  // namespace metronome::experiment
