#include "workloads/formats/product_formats.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"

namespace metronome::formats {
namespace {

constexpr NumberRange kPresetBits{2, 24};
constexpr NumberRange kGroupSize{1, 65536};
constexpr int kMxIntBits = 8;
constexpr std::size_t kMxBlock = 32;
constexpr std::string_view kBackward = "backward";
constexpr std::string_view kBfp = "bfp:";
constexpr std::string_view kMxInt = "mxint:";
constexpr std::string_view kPresetHint =
    "a preset of `metronome list presets` such as mxfp8, nvfp4, bfp:4,16, or KEY=FORMAT of each "
    "operand joined by +";

ProductFormats all_of(const OperandFormat& operand) {
  ProductFormats formats;
  for (const ProductOperand which : kEnumValues<ProductOperand>) {
    formats[which] = operand;
  }
  return formats;
}

ProductFormats fp8(bool delayed) {
  ProductFormats formats = all_of({Fp8{Element::e4m3}, {}, 0, false, delayed});
  formats[ProductOperand::input_gradient_dy].format = Fp8{Element::e5m2};
  formats[ProductOperand::weight_gradient_dy].format = Fp8{Element::e5m2};
  return formats;
}

ProductFormats nvfp4() {
  const OperandFormat activation{Nvfp4{}};
  const OperandFormat weight{Nvfp4{{16, 16}}};
  const OperandFormat error{Nvfp4{}, {RoundingMode::stochastic}};
  ProductFormats formats;
  formats[ProductOperand::forward_x] = activation;
  formats[ProductOperand::forward_w] = weight;
  formats[ProductOperand::input_gradient_dy] = error;
  formats[ProductOperand::input_gradient_w] = weight;
  formats[ProductOperand::weight_gradient_dy] = error;
  formats[ProductOperand::weight_gradient_dy].hadamard_tile = 16;
  formats[ProductOperand::weight_gradient_x] = activation;
  formats[ProductOperand::weight_gradient_x].hadamard_tile = 16;
  return formats;
}

/// "A,B" or "A" of a parametric preset.
std::optional<std::pair<int, std::size_t>> numbers_of(std::string_view text, std::size_t group) {
  const std::size_t comma = text.find(',');
  const auto bits = read_number<int>(text.substr(0, comma), kPresetBits).value;
  const auto size = comma == std::string_view::npos
                        ? std::optional(group)
                        : read_number<std::size_t>(text.substr(comma + 1), kGroupSize).value;
  return bits && size ? std::optional(std::pair(*bits, *size)) : std::nullopt;
}

std::optional<ProductFormats> preset_of(std::string_view text) {
  for (const NamedPreset& preset : presets()) {
    if (preset.name == text) {
      return preset.formats;
    }
  }
  if (text.starts_with(kBfp)) {
    const auto numbers = numbers_of(text.substr(kBfp.size()), Bfp{}.block.columns);
    return numbers ? std::optional(bfp_preset(numbers->first, numbers->second)) : std::nullopt;
  }
  if (text.starts_with(kMxInt)) {
    const auto bits = read_number<int>(text.substr(kMxInt.size()), kPresetBits).value;
    return bits ? std::optional(mxint_preset(*bits)) : std::nullopt;
  }
  return std::nullopt;
}

/// What would be right in the place of a text that is none.
std::string preset_hint(std::string_view text) {
  const std::string bits = "B a whole number of " + kPresetBits.text();
  if (text.starts_with(kBfp)) {
    return fmt::format("bfp:B,G, {}, G one of {}", bits, kGroupSize.text());
  }
  if (text.starts_with(kMxInt)) {
    return fmt::format("mxint:B, {}", bits);
  }
  return std::string(kPresetHint);
}

/// The products of a key; none where it is not one of products.
std::vector<Product> products_of(std::string_view key) {
  if (key == kBackward) {
    return {Product::input_gradient, Product::weight_gradient};
  }
  if (const auto product = enum_from_name<Product>(key)) {
    return {*product};
  }
  return {};
}

/// Reads KEY=VALUE parts into formats.
class PresetReader {
 public:
  void preset(std::string_view text) {
    if (const auto formats = preset_of(text)) {
      formats_ = *formats;
      given_.fill(true);
    } else {
      refuse(fmt::format("`{}` is not a preset", text), preset_hint(text));
    }
  }

