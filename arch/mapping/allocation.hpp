#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "arch/mapping/machine_step.hpp"
#include "arch/mapping/step_precisions.hpp"

namespace metronome::mapping {

/// Where a tensor lies in DRAM, and when. `first` and `last` are indices of operations; a tensor
/// that the step finds or leaves (masters, optimizer state, images) is there from 0 to the last.
struct AllocatedTensor {
  std::string name;
  trace::Role role = trace::Role::activation;
  std::uint64_t address = 0;
  std::uint64_t bytes = 0;  ///< of the tensor, without what aligns the next one
  std::size_t first = 0, last = 0;
  bool persists = false;
  std::size_t sized_by = 0;  ///< the operation whose layer's precision gives its bits
};

/// The tensors of one iteration at one precision, in order of their first operation.
struct Allocation {
  std::vector<AllocatedTensor> tensors;
  std::uint64_t footprint = 0;                       ///< highest address in use, gaps included
  std::size_t peak = 0;                              ///< the operation at which most bytes live
  EnumArray<trace::Role, std::uint64_t> peak_bytes;  ///< that live there

  [[nodiscard]] std::uint64_t address_of(const std::string& tensor) const;
  std::unordered_map<std::string, std::size_t> index;
};

/// First fit, at the alignment of Placement: persisting tensors first, then each before the first
/// operation that writes it; its room is free after the last that uses it. Where the memory is too
/// small for that, the largest first, each at the lowest address that is free while it lives. With
/// a delay (trace::Step) the footprint has what the passes keep for each other twice. UserError
/// where the memory is too small, saying what lives at the peak and what to change.
[[nodiscard]] Allocation allocate(const MachineStep& step, const trace::Assignment& assignment,
                                  const arch::AcceleratorSpec& machine);

/// The footprints of many assignments of one step, without where each tensor lies.
class Footprints {
 public:
  /// Both outlive this.
  Footprints(const MachineStep& step, const arch::AcceleratorSpec& machine);
  ~Footprints();

  /// Allocation::footprint at the precisions that `numbers` tells of each layer; more than the
  /// memory has is no error here.
  [[nodiscard]] std::uint64_t of(const std::vector<std::uint32_t>& numbers,
                                 const StepPrecisions& precisions);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// The addresses that an operation's program takes for one part of the batch, in the order of
/// matrix_program() and vector_program(); 0 of what lies on chip.
[[nodiscard]] std::vector<std::uint64_t> addresses(const MachineOperation& operation,
                                                   const trace::Step& step,
                                                   const Allocation& allocation,
                                                   std::uint64_t part = 0);

}  // namespace metronome::mapping
