#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/number.hpp"

namespace metronome::config {

/// What the author of a struct says of one key. A number has both bounds (StructSchema::field
/// asserts it), so that no value can be absurd; exact for 64-bit integers, as NumberRange.
struct FieldSpec {
  std::string unit{};                ///< "cycles", "bytes", "pJ"; empty: none
  std::string doc{};                 ///< one sentence
  std::optional<long double> min{};  ///< inclusive
  std::optional<long double> max{};  ///< inclusive
  bool required = false;             ///< otherwise the struct's own initial value is the default
  bool omit_default = false;         ///< files that are written leave the default out

  [[nodiscard]] bool has_range() const { return min.has_value() && max.has_value(); }
  [[nodiscard]] NumberRange range() const { return {min.value(), max.value()}; }
  [[nodiscard]] std::optional<NumberRange> bounds() const {
    return has_range() ? std::optional(range()) : std::nullopt;
  }
};

/// One row of `explain` and of the reference page.
struct FieldInfo {
  std::string key;   ///< full path below the struct that was described
  std::string type;  ///< "integer", "number", "text", "one of: a, b", "list of ..."
  std::string unit;
  std::string default_value;  ///< "required" where there is none
  std::string range;          ///< "1 to 32"; empty: not a number
  std::string doc;
  std::optional<NumberRange> bounds = {};  ///< the range as numbers; nothing where it is empty
};

}  // namespace metronome::config
