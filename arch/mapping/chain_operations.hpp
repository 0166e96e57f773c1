#pragma once

#include <set>
#include <string>
#include <vector>

#include "arch/mapping/machine_step.hpp"

namespace metronome::mapping {

/// What an operation's names are to the chain that it is part of.
struct ChainTensors {
  std::set<std::string> held;       ///< written and read inside the chain
  std::set<std::string> stored;     ///< of those: read outside as well
  std::set<std::string> gradients;  ///< sums over the batch that the chain writes
};

/// An operation of a chain that takes the batch in so many parts: what it does for each of them.
/// One entry; or, where it adds to a gradient, up to three: "<name>.first_part" begins the sums,
/// "<name>.middle_parts" go on with them, on chip, and the last part, under the name of the
/// operation, stores them, or does with them what was fused into a product of weights' gradients.
/// `without_sums`: an earlier run has found them (statistics_run).
[[nodiscard]] std::vector<MachineOperation> chain_operations(const MachineOperation& whole,
                                                             const trace::Step& tensors,
                                                             const ChainTensors& chain,
                                                             std::uint64_t parts,
                                                             bool without_sums = false);

/// "<name>.for_statistics": the operation over the whole batch for what is found in its results
/// alone, which are not stored.
[[nodiscard]] MachineOperation statistics_run(const MachineOperation& whole,
                                              const trace::Step& tensors);

/// The name of the operation that one of a chain, or before it, is a part of: without what
/// chain_operations() and statistics_run() add.
[[nodiscard]] std::string whole_name(std::string name);

/// Whether the operation can take a batch in so many equal parts.
[[nodiscard]] bool divides(const MachineOperation& one, const trace::Step& tensors,
                           std::uint64_t parts);

/// Every tensor that an operation reads, and those that it writes, on chip or in memory.
[[nodiscard]] std::vector<std::string> tensors_read(const MachineOperation& one);
[[nodiscard]] std::vector<std::string> tensors_written(const MachineOperation& one);

}  // namespace metronome::mapping
