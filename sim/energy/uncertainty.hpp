#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/energy/pricing.hpp"

namespace metronome {

/// Samples are of one seed and number everywhere, so that the intervals of one ledger and table are
/// the same in every output.
struct Sampling {
  std::uint64_t seed = 1;
  std::uint64_t samples = 10'000;
};

/// 5th, 50th and 95th percentile.
struct Interval {
  double p5 = 0;
  double p50 = 0;
  double p95 = 0;
  bool operator==(const Interval&) const = default;
};

/// Of samples, which are at least one; percentiles lie between neighbours.
[[nodiscard]] Interval interval_of(std::vector<double> samples);

/// What a row's value is multiplied by in each sample: the product of the draws of its causes
/// (EnergyTable::causes_of), each exp(z ln(high) / 1.645) for z > 0 and exp(-z ln(low) / 1.645)
/// below, with z standard normal: a logarithm of two halves, of median one, and of which nine in
/// ten lie between low and high. z is a pure function of seed, the cause's name and the sample, so
/// that all rows, runs and machines that share a cause share its draw.
class UncertainPrices {
 public:
  explicit UncertainPrices(Sampling sampling) : sampling_(sampling) {}

  /// The energy of a priced piece of work in each sample, in joules.
  [[nodiscard]] std::vector<double> energies(const EnergyReport& report, const EnergyTable& table);
  [[nodiscard]] const Sampling& sampling() const { return sampling_; }

 private:
  const std::vector<double>& factors(const Uncertainty& cause);

  Sampling sampling_;
  std::map<std::string, std::vector<double>> normals_;  ///< by cause
  std::map<std::string, std::vector<double>> factors_;  ///< by cause and its interval
};

/// What a row's interval alone does to a quantity: the quantity with the row at its low and at its
/// high end, all others at their values.
struct RowEffect {
  std::size_t row = 0;  ///< of the table
  double low = 0;
  double high = 0;
  [[nodiscard]] double span() const { return low < high ? high - low : low - high; }
};

/// The effects of all rows on energy, or, with a baseline, on the saving 1 - energy / baseline; the
/// widest first, rows in the order of the table where they are equal.
[[nodiscard]] std::vector<RowEffect> row_effects(const EnergyReport& report,
                                                 const EnergyReport* baseline,
                                                 const EnergyTable& table);

}  // namespace metronome
