#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workloads/train/constrained/constrained_training.hpp"
#include "workloads/train/weights.hpp"

namespace metronome::reach {

/// All that a training under a constraint needs to go on as if it had never stopped, and what it
/// takes to evaluate the network as it is.
struct ConstrainedCheckpoint {
  std::string identity;    ///< training_identity()
  std::uint64_t step = 0;  ///< steps done
  bool finished = false;   ///< no step is left
  Numbers parameters;
  Numbers objective;  ///< of the two optimisers
  Numbers constraint;
  std::vector<ConstrainedStep> steps;
  std::vector<double> losses;  ///< of each step on the objective, where they drive the schedule
  std::string network;         ///< the text of a network file
  std::string schedule;
  std::string weights;  ///< as deployed: train::serialise_weights
};

/// Whether bytes begin as a checkpoint's.
[[nodiscard]] bool is_constrained_checkpoint(std::string_view bytes);

/// Numbers little-endian: "METRONOMER" and two zero bytes, u32 version (1), the fields in their
/// order, u64 FNV-1a hash of all bytes before it.
[[nodiscard]] std::string serialise_checkpoint(const ConstrainedCheckpoint& checkpoint);

/// The inverse. UserError where the bytes are damaged or of another version; `file` is named in it.
[[nodiscard]] ConstrainedCheckpoint parse_constrained_checkpoint(std::string_view bytes,
                                                                 const std::string& file);

}  // namespace metronome::reach
