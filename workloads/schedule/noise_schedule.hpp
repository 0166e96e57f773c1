#pragma once

#include "workloads/schedule/observation.hpp"
#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// Formats until the gradient drowns in their noise, as FP4 All the Way proposes [chmiel2025fully]:
/// `noise:nvfp4,then=nvfp4+backward=bf16,factor=1.7320508,window=50`. Every `window` iterations the
/// weight gradients are also made of FP32 operands; `then` begins behind the first time that their
/// norm is below `factor` times that of the difference, and stays.
/// Reconstructed: the noise is measured over all layers together, at one iteration of a window; the
/// paper's text was not at hand.
struct NoiseSpec : KindDefaults {
  static constexpr bool kLossDriven = true;

  trace::Precision preset;
  trace::Precision then;
  double factor = 1.7320508;  ///< the root of 3
  std::uint64_t window = 50;
  bool operator==(const NoiseSpec&) const = default;

  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] int largest_bits() const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"noise"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static NoiseSpec parse(const std::string& text);
};

/// Whether the gradient has drowned.
class NoiseStop {
 public:
  explicit NoiseStop(NoiseSpec spec) : spec_(std::move(spec)) {}

  [[nodiscard]] Wants wants() const {
    return {.noise = !stopped_ && (iteration_ + 1) % spec_.window == 0};
  }
  [[nodiscard]] trace::Assignment assignment() const {
    return {stopped_ ? spec_.then : spec_.preset, {}};
  }
  void observe(const Observation& observation);

  [[nodiscard]] std::vector<double> state() const;
  [[nodiscard]] static bool accepts(const std::vector<double>& state);
  void restore(const std::vector<double>& state);

 private:
  NoiseSpec spec_;
  std::uint64_t iteration_ = 0;
  bool stopped_ = false;
};

}  // namespace metronome::schedule
