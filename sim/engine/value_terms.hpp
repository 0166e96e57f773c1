#pragma once

#include <string>

#include "arch/mapping/job.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::sim {

/// Tells the operations of a run how many terms their operands have, for machines whose time
/// depends on them, from a trace's value statistics: by layer where the trace is of the same model,
/// and where it is not (or did not measure the layer) as the mean over all layers' operands of the
/// kind and bits, or number format.
class ValueTerms {
 public:
  /// `measured` is the run's own trace, or another one if `borrowed`. All three outlive this.
  ValueTerms(const trace::Trace& measured, const trace::Step& step,
             const arch::AcceleratorSpec& machine, bool borrowed);

  /// UserError where nothing was measured at all, and naming operand and bits, or number format,
  /// where nothing like it was. Machines that do not
  /// depend on values get the job back.
  [[nodiscard]] mapping::MatrixJob with_terms(mapping::MatrixJob job,
                                              const trace::Operation& operation,
                                              const trace::Precision& precision) const;

  /// Whose statistics these are, in a line of a report; empty where none are used.
  [[nodiscard]] std::string text() const;

 private:
  [[nodiscard]] array::TermShares shares_of(const trace::Operation& operation, int operand,
                                            trace::Role role,
                                            const trace::Precision& precision) const;

  const trace::Trace& measured_;
  const arch::AcceleratorSpec& machine_;
  bool borrowed_;
  bool same_model_;
};

}  // namespace metronome::sim
