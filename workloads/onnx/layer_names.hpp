#pragma once

#include <string>

#include "workloads/model/taken_names.hpp"

namespace metronome::importers {

/// Names of layers, each once: letters, digits and `._-` of what a file calls them, at most 120,
/// and a number where two would be equal. "/conv1/Conv" becomes "conv1.Conv". Names keep the rule
/// of model::TakenNames: behind an earlier "conv1" it becomes "conv1_Conv", and a "conv1" behind it
/// "conv1_2".
class LayerNames {
 public:
  [[nodiscard]] std::string unique(const std::string& text);

 private:
  model::TakenNames names_;
};

/// The name of a network by its file: without folder and extension; "network" where that is no
/// label of tables.
[[nodiscard]] std::string network_name(const std::string& file);

}  // namespace metronome::importers
