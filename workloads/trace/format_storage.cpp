#include "workloads/trace/format_storage.hpp"

#include <bit>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"

namespace metronome::trace {
namespace {

using formats::OperandFormat;
using formats::ProductOperand;

constexpr unsigned kRealBits = 32;

std::uint64_t pieces(std::uint64_t extent, std::uint64_t piece) {
  return extent / piece + (extent % piece != 0 ? 1 : 0);
}

/// Whether the weight gradient reads positions as they come.
bool reads_in_order(const Convolution& c) {
  return c.taps() == 1 && c.stride == model::PerAxis{} && c.pad == model::Padding{} &&
         !c.transposed;
}

std::uint64_t blocks(const OperandLayout& layout, const formats::BlockShape& block) {
  const std::uint64_t across =
      block.columns == formats::kWhole ? 1 : pieces(layout.columns, block.columns);
  return layout.sheets * pieces(layout.rows, block.rows) * across;
}

/// Bits of one scale of a block, and of the tensor's.
struct ScaleBits {
  unsigned block = 0, tensor = 0;
};
ScaleBits scale_bits(const formats::Format& format) {
  return std::visit(
      Overload{
          [](const formats::Fp32&) { return ScaleBits{}; },
          [](const formats::Half&) { return ScaleBits{}; },
          [](const formats::Mx&) {
            return ScaleBits{8, 0};
          },
          [](const formats::Nvfp4&) {
            return ScaleBits{8, kRealBits};
          },
          [](const formats::Fp8&) {
            return ScaleBits{0, kRealBits};
          },
          [](const formats::Bfp& f) {
            return ScaleBits{static_cast<unsigned>(f.exponent_bits), f.exponent_bits < 8 ? 8U : 0U};
          }},
      format);
}

OperationClass class_of(formats::Product product) {
  switch (product) {
    case formats::Product::forward:
      return OperationClass::forward;
    case formats::Product::input_gradient:
      return OperationClass::input_gradient;
    case formats::Product::weight_gradient:
      return OperationClass::weight_gradient;
  }
  fail_no_enumerator(product);
}

}  // namespace

OperandLayout layout_of(const Convolution& c, ProductOperand operand) {
  const std::uint64_t in = c.in_channels / c.groups;
  const std::uint64_t out = c.out_channels / c.groups;
  const std::uint64_t read = c.in_height * c.in_width;
  const std::uint64_t written = c.out_height() * c.out_width();
  switch (operand) {
    case ProductOperand::forward_x:
      return {c.groups, c.batch * read, in};
    case ProductOperand::forward_w:
      return {c.groups * c.taps(), out, in};
    case ProductOperand::input_gradient_dy:
      return {c.groups, c.batch * written, out};
    case ProductOperand::input_gradient_w:
      return {c.groups * c.taps(), in, out};
    case ProductOperand::weight_gradient_dy:
      return reads_in_order(c) ? OperandLayout{1, c.out_channels, c.batch * written}
                               : OperandLayout{written, c.out_channels, c.batch};
    case ProductOperand::weight_gradient_x:
      return reads_in_order(c) ? OperandLayout{1, c.in_channels, c.batch * read}
                               : OperandLayout{read, c.in_channels, c.batch};
  }
  fail_no_enumerator(operand);
}

Convolution filled(const Convolution& convolution, OperationClass cls, std::uint64_t tile) {
  const std::uint64_t run = tile == 0 ? 0 : block_run(convolution, cls);
  if (tile == 0 || run % tile == 0) {
    return convolution;
  }
  const std::uint64_t whole = pieces(run, tile) * tile;
  Convolution c = convolution;
  if (cls == OperationClass::forward) {
    c.in_channels = c.groups * whole;
  } else if (cls == OperationClass::input_gradient) {
    c.out_channels = c.groups * whole;
  } else {
    c.batch = whole;
    if (reads_in_order(c)) {
      c.in_height = c.in_width = 1;
    }
  }
  return c;
}

std::uint64_t block_run(const Convolution& convolution, OperationClass cls) {
  switch (cls) {
    case OperationClass::forward:
      return layout_of(convolution, ProductOperand::forward_x).columns;
    case OperationClass::input_gradient:
      return layout_of(convolution, ProductOperand::input_gradient_dy).columns;
    case OperationClass::weight_gradient:
      return layout_of(convolution, ProductOperand::weight_gradient_dy).columns;
    case OperationClass::vector:
    case OperationClass::quantize:
    case OperationClass::update:
    case OperationClass::host:
    case OperationClass::load:
      throw InternalError("a GEMM is of a class of products");
  }
  fail_no_enumerator(cls);
}

std::uint64_t blocks_of(const Convolution& convolution, ProductOperand operand,
                        std::uint64_t block) {
  return block == 0 ? 0 : blocks(layout_of(convolution, operand), {1, block});
}

StoredOperand stored_operand(const Convolution& convolution, ProductOperand operand,
                             const OperandFormat& format) {
  const OperationClass cls = class_of(formats::product_of(operand));
  const OperandLayout layout = layout_of(filled(convolution, cls, format.hadamard_tile), operand);
  const auto block = formats::block_of(format.format);
  const int bits = formats::element_bits(format.format);
  const ScaleBits scale = scale_bits(format.format);
  return {layout.sheets * layout.rows * layout.columns, block ? blocks(layout, *block) : 0,
          bits == 0 ? kRealBits : static_cast<unsigned>(bits), scale.block, scale.tensor};
}

std::optional<ProductOperand> operand_of(const Tensor& tensor, const Precision& precision) {
  if (tensor.format != Format::codes || !precision.formats.any()) {
    return std::nullopt;
  }
  if (tensor.operand) {
    return tensor.operand;
  }
  switch (tensor.role) {
    case Role::weight:
      return ProductOperand::forward_w;
    case Role::activation:
      return ProductOperand::forward_x;
    case Role::error:
      return ProductOperand::weight_gradient_dy;
    case Role::stash:
      return ProductOperand::weight_gradient_x;
    case Role::gradient:
    case Role::master:
    case Role::optimizer_state:
    case Role::partial_sum:
    case Role::feedback:
      return std::nullopt;
  }
  fail_no_enumerator(tensor.role);
}

TransformWork transform_work(const OperandFormat& format) {
  if (format.hadamard_tile == 0) {
    return {};
  }
  const int additions = std::countr_zero(format.hadamard_tile);
  return {static_cast<double>(additions), static_cast<double>(additions % 2),
          formats::has_tensor_scale(format.format) && !format.delayed};
}

}  // namespace metronome::trace
