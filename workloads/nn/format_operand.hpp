#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "workloads/formats/value_rounding.hpp"
#include "workloads/nn/convolution_shape.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

/// Operands of a convolution's products in number formats. What is quantized is the FP32 tensor,
/// once for each product that reads it; how its elements lie in blocks is said in
/// workloads/trace/format_storage.hpp, layout_of(), and is the same here.
namespace metronome::nn {

/// The tensor that an operand is made of, as sheets of rows and columns along the reduction.
struct OperandSheets {
  std::size_t groups = 1, group_stride = 0;
  std::size_t parts = 1, part_stride = 0;  ///< of a group: taps, or positions
  formats::StridedSheet sheet;             ///< the first one, without values

  [[nodiscard]] std::size_t sheets() const { return groups * parts; }
  /// Where a sheet begins.
  [[nodiscard]] std::size_t first_of(std::size_t index) const {
    return index / parts * group_stride + index % parts * part_stride;
  }
};
/// Of tensor dimensions {C, batch, H, W}, or {O, C / groups, kernel height, kernel width} of
/// weights.
[[nodiscard]] OperandSheets sheets_of(const ConvolutionShape& shape,
                                      formats::ProductOperand operand, const tensor::Dims& dims);

/// A convolution as its product runs: of a transform, channels or samples are filled up to whole
/// tiles, and positions in order are samples of 1x1 images.
struct ProductForm {
  ConvolutionShape shape;
  bool in_order = false;  ///< the weight gradient's operands are {channels, positions, 1, 1}
};
[[nodiscard]] ProductForm product_form(const ConvolutionShape& shape, formats::Product product,
                                       const formats::OperandFormat& operand);

/// Where an operand gets what its tensor alone does not tell.
template <class T>
struct OperandContext {
  const Pass<T>* pass = nullptr;
  std::uint64_t id = 0;                ///< of the layer, for its draws
  std::optional<float> delayed_scale;  ///< of FP8
  bool counts = false;                 ///< whether FormattedOperand::magnitudes are wanted
};

/// The values of an operand, with the largest magnitude that they were scaled by.
template <class T>
struct FormattedOperand {
  tensor::Tensor<T> values;  ///< in the dimensions of the product's form
  formats::TensorFacts facts;
  /// Of all elements, padding of a transform included; empty where they were not wanted or the
  /// format has none.
  formats::MagnitudeCounts magnitudes{};
};
template <class T>
[[nodiscard]] FormattedOperand<T> format_operand(const tensor::Tensor<T>& x,
                                                 const ConvolutionShape& shape,
                                                 formats::ProductOperand operand,
                                                 const formats::OperandFormat& format,
                                                 const OperandContext<T>& context);

}  // namespace metronome::nn
