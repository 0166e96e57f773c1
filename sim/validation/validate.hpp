#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/validation/rung.hpp"

namespace metronome::validation {

/// What a rung came to.
struct RungResult {
  const Rung* rung = nullptr;
  std::vector<Row> rows;
};

struct ValidateOptions {
  unsigned jobs = 1;  ///< rungs at a time, each in a process of its own; changes no result
  /// Called when a rung is finished, with how many are.
  std::function<void(const std::string& rung, std::size_t done)> progress{};
};

/// The rungs of these names, in the order of rungs(); all of them where none is named. UserError
/// for a name that is not there.
[[nodiscard]] std::vector<const Rung*> rungs_named(const std::vector<std::string>& names);

/// Computes rungs. A rung that cannot be computed (reference data that are missing or damaged) is a
/// row `out` that says why, and so is one with another number of claims than it states. UserError
/// where context.change names a constant that none of the rungs has.
[[nodiscard]] std::vector<RungResult> validate(const std::vector<const Rung*>& chosen,
                                               const Context& context,
                                               const ValidateOptions& options);

/// The rows of all rungs, one after the other.
[[nodiscard]] std::vector<Row> all_rows(const std::vector<RungResult>& results);

}  // namespace metronome::validation
