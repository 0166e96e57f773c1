#pragma once

#include <string>

#include "workloads/trace/trace.hpp"

namespace metronome::exporting {

/// An ONNX model (operator set 13, no weights) of the forward products of a step with their shapes:
/// a node Conv, ConvTranspose or, of two activations, MatMul for each, named after its operation.
/// What lies between products is no part of a trace as layers, so that each reads an input of the
/// graph and writes an output: `<operation>.input`, `<operation>.weight`, `<operation>.output`.
/// Images are batch, channels, height, width there. The bytes depend on the step alone. UserError
/// where a step has no forward product.
[[nodiscard]] std::string onnx_shapes(const trace::Step& step);

}  // namespace metronome::exporting
