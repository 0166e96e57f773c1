#pragma once

#include <string>
#include <vector>

#include "arch/array/array.hpp"

namespace metronome::array {

/// Each family once, in the order of ArraySpec, as its defaults make it.
[[nodiscard]] const std::vector<ArraySpec>& families();

/// Their names, in the same order: lists of families begin here, so that none can be left out.
[[nodiscard]] const std::vector<std::string>& family_names();

}  // namespace metronome::array
