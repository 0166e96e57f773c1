#pragma once

#include <array>
#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/precision/operand_formats.hpp"

namespace metronome::trace {

/// What a tensor is to the training step (docs/design.md, vocabulary).
enum class Role {
  weight,
  activation,
  error,
  gradient,
  stash,
  master,
  optimizer_state,
  partial_sum,
  feedback,  ///< a fixed matrix that an error comes through (docs/feedback.md)
};
constexpr auto enum_rows(Role) {
  using enum Role;
  return enum_list<Role>({{weight, "weight"},
                          {activation, "activation"},
                          {error, "error"},
                          {gradient, "gradient"},
                          {stash, "stash"},
                          {master, "master"},
                          {optimizer_state, "optimizer_state"},
                          {partial_sum, "partial_sum"},
                          {feedback, "feedback"}});
}

/// Bits of a layer's operands at one iteration; 0 bits is FP32. Where operands have number formats
/// the bits are those of their elements without scales (formatted()), and only the formats say what
/// is multiplied.
struct Precision {
  int weight_bits = 8;      ///< of forward products and input gradients
  int activation_bits = 8;  ///< of forward products
  int error_bits = 8;       ///< of both gradients' products
  int gradient_bits = 0;    ///< of weights, as the update reads them
  int stash_bits = 8;       ///< of activations, as the weight gradient reads them
  OperandFormats formats{};

  constexpr Precision() = default;
  /// The short form: weights, activations and what is kept of them have the forward bits, errors
  /// the backward bits, gradients are FP32.
  constexpr Precision(int forward, int backward)
      : weight_bits(forward), activation_bits(forward), error_bits(backward), stash_bits(forward) {}

  [[nodiscard]] constexpr bool is_short() const {
    return *this == Precision(weight_bits, error_bits);
  }
  auto operator<=>(const Precision&) const = default;
};

/// One number of a precision: what columns and keys call it, and what options of a schedule.
struct PrecisionField {
  const char* name;    ///< "weight_bits"
  const char* option;  ///< "weights"
  char letter;         ///< in a level's name
  int Precision::*bits;
};
inline constexpr std::array<PrecisionField, 5> kPrecisionFields{
    {{"weight_bits", "weights", 'w', &Precision::weight_bits},
     {"activation_bits", "activations", 'a', &Precision::activation_bits},
     {"error_bits", "errors", 'e', &Precision::error_bits},
     {"gradient_bits", "gradients", 'g', &Precision::gradient_bits},
     {"stash_bits", "stash", 's', &Precision::stash_bits}}};

static_assert(sizeof(Precision) == (kPrecisionFields.size() + 1) * sizeof(int),
              "every number of a precision has its field, beside the formats");

/// Of operands that have these formats: weights and activations have the element bits of the
/// forward product's, errors and stash those of the weight gradient's; gradients are FP32. All FP32
/// is the precision fp32, without formats.
[[nodiscard]] Precision formatted(const formats::ProductFormats& formats);

/// A precision of a preset (formats::read_product_formats), `fp32`, or `affine:B`, `affine:F/B`:
/// affine codes of B bits, or F forward and B backward.
[[nodiscard]] formats::FormatResult<Precision> read_preset(std::string_view text);
/// What read_preset() reads back; empty of affine codes that it cannot name.
[[nodiscard]] std::string preset_text(const Precision& precision);

/// Bits of the codes of tensors of a role, the one rule for trainer, trace and machine; 0 where
/// they are real numbers. Of operands with formats the elements', without scales
/// (format_storage.hpp has the whole).
[[nodiscard]] int code_bits(Role role, const Precision& precision);

/// "8", or "fp32" for 0 bits: as all files and texts have them.
[[nodiscard]] std::string bits_text(int bits);

/// The short form "4/8" (forward, backward), or each that it does not tell: "w4 a8 e8", then " g8"
/// where gradients are codes and " s4" where the stash has not the activations' bits. With formats
/// their text, "mxfp8".
[[nodiscard]] std::string precision_text(const Precision& precision);
/// Of a forward pass: "8", or "w4 a8"; with formats their text.
[[nodiscard]] std::string forward_text(const Precision& precision);
/// In a sentence: "8 bits", "FP32", or "w4 a8 bits".
[[nodiscard]] std::string forward_words(const Precision& precision);

/// Columns of a table: the names of the fields, and what stands in them.
[[nodiscard]] std::vector<std::string> precision_columns();
[[nodiscard]] std::vector<std::string> precision_cells(const Precision& precision);

}  // namespace metronome::trace
