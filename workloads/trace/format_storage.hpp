#pragma once

#include <cstdint>
#include <optional>

#include "workloads/trace/trace.hpp"

/// What number formats make of a layer's operands: how the elements of a tensor lie in blocks, and
/// how many bits they and their scales take.
namespace metronome::trace {

/// An operand as blocks see it: `sheets` matrices of rows and columns, columns along the reduction
/// of its product. Blocks of 1xB lie in a row, square ones in a sheet; neither reaches into another
/// sheet. The last block of a row may be shorter.
///   forward.x           rows: positions, columns: channels of a group; a sheet for each group
///   forward.w           rows: output channels, columns: input channels; a sheet for each group and
///                       tap of the kernel
///   input_gradient.dy   as forward.x with output channels
///   input_gradient.w    as forward.w with rows and columns exchanged
///   weight_gradient.dy  rows: output channels, columns: positions in the order of samples, rows,
///                       columns (tokens). Of kernels of several taps or a stride, which read
///                       positions shifted: columns are the samples, a sheet for each position, so
///                       that one copy serves every tap
///   weight_gradient.x   as weight_gradient.dy with input channels
struct OperandLayout {
  std::uint64_t sheets = 1;
  std::uint64_t rows = 1;
  std::uint64_t columns = 1;
  bool operator==(const OperandLayout&) const = default;
};
[[nodiscard]] OperandLayout layout_of(const Convolution& convolution,
                                      formats::ProductOperand operand);

/// The product that a layer makes of operands behind a Hadamard transform of so many elements: what
/// runs along the reduction (the columns of a row above) consists of whole tiles. Zeros fill the
/// last one before the transform, whose codes are numbers like others: they are made, stored and
/// multiplied. Channels of a group are filled up, or samples; tokens in their order are then those
/// of images of one pixel. Convolutions of whole tiles, and those without a transform (0), stay as
/// they are. Storage, additions, scales, and what an array multiplies all follow from it.
[[nodiscard]] Convolution filled(const Convolution& convolution, OperationClass cls,
                                 std::uint64_t tile);

/// Elements along the reduction of a GEMM that blocks of its operands may span, which begin anew
/// behind them: the columns of a row above; behind a transform, of the filled convolution. The
/// reduction is a whole number of them. It is the one rule of storage, of the array's sums and
/// scales, and of the steps of its lanes.
[[nodiscard]] std::uint64_t block_run(const Convolution& convolution, OperationClass cls);

/// Blocks of so many elements along the reduction, each with a scale of its own, that an operand of
/// a layer is stored in; none of no elements. The last one of a row may be shorter.
[[nodiscard]] std::uint64_t blocks_of(const Convolution& convolution,
                                      formats::ProductOperand operand, std::uint64_t block);

/// An operand of a layer as it is stored, with what fills its tiles.
struct StoredOperand {
  std::uint64_t elements = 0;
  std::uint64_t blocks = 0;  ///< with a scale of their own; none of formats without
  unsigned element_bits = 0, scale_bits = 0;
  unsigned tensor_bits = 0;  ///< of the scale of the whole tensor
  [[nodiscard]] std::uint64_t total_bits() const {
    return elements * element_bits + blocks * scale_bits + tensor_bits;
  }
  bool operator==(const StoredOperand&) const = default;
};
/// FP32 operands take 32 bits an element.
[[nodiscard]] StoredOperand stored_operand(const Convolution& convolution,
                                           formats::ProductOperand operand,
                                           const formats::OperandFormat& format);

/// Which operand the codes of a tensor are under a precision: what the step says, or what follows
/// from the role; none of tensors that are not codes, and under precisions without formats.
[[nodiscard]] std::optional<formats::ProductOperand> operand_of(const Tensor& tensor,
                                                                const Precision& precision);

/// What a Hadamard transform before an operand adds to its quantization, whose comparisons and
/// rounding are those of every operand (costs.hpp). The fast transform of a tile of T takes log2 T
/// additions an element. Its scale 1/sqrt(T) goes into the exponent where it is a power of two; of
/// other tiles (2, 8, 32, 128, 512) each element is multiplied by it, and rounded, before its code.
struct TransformWork {
  double adds = 0;        ///< for each element, each time that it is transformed
  double multiplies = 0;  ///< likewise; the largest of a read before is multiplied alone
  /// The scale needs the largest magnitude of the whole transform before the first code.
  bool needs_largest = false;
  bool operator==(const TransformWork&) const = default;
};
[[nodiscard]] TransformWork transform_work(const formats::OperandFormat& format);

}  // namespace metronome::trace
