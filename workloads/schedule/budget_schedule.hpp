#pragma once

#include "workloads/precision/format_family.hpp"
#include "workloads/schedule/bit_range.hpp"
#include "workloads/schedule/observation.hpp"
#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// FracTrain's dynamic fractional quantization [fu2020fractrain] with a controller in the place of
/// its gates: pairs of forward and backward bits of rising cost, one for each window of iterations.
/// Where the mean cost so far is above `cost`, a part of the last pair's, the next window has the
/// pair below; otherwise, where the mean loss did not fall, the one above.
/// Reconstructed: the paper chooses for each sample and block by a trained gate whose loss holds
/// the cost down; this is its budget, by windows, for the whole network.
struct BudgetSpec : KindDefaults {
  static constexpr bool kLossDriven = true;

  std::vector<int> forward{3, 4, 4, 6, 6};
  std::vector<int> backward{6, 6, 8, 8, 12};
  double cost = 0.5;
  std::uint64_t window = 50;
  trace::FormatFamily family{};
  bool operator==(const BudgetSpec&) const = default;

  [[nodiscard]] trace::Precision pair(std::size_t index) const {
    return family.of({forward.at(index), backward.at(index)});
  }
  /// Bit products of the three products, as a part of those of the last pair.
  [[nodiscard]] double cost_of(std::size_t index) const;

  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] int largest_bits() const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"dfq"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static BudgetSpec parse(const std::string& text);
};

/// Which pair a run has.
class BudgetPairs {
 public:
  explicit BudgetPairs(BudgetSpec spec) : spec_(std::move(spec)) {}

  [[nodiscard]] static Wants wants() { return {}; }
  [[nodiscard]] trace::Assignment assignment() const { return {spec_.pair(pair_), {}}; }
  void observe(const Observation& observation);

  [[nodiscard]] std::vector<double> state() const;
  [[nodiscard]] bool accepts(const std::vector<double>& state) const;
  void restore(const std::vector<double>& state);

 private:
  BudgetSpec spec_;
  std::size_t pair_ = 0;
  double seen_ = 0;   ///< iterations of this window
  double sum_ = 0;    ///< of their losses
  double spent_ = 0;  ///< costs of windows that have ended
  double windows_ = 0;
  double before_ = 0;  ///< mean loss of the last window; of none before the first
};

}  // namespace metronome::schedule
