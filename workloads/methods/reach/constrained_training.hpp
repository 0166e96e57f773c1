#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/config/schema.hpp"
#include "workloads/methods/reach/constraint.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/nn/network.hpp"

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
  std::vector<std::uint64_t> hidden{10};
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
  double margin = 0.02;
  Form form = Form::tight;
  std::string schedule = "static:0";
  std::uint64_t seed = 1;

  /// Steps on the objective, whatever happens on the way.
  [[nodiscard]] std::uint64_t objective_iterations() const {
    return pretraining_steps + alternating_steps * objective_steps;
  }
  [[nodiscard]] Box input() const;
  [[nodiscard]] Box unsafe() const;
  bool operator==(const ConstrainedTrainingSpec&) const = default;
};

enum class StepKind { pretraining, alternating, finishing };
constexpr auto enum_rows(StepKind) {
  using enum StepKind;
  return enum_list<StepKind>(
      {{pretraining, "pretraining"}, {alternating, "alternating"}, {finishing, "finishing"}});
}

/// One step of such a training: what it found before it changed the network, and what its linear
/// programs cost the host.
struct ConstrainedStep {
  std::uint64_t step = 0;
  StepKind kind = StepKind::pretraining;
  StepRecord found;
  ProgramCost cost;  ///< of this step
};

struct ConstrainedResult {
  ReluNetwork network;
  std::vector<ConstrainedStep> steps;  ///< all but pretraining, of which the last one
};

/// Layers `fc1`, `relu1`, ..., each quantized.
[[nodiscard]] model::Graph graph_of(const ConstrainedTrainingSpec& spec);

/// The samples: the centres of a grid's cells.
[[nodiscard]] ConstrainedProblem problem_of(const ConstrainedTrainingSpec& spec);

/// The samples and the corners of the box: what they give is within the ranges of activations.
[[nodiscard]] Matrix range_samples(const ConstrainedTrainingSpec& spec);

/// Pretraining on the objective; then alternating steps, each of `objective_steps` and one on the
/// constraint; then steps on the constraint alone until v >= 1 + margin / 2, at most
/// `finishing_steps`. `progress` is called before each with the share that is done. UserError where
/// a number is not finite any more.
[[nodiscard]] ConstrainedResult train_constrained(const ConstrainedTrainingSpec& spec,
                                                  const std::function<void(double)>& progress);

/// Puts the numbers into a network of graph_of(), and the ranges that its layers read on the
/// samples.
void deploy(const ReluNetwork& numbers, const Matrix& samples, nn::Network<float>& network);

}  // namespace metronome::reach

namespace metronome::config {

template <>
const StructSchema<reach::ConstrainedTrainingSpec>& schema_of<reach::ConstrainedTrainingSpec>();

}  // namespace metronome::config
