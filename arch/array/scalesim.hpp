#pragma once

#include "arch/array/systolic.hpp"

namespace metronome::array {

/// What SCALE-Sim v3 [scalesim2025repository] counts for a GEMM in its stall-free mode: the folds
/// of the whole GEMM, without memory, ports or tiles. Its quirks are kept: it reports the index of
/// the last cycle, one less than their number (issue 125 of its repository), and it counts rows +
/// columns output writes too many in each output-stationary fold. Such a fold takes rows + columns
/// + k - 2 cycles, its outputs leaving under the next fold, where its documentation adds `rows` for
/// the drain. The first walk of the specification's dataflow is taken.
[[nodiscard]] ArrayUse scalesim_use(const SystolicSpec& spec, const Operands& operands,
                                    const GemmShape& gemm);

/// Its size of a convolution's output: rounded up at a stride, where everybody else rounds down.
[[nodiscard]] std::uint64_t scalesim_output(std::uint64_t padded_input, std::uint64_t kernel,
                                            std::uint64_t stride);

}  // namespace metronome::array
