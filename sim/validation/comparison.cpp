#include "sim/validation/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace metronome::validation {
namespace {

std::optional<double> difference_of(const Claim& claim) {
  if (!claim.ours || !claim.theirs || !std::isfinite(*claim.ours) ||
      !std::isfinite(*claim.theirs)) {
    return std::nullopt;
  }
  if (*claim.ours == *claim.theirs) {
    return 0;
  }
  const double of = std::abs(claim.scale.value_or(*claim.theirs));
  return of == 0 ? std::nullopt : std::optional(100 * (*claim.ours - *claim.theirs) / of);
}

Verdict verdict_of(const Claim& claim, const std::optional<double>& difference) {
  if (!difference) {
    return Verdict::out;
  }
  if (std::abs(*difference) <= claim.tolerance_percent) {
    return Verdict::within;
  }
  const auto& known = claim.explanation;
  return known && *difference >= known->least_percent && *difference <= known->most_percent
             ? Verdict::explained
             : Verdict::out;
}

}  // namespace

Row row_of(const std::string& rung, const Claim& claim) {
  Row row{.rung = rung, .claim = claim, .difference_percent = difference_of(claim)};
  row.verdict = verdict_of(claim, row.difference_percent);
  return row;
}

Claim array_claim(std::string of, std::string quantity, const std::vector<double>& ours,
                  const std::vector<double>& theirs, double tolerance_percent, std::string source) {
  Claim claim{.of = std::move(of),
              .quantity = std::move(quantity),
              .unit = "1",
              .ours = {},
              .theirs = {},
              .tolerance_percent = tolerance_percent,
              .source = std::move(source)};
  if (ours.size() != theirs.size() || theirs.empty()) {
    return claim;
  }
  double largest = 0;
  std::size_t worst = 0;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    largest = std::max(largest, std::abs(theirs[i]));
    const double off = std::abs(ours[i] - theirs[i]);
    // A difference that is no number is the worst.
    if (!(off <= std::abs(ours[worst] - theirs[worst]))) {
      worst = i;
      if (!std::isfinite(off)) {
        break;
      }
    }
  }
  claim.ours = ours[worst];
  claim.theirs = theirs[worst];
  claim.scale = largest == 0 ? 1 : largest;
  return claim;
}

std::size_t Summary::total() const {
  std::size_t sum = 0;
  for (const Verdict verdict : kEnumValues<Verdict>) {
    sum += rows[verdict];
  }
  return sum;
}

Summary summary_of(const std::vector<Row>& rows) {
  Summary summary;
  std::set<std::pair<std::string, std::string>> cases;
  double all = 0;
  double unexplained = 0;
  std::size_t with_number = 0;
  std::size_t counted = 0;
  for (const Row& row : rows) {
    ++summary.rows[row.verdict];
    cases.emplace(row.rung, row.claim.of);
    if (!row.difference_percent) {
      ++summary.without_number;
      continue;
    }
    const double off = std::abs(*row.difference_percent);
    all += off;
    ++with_number;
    if (row.verdict != Verdict::explained) {
      unexplained += off;
      ++counted;
      summary.worst_percent = std::max(summary.worst_percent, off);
    }
  }
  summary.cases = cases.size();
  summary.mape_percent = with_number == 0 ? 0 : all / static_cast<double>(with_number);
  summary.mape_unexplained_percent = counted == 0 ? 0 : unexplained / static_cast<double>(counted);
  return summary;
}

}  // namespace metronome::validation
