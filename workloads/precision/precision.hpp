#pragma once

#include <array>
#include <compare>
#include <string>
#include <vector>

#include "sim/base/enumeration.hpp"

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

/// Bits of a layer's operands at one iteration; 0 bits is FP32.
struct Precision {
  int weight_bits = 8;      ///< of forward products and input gradients
  int activation_bits = 8;  ///< of forward products
  int error_bits = 8;       ///< of both gradients' products
  int gradient_bits = 0;    ///< of weights, as the update reads them
  int stash_bits = 8;       ///< of activations, as the weight gradient reads them

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

static_assert(sizeof(Precision) == kPrecisionFields.size() * sizeof(int),
              "every number of a precision has its field");

/// Bits of the codes of tensors of a role, the one rule for trainer, trace and machine; 0 where
/// they are real numbers.
[[nodiscard]] int code_bits(Role role, const Precision& precision);

/// "8", or "fp32" for 0 bits: as all files and texts have them.
[[nodiscard]] std::string bits_text(int bits);

/// The short form "4/8" (forward, backward), or each that it does not tell: "w4 a8 e8", then " g8"
/// where gradients are codes and " s4" where the stash has not the activations' bits.
[[nodiscard]] std::string precision_text(const Precision& precision);
/// Of a forward pass: "8", or "w4 a8".
[[nodiscard]] std::string forward_text(const Precision& precision);
/// In a sentence: "8 bits", "FP32", or "w4 a8 bits".
[[nodiscard]] std::string forward_words(const Precision& precision);

/// Columns of a table: the names of the fields, and what stands in them.
[[nodiscard]] std::vector<std::string> precision_columns();
[[nodiscard]] std::vector<std::string> precision_cells(const Precision& precision);

}  // namespace metronome::trace
