#pragma once

#include <string>
#include <vector>

namespace metronome::schedule {

/// A published way of changing number formats over a training, as a schedule: `recipe:NAME`.
struct Recipe {
  std::string name;
  std::string schedule;  ///< which `recipe:NAME` is short for
  std::string doc;
  std::string key;            ///< of the bibliography; empty: ours
  std::string reconstructed;  ///< what is not the paper's, or was not known; empty: nothing
};
[[nodiscard]] const std::vector<Recipe>& recipes();

/// The schedule of a recipe. UserError where there is none of the name.
[[nodiscard]] const std::string& recipe_schedule(const std::string& name);

}  // namespace metronome::schedule
