#pragma once

#include "arch/array/array.hpp"

namespace metronome::array {

/// UserError where the array cannot multiply such operands, those that as_multiplied() gives:
/// widths other than 1 to 16 bits, blocks that do not fill its units, or a register narrower than
/// one product of significands.
void require_multiplies(const ArraySpec& spec, const Operands& operands);

}  // namespace metronome::array
