#pragma once

#include <set>
#include <string>

namespace metronome::importers {

/// Names of layers, each once: letters, digits and `._-` of what a file calls them, at most 120,
/// and a number where two would be equal. "/conv1/Conv" becomes "conv1.Conv".
class LayerNames {
 public:
  [[nodiscard]] std::string unique(const std::string& text);

 private:
  std::set<std::string> names_;
};

/// The name of a network by its file: without folder and extension; "network" where that is no
/// label of tables.
[[nodiscard]] std::string network_name(const std::string& file);

}  // namespace metronome::importers
