#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "workloads/nn/convolution_shape.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/quant/affine.hpp"
#include "workloads/tensor/planes.hpp"
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

/// How a tensor of errors becomes codes: row o is multiplied by factors[o], and `noise` rounds it
/// stochastically, unless it is null.
struct ErrorQuantizer {
  quant::Grid<float> grid;
  tensor::StepVector<float> factors;
  const RandomStream* noise = nullptr;

  void quantize(const tensor::Tensor<float>& dy, std::size_t row, std::size_t first,
                std::size_t count, std::uint8_t* codes) const;
};

/// The weight operand V of an input gradient (Convolution's comment): the value of element
/// (o, c, tap) is scale * (code + shift[o]).
struct GradientWeights {
  tensor::StepVector<std::uint8_t> codes;  ///< in the order of the weights
  tensor::StepVector<int> center;  ///< of output channel o: code - center[o] is a signed byte
  tensor::StepVector<double> shift;
  double scale = 1;
};

/// The products of a convolution on codes of at most 8 bits. Each is one exact integer product plus
/// corrections for the zero points. With activation x = sx (p - zx) + rx, weight w = sw (u - c) +
/// bw (c = center_of), error e = se (q - ze) + re, and sums over the reduction axis:
///   Y  = sx sw [sum p (u - c) - zx sum (u - c)] + sx bw [sum p - zx K] + rx sum' w
///   dW = se sx [sum (q - ze)(p - zx)] + se rx sum' (q - ze) + re sx sum' (p - zx) + re rx n'
///   dX = se s [sum q (u - c) - ze sum (u - c)] + s sum' e (c + shift) + re s sum' (u - c)
/// The border has the code zx or ze, so that it adds nothing to the brackets; a sum with a prime
/// and the count n' leave it out. Integers are exact; the corrections are rounded as all FP32 is.
/// `workspace.kernels()` must be on codes.

/// Whether the sums of products of Y and dX stay within 32 bits.
[[nodiscard]] bool codes_fit(const ConvolutionShape& shape);

/// Replaces `input` by the codes of `x`.
void keep_codes(const ConvolutionShape& shape, const tensor::Tensor<float>& x,
                const quant::Grid<float>& grid, InputCodes& input, Workspace<float>& workspace);

/// Y; `weight` is quantized row by row on `grids`.
void multiply_forward(const ConvolutionShape& shape, const InputCodes& input,
                      const tensor::Tensor<float>& weight,
                      const std::vector<quant::Grid<float>>& grids, tensor::Tensor<float>& y,
                      Workspace<float>& workspace);
/// Adds dX to `dx`.
void add_input_gradient(const ConvolutionShape& shape, const tensor::Tensor<float>& dy,
                        const ErrorQuantizer& quantizer, const GradientWeights& weights,
                        tensor::Tensor<float>& dx, Workspace<float>& workspace);
/// dW.
void multiply_weight_gradient(const ConvolutionShape& shape, const InputCodes& input,
                              const tensor::Tensor<float>& dy, const ErrorQuantizer& quantizer,
                              tensor::Tensor<float>& gradient, Workspace<float>& workspace);

}  // namespace metronome::nn
