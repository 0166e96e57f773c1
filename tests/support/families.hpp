#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "arch/array/families.hpp"
#include "sim/base/error.hpp"

namespace metronome {

/// The array families that a test is about: all but those that it names, with its reason beside
/// them. A new family is in every such list until somebody says why it is not.
inline std::vector<std::string> families_but(const std::vector<std::string>& left_out) {
  std::vector<std::string> names = array::family_names();
  for (const std::string& name : left_out) {
    const auto at = std::find(names.begin(), names.end(), name);
    METRONOME_ASSERT(at != names.end(), "a family that is left out is one");
    names.erase(at);
  }
  return names;
}

}  // namespace metronome
