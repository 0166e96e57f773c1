#include "workloads/formats/quantized_linear.hpp"

namespace metronome::formats {

ScaledIntegers quantized(const Operand& operand, MatrixView matrix, const Draws& draws) {
  return operand.hadamard
             ? quantized(operand.format, operand.hadamard->apply(matrix), operand.rounding, draws)
             : quantized(operand.format, matrix, operand.rounding, draws);
}

LinearOperands mxfp8_operands() {
  return enum_array<ProductOperand>([](ProductOperand /*each*/) { return Operand{Mx{}}; });
}

LinearOperands nvfp4_operands(const HadamardTransform& hadamard) {
  const Rounding stochastic{RoundingMode::stochastic};
  LinearOperands operands;
  operands[ProductOperand::forward_x] = {Nvfp4{}};
  operands[ProductOperand::forward_w] = {Nvfp4{{16, 16}}};
  operands[ProductOperand::input_gradient_dy] = {Nvfp4{}, stochastic};
  operands[ProductOperand::input_gradient_w] = {Nvfp4{{16, 16}}};
  operands[ProductOperand::weight_gradient_dy] = {Nvfp4{}, stochastic, hadamard};
  operands[ProductOperand::weight_gradient_x] = {Nvfp4{}, {}, hadamard};
  return operands;
}

ScaledIntegers QuantizedLinear::operand(ProductOperand which, MatrixView matrix,
                                        const LinearDraws& draws) const {
  return quantized(operands_[which], matrix, draws[which]);
}

Matrix QuantizedLinear::forward(MatrixView x, MatrixView w, const LinearDraws& draws) const {
  return product(operand(ProductOperand::forward_x, x, draws),
                 operand(ProductOperand::forward_w, w, draws));
}

Matrix QuantizedLinear::input_gradient(MatrixView dy, MatrixView w,
                                       const LinearDraws& draws) const {
  return product(operand(ProductOperand::input_gradient_dy, dy, draws),
                 operand(ProductOperand::input_gradient_w, transposed(w), draws));
}

Matrix QuantizedLinear::weight_gradient(MatrixView dy, MatrixView x,
                                        const LinearDraws& draws) const {
  return product(operand(ProductOperand::weight_gradient_dy, transposed(dy), draws),
                 operand(ProductOperand::weight_gradient_x, transposed(x), draws));
}

}  // namespace metronome::formats
