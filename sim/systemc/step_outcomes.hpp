#pragma once

#include <cstddef>
#include <functional>

#include "sim/systemc/session.hpp"

namespace metronome::sim {

/// Where the stages book what the steps of an operation take: the outcomes of its parts.
class StepOutcomes {
 public:
  /// The operation outlives this. `memory`: its counts up to now.
  StepOutcomes(const OperationInput& operation, std::function<dram::Counts()> memory);

  [[nodiscard]] OperationOutcome& of(std::size_t step) { return parted_.parts[part_of(step)]; }
  /// The sequencer has done a step in cycle `now` of the operation, and all before.
  void step_done(std::size_t step, std::uint64_t now);
  /// The load stage has sent all loads of a step.
  void loads_sent(std::size_t step);
  /// All has been done, in cycle `now`.
  void finish(std::uint64_t now);

  [[nodiscard]] const PartedOutcome& parted() const { return parted_; }
  /// All parts.
  [[nodiscard]] OperationOutcome whole() const;

 private:
  [[nodiscard]] std::uint8_t part_of(std::size_t step) const {
    return operation_.parts.empty() ? std::uint8_t{0} : operation_.parts[step];
  }
  [[nodiscard]] bool ends_part(std::size_t step) const {
    return step + 1 < operation_.parts.size() &&
           operation_.parts[step] != operation_.parts[step + 1];
  }
  const OperationInput& operation_;
  std::function<dram::Counts()> memory_;
  PartedOutcome parted_;
  dram::Counts worked_;  ///< the memory's counts that have been booked by the sequencer
  dram::Counts loaded_;  ///< and by the load stage
};

}  // namespace metronome::sim
