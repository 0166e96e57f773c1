#include "workloads/precision/precision.hpp"

#include <fmt/format.h>

namespace metronome::trace {

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

std::string precision_text(const Precision& p) {
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
  return p.weight_bits == p.activation_bits
             ? bits_text(p.weight_bits)
             : fmt::format("w{} a{}", bits_text(p.weight_bits), bits_text(p.activation_bits));
}

std::string forward_words(const Precision& p) {
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
