#pragma once

#include "workloads/schedule/observation.hpp"
#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// FAST [zhang2022fast]: block floating point of groups of 16 and exponents of 3 bits, whose
/// magnitudes have `coarse` or `fine` bits, chosen by layer and tensor (X, W, dY): fine where
/// r = sum |Q_fine - Q_coarse| / sum |Q_coarse| is above
/// epsilon(l, i) = alpha - beta (i / I + l / L) / 2, i of I iterations, l of L layers. Errors are
/// rounded stochastically with 8 bits. r is looked at every `window` iterations, and what it says
/// holds until the next time.
/// Reconstructed: the form of epsilon and alpha, beta; the paper's text was not at hand.
struct FastSpec : KindDefaults {
  static constexpr bool kLossDriven = true;

  int coarse = 2, fine = 4;  ///< bits of magnitude, beside the sign
  double alpha = 0.3, beta = 0.3;
  std::uint64_t window = 100;
  std::vector<std::string> layers;  ///< bound(): those that choose; none: all alike
  bool operator==(const FastSpec&) const = default;

  using Fine = std::array<bool, kObservedOperands>;  ///< of X, W, dY
  [[nodiscard]] trace::Precision precision(const Fine& fine_ones) const;
  [[nodiscard]] double threshold(std::size_t layer, std::uint64_t iteration,
                                 std::uint64_t iterations) const;

  [[nodiscard]] static FastSpec bound(const FastSpec& spec, const std::vector<std::string>& layers);
  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  /// All coarse, and all fine; layers may have any mixture.
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] static int largest_bits() { return 0; }
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"fast"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static FastSpec parse(const std::string& text);
};

/// What each layer has chosen.
class FastChoice {
 public:
  FastChoice(FastSpec spec, std::uint64_t iterations);

  /// Of the iteration that is observed next.
  [[nodiscard]] Wants wants() const { return {.differences = iteration_ % spec_.window == 0}; }
  [[nodiscard]] trace::Assignment assignment() const;
  void observe(const Observation& observation);

  [[nodiscard]] std::vector<double> state() const;
  [[nodiscard]] bool accepts(const std::vector<double>& state) const;
  void restore(const std::vector<double>& state);

 private:
  FastSpec spec_;
  std::uint64_t iterations_;
  std::uint64_t iteration_ = 0;
  std::vector<FastSpec::Fine> fine_;  ///< of each layer
};

}  // namespace metronome::schedule
