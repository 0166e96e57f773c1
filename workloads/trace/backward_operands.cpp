// What the backward pass quantizes for its products.
#include "workloads/trace/backward_pass.hpp"
#include "workloads/trace/costs.hpp"
#include "workloads/trace/tensor_names.hpp"

namespace metronome::trace {

namespace names = tensor_names;
using costs::operator+;

BackwardPass::QuantizedError BackwardPass::quantize_error(const Product& product,
                                                          std::vector<std::string> errors) {
  const Convolution& c = product.convolution;
  const std::vector<std::uint64_t> shape{c.batch, c.out_height(), c.out_width(), c.out_channels};
  QuantizedError quantized;
  const bool formats = plan_.codes().has_formats(product.layer);
  using formats::ProductOperand;
  const auto operand = [&](ProductOperand which) {
    return formats ? std::optional(which) : std::nullopt;
  };
  quantized.codes = builder_.tensor(product.owner + ".error_codes", Role::error, Format::codes,
                                    shape, operand(ProductOperand::weight_gradient_dy));
  std::vector<std::string> outputs{quantized.codes};
  const bool prescale = dx_scale_ == DxScale::prescale_requantize && product.has_input_gradient &&
                        plan_.codes().has_weight_codes(product.layer);
  if (prescale) {
    quantized.scaled_codes =
        builder_.tensor(product.owner + ".scaled_error_codes", Role::error, Format::codes, shape,
                        operand(ProductOperand::input_gradient_dy));
    quantized.correction =
        builder_.tensor(product.owner + ".zero_point_correction", Role::partial_sum, Format::real,
                        {shape[0], shape[1], shape[2], c.groups});
    outputs.push_back(quantized.scaled_codes);
    outputs.push_back(quantized.correction);
  }
  const std::uint64_t elements = shape[0] * shape[1] * shape[2] * shape[3];
  const Cost cost = costs::kQuantizeStochastic;
  builder_.vector_work_for(product.layer, product.owner, "quantize_error", OperationClass::quantize,
                           elements, cost + costs::when(prescale, costs::kPrescale), errors,
                           std::move(outputs));
  if (plan_.codes().has_error_copy(product.layer) && product.has_input_gradient && !prescale) {
    quantized.copy = builder_.tensor(product.owner + ".error_codes_for_input", Role::error,
                                     Format::codes, shape, ProductOperand::input_gradient_dy);
    builder_.vector_work_for(product.layer, product.owner, "quantize_error_for_input",
                             OperationClass::quantize, elements, cost, std::move(errors),
                             {quantized.copy});
  }
  return quantized;
}

std::string BackwardPass::quantize_weight_per_tensor(const Product& product) {
  const Convolution& c = product.convolution;
  std::string name = product.parameter + ".codes_per_tensor";
  if (builder_.has_tensor(name)) {  // of an earlier token
    return name;
  }
  std::string codes = builder_.tensor(name, Role::weight, Format::codes, weight_shape(c));
  builder_.vector_work_for(product.layer, product.owner, "quantize_weight_per_tensor",
                           OperationClass::quantize, c.weights(), costs::kQuantize,
                           {names::master(product.parameter)}, {codes});
  return codes;
}

std::string BackwardPass::gradient_weights(const Product& product) {
  if (dx_scale_ == DxScale::per_tensor && plan_.codes().has_weight_codes(product.layer)) {
    return quantize_weight_per_tensor(product);
  }
  if (!plan_.codes().has_weight_copy(product.layer)) {
    return names::parameter_codes(product.parameter);
  }
  std::string name = names::transposed_codes(product.parameter);
  if (builder_.has_tensor(name)) {  // of an earlier token
    return name;
  }
  const Convolution& c = product.convolution;
  std::string codes = builder_.tensor(name, Role::weight, Format::codes, weight_shape(c),
                                      formats::ProductOperand::input_gradient_w);
  builder_.vector_work_for(product.layer, product.owner, "quantize_weight_transposed",
                           OperationClass::quantize, c.weights(), costs::kQuantize,
                           {names::master(product.parameter)}, {codes});
  return codes;
}

}  // namespace metronome::trace
