#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "arch/mapping/machine_step.hpp"

namespace metronome::mapping {

/// What the operations of a step need whole tensors of the batch for. A pass without results, and
/// the sums of batch norm's backward pass, are statistics of the batch; the range of a tensor must
/// be known before it is rounded, unless it is delayed or a block's own.
struct WholeTensors {
  std::set<std::string> normalised;  ///< whoever reads them needs their statistics
  std::set<std::string> ranged;      ///< whoever reads them needs a range that is found in them
  std::map<std::string, std::string> finders;  ///< passes of their own, by name: whose statistic

  [[nodiscard]] bool contains(const std::string& tensor) const {
    return normalised.contains(tensor) || ranged.contains(tensor);
  }
};

/// `before`: the step's operations before any were fused; `after`: those that are left. Where a
/// pass is done on the way in, what it reads stands for what it wrote.
[[nodiscard]] WholeTensors whole_tensors(const std::vector<MachineOperation>& before,
                                         const std::vector<MachineOperation>& after,
                                         const trace::Step& tensors, arch::RangeMethod range);

}  // namespace metronome::mapping
