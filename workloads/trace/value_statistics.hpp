#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "workloads/trace/trace.hpp"

namespace metronome::trace {

/// "<product>.<class>" without its class, such as "conv1". The products of all tokens of an LSTM
/// are one: "<layer>.recurrent".
[[nodiscard]] std::string product_of(const Operation& operation);

/// The products of a step that multiply codes, and so can have statistics.
[[nodiscard]] std::vector<std::string> quantized_products(const Step& step);

/// The counts of one operand (0: a, 1: b) of a matrix operation at its layer's precision. An input
/// gradient without operands of its own multiplies the error of the weight gradient and operand b
/// of the forward product; operand b of a weight gradient is operand a of the forward product,
/// unless the stash has bits of its own. Null where nothing was counted.
[[nodiscard]] const OperandCounts* counts_of(const ValueStatistics& statistics,
                                             const Operation& operation, int operand,
                                             const Precision& precision);

}  // namespace metronome::trace
