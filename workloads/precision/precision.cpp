#include "workloads/precision/precision.hpp"

#include <fmt/format.h>

#include "sim/base/number.hpp"

namespace metronome::trace {
namespace {

constexpr std::string_view kAffine = "affine:";
constexpr NumberRange kAffineBits{1, 32};

formats::FormatResult<Precision> read_affine(std::string_view text) {
  const std::string_view bits = text.substr(kAffine.size());
  const std::size_t slash = bits.find('/');
  const auto forward = read_number<int>(bits.substr(0, slash), kAffineBits);
  const auto backward = slash == std::string_view::npos
                            ? forward
                            : read_number<int>(bits.substr(slash + 1), kAffineBits);
  if (!forward.value || !backward.value) {
    return {{}, fmt::format("`{}` has no bits of affine codes", text), "affine:8, or affine:4/8"};
  }
  return {Precision(*forward.value, *backward.value), {}, {}};
}

}  // namespace

int code_bits(Role role, const Precision& precision) {
  switch (role) {
    case Role::weight:
      return precision.weight_bits;
    case Role::activation:
      return precision.activation_bits;
    case Role::error:
      return precision.error_bits;
    case Role::gradient:
      return precision.gradient_bits;
    case Role::stash:
      return precision.stash_bits;
    case Role::master:
    case Role::optimizer_state:
    case Role::partial_sum:
    case Role::feedback:
      return 0;
  }
  fail_no_enumerator(role);
}

std::string bits_text(int bits) { return bits == 0 ? "fp32" : fmt::format("{}", bits); }

Precision formatted(const formats::ProductFormats& formats) {
  using enum formats::ProductOperand;
  if (formats == formats::ProductFormats{}) {
    return Precision(0, 0);
  }
  const auto bits = [&](formats::ProductOperand operand) {
    return formats::element_bits(formats[operand].format);
  };
  Precision precision;
  precision.weight_bits = bits(forward_w);
  precision.activation_bits = bits(forward_x);
  precision.error_bits = bits(weight_gradient_dy);
  precision.gradient_bits = 0;
  precision.stash_bits = bits(weight_gradient_x);
  precision.formats = OperandFormats(formats);
  return precision;
}

formats::FormatResult<Precision> read_preset(std::string_view text) {
  if (text == "fp32") {
    return {Precision(0, 0), {}, {}};
  }
  if (text.starts_with(kAffine)) {
    return read_affine(text);
  }
  auto formats = formats::read_product_formats(text);
  if (!formats.value) {
    return {{}, std::move(formats.what), std::move(formats.hint)};
  }
  return {formatted(*formats.value), {}, {}};
}

std::string preset_text(const Precision& p) {
  if (p.formats.any()) {
    return p.formats.text();
  }
  if (!p.is_short() || (p.weight_bits == 0) != (p.error_bits == 0)) {
    return {};
  }
  if (p.weight_bits == 0) {
    return "fp32";
  }
  return p.weight_bits == p.error_bits
             ? fmt::format("{}{}", kAffine, p.weight_bits)
             : fmt::format("{}{}/{}", kAffine, p.weight_bits, p.error_bits);
}

std::string precision_text(const Precision& p) {
  if (p.formats.any()) {
    return p.formats.text();
  }
  if (p.is_short()) {
    return bits_text(p.weight_bits) + "/" + bits_text(p.error_bits);
  }
  std::string text;
  for (const PrecisionField& field : kPrecisionFields) {
    const bool told = field.bits == &Precision::gradient_bits ? p.gradient_bits != 0
                      : field.bits == &Precision::stash_bits  ? p.stash_bits != p.activation_bits
                                                              : true;
    if (told) {
      text +=
          fmt::format("{}{}{}", text.empty() ? "" : " ", field.letter, bits_text(p.*field.bits));
    }
  }
  return text;
}

std::string forward_text(const Precision& p) {
  if (p.formats.any()) {
    return p.formats.text();
  }
  return p.weight_bits == p.activation_bits
             ? bits_text(p.weight_bits)
             : fmt::format("w{} a{}", bits_text(p.weight_bits), bits_text(p.activation_bits));
}

std::string forward_words(const Precision& p) {
  if (p.formats.any()) {
    return p.formats.text();
  }
  return p.weight_bits == 0 && p.activation_bits == 0 ? "FP32" : forward_text(p) + " bits";
}

std::vector<std::string> precision_columns() {
  std::vector<std::string> columns;
  for (const PrecisionField& field : kPrecisionFields) {
    columns.emplace_back(field.name);
  }
  return columns;
}

std::vector<std::string> precision_cells(const Precision& precision) {
  std::vector<std::string> cells;
  for (const PrecisionField& field : kPrecisionFields) {
    cells.push_back(bits_text(precision.*field.bits));
  }
  return cells;
}

}  // namespace metronome::trace
