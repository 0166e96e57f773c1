#include "arch/mapping/job.hpp"

namespace metronome::mapping {
namespace {

using trace::OperationClass;

VectorJob regrouping_pass(const Stream& codes, const Stream& exponents) {
  VectorJob pass;
  pass.cls = OperationClass::quantize;
  pass.elements = codes.elements;
  pass.adds_per_element = 4;  // maximum, shift, rounding, clamp
  pass.inputs = {codes, exponents};
  pass.outputs = {codes, exponents};
  return pass;
}

}  // namespace

std::vector<VectorJob> regrouping_passes(const MatrixJob& job,
                                         const arch::AcceleratorSpec& machine) {
  const auto* bfp = std::get_if<array::ChunkedBfpSpec>(&machine.array);
  if (bfp == nullptr || !job.a_exponents || bfp->group_shape == array::GroupShape::square) {
    return {};
  }
  // What is quantized as it is loaded is grouped as the product wants it.
  std::vector<VectorJob> passes;
  switch (job.operation_class()) {
    case OperationClass::input_gradient:
      if (!job.b_made) {
        passes.push_back(regrouping_pass(job.b, *job.b_exponents));
      }
      return passes;
    case OperationClass::weight_gradient:
      if (!job.a_made) {
        passes.push_back(regrouping_pass(job.a, *job.a_exponents));
      }
      if (!job.b_made) {
        passes.push_back(regrouping_pass(job.b, *job.b_exponents));
      }
      return passes;
    case OperationClass::forward:
    case OperationClass::vector:
    case OperationClass::quantize:
    case OperationClass::update:
    case OperationClass::host:
    case OperationClass::load:
      return {};
  }
  fail_no_enumerator(job.operation_class());
}

}  // namespace metronome::mapping
