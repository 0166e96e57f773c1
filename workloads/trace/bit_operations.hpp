#pragma once

#include "sim/base/quantity.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::trace {

/// Bits of a GEMM's operands a and b; FP32 operands have 32.
struct OperandBits {
  int a = 0;
  int b = 0;
  bool operator==(const OperandBits&) const = default;
};

/// forward: activation, weight; input_gradient: error, weight; weight_gradient: error, activation.
/// The class must be one of a GEMM.
[[nodiscard]] OperandBits operand_bits(OperationClass cls, const Precision& precision);

/// Multiply-accumulates of a training GEMM on values of the tensors: the forward convolution's, for
/// each of its three classes. Zeros that an input gradient inserts for a stride are no work,
/// whereas gemm_of(...).macs() counts them.
[[nodiscard]] Macs useful_macs(const MatrixWork& work);

/// The CPT authors' measure of one iteration: forward multiply-accumulates * (f*f + 2*f*g), each
/// layer's at its own bits. Every multiply-accumulate of the model counts at the schedule's bits,
/// layers that stay in FP32 and the first layer's input gradient included. 64 bits hold one
/// iteration, not any whole run: sum iterations as real numbers. A step without gradients counts
/// f*f.
[[nodiscard]] BitOperations bit_operations_paper(const Step& step, const Assignment& assignment);

/// What is run: useful_macs * a * b; 0 for operations that are no matrix product.
[[nodiscard]] BitOperations bit_operations_executed(const Operation& operation,
                                                    const Assignment& assignment);
/// The same, summed over the operations of one iteration.
[[nodiscard]] BitOperations bit_operations_executed(const Step& step, const Assignment& assignment);

}  // namespace metronome::trace
