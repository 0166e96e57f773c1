#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/number.hpp"

namespace metronome::cli {

/// A size that a list such as "m=4,n=5,k=6" names.
struct SizeKey {
  std::string name;
  NumberRange range;
  std::optional<std::uint64_t> fallback;  ///< nothing: it must stand in the list
  bool optional = false;                  ///< it may be missing, then also from the result
};

/// Such a list as numbers, each key once. UserError with every complaint; `option` names it.
[[nodiscard]] std::map<std::string, std::uint64_t> parse_sizes(const std::string& option,
                                                               const std::string& text,
                                                               const std::vector<SizeKey>& keys);

}  // namespace metronome::cli
