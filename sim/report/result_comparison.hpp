#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/manifest.hpp"
#include "workloads/trace/facts.hpp"

namespace metronome::report {

/// How far two results may be from each other.
struct CompareLimits {
  /// Numbers may differ by so many percent of the greater of the two; savings, shares and
  /// accuracies by so many points. Where it is above 0, mappings may be others.
  double tolerance_percent = 0;
  /// Results of other trainings, machines or prices are compared, and other inputs are no
  /// difference.
  bool allow_unlike = false;
  /// Differences that are kept, the biggest ones.
  std::size_t most = 20;
};

/// A value that differs by more than is allowed.
struct ValueDifference {
  std::string table;  ///< path below the results: "edge/levels.csv"
  std::string row;    ///< its identity
  std::string column;
  std::string one;
  std::string other;
  /// Between numbers, as CompareLimits has it; infinite where one side has none; nothing between
  /// texts.
  std::optional<double> percent{};
};

/// What two results, or two folders of them, have in common and where they differ.
struct ResultComparison {
  std::size_t tables = 0;                    ///< that both have
  std::size_t rows = 0;                      ///< that both have
  std::uint64_t values = 0;                  ///< compared
  std::uint64_t differing = 0;               ///< of them, by more than is allowed
  double greatest_percent = 0;               ///< of all numbers, allowed or not
  std::vector<ValueDifference> differences;  ///< the biggest first, texts last
  /// Tables, rows and columns that one has alone: "levels.csv: row step train". At most `most` of
  /// each side, and how many there are.
  std::vector<std::string> only_one;
  std::vector<std::string> only_other;
  std::uint64_t only_one_count = 0;
  std::uint64_t only_other_count = 0;
  std::vector<trace::Difference> unlike;  ///< what matched rows were made of
  std::vector<trace::Difference> inputs;  ///< digests, overrides and seeds of recipes
  std::vector<trace::Difference> binary;  ///< versions
  std::size_t recipes = 0;                ///< results whose recipes both have

  [[nodiscard]] bool numbers_differ() const {
    return differing > 0 || only_one_count > 0 || only_other_count > 0;
  }
  [[nodiscard]] bool differ(const CompareLimits& limits) const {
    return numbers_differ() || (!limits.allow_unlike && !inputs.empty());
  }
};

/// Compares two results (folders of a run, a sweep, an experiment, a reproduced table), folders of
/// them by the relative paths of the results, or two tables (CSV files, summary.json). Tables are
/// the CSV files of a folder and its summary.json; what is drawn from them is not looked at, nor
/// are folders of points and links. UserError where a path is no result, where the two have nothing
/// in common, and, unless limits.allow_unlike, where rows that are compared are of other trainings,
/// machines or prices.
[[nodiscard]] ResultComparison compare_results(const std::filesystem::path& one,
                                               const std::filesystem::path& other,
                                               const CompareLimits& limits);

/// For a terminal, and as JSON; both name the paths as they were given.
[[nodiscard]] std::string comparison_text(const ResultComparison& found, const std::string& one,
                                          const std::string& other, const CompareLimits& limits);
[[nodiscard]] std::string comparison_json(const ResultComparison& found, const std::string& one,
                                          const std::string& other, const CompareLimits& limits);

}  // namespace metronome::report
