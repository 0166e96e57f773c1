#pragma once

#include "arch/mapping/machine_step.hpp"

/// Choices that change which passes over memory a step has. Each keeps the order of what is left.
namespace metronome::mapping {

/// Ranges are known before a tensor is written (delayed, or a block's own): passes that only find
/// one vanish, and a quantization of one tensor becomes part of the vector pass that writes it. The
/// real tensor is still written where something else reads it.
void round_in_the_writing_pass(MachineStep& step);

/// Two vector passes over the same elements, one right after the other, become one where what they
/// share fits in the input buffer as a whole: a reduction (statistics) and the pass that needs its
/// result, or a pass and the one that reads what it writes. What nothing else reads is then not
/// written.
void merge_passes_on_chip(MachineStep& step, const arch::AcceleratorSpec& machine);

/// Outputs of forward products that the backward pass reads are not kept: the product is computed
/// again, "<layer>.recompute", before the first operation of the backward pass that reads it.
void compute_stashes_again(MachineStep& step);

/// Codes that a product reads transposed (weights in dX; activations and errors in dW) are written
/// a second time by what quantizes them, where something reads them untransposed as well.
void copy_transposed_operands(MachineStep& step);

}  // namespace metronome::mapping
