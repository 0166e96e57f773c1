#pragma once

#include <string>
#include <vector>

#include "sim/report/report_data.hpp"

namespace metronome::report {

/// Whether iterations of any level overlap the next ones.
[[nodiscard]] bool has_overlap(const RunResult& run);

/// overlap.csv: each operation in the interval of each level that has one, of the run and of its
/// baseline (or none).
[[nodiscard]] std::string overlap_csv(const RunResult& run, const RunResult* baseline);

/// What overlap makes of an iteration of a level.
struct OverlapSummary {
  Cycles alone{0};     ///< one operation after the other
  Cycles interval{0};  ///< when the last one ends
  /// In which weight gradients are ready and others have the array.
  Cycles gradients_wait{0};
  EnumArray<WorkUnit, Cycles> busy;      ///< by unit
  EnumArray<WorkUnit, Cycles> critical;  ///< of the critical path
  std::string path;                      ///< its operations in the order of their beginnings

  /// Of what the iteration takes one after the other.
  [[nodiscard]] double saved() const;
};
/// Precondition: the level overlaps.
[[nodiscard]] OverlapSummary summary_of(const RunResult& run, const LevelResult& level);

/// "array 61.0 %, vector_unit 39.0 %": of the critical path by unit.
[[nodiscard]] std::string critical_shares(const OverlapSummary& summary);

/// For a terminal; empty where nothing overlaps.
[[nodiscard]] std::string overlap_text(const ReportData& data);

}  // namespace metronome::report
