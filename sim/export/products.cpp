#include "sim/export/products.hpp"

#include <unordered_map>

#include "sim/base/error.hpp"

namespace metronome::exporting {

std::vector<Product> products_of(const trace::Step& step) {
  std::unordered_map<std::string, trace::Role> roles;
  for (const trace::Tensor& tensor : step.tensors) {
    roles.emplace(tensor.name, tensor.role);
  }
  std::vector<Product> products;
  for (const trace::Operation& operation : step.operations) {
    if (const auto* work = std::get_if<trace::MatrixWork>(&operation.work)) {
      products.push_back({&operation, work->convolution,
                          trace::gemm_of(work->convolution, operation.cls),
                          operation.cls == trace::OperationClass::forward &&
                              roles.at(operation.inputs.at(1)) == trace::Role::activation});
    }
  }
  if (products.empty()) {
    throw UserError(step.model + " has no matrix product", "a trace of a network with layers");
  }
  return products;
}

}  // namespace metronome::exporting
