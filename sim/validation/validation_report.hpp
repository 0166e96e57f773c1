#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/report/manifest.hpp"
#include "sim/validation/validate.hpp"

namespace metronome::validation {

/// A validation that was computed, and what it was computed from.
struct Validation {
  std::vector<RungResult> results;
  report::Recipe recipe;
  std::optional<Change> change{};  ///< of a constant, with which it was computed

  [[nodiscard]] std::vector<Row> rows() const { return all_rows(results); }
};

/// One line a row: rung, case, quantity, unit, ours, theirs, difference_percent, tolerance_percent,
/// source, verdict, explained_by; then what made it.
[[nodiscard]] std::string validation_csv(const Validation& validation);

/// {recipe, summary, rungs [{name, ..., summary}], rows [...]}.
[[nodiscard]] std::string validation_json(const Validation& validation);

/// A line a rung, the known differences that were met, and every row that is out (the first hundred
/// of each rung; the CSV has all).
[[nodiscard]] std::string validation_text(const Validation& validation);
[[nodiscard]] std::string validation_markdown(const Validation& validation);

/// "12 of 1800 rows are out".
[[nodiscard]] std::string out_text(const Summary& summary);

/// validation.csv, validation.json, validation.md, recipe.json and figures/. `figures` of the
/// manifest.
[[nodiscard]] std::string write_validation(const Validation& validation,
                                           const std::filesystem::path& folder);

/// Digests of what the numbers are computed from: the presets, and the reference data by folder.
[[nodiscard]] std::map<std::string, std::string> validation_inputs(const Context& context);

}  // namespace metronome::validation
