#pragma once

#include <functional>
#include <string>
#include <vector>

#include "workloads/schedule/bit_range.hpp"

namespace metronome::schedule {

/// "3-8"; one number where both ends are the same, fp32 for no bits.
[[nodiscard]] std::string range_name(BitRange range);

/// Bits of stages, "3/4/6/8".
[[nodiscard]] std::string stages_text(const std::vector<int>& bits);

/// The bits of a schedule's name. What stands before the other options, and what behind them: "3-8"
/// and ",backward=8", or the bits of each operand, those of gradients and the stash where they are
/// not the default.
struct BitsName {
  std::string value;
  std::string options;
};
[[nodiscard]] BitsName bits_name(const PrecisionRange& bits,
                                 const std::function<std::string(BitRange)>& forward);

/// Of schedules whose forward bits are ranges: 8-8 is one as well.
[[nodiscard]] BitsName range_bits_name(const PrecisionRange& bits);

}  // namespace metronome::schedule
