#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/chips/pipeline_program.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/engine/simulate.hpp"

/// The stages of a pipeline that take least time.
namespace metronome::chips {

/// The chips of a pipeline: one machine, with its prices, for all stages, or one for each. What it
/// names outlives it.
struct StageMachines {
  std::span<const arch::AcceleratorSpec> machines;
  std::span<const EnergyTable> prices;

  [[nodiscard]] std::size_t of(std::size_t stage) const { return machines.size() == 1 ? 0 : stage; }
  [[nodiscard]] const arch::AcceleratorSpec& machine(std::size_t stage) const {
    return machines[of(stage)];
  }
};

/// Times a trace in any cut by its operations in analytic mode, passes that send and receive
/// included, and by its messages on links, event by event. A stage that has been timed is known.
class CutTimer {
 public:
  /// Of `options` how many jobs and which cache. All outlives it.
  CutTimer(const trace::Trace& trace, const links::SystemSpec& system, const StageMachines& chips,
           const sim::SimulateOptions& options);

  /// Of all iterations, over all levels, without changes of precision; of each cut. Equal
  /// operations of cuts that are given together are simulated once. UserError as stage_steps.
  [[nodiscard]] std::vector<double> seconds(const std::vector<PipelineCut>& cuts);
  [[nodiscard]] double seconds(const PipelineCut& cut) { return seconds(std::vector{cut}).front(); }
  /// By machine of `chips`: times of the step's operations on one micro-batch, uncut.
  [[nodiscard]] std::vector<std::vector<double>> weights() const;
  /// How many cuts are worth their time: 500 of a small network in few precisions, never under 30.
  [[nodiscard]] std::size_t worth_timing() const;

 private:
  struct StageLevel {
    trace::Assignment assignment;
    std::uint64_t iterations = 0;
  };
  /// A cut with what each of its stages is known by.
  struct Stages {
    StageSteps steps;
    std::vector<std::string> keys;
  };
  [[nodiscard]] Stages stages_of(const PipelineCut& cut) const;
  void simulate_unknown(const std::vector<Stages>& cuts);
  [[nodiscard]] double time_of(const Stages& stages) const;

  const trace::Trace& trace_;
  const links::SystemSpec& system_;
  const StageMachines& chips_;
  sim::SimulateOptions options_;
  std::vector<StageLevel> levels_;
  /// By machine and operations of a stage: what it does in each level.
  std::unordered_map<std::string, std::vector<std::vector<StageWork>>> known_;
};

/// The cut of a trace with the least CutTimer::seconds() of all, where these are `most` at most.
/// Else of those that are tried: from several PipelineCuts::balanced() ones, between the shortest
/// longest stage and the fewest bytes, the best first, ever on to one that takes less time, with
/// one stage's beginning moved by one or two places, or those of all stages from one on by one,
/// until none does or `most` are timed. UserError as PipelineCuts::balanced.
[[nodiscard]] PipelineCut fastest_cut(const PipelineCuts& cuts, CutTimer& timer, std::size_t most);

}  // namespace metronome::chips
