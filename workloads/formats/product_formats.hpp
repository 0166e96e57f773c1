#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "workloads/formats/operand_format.hpp"

namespace metronome::formats {

/// The three products of a layer.
enum class Product { forward, input_gradient, weight_gradient };
constexpr auto enum_rows(Product /*list*/) {
  return enum_list<Product>({{Product::forward, "forward"},
                             {Product::input_gradient, "input_gradient"},
                             {Product::weight_gradient, "weight_gradient"}});
}

/// Its operands, in the order of ProductOperand.
[[nodiscard]] std::pair<ProductOperand, ProductOperand> operands_of(Product product);
[[nodiscard]] Product product_of(ProductOperand operand);

/// What each operand of the three products of a layer is quantized to.
using ProductFormats = EnumArray<ProductOperand, OperandFormat>;

/// A name for six formats, and what it stands for.
struct NamedPreset {
  std::string name;
  std::string doc;
  ProductFormats formats;
};
/// Those without parameters. `fp32` and `affine:B` are none of them: they are bits of a precision.
[[nodiscard]] const std::vector<NamedPreset>& presets();
/// Block floating point of B bits in groups of G for all operands, to nearest even.
[[nodiscard]] ProductFormats bfp_preset(int bits, std::size_t group);
/// Shared powers of two for 32 and two's complement of B bits: MXINT8, and BFP of B bits in groups
/// of 32 for others.
[[nodiscard]] ProductFormats mxint_preset(int bits);

/// A preset, `bfp:B,G`, `mxint:B`, or what replaces parts of it: [PRESET]+KEY=VALUE..., where KEY
/// is `forward`, `input_gradient`, `weight_gradient`, `backward` (the last two), or one operand
/// such as `forward.x` or `weight_gradient.dy`; VALUE is the text of an operand, or for products a
/// preset, whose operands of those products are taken. Without a preset all operands are named.
/// A transform must be on both operands of a product and be the same.
[[nodiscard]] FormatResult<ProductFormats> read_product_formats(std::string_view text);

/// The shortest such text; read_product_formats() reads it back.
[[nodiscard]] std::string product_formats_text(const ProductFormats& formats);

}  // namespace metronome::formats
