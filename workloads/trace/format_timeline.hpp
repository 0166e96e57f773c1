#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "workloads/model/graph.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::trace {

/// What an operand of a layer is during a phase.
struct FormatRow {
  std::optional<std::uint64_t> first_iteration;  ///< none: the training decides when
  std::uint64_t iterations = 0;
  std::string layer;
  std::string operand;          ///< "forward.x"
  std::string format;           ///< "mxfp8_e4m3", "affine:8" of codes, "fp32"
  double bits_per_element = 0;  ///< with scales, of large tensors
};

/// Of every layer with weights that is quantized, in order, in each phase of the schedule; of
/// schedules that a training drives, in each of their levels.
[[nodiscard]] std::vector<FormatRow> format_timeline(const model::Graph& graph,
                                                     const schedule::Schedule& schedule,
                                                     std::uint64_t iterations);

/// The rows as CSV.
[[nodiscard]] std::string format_timeline_csv(const std::vector<FormatRow>& rows);

}  // namespace metronome::trace
