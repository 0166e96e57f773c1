#pragma once

#include "workloads/precision/format_family.hpp"
#include "workloads/schedule/bit_range.hpp"
#include "workloads/schedule/observation.hpp"
#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// MuPPET's precision switching [rajagopal2020muppet]: levels of rising bits, all operands alike.
/// Over a window of iterations the gradient diversity is D, the mean over layers of
/// sum |g|^2 / |sum g|^2; m is the largest D since the last change. A window with D < m and
/// m / D > 1 + rise exp(-decay w), w the windows so far, is a violation; `patience` of them begin
/// the next level, with m forgotten. Weights stay FP32 throughout (the master copy of the paper).
/// Reconstructed: levels, patience, and one D for a window of iterations in the place of an epoch;
/// the paper's text was not at hand. Formats are those of `formats`, ours, not its scaled integers.
struct MuppetSpec : KindDefaults {
  static constexpr bool kLossDriven = true;

  std::vector<int> levels_bits{8, 12, 14, 16, 0};
  trace::FormatFamily family{trace::FamilyKind::bfp, 64};
  std::vector<trace::Precision> presets{};  ///< of the levels, in the place of bits
  std::uint64_t window = 390;
  std::uint64_t patience = 2;
  double rise = 1.5;
  double decay = 0.1;
  bool operator==(const MuppetSpec&) const = default;

  [[nodiscard]] std::size_t count() const {
    return presets.empty() ? levels_bits.size() : presets.size();
  }
  [[nodiscard]] trace::Precision level(std::size_t index) const;
  [[nodiscard]] PrecisionRange range() const;
  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] int largest_bits() const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"muppet"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static MuppetSpec parse(const std::string& text);
};

/// Which level a run is in.
class MuppetLevels {
 public:
  explicit MuppetLevels(MuppetSpec spec) : spec_(std::move(spec)) {}

  [[nodiscard]] static Wants wants() { return {.gradients = true}; }
  [[nodiscard]] trace::Assignment assignment() const { return {spec_.level(level_), {}}; }
  void observe(const Observation& observation);

  [[nodiscard]] std::vector<double> state() const;
  [[nodiscard]] bool accepts(const std::vector<double>& state) const;
  void restore(const std::vector<double>& state);

 private:
  static constexpr std::size_t kNumbers = 5;  ///< of a state, before the sums of the layers

  void end_window();

  MuppetSpec spec_;
  std::size_t level_ = 0;
  std::uint64_t seen_ = 0;                 ///< iterations of this window
  std::uint64_t windows_ = 0;              ///< that have ended
  std::uint64_t violations_ = 0;           ///< since the last change
  double most_ = 0;                        ///< m
  std::vector<double> squares_;            ///< of each layer, sum |g|^2
  std::vector<std::vector<double>> sums_;  ///< of each layer, sum g
};

}  // namespace metronome::schedule
