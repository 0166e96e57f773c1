#pragma once

#include <span>
#include <variant>
#include <vector>

#include "sim/chips/pipeline_run.hpp"
#include "sim/chips/system_run.hpp"

namespace metronome::chips {

/// Traces on the chips of a system, in the way that it shares them (links::Scheme).
class SystemChips {
 public:
  /// `machines`, `prices`: one for all chips, or of a pipeline one for each stage; they outlive
  /// this. UserError as SharedChips and PipelinedChips.
  SystemChips(std::span<const trace::Trace> traces, std::span<const arch::AcceleratorSpec> machines,
              const links::SystemSpec& system, std::span<const EnergyTable> prices,
              const sim::SimulateOptions& options);

  [[nodiscard]] std::size_t traces() const;
  /// The facts of a trace's training beside those of the trace itself.
  void add_facts(std::size_t trace, const trace::Facts& facts);
  /// On a system that differs from that of the constructor in links, collectives and timing only.
  [[nodiscard]] SystemRun on(std::size_t trace, const links::SystemSpec& system) const;

 private:
  std::variant<SharedChips, PipelinedChips> chips_;
};

}  // namespace metronome::chips
