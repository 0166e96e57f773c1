#pragma once

#include "workloads/precision/format_family.hpp"
#include "workloads/schedule/bit_range.hpp"
#include "workloads/schedule/observation.hpp"
#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// FracTrain's progressive fractional quantization [fu2020fractrain]: stages of rising
/// bits. The training loss is averaged over windows of iterations (the authors': 390, an epoch).
/// When the means of the last five windows differ from the newest by at most epsilon times the
/// scale (the mean of the first ten windows, or of as many as there are), the next stage begins
/// with an empty history; epsilon is multiplied by alpha after the first and second of these
/// turning points. Defaults: the authors' recipe.
struct ProgressiveSpec : KindDefaults {
  static constexpr bool kLossDriven = true;

  std::vector<int> forward{3, 4, 6, 8};
  std::vector<int> backward{6, 6, 8, 8};
  std::uint64_t window = 390;
  double epsilon = 0.05;
  double alpha = 0.3;
  trace::FormatFamily family{};             ///< what the bits are bits of
  std::vector<trace::Precision> presets{};  ///< of the stages, in the place of bits

  [[nodiscard]] std::size_t stages() const {
    return presets.empty() ? forward.size() : presets.size();
  }
  [[nodiscard]] trace::Precision stage(std::size_t index) const {
    return presets.empty() ? family.of({forward.at(index), backward.at(index)}) : presets.at(index);
  }
  bool operator==(const ProgressiveSpec&) const = default;

  /// Of all stages.
  [[nodiscard]] PrecisionRange range() const;

  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  /// Of all stages, whether a run reaches them or not.
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] int largest_bits() const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"pfq"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static ProgressiveSpec parse(const std::string& text);
};

/// Which stage a run is in.
class ProgressiveStages {
 public:
  explicit ProgressiveStages(ProgressiveSpec spec)
      : spec_(std::move(spec)), epsilon_(spec_.epsilon) {}

  [[nodiscard]] std::size_t stage() const { return stage_; }
  [[nodiscard]] static Wants wants() { return {}; }
  [[nodiscard]] trace::Assignment assignment() const { return {spec_.stage(stage_), {}}; }
  /// The training loss of each iteration in turn; a new stage begins with the next iteration.
  void observe(const Observation& observation) { observe(observation.loss); }
  void observe(double loss);

  [[nodiscard]] std::vector<double> state() const;
  /// Whether state() can have been this.
  [[nodiscard]] bool accepts(const std::vector<double>& state) const;
  /// The state must be one that accepts() takes.
  void restore(const std::vector<double>& state);

 private:
  static constexpr std::size_t kNumbers = 6;  ///< of a state, without the means
  static constexpr std::size_t kHistory = 5;
  static constexpr double kScaleWindows = 10;

  void end_window(double mean);
  [[nodiscard]] bool flat() const;

  ProgressiveSpec spec_;
  std::size_t stage_ = 0;
  double epsilon_;
  double sum_ = 0;
  double count_ = 0;
  double scale_sum_ = 0;
  double scale_windows_ = 0;
  std::vector<double> means_;  ///< of the stage's last windows, newest last
};

}  // namespace metronome::schedule
