#pragma once

#include <string>
#include <vector>

#include "sim/config/schema.hpp"
#include "workloads/methods/reach/pieces.hpp"
#include "workloads/train/optimiser_spec.hpp"

namespace metronome::reach {

/// What a network of two inputs and two outputs is to learn.
///   squares_and_sines  (a^2 + sin b, b^2 + sin a), that of the published demonstration
enum class TargetFunction { squares_and_sines };
constexpr auto enum_rows(TargetFunction) {
  using enum TargetFunction;
  return enum_list<TargetFunction>({{squares_and_sines, "squares_and_sines"}});
}

/// A training under a constraint on outputs: configs/reach/*.yaml. Defaults: the published
/// demonstration [chung2021constrained] with a margin.
struct ConstrainedTrainingSpec {
  static constexpr std::string_view kSchemaName = "constrained_training";

  TargetFunction target = TargetFunction::squares_and_sines;
  config::FilePath data;     ///< samples in the place of `target`; empty: none
  config::FilePath network;  ///< layers in the place of `hidden`; empty: none
  std::vector<std::uint64_t> hidden{10};
  config::FilePath initial_weights;  ///< empty: random ones
  std::vector<double> input_low{-1, -1};
  std::vector<double> input_high{1, 1};
  std::vector<double> unsafe_low{1, 1};
  std::vector<double> unsafe_high{2, 2};
  std::uint64_t samples_per_side = 32;
  std::uint64_t pretraining_steps = 1000;
  std::uint64_t alternating_steps = 100;
  std::uint64_t finishing_steps = 0;
  std::uint64_t objective_steps = 1;
  double learning_rate = 0.1;
  train::OptimizerKind optimizer = train::OptimizerKind::sgd;
  double momentum = 0;
  bool nesterov = false;
  double weight_decay = 0;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double gradient_clip = 0;
  double margin = 0.02;
  Form form = Form::tight;
  std::uint64_t most_programs = PieceLimits{}.programs;
  std::string schedule = "static:0";
  std::uint64_t seed = 1;
  std::uint64_t checkpoint_every = 100;

  /// Steps on the objective, whatever happens on the way.
  [[nodiscard]] std::uint64_t objective_iterations() const {
    return pretraining_steps + alternating_steps * objective_steps;
  }
  /// On both.
  [[nodiscard]] std::uint64_t steps() const {
    return pretraining_steps + alternating_steps + finishing_steps;
  }
  [[nodiscard]] Box input() const;
  [[nodiscard]] Box unsafe() const;
  bool operator==(const ConstrainedTrainingSpec&) const = default;
};

}  // namespace metronome::reach

namespace metronome::config {

template <>
const StructSchema<reach::ConstrainedTrainingSpec>& schema_of<reach::ConstrainedTrainingSpec>();

}  // namespace metronome::config
