#pragma once

#include <set>
#include <string>

#include "arch/mapping/machine_step.hpp"

/// Work that products do on their operands' way in.
namespace metronome::mapping {

/// The passes of a step's batch norms, by name: element by element once their
/// sums are known.
struct NormPasses {
  std::set<std::string> normalize;  ///< forward, with residual and activation
  std::set<std::string> backward;   ///< the error of what was normalised
  std::set<std::string> sums;       ///< the two sums that `backward` needs
};
[[nodiscard]] NormPasses norm_passes(const MachineStep& step);

/// Passes that work element by element, and write nothing but operands of
/// products, vanish: each of these products reads what they read, and does
/// their work whenever it loads an element. From the last to the first, so that
/// what a pass reads may itself be made while it is loaded.
///   quantization     of one real tensor, not of parameters, whose codes are
///   read many times; codes
///                    of an error are equal at each load (the draw of an
///                    element is a function of its place); corrections of zero
///                    points are formed on the way and not stored
///   normalisation    with residual and activation; who needs the activation's
///   mask backward makes
///                    it again of what was normalised, which it reads anyway
///   its gradient     of error, mask and what was normalised
/// A pass stays where something else reads what it writes (a residual sum,
/// pooling, an update), or where the range of what it writes must be known
/// before that is rounded (RangeMethod::two_pass). But for a normalisation
/// without a residual: it is monotonic in each channel, and its range follows
/// from those of what it normalises, found with the statistics.
void fuse_into_loads(MachineStep& step, const arch::TrainingSpec& training,
                     const NormPasses& norms);

}  // namespace metronome::mapping
