#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "workloads/trace/trace.hpp"

namespace metronome::train {

/// Of the phases of a whole run those that begin before iteration `done`, the last one cut there.
[[nodiscard]] std::vector<trace::Phase> begun_phases(std::vector<trace::Phase> all,
                                                     std::uint64_t done);

/// Which assignments a run has had so far, and what was tested where number formats changed.
class PrecisionRecord {
 public:
  /// Whether formats are in the assignment of an iteration or in the one before, and both differ:
  /// the one before, whose weights are to be tested; of the first kMostTested changes, because
  /// cycles have hundreds. Called once for each iteration in turn.
  std::optional<trace::Assignment> next(std::uint64_t iteration,
                                        const trace::Assignment& assignment);
  void add_test(const trace::Metric& test) { switches_.push_back(test); }
  /// Of the last iteration; null before the first.
  [[nodiscard]] const trace::Assignment* last() const {
    return changes_.empty() ? nullptr : &changes_.back().assignment;
  }
  /// The maximal runs of one assignment.
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t done) const;
  /// The metrics with the tests of switches before those of the iterations that they precede.
  [[nodiscard]] std::vector<trace::Metric> with_tests(std::vector<trace::Metric> metrics) const;

  /// For a checkpoint.
  [[nodiscard]] const std::vector<trace::Metric>& tests() const { return switches_; }
  /// Of 0 iterations each; none where the metrics tell everything: without formats there are no
  /// exceptions but those of the schedule.
  [[nodiscard]] std::vector<trace::Phase> kept_changes() const;
  /// `planned`: the phases of a schedule that no training drives, else none.
  void restore(std::vector<trace::Phase> changes, std::vector<trace::Metric> tests,
               const std::vector<trace::Metric>& metrics, const std::vector<trace::Phase>& planned);

 private:
  static constexpr std::size_t kMostTested = 8;
  static constexpr std::size_t kTestsOfSwitch = 3;  ///< before, behind, FP32

  std::vector<trace::Phase> changes_;  ///< of 0 iterations
  std::vector<trace::Metric> switches_;
};

}  // namespace metronome::train
