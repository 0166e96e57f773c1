#pragma once

#include "workloads/precision/format_family.hpp"
#include "workloads/schedule/observation.hpp"
#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// DYNASTY's dynamic precision [liu2023dynasty]: a map of bits by block of the network, from what
/// quantization does to each, seen online. Every `window` iterations layers are ordered by
/// sum (g (Q_low(w) - Q_high(w)))^2 for each weight, a moving mean of it by `decay`; the part
/// `share` of them that changes most has the high bits until the next time, the others the low.
/// Reconstructed: the measure, the map and its constants, and layers for blocks of tensors; the
/// abstract says online sensitivity, blocks and an adaptive map, against 8 bits.
struct SensitivityMapSpec : KindDefaults {
  static constexpr bool kLossDriven = true;

  int high = 8, low = 4;
  int backward = 8;
  trace::FormatFamily family{trace::FamilyKind::bfp, 32};
  double share = 0.5, decay = 0.5;
  std::uint64_t window = 20;
  std::vector<std::string> layers;  ///< bound(): those of the map; none: all alike
  bool operator==(const SensitivityMapSpec&) const = default;

  [[nodiscard]] trace::Precision precision(bool of_high) const {
    return family.of({of_high ? high : low, backward});
  }

  [[nodiscard]] static SensitivityMapSpec bound(const SensitivityMapSpec& spec,
                                                const std::vector<std::string>& layers);
  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  /// All high, and all low; layers may have any mixture.
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] static int largest_bits() { return 0; }
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"dynasty"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static SensitivityMapSpec parse(const std::string& text);
};

/// The map of a run: all high until it has been looked at.
class SensitivityMap {
 public:
  explicit SensitivityMap(SensitivityMapSpec spec);

  /// Of the iteration that is observed next.
  [[nodiscard]] Wants wants() const;
  [[nodiscard]] trace::Assignment assignment() const;
  void observe(const Observation& observation);

  [[nodiscard]] std::vector<double> state() const;
  [[nodiscard]] bool accepts(const std::vector<double>& state) const;
  void restore(const std::vector<double>& state);

 private:
  /// Of the moving means, largest first; of equals the first layers.
  [[nodiscard]] std::vector<bool> highest() const;

  SensitivityMapSpec spec_;
  std::uint64_t iteration_ = 0;
  std::vector<double> means_;  ///< of each layer
};

}  // namespace metronome::schedule
