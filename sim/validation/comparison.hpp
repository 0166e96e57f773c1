#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/enumeration.hpp"

namespace metronome::validation {

/// What a comparison says.
enum class Verdict {
  within,     ///< the difference is within the tolerance
  explained,  ///< it is not, but is as large as a known difference says
  out         ///< neither, or one of the two numbers is missing
};
constexpr auto enum_rows(Verdict) {
  using enum Verdict;
  return enum_list<Verdict>({{within, "within"}, {explained, "explained"}, {out, "out"}});
}

/// A known difference: the first cell of a row of tests/DEVIATIONS.md, and how far it goes. A
/// difference beyond that is not explained by it.
struct Explanation {
  std::string topic;
  double least_percent = 0;  ///< of (ours - theirs) / theirs, with its sign
  double most_percent = 0;
  bool operator==(const Explanation&) const = default;
};

/// A number of ours beside another's. Absent ones are `out`.
struct Claim {
  std::string of;  ///< the case: a layer, a device with a pattern
  std::string quantity;
  std::string unit;
  std::optional<double> ours;
  std::optional<double> theirs;
  double tolerance_percent = 0;  ///< of theirs; 0: to be equal
  std::string source;            ///< whose number `theirs` is
  std::optional<Explanation> explanation{};
  /// What the difference is a share of, where that is not |theirs|.
  std::optional<double> scale{};
};

/// A claim with what it came to.
struct Row {
  std::string rung;
  Claim claim;
  /// 100 * (ours - theirs) / |theirs| (or claim.scale). Absent where a number is missing or not
  /// finite, and where theirs is 0 and ours is not.
  std::optional<double> difference_percent;
  Verdict verdict = Verdict::out;
};

[[nodiscard]] Row row_of(const std::string& rung, const Claim& claim);

/// The claim that two arrays are equal: the element that is furthest off, its difference as a share
/// of the largest magnitude in `theirs`, so that noise in a small element is none. Without numbers
/// where the lengths differ or there is nothing to compare.
[[nodiscard]] Claim array_claim(std::string of, std::string quantity,
                                const std::vector<double>& ours, const std::vector<double>& theirs,
                                double tolerance_percent, std::string source);

/// Counts of verdicts, and mean absolute differences in percent, over rows that have one.
struct Summary {
  EnumArray<Verdict, std::size_t> rows;
  std::size_t cases = 0;                ///< distinct names of cases
  std::size_t without_number = 0;       ///< rows without a difference, which no mean contains
  double mape_percent = 0;              ///< of all rows
  double mape_unexplained_percent = 0;  ///< of those that are not `explained`
  double worst_percent = 0;             ///< the largest absolute difference that is not explained

  [[nodiscard]] std::size_t total() const;
};
[[nodiscard]] Summary summary_of(const std::vector<Row>& rows);

}  // namespace metronome::validation
