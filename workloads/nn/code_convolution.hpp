#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "workloads/nn/convolution_shape.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/quant/affine.hpp"
#include "workloads/tensor/code_planes.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

/// A grid as integers see it: code q stands for scale * (q - zero) + rest. `zero` is the code
/// nearest to zero, so that |rest| <= scale / 2 wherever the grid holds zero.
struct CodeLine {
  double scale = 1;
  double rest = 0;
  int zero = 0;
};
[[nodiscard]] CodeLine line_of(const quant::Grid<float>& grid);
/// What is subtracted from a code to make it signed: the zero code where 8 bits allow it, so that
/// what is left to correct is small.
[[nodiscard]] int center_of(const quant::Grid<float>& grid);

/// The features a convolution read, as codes in planes whose border has the code `line.zero`.
struct InputCodes {
  tensor::Tensor<std::uint8_t> planes;  ///< {channels, batch, height + 2 pad, width + 2 pad}
  quant::Grid<float> grid;
};

/// Errors of a whole tensor as codes, and how to make them from the real ones: row o is multiplied
/// by factors[o], and `noise` rounds it stochastically, unless it is null.
struct ErrorQuantizer {
  quant::Grid<float> grid;
  std::vector<float> factors;
  const RandomStream* noise = nullptr;

  void quantize(const tensor::Tensor<float>& dy, std::size_t row, std::size_t first,
                std::size_t count, std::uint8_t* codes) const;
};

/// The weight operand V of an input gradient (Convolution's comment): element (o, c, tap) stands
/// for scale * (q + shift[o]), q its code.
struct GradientWeights {
  tensor::Tensor<std::uint8_t> codes;  ///< dims of the weights
  std::vector<int> center;             ///< of output channel o: codes - center[o] are signed bytes
  std::vector<double> shift;
  double scale = 1;
};

/// The three products of a convolution on codes of at most 8 bits. Each is one exact integer
/// product plus corrections for the zero points. With activation x = sx (p - zx) + rx, weight w =
/// sw (u - c) + bw with c = center_of(), error e = se (q - ze) + re, and sums over the reduction
/// axis (zeros of the border are left out of the sums of rest terms, and vanish from the others
/// because the border has the code zx or ze):
///   Y  = sx sw [sum p (u - c) - zx sum (u - c)] + sx bw [sum p - zx K] + rx sum w
///   dW = se sx [sum (q - ze)(p - zx)] + se rx sum (q - ze) + re sx sum (p - zx) + re rx n
///   dX = se s [sum q (u - c) - ze sum (u - c)] + s sum e (c + shift) + re s sum (u - c)
/// Integers are exact; the corrections are rounded as the FP32 arithmetic around them is.
class CodeConvolution {
 public:
  explicit CodeConvolution(const ConvolutionShape& shape);

  /// Whether the sums of products stay within 32 bits.
  [[nodiscard]] bool fits() const;

  [[nodiscard]] InputCodes& input() { return input_; }

  void keep_input(const tensor::Tensor<float>& x, const quant::Grid<float>& grid,
                  Workspace<float>& workspace);
  /// y of the kept input; `weight` is quantized row by row on `grids`.
  void forward(const tensor::Tensor<float>& weight, const std::vector<quant::Grid<float>>& grids,
               tensor::Tensor<float>& y, Workspace<float>& workspace) const;
  /// dW of the kept input and dy.
  void weight_gradient(const tensor::Tensor<float>& dy, const ErrorQuantizer& quantizer,
                       tensor::Tensor<float>& gradient, Workspace<float>& workspace) const;
  /// Adds dX to `dx`.
  void input_gradient(const tensor::Tensor<float>& dy, const ErrorQuantizer& quantizer,
                      const GradientWeights& weights, tensor::Tensor<float>& dx,
                      Workspace<float>& workspace) const;

 private:
  ConvolutionShape shape_;
  tensor::PlaneGeometry forward_planes_, backward_planes_;
  InputCodes input_;
};

}  // namespace metronome::nn
