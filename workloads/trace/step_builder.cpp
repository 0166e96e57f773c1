#include "workloads/trace/step_builder.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/trace/bit_operations.hpp"

namespace metronome::trace {

StepBuilder::StepBuilder(std::string model, std::string dataset, std::uint64_t batch,
                         DxScale dx_scale) {
  step_.model = std::move(model);
  step_.dataset = std::move(dataset);
  step_.batch = batch;
  step_.dx_scale = dx_scale;
}

bool StepBuilder::has_tensor(const std::string& name) const {
  return std::any_of(step_.tensors.begin(), step_.tensors.end(),
                     [&](const Tensor& tensor) { return tensor.name == name; });
}

std::string StepBuilder::tensor(std::string name, Role role, Format format,
                                std::vector<std::uint64_t> shape,
                                std::optional<formats::ProductOperand> operand) {
  METRONOME_ASSERT(!has_tensor(name), "tensor names of a step are unique");
  step_.tensors.push_back({name, role, format, std::move(shape), operand});
  return name;
}

void StepBuilder::vector_work(const std::string& owner, const std::string& what, OperationClass cls,
                              std::uint64_t elements, Cost cost, std::vector<std::string> inputs,
                              std::vector<std::string> outputs) {
  vector_work_for(owner, owner, what, cls, elements, cost, std::move(inputs), std::move(outputs));
}

void StepBuilder::vector_work_for(const std::string& layer, const std::string& owner,
                                  const std::string& what, OperationClass cls,
                                  std::uint64_t elements, Cost cost,
                                  std::vector<std::string> inputs,
                                  std::vector<std::string> outputs) {
  step_.operations.push_back({owner + "." + what, layer, cls,
                              VectorWork{elements, cost.adds, cost.multiplies}, std::move(inputs),
                              std::move(outputs)});
}

void StepBuilder::matrix_work(const std::string& layer, OperationClass cls, const MatrixWork& work,
                              std::vector<std::string> inputs, std::string output) {
  matrix_work_for(layer, layer, cls, work, std::move(inputs), std::move(output));
}

void StepBuilder::matrix_work_for(const std::string& layer, const std::string& owner,
                                  OperationClass cls, const MatrixWork& work,
                                  std::vector<std::string> inputs, std::string output) {
  if (cls == OperationClass::forward) {
    step_.forward_macs += useful_macs(work);
  }
  step_.operations.push_back({owner + "." + std::string(enum_name(cls)),
                              layer,
                              cls,
                              work,
                              std::move(inputs),
                              {std::move(output)}});
}

}  // namespace metronome::trace
