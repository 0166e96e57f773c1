#include "workloads/precision/format_family.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"

namespace metronome::trace {
namespace {

constexpr int kMostMantissa = 24;
constexpr std::size_t kMxGroup = 32;

formats::Element mx_element(int bits) {
  return bits <= 5   ? formats::Element::e2m1
         : bits <= 7 ? formats::Element::e2m3
                     : formats::Element::e4m3;
}

formats::OperandFormat format_of(const FormatFamily& family, int bits) {
  if (bits == 0) {
    return {};
  }
  switch (family.kind) {
    case FamilyKind::affine:
      break;
    case FamilyKind::mxint:
      return bits == 8 ? formats::OperandFormat{formats::Mx{formats::Element::mxint8}}
                       : formats::OperandFormat{formats::Bfp{bits, {1, kMxGroup}}};
    case FamilyKind::mxfp:
      return {formats::Mx{mx_element(bits)}};
    case FamilyKind::bfp:
      return {formats::Bfp{bits, {1, family.group}}};
  }
  METRONOME_ASSERT(false, "affine codes are no number format");
  return {};
}

}  // namespace

int FormatFamily::least_bits() const {
  switch (kind) {
    case FamilyKind::affine:
      return 1;
    case FamilyKind::mxint:
    case FamilyKind::bfp:
      return 2;
    case FamilyKind::mxfp:
      return 4;
  }
  fail_no_enumerator(kind);
}

int FormatFamily::most_bits() const {
  switch (kind) {
    case FamilyKind::affine:
      return 32;
    case FamilyKind::mxint:
    case FamilyKind::bfp:
      return kMostMantissa;
    case FamilyKind::mxfp:
      return 8;
  }
  fail_no_enumerator(kind);
}

Precision FormatFamily::of(const Precision& bits) const {
  if (kind == FamilyKind::affine) {
    return bits;
  }
  using enum formats::ProductOperand;
  formats::ProductFormats formats;
  formats[forward_x] = format_of(*this, bits.activation_bits);
  formats[forward_w] = format_of(*this, bits.weight_bits);
  formats[input_gradient_w] = formats[forward_w];
  formats[input_gradient_dy] = format_of(*this, bits.error_bits);
  formats[weight_gradient_dy] = formats[input_gradient_dy];
  formats[weight_gradient_x] = format_of(*this, bits.stash_bits);
  return formatted(formats);
}

std::string FormatFamily::text() const {
  return kind == FamilyKind::bfp ? fmt::format("bfp:{}", group) : std::string(enum_name(kind));
}

formats::FormatResult<FormatFamily> read_family(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto kind = enum_from_name<FamilyKind>(text.substr(0, colon));
  if (!kind || (colon != std::string_view::npos && *kind != FamilyKind::bfp)) {
    const bool preset = !kind && formats::read_product_formats(text).value.has_value();
    return {{},
            preset ? fmt::format("`{}` has elements of the same bits always: it is a preset, not a "
                                 "family of formats",
                                 text)
                   : fmt::format("`{}` is not a family of formats", text),
            preset
                ? "mxint, mxfp, bfp:16, affine; presets over time: late, deficit, pfq, muppet, csv"
                : "mxint, mxfp, bfp:16, affine"};
  }
  FormatFamily family{*kind};
  if (colon != std::string_view::npos) {
    const auto group = read_number<std::size_t>(text.substr(colon + 1), {1, 65536});
    if (!group.value) {
      return {{}, "group of bfp: " + group.what, group.hint};
    }
    family.group = *group.value;
  }
  return {family, {}, {}};
}

}  // namespace metronome::trace