  void part(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) {
      return refuse(fmt::format("`{}` is not of the form KEY=FORMAT", text),
                    "such as forward=bf16");
    }
    const std::string_view key = text.substr(0, equals);
    const std::string_view value = text.substr(equals + 1);
    if (const auto products = products_of(key); !products.empty()) {
      part_ = {text, products.size() == 1 ? 1 : 2};
      return each_product(products, value);
    }
    part_ = {text, 0};
    const auto operand = enum_from_name<ProductOperand>(key);
    if (!operand) {
      return refuse(fmt::format("`{}` is neither a product nor an operand", key),
                    "forward, backward, input_gradient, weight_gradient, or forward.x, forward.w, "
                    "input_gradient.dy, input_gradient.w, weight_gradient.dy, weight_gradient.x");
    }
    if (const auto format = read_operand(value)) {
      set(*operand, *format);
    }
  }

  FormatResult<ProductFormats> finish() {
    for (const ProductOperand operand : kEnumValues<ProductOperand>) {
      if (!given_[operand]) {
        refuse(fmt::format("no format of {}", enum_name(operand)), std::string(kPresetHint));
      }
    }
    for (const Product product : kEnumValues<Product>) {
      const auto [a, b] = operands_of(product);
      if (formats_[a].hadamard_tile != formats_[b].hadamard_tile ||
          formats_[a].hadamard_drawn != formats_[b].hadamard_drawn) {
        refuse(fmt::format("the operands of {} have different transforms", enum_name(product)),
               "the same rhtT at both: only so is the product that of what was transformed");
      }
    }
    if (!what_.empty()) {
      return {{}, what_, hint_};
    }
    return {formats_, {}, {}};
  }

 private:
  void refuse(std::string what, std::string hint) {
    if (what_.empty()) {
      what_ = std::move(what);
      hint_ = std::move(hint);
    }
  }

  /// A part replaces what a preset or a wider part gave before; behind one as narrow or narrower,
  /// which would be without effect, it contradicts it.
  void set(ProductOperand operand, const OperandFormat& format) {
    Part& before = parts_[operand];
    if (!before.text.empty() && before.width <= part_.width) {
      refuse(fmt::format("`{}` and, behind it, `{}` both give {}", before.text, part_.text,
                         enum_name(operand)),
             "one of them, or the wider one first");
    }
    before = part_;
    formats_[operand] = format;
    given_[operand] = true;
  }

  std::optional<OperandFormat> read_operand(std::string_view value) {
    const auto format = read_operand_format(value);
    if (!format.value) {
      refuse(format.what, format.hint);
    }
    return format.value;
  }

  void each_product(const std::vector<Product>& products, std::string_view value) {
    std::optional<ProductFormats> from = preset_of(value);
    if (!from) {
      const auto format = read_operand(value);
      if (!format) {
        return;
      }
      from = all_of(*format);
    }
    for (const Product product : products) {
      const auto [a, b] = operands_of(product);
      set(a, (*from)[a]);
      set(b, (*from)[b]);
    }
  }

  /// KEY=FORMAT of an operand (width 0), of a product, or of both backward ones.
  struct Part {
    std::string_view text;
    int width = 0;
  };

  ProductFormats formats_;
  EnumArray<ProductOperand, bool> given_{};
  EnumArray<ProductOperand, Part> parts_{};
  Part part_;
  std::string what_, hint_;
};

/// The name of the preset that an operand's format points to, where it is a parametric one.
std::optional<std::string> parametric_name(const OperandFormat& operand) {
  const auto* bfp = std::get_if<Bfp>(&operand.format);
  if (bfp == nullptr || bfp->block.columns == kWhole) {
    return std::nullopt;
  }
  return fmt::format("bfp:{},{}", bfp->bits, bfp->block.columns);
}

/// Presets that the formats may be, or be in part.
std::vector<std::pair<std::string, ProductFormats>> candidates(const ProductFormats& formats) {
  std::vector<std::pair<std::string, ProductFormats>> all;
  for (const NamedPreset& preset : presets()) {
    all.emplace_back(preset.name, preset.formats);
  }
  for (const ProductOperand operand : kEnumValues<ProductOperand>) {
    if (const auto name = parametric_name(formats[operand])) {
      all.emplace_back(*name, preset_of(*name).value());
    }
  }
  return all;
}

std::string product_text(Product product, const ProductFormats& formats,
                         const std::vector<std::pair<std::string, ProductFormats>>& known) {
  const auto [a, b] = operands_of(product);
  for (const auto& [name, preset] : known) {
    if (preset[a] == formats[a] && preset[b] == formats[b]) {
      return fmt::format("{}={}", enum_name(product), name);
    }
  }
  // A format whose text is a preset's name (nvfp4) would be read as that preset.
  if (const std::string text = operand_text(formats[a]);
      formats[a] == formats[b] && !preset_of(text)) {
    return fmt::format("{}={}", enum_name(product), text);
  }
  return fmt::format("{}={}+{}={}", enum_name(a), operand_text(formats[a]), enum_name(b),
                     operand_text(formats[b]));
}

std::vector<Product> differing(const ProductFormats& one, const ProductFormats& other) {
  std::vector<Product> products;
  for (const Product product : kEnumValues<Product>) {
    const auto [a, b] = operands_of(product);
    if (one[a] != other[a] || one[b] != other[b]) {
      products.push_back(product);
    }
  }
  return products;
}

}  // namespace

