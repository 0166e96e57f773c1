#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/links/system_spec.hpp"
#include "workloads/trace/trace.hpp"

/// A training program on several chips that share its batch.
namespace metronome::chips {

/// A gradient that is summed over chips before the update reads it.
struct GradientSum {
  std::string layer;     ///< whose precision its codes have
  std::string gradient;  ///< the tensor of a chip's own gradient, as it is sent
  std::string real;      ///< what its codes are made of; empty where it is a real number itself
  std::uint64_t elements = 0;
  std::string gathered;  ///< of a sharded update: the masters that all chips then get; else empty
  bool operator==(const GradientSum&) const = default;
};

/// Sums of a normalisation that chips add up before they normalise: one after the other in forward
/// order, then in backward order.
struct NormSum {
  std::string layer;
  std::string operation;       ///< that makes a chip's own sums
  std::string normalised;      ///< the tensor whose readers behind it wait
  std::uint64_t elements = 0;  ///< two for each channel
  std::string gradient;        ///< of scale and shift: the same sums; empty forward
  bool operator==(const NormSum&) const = default;
};

/// What one chip executes of a step.
struct ChipStep {
  trace::Step step;
  std::vector<GradientSum> gradients;  ///< in the order in which the backward pass makes them
  std::vector<NormSum> norms;
};

/// The step of a chip: its part of the batch; gradients become codes where they are made; the
/// chip's share of every sum (reads its own gradients, adds those of a part to others', writes the
/// sum) is a pass "<gradient>.take_sum" before the update, which reads "<gradient>.summed"; and,
/// but where something else of the step reads what they write, updates come behind everything, in
/// the order in which gradients are made. A sharded update is a chip's part of it, and a pass
/// "<masters>.gather" writes what others have updated. Of one chip the step as it is.
/// UserError where chips do not divide the batch, cut its parts of statistics or are more than its
/// samples, where statistics of all chips are to be those of parts, and where updates are delayed.
[[nodiscard]] ChipStep chip_step(const trace::Step& step, const links::SystemSpec& system);

/// Whether a step takes batch norm's statistics of its samples: that of a training does.
[[nodiscard]] bool has_statistics(const trace::Step& step);

/// The trace of a chip, each step by chip_step(); `steps` gets what is summed. UserError where
/// gradients have codes of 1 bit, or of more than 16, and where nothing of the program is updated
/// or takes statistics, but the system says how.
[[nodiscard]] trace::Trace chip_trace(const trace::Trace& trace, const links::SystemSpec& system,
                                      std::vector<ChipStep>& steps);

}  // namespace metronome::chips
