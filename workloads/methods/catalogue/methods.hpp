#pragma once

#include <string>
#include <vector>

namespace metronome::methods {

/// A published way of training, as a user asks for it.
struct Method {
  std::string name;   ///< "bdfa"
  std::string doc;    ///< what it does, and the keys that choose it
  std::string key;    ///< of its paper in docs/bibliography.bib
  std::string paper;  ///< "Authors: title. Venue year"
  std::string page;   ///< "docs/feedback.md"
};

/// All of them, a row each: one more method is one more row here.
[[nodiscard]] const std::vector<Method>& methods();

}  // namespace metronome::methods
