#pragma once

#include "arch/mapping/machine_step.hpp"

/// Work that products take along on their results' way out of the array.
namespace metronome::mapping {

/// Passes without outputs that read one product (statistics, a range) become its epilogue; with
/// `elementwise` also biases and quantizations of one product, which then is written only where
/// something else reads it.
void fuse_into_products(MachineStep& step, bool elementwise);

/// Updates of parameters whose gradient a product writes become its epilogue: the gradient is not
/// stored.
void update_with_gradients(MachineStep& step);

}  // namespace metronome::mapping
