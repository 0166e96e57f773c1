#pragma once

#include <optional>

#include "sim/base/enumeration.hpp"
#include "workloads/formats/format.hpp"
#include "workloads/formats/hadamard.hpp"

namespace metronome::formats {

/// How an operand of a product is made from its FP32 tensor: transformed along the reduction, if at
/// all, then quantized with scales of what the transform gave.
struct Operand {
  Format format{};
  Rounding rounding{};
  std::optional<HadamardTransform> hadamard{};
};

/// `matrix`: rows along the reduction. Draws are laid out as the matrix that is rounded.
[[nodiscard]] ScaledIntegers quantized(const Operand& operand, MatrixView matrix,
                                       const Draws& draws = {});

/// The operands of the three products of a linear layer, in this order: Y = X W', dX = dY W,
/// dW = dY' X.
enum class ProductOperand {
  forward_x,
  forward_w,
  input_gradient_dy,
  input_gradient_w,
  weight_gradient_dy,
  weight_gradient_x
};
constexpr auto enum_rows(ProductOperand /*list*/) {
  return enum_list<ProductOperand>({{ProductOperand::forward_x, "forward.x"},
                                    {ProductOperand::forward_w, "forward.w"},
                                    {ProductOperand::input_gradient_dy, "input_gradient.dy"},
                                    {ProductOperand::input_gradient_w, "input_gradient.w"},
                                    {ProductOperand::weight_gradient_dy, "weight_gradient.dy"},
                                    {ProductOperand::weight_gradient_x, "weight_gradient.x"}});
}

using LinearOperands = EnumArray<ProductOperand, Operand>;
using LinearDraws = EnumArray<ProductOperand, Draws>;

/// MXFP8: E4M3 in blocks of 32 along each reduction, nearest even [nvidia2025te].
[[nodiscard]] LinearOperands mxfp8_operands();
/// NVFP4 [nvidia2025te]: X 1x16, W 16x16, dY 1x16 stochastically; for dW both transformed.
[[nodiscard]] LinearOperands nvfp4_operands(
    const HadamardTransform& hadamard = HadamardTransform::fixed());

/// The products of a linear layer without bias: X {tokens, inputs}, W {outputs, inputs},
/// dY {tokens, outputs}. Each product quantizes its own operands from the FP32 tensors, along its
/// own reduction, never from a quantized copy; results are FP32.
class QuantizedLinear {
 public:
  explicit QuantizedLinear(LinearOperands operands) : operands_(std::move(operands)) {}

  [[nodiscard]] Matrix forward(MatrixView x, MatrixView w, const LinearDraws& draws = {}) const;
  [[nodiscard]] Matrix input_gradient(MatrixView dy, MatrixView w,
                                      const LinearDraws& draws = {}) const;
  [[nodiscard]] Matrix weight_gradient(MatrixView dy, MatrixView x,
                                       const LinearDraws& draws = {}) const;

 private:
  [[nodiscard]] ScaledIntegers operand(ProductOperand which, MatrixView matrix,
                                       const LinearDraws& draws) const;

  LinearOperands operands_;
};

}  // namespace metronome::formats
