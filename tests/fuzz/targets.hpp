#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/oracle.hpp"

namespace metronome::fuzz {

/// A reader that bytes are thrown at.
struct Target {
  std::size_t longest;  ///< bytes of an input
  Outcome (*read)(std::string_view bytes);
  std::vector<std::string> words;  ///< that an input may hold: keys, names, numbers at limits
};

// One function a target, so that a fuzzer is linked with its own reader only.
#define TARGET(name) Target name();
#include "tests/fuzz/targets.def"
#undef TARGET

/// Words of any format: numbers at limits, names that are paths, bytes that are no text.
[[nodiscard]] std::vector<std::string> with_common_words(std::vector<std::string> words);

}  // namespace metronome::fuzz
