#include "workloads/trace/bit_operations.hpp"

#include <algorithm>
#include <unordered_map>

namespace metronome::trace {
namespace {

constexpr int kFp32Bits = 32;

std::uint64_t counted_bits(Role role, const Precision& precision) {
  const int bits = code_bits(role, precision);
  return static_cast<std::uint64_t>(bits == 0 ? kFp32Bits : bits);
}

/// Of number formats: elements without their scales.
PaperBits element_products(const OperandFormats& operands) {
  const auto bits = [&](formats::ProductOperand operand) {
    const int number = formats::element_bits(operands.of(operand).format);
    return static_cast<std::uint64_t>(number == 0 ? kFp32Bits : number);
  };
  const auto product = [&](formats::Product which) {
    const auto [a, b] = formats::operands_of(which);
    return bits(a) * bits(b);
  };
  return {product(formats::Product::forward), product(formats::Product::input_gradient),
          product(formats::Product::weight_gradient)};
}

}  // namespace

Macs useful_macs(const MatrixWork& work) {
  const Convolution c = gemm_form(work.convolution, OperationClass::forward).convolution;
  return Macs(c.groups * gemm_of(c, OperationClass::forward).macs());
}

PaperBits paper_bits(const Precision& precision, Role b) {
  if (precision.formats.any()) {
    return element_products(precision.formats);
  }
  const bool of_activations = b == Role::activation;
  const std::uint64_t first = counted_bits(Role::activation, precision);
  const std::uint64_t second = counted_bits(of_activations ? b : Role::weight, precision);
  const std::uint64_t error = counted_bits(Role::error, precision);
  const std::uint64_t kept = of_activations ? first : counted_bits(Role::stash, precision);
  return {first * second, error * second, error * kept};
}

PaperMeasure::PaperMeasure(const Step& step) {
  std::unordered_map<std::string, Role> roles;
  for (const Tensor& tensor : step.tensors) {
    roles.emplace(tensor.name, tensor.role);
  }
  for (const Operation& operation : step.operations) {
    const auto* work = std::get_if<MatrixWork>(&operation.work);
    if (work != nullptr && operation.cls == OperationClass::forward) {
      products_.push_back(
          {operation.layer, useful_macs(*work).count(), roles.at(operation.inputs.at(1))});
    }
    trains_ = trains_ || operation.cls == OperationClass::weight_gradient;
  }
}

BitOperations PaperMeasure::of(const Assignment& assignment) const {
  BitOperations total;
  for (const Product& product : products_) {
    const PaperBits bits = paper_bits(assignment.of(product.layer), product.b);
    total += BitOperations(
        product.macs * (bits.forward + (trains_ ? bits.input_gradient + bits.weight_gradient : 0)));
  }
  return total;
}

}  // namespace metronome::trace
