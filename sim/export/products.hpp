#pragma once

#include <string>
#include <vector>

#include "workloads/trace/trace.hpp"

namespace metronome::exporting {

/// A matrix product of a step, as it is executed.
struct Product {
  const trace::Operation* operation = nullptr;
  trace::Convolution convolution;  ///< of the layer
  trace::Gemm gemm;                ///< of one group
  bool of_activations = false;     ///< both operands are activations, as in attention
};

/// In execution order. UserError where a step has none.
[[nodiscard]] std::vector<Product> products_of(const trace::Step& step);

}  // namespace metronome::exporting
