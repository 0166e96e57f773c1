#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workloads/trace/trace.hpp"

namespace metronome::report {

using Metrics = std::vector<trace::Metric>;

/// What training measured, of the run and of its baseline (column `training`: run or baseline).
struct TrainingMetrics {
  Metrics run;
  Metrics baseline;
  bool operator==(const TrainingMetrics&) const = default;
};

[[nodiscard]] std::string metrics_csv(const TrainingMetrics& metrics);
/// The inverse. UserError naming file and line.
[[nodiscard]] TrainingMetrics parse_metrics(std::string_view text, const std::string& file);

}  // namespace metronome::report
