#pragma once

#include "workloads/precision/format_family.hpp"
#include "workloads/schedule/observation.hpp"
#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// Learnable dynamic precision [yu2022ldp]: each layer has a real number of bits b, rounded where
/// it is used by weights and activations, and trained by gradient descent on the loss and a cost.
/// Every `window` iterations b falls by rate (dL/db + cost share), share being the layer's part of
/// all weights and dL/db the difference that one bit more makes to the loss, to first order in the
/// weights: sum g (Q_b+1(w) - Q_b(w)). b begins at the most bits.
/// Reconstructed: the equations, the cost (weights, not operations) and the constants; the abstract
/// says that bits are learned by layer and over time.
struct LearnedWidthsSpec : KindDefaults {
  static constexpr bool kLossDriven = true;

  int least = 2, most = 8;
  int backward = 8;
  trace::FormatFamily family{trace::FamilyKind::bfp, 32};
  double rate = 10, cost = 0.1;
  std::uint64_t window = 10;
  std::vector<std::string> layers;  ///< bound(): those that learn; none: all alike
  bool operator==(const LearnedWidthsSpec&) const = default;

  [[nodiscard]] trace::Precision precision(int bits) const { return family.of({bits, backward}); }

  [[nodiscard]] static LearnedWidthsSpec bound(const LearnedWidthsSpec& spec,
                                               const std::vector<std::string>& layers);
  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  /// One for each number of bits; layers may have any mixture.
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] static int largest_bits() { return 0; }
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"ldp"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static LearnedWidthsSpec parse(const std::string& text);
};

/// The bits of each layer of a run.
class LearnedWidths {
 public:
  explicit LearnedWidths(LearnedWidthsSpec spec);

  /// Of the iteration that is observed next.
  [[nodiscard]] Wants wants() const;
  [[nodiscard]] trace::Assignment assignment() const;
  void observe(const Observation& observation);

  [[nodiscard]] std::vector<double> state() const;
  [[nodiscard]] bool accepts(const std::vector<double>& state) const;
  void restore(const std::vector<double>& state);

 private:
  [[nodiscard]] int bits_of(std::size_t layer) const;
  /// dL/db of a layer.
  [[nodiscard]] double slope(const Observation& observation, std::size_t layer) const;

  LearnedWidthsSpec spec_;
  std::uint64_t iteration_ = 0;
  std::vector<double> bits_;  ///< of each layer
};

}  // namespace metronome::schedule
