#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/chips/fastest_cut.hpp"
#include "sim/chips/pipeline_program.hpp"
#include "sim/chips/system_run.hpp"

namespace metronome::chips {

/// Traces on a pipeline of chips, each with a stage of the network: the distinct operations of each
/// kind of machine once, as sim::simulate; then an iteration of each level on chips and links, in
/// cycle mode on SystemC modules, in analytic mode in the plain queue of events. Without stages in
/// the system these are the fastest_cut() of the first trace.
class PipelinedChips {
 public:
  /// `machines`: one for all stages, or one for each. UserError as stage_steps, PipelineCuts and
  /// sim::simulate, where a system cannot be, where a program has several steps, and where a
  /// machine cuts or chains batches itself. Machines and prices outlive it.
  PipelinedChips(std::span<const trace::Trace> traces,
                 std::span<const arch::AcceleratorSpec> machines, const links::SystemSpec& system,
                 std::span<const EnergyTable> prices, const sim::SimulateOptions& options);

  [[nodiscard]] std::size_t traces() const { return steps_.size(); }
  void add_facts(std::size_t trace, const trace::Facts& facts);
  /// On a system that differs from that of the constructor in links and timing only.
  [[nodiscard]] SystemRun on(std::size_t trace, const links::SystemSpec& system) const;

 private:
  void check(std::span<const trace::Trace> traces, const links::SystemSpec& system) const;
  void simulate_stages(std::span<const trace::Trace> traces, const sim::SimulateOptions& options);

  StageMachines chips_;
  Mode mode_;
  std::vector<StageSteps> steps_;             ///< by trace
  std::vector<std::vector<RunResult>> runs_;  ///< by trace, by stage
};

}  // namespace metronome::chips