std::pair<ProductOperand, ProductOperand> operands_of(Product product) {
  using enum ProductOperand;
  switch (product) {
    case Product::forward:
      return {forward_x, forward_w};
    case Product::input_gradient:
      return {input_gradient_dy, input_gradient_w};
    case Product::weight_gradient:
      return {weight_gradient_dy, weight_gradient_x};
  }
  fail_no_enumerator(product);
}

Product product_of(ProductOperand operand) {
  switch (operand) {
    case ProductOperand::forward_x:
    case ProductOperand::forward_w:
      return Product::forward;
    case ProductOperand::input_gradient_dy:
    case ProductOperand::input_gradient_w:
      return Product::input_gradient;
    case ProductOperand::weight_gradient_dy:
    case ProductOperand::weight_gradient_x:
      return Product::weight_gradient;
  }
  fail_no_enumerator(operand);
}

const std::vector<NamedPreset>& presets() {
  static const std::vector<NamedPreset> all{
      {"bf16", "all operands BF16", all_of({Half{Element::bf16}})},
      {"fp16", "all operands FP16", all_of({Half{Element::fp16}})},
      {"fp8", "FP8 with the scale of this tensor: E4M3, dY E5M2", fp8(false)},
      {"fp8_delayed", "FP8 with scales of the steps before: E4M3, dY E5M2", fp8(true)},
      {"mxfp8", "MXFP8 E4M3, each operand along its reduction", all_of({Mx{Element::e4m3}})},
      {"mxfp6_e3m2", "MXFP6 E3M2, all operands", all_of({Mx{Element::e3m2}})},
      {"mxfp6_e2m3", "MXFP6 E2M3, all operands", all_of({Mx{Element::e2m3}})},
      {"mxfp4", "MXFP4 E2M1, all operands, nearest even", all_of({Mx{Element::e2m1}})},
      {"mxint8", "MXINT8, all operands", all_of({Mx{Element::mxint8}})},
      {"nvfp4", "NVFP4: W 16x16, dY stochastic, dW behind a transform of 16", nvfp4()}};
  return all;
}

ProductFormats bfp_preset(int bits, std::size_t group) { return all_of({Bfp{bits, {1, group}}}); }

ProductFormats mxint_preset(int bits) {
  return bits == kMxIntBits ? all_of({Mx{Element::mxint8}}) : bfp_preset(bits, kMxBlock);
}

FormatResult<ProductFormats> read_product_formats(std::string_view text) {
  PresetReader reader;
  std::string_view rest = text;
  bool first = true;
  bool more = true;
  while (more) {  // a last + has an empty part behind it
    const std::size_t plus = rest.find('+');
    const std::string_view part = rest.substr(0, plus);
    more = plus != std::string_view::npos;
    rest.remove_prefix(more ? plus + 1 : rest.size());
    if (first && part.find('=') == std::string_view::npos) {
      reader.preset(part);
    } else {
      reader.part(part);
    }
    first = false;
  }
  return reader.finish();
}

std::string product_formats_text(const ProductFormats& formats) {
  const auto known = candidates(formats);
  for (const auto& [name, preset] : known) {
    if (preset == formats) {
      return name;
    }
  }
  std::size_t most = 0;
  std::string text;
  for (const auto& [name, preset] : known) {
    const std::vector<Product> others = differing(formats, preset);
    if (const std::size_t same = kEnumCount<Product> - others.size(); same > most) {
      most = same;
      text = name;
      for (const Product product : others) {
        text += "+" + product_text(product, formats, known);
      }
    }
  }
  if (most > 0) {
    return text;
  }
  std::vector<std::string> parts;
  for (const Product product : kEnumValues<Product>) {
    parts.push_back(product_text(product, formats, known));
  }
  return fmt::format("{}", fmt::join(parts, "+"));
}

}  // namespace metronome::formats
