#include "workloads/trace/value_statistics.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::trace {

std::string product_of(const Operation& operation) {
  const std::string suffix = "." + std::string(enum_name(operation.cls));
  std::string owner = operation.name;
  if (owner.ends_with(suffix)) {
    owner.resize(owner.size() - suffix.size());
  }
  return owner.starts_with(operation.layer + ".token.") ? operation.layer + ".recurrent" : owner;
}

std::vector<std::string> quantized_products(const Step& step) {
  std::vector<std::string> products;
  for (const Operation& operation : step.operations) {
    const auto* work = std::get_if<MatrixWork>(&operation.work);
    if (work == nullptr || work->fp32) {
      continue;
    }
    const std::string product = product_of(operation);
    if (std::find(products.begin(), products.end(), product) == products.end()) {
      products.push_back(product);
    }
  }
  return products;
}

const OperandCounts* counts_of(const ValueStatistics& statistics, const Operation& operation,
                               int operand, const Precision& precision) {
  METRONOME_ASSERT(operand == 0 || operand == 1, "a product has two operands");
  const std::string product = product_of(operation);
  const auto find = [&](Operand which) {
    const auto found = statistics.find({product, which, precision});
    return found == statistics.end() ? nullptr : &found->second;
  };
  if (operation.cls == OperationClass::forward) {
    return find(operand == 0 ? Operand::forward_a : Operand::forward_b);
  }
  if (operation.cls == OperationClass::weight_gradient) {
    if (operand == 0) {
      return find(Operand::weight_gradient_a);
    }
    const OperandCounts* own = find(Operand::weight_gradient_b);
    return own != nullptr ? own : find(Operand::forward_a);
  }
  METRONOME_ASSERT(operation.cls == OperationClass::input_gradient, "a matrix operation");
  const OperandCounts* own =
      find(operand == 0 ? Operand::input_gradient_a : Operand::input_gradient_b);
  return own != nullptr ? own
                        : find(operand == 0 ? Operand::weight_gradient_a : Operand::forward_b);
}

}  // namespace metronome::trace
