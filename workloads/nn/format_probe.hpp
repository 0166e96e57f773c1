#pragma once

#include <cstdint>

#include "workloads/formats/product_formats.hpp"
#include "workloads/nn/convolution_shape.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

template <class T>
struct Pass;

/// Looks at what products of number formats are made of, in training.
template <class T>
class FormatProbe {
 public:
  FormatProbe() = default;
  FormatProbe(const FormatProbe&) = delete;
  FormatProbe& operator=(const FormatProbe&) = delete;
  virtual ~FormatProbe() = default;

  /// X and W of the forward product, dY of the weight gradient of layer `id`, not quantized.
  virtual void operand(std::uint64_t id, formats::ProductOperand operand,
                       const ConvolutionShape& shape, const tensor::Tensor<T>& real,
                       const Pass<T>& pass) = 0;
  /// Whether weight gradients are also made of FP32 operands, for gradients().
  [[nodiscard]] virtual bool wants_gradients() const = 0;
  virtual void gradients(std::uint64_t id, const tensor::Tensor<T>& of_formats,
                         const tensor::Tensor<T>& real) = 0;
};

}  // namespace metronome::nn
