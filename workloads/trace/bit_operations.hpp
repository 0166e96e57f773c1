#pragma once

#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::trace {

/// Multiply-accumulates of a training GEMM on values of the tensors: the forward convolution's, for
/// each of its three classes. Zeros that an input gradient inserts for a stride are no work,
/// whereas gemm_of(...).macs() counts them.
[[nodiscard]] Macs useful_macs(const MatrixWork& work);

/// The CPT authors' measure of one iteration of a step: forward multiply-accumulates times
/// (f*f + 2*f*g) for f forward and g backward bits, each layer's at its own; with bits of each
/// operand (a*w + e*w + e*s), of a product of two activations (a*a + 2*e*a); FP32 counts 32.
/// Every multiply-accumulate of the model counts at the schedule's bits, layers that stay in FP32
/// and the first layer's input gradient included. 64 bits hold one iteration, not any whole run:
/// sum iterations as real numbers. A step without gradients counts the first term.
class PaperMeasure {
 public:
  explicit PaperMeasure(const Step& step);
  [[nodiscard]] BitOperations of(const Assignment& assignment) const;

 private:
  struct Product {
    std::string layer;
    std::uint64_t macs = 0;
    Role b = Role::weight;
  };
  std::vector<Product> products_;
  bool trains_ = false;
};

/// The measure's share of one multiply-accumulate: the forward product, and each of the two
/// gradients'.
struct PaperBits {
  std::uint64_t forward = 0, input_gradient = 0, weight_gradient = 0;
};
/// `b`: the role of the forward product's operand b.
[[nodiscard]] PaperBits paper_bits(const Precision& precision, Role b);

}  // namespace metronome::trace
