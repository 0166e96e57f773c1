#include "workloads/trace/bit_operations.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::trace {
namespace {

constexpr int kFp32Bits = 32;

int counted_bits(int bits) { return bits == 0 ? kFp32Bits : bits; }

}  // namespace

OperandBits operand_bits(OperationClass cls, const Precision& precision) {
  const int forward = counted_bits(precision.forward_bits);
  const int backward = counted_bits(precision.backward_bits);
  switch (cls) {
    case OperationClass::forward:
      return {forward, forward};
    case OperationClass::input_gradient:
    case OperationClass::weight_gradient:
      return {backward, forward};
    case OperationClass::vector:
    case OperationClass::quantize:
    case OperationClass::update:
      throw InternalError("vector, quantize and update operations have no operand bits");
  }
  fail_no_enumerator(cls);
}

Macs useful_macs(const MatrixWork& work) {
  const Convolution c = gemm_form(work.convolution, OperationClass::forward).convolution;
  return Macs(c.groups * gemm_of(c, OperationClass::forward).macs());
}

BitOperations bit_operations_paper(const Step& step, const Assignment& assignment) {
  const bool trains =
      std::any_of(step.operations.begin(), step.operations.end(),
                  [](const Operation& one) { return one.cls == OperationClass::weight_gradient; });
  BitOperations total;
  for (const Operation& operation : step.operations) {
    const auto* work = std::get_if<MatrixWork>(&operation.work);
    if (work != nullptr && operation.cls == OperationClass::forward) {
      const Precision& precision = assignment.of(operation.layer);
      const auto f = static_cast<std::uint64_t>(counted_bits(precision.forward_bits));
      const auto g = static_cast<std::uint64_t>(counted_bits(precision.backward_bits));
      total += BitOperations(useful_macs(*work).count() * (f * f + (trains ? 2 * f * g : 0)));
    }
  }
  return total;
}

BitOperations bit_operations_executed(const Operation& operation, const Assignment& assignment) {
  const auto* work = std::get_if<MatrixWork>(&operation.work);
  if (work == nullptr) {
    return BitOperations(0);
  }
  const OperandBits bits = work->fp32 ? OperandBits{kFp32Bits, kFp32Bits}
                                      : operand_bits(operation.cls, assignment.of(operation.layer));
  return BitOperations(useful_macs(*work).count() * static_cast<std::uint64_t>(bits.a * bits.b));
}

BitOperations bit_operations_executed(const Step& step, const Assignment& assignment) {
  BitOperations total;
  for (const Operation& operation : step.operations) {
    total += bit_operations_executed(operation, assignment);
  }
  return total;
}

}  // namespace metronome::trace
