#include "workloads/trace/code_plan.hpp"

namespace metronome::trace {

CodePlan::CodePlan(const std::vector<Phase>& phases) {
  const LayerPrecisions* seen = nullptr;
  for (const Phase& phase : phases) {
    const LayerPrecisions& layers = phase.assignment.layers;
    if (seen == nullptr || !seen->shares_names(layers)) {
      for (const std::string& layer : layers.names()) {
        layers_[layer];
      }
      seen = &layers;
    }
  }
  for (const Phase& phase : phases) {
    all_.add(phase.assignment.all);
    for (auto& [layer, bits] : layers_) {
      bits.add(phase.assignment.of(layer));
    }
  }
}

bool finds_range(const formats::OperandFormat& operand) {
  return formats::has_current_tensor_scale(operand) && operand.hadamard_tile == 0;
}

void CodePlan::Bits::add(const Precision& precision) {
  activations += static_cast<char>(precision.activation_bits);
  stash += static_cast<char>(precision.stash_bits);
  gradient_codes = gradient_codes || precision.gradient_bits > 0;
  if (precision.formats.any()) {
    add_formats(precision.formats);
    return;
  }
  weight_codes = weight_codes || precision.weight_bits > 0;
  ranges = ranges || precision.weight_bits > 0 || precision.activation_bits > 0 ||
           precision.error_bits > 0;
}

void CodePlan::Bits::add_formats(const OperandFormats& operands) {
  using enum formats::ProductOperand;
  const auto shared = [&](formats::ProductOperand one, formats::ProductOperand other) {
    return formats::share_copy(operands.of(one), operands.of(other));
  };
  const std::string x = "[" + formats::operand_text(operands.of(forward_x)) + "]";
  activations += x;
  stash += shared(forward_x, weight_gradient_x)
               ? x
               : "[" + formats::operand_text(operands.of(weight_gradient_x)) + " transposed]";
  weight_copy = weight_copy || !shared(forward_w, input_gradient_w);
  error_copy = error_copy || !shared(weight_gradient_dy, input_gradient_dy);
  formats = true;
  for (const formats::ProductOperand operand : {forward_x, weight_gradient_x}) {
    const formats::OperandFormat& format = operands.of(operand);
    blocks = blocks || format.hadamard_tile > 0 || formats::block_of(format.format).has_value();
  }
  for (const formats::OperandFormat& operand : *operands) {
    ranges = ranges || finds_range(operand);
  }
}

const CodePlan::Bits& CodePlan::of(const std::string& layer) const {
  const auto exception = layers_.find(layer);
  return exception == layers_.end() ? all_ : exception->second;
}

}  // namespace metronome::trace
