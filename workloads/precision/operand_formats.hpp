#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "workloads/formats/product_formats.hpp"

namespace metronome::trace {

/// The number formats of the six operands of a layer's products, as a value of a few bytes: equal
/// ones are kept once for the whole process. Without any the operands are affine codes of as many
/// bits as the precision says, or FP32.
class OperandFormats {
 public:
  constexpr OperandFormats() = default;
  explicit OperandFormats(const formats::ProductFormats& formats);

  [[nodiscard]] constexpr bool any() const { return id_ != 0; }
  /// Only where there are any.
  [[nodiscard]] const formats::ProductFormats& operator*() const;
  [[nodiscard]] const formats::ProductFormats* operator->() const { return &**this; }
  [[nodiscard]] const formats::OperandFormat& of(formats::ProductOperand operand) const {
    return (**this)[operand];
  }
  /// "mxfp8"; empty where there are none.
  [[nodiscard]] const std::string& text() const;

  constexpr bool operator==(const OperandFormats&) const = default;
  /// In the order of the texts, which no order of work changes.
  std::strong_ordering operator<=>(const OperandFormats& other) const;

  /// For tables of very many: equal numbers are equal formats, within this process only.
  [[nodiscard]] std::uint16_t number() const { return id_; }
  [[nodiscard]] static OperandFormats of_number(std::uint16_t number);

 private:
  std::uint16_t id_ = 0;
};

}  // namespace metronome::trace
