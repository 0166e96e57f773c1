#pragma once

#include <string>
#include <vector>

namespace metronome::cli {

/// Something that results or descriptions name and that is no configuration key.
struct ResultTerm {
  std::string kind;  ///< "column", "where cycles go", "part of the energy", "pass", "method", ...
  std::string name;  ///< as it stands in files: "stall_weights", "cpt_time_s"
  std::string doc;
};

/// All of them, by kind: bins of cycles, components, parts and provenances of energy, classes of
/// work, roles of operands, what a machine does to a step, methods, columns of results' tables.
[[nodiscard]] const std::vector<ResultTerm>& result_terms();

/// Those that a word names: the whole name, a name in prose ("stall: weights"), or their kind.
[[nodiscard]] std::vector<ResultTerm> result_terms_of(const std::string& word);

}  // namespace metronome::cli
