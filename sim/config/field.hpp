#pragma once

#include <optional>
#include <string>
#include <vector>

namespace metronome::config {

/// What the author of a struct says of one key.
struct FieldSpec {
  std::string unit{};           ///< "cycles", "bytes", "pJ"; empty: none
  std::string doc{};            ///< one sentence
  std::optional<double> min{};  ///< inclusive
  std::optional<double> max{};  ///< inclusive
  bool required = false;        ///< otherwise the struct's own initial value is the default
};

/// One row of `explain` and of the reference page.
struct FieldInfo {
  std::string key;   ///< full path below the struct that was described
  std::string type;  ///< "integer", "number", "text", "one of: a, b", "list of ..."
  std::string unit;
  std::string default_value;  ///< "required" where there is none
  std::string range;          ///< ">= 1", "1 to 32", or empty
  std::string doc;
};

}  // namespace metronome::config
