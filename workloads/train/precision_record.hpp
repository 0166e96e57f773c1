#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::train {

/// Of the phases of a whole run those that begin before iteration `done`, the last one cut there.
[[nodiscard]] std::vector<trace::Phase> begun_phases(std::vector<trace::Phase> all,
                                                     std::uint64_t done);

/// Which changes of a run's precision are tested. Those in number formats are; others where they
/// are for good: the training drives them, or the schedule changes a few times and does not cycle.
struct TestedSwitches {
  bool affine = false;  ///< changes without number formats, too
  std::uint64_t iterations = 1;
  std::optional<std::uint64_t> last{};  ///< the iteration of the last change, where it is known
};
[[nodiscard]] TestedSwitches tested_switches(const schedule::Schedule& schedule,
                                             std::uint64_t iterations);

/// Whether some of the assignments have affine codes, and not all of them.
[[nodiscard]] bool affine_in_part(const std::vector<trace::Assignment>& levels);

/// Which assignments a run has had so far, and what was tested where they changed.
class PrecisionRecord {
 public:
  PrecisionRecord() = default;
  explicit PrecisionRecord(TestedSwitches which) : which_(which) {}

  /// Where an assignment is another than that of the iteration before, and the change is to be
  /// tested: the one before. Of many changes (cycles have hundreds) these are the first
  /// kMostTested, those an eighth of the run behind the last one tested, and the last one where it
  /// is known. Called once for each iteration in turn.
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
  /// Of 0 iterations each; none where the metrics tell everything: there are neither formats nor
  /// layers apart.
  [[nodiscard]] std::vector<trace::Phase> kept_changes() const;
  /// `planned`: the phases of a schedule that no training drives, else none.
  void restore(std::vector<trace::Phase> changes, std::vector<trace::Metric> tests,
               const std::vector<trace::Metric>& metrics, const std::vector<trace::Phase>& planned);

 private:
  static constexpr std::size_t kMostTested = 8;
  static constexpr std::size_t kTestsOfSwitch = 3;  ///< before, behind, FP32
  static constexpr std::uint64_t kParts = 8;

  [[nodiscard]] bool is_tested(std::uint64_t iteration, const trace::Assignment& assignment) const;

  TestedSwitches which_;

  std::vector<trace::Phase> changes_;  ///< of 0 iterations
  std::vector<trace::Metric> switches_;
};

}  // namespace metronome::train
