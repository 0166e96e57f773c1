#pragma once

#include <string>
#include <vector>

#include "workloads/trace/trace.hpp"

namespace metronome::trace {

/// FP32 operations of the vector unit for each element.
struct Cost {
  double adds = 0;
  double multiplies = 0;
};

/// Appends operations to a step, and tensors as they first appear.
class StepBuilder {
 public:
  StepBuilder(std::string model, std::string dataset, std::uint64_t batch, DxScale dx_scale);

  /// Declares a tensor; its name must be new. Returns the name.
  std::string tensor(std::string name, Role role, Format format, std::vector<std::uint64_t> shape,
                     std::optional<formats::ProductOperand> operand = {});

  /// Appends "<owner>.<what>" of a layer; the names must be those of declared tensors.
  void vector_work(const std::string& owner, const std::string& what, OperationClass cls,
                   std::uint64_t elements, Cost cost, std::vector<std::string> inputs,
                   std::vector<std::string> outputs);
  /// As vector_work for an operation that is named after one layer and belongs to another.
  void vector_work_for(const std::string& layer, const std::string& owner, const std::string& what,
                       OperationClass cls, std::uint64_t elements, Cost cost,
                       std::vector<std::string> inputs, std::vector<std::string> outputs);
  /// Appends "<layer>.<class>"; forward work adds to the step's forward_macs.
  void matrix_work(const std::string& layer, OperationClass cls, const MatrixWork& work,
                   std::vector<std::string> inputs, std::string output);
  /// As matrix_work for one of several products of a layer: "<owner>.<class>".
  void matrix_work_for(const std::string& layer, const std::string& owner, OperationClass cls,
                       const MatrixWork& work, std::vector<std::string> inputs, std::string output);

  [[nodiscard]] bool has_tensor(const std::string& name) const;
  [[nodiscard]] const Step& step() const { return step_; }

 private:
  Step step_;
};

}  // namespace metronome::trace
