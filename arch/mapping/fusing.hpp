#pragma once

#include "arch/mapping/input_path.hpp"
#include "arch/mapping/machine_step.hpp"

/// Work that products take along on their results' way out of the array.
namespace metronome::mapping {

/// Passes without outputs that read one product (statistics, a range) become its epilogue; of the
/// `norms` also the two sums over an error and what it is the error of. With
/// OutputPath::elementwise so do biases of one product, projections of a gradient of weights that
/// are coefficients and bases, and, where the range is known beforehand, quantizations, and the
/// product is written only where something else reads it.
void fuse_into_products(MachineStep& step, const arch::TrainingSpec& training,
                        const NormPasses& norms);

/// Updates of parameters whose gradient a product writes become its epilogue: the gradient is not
/// stored.
void update_with_gradients(MachineStep& step);

}  // namespace metronome::mapping
