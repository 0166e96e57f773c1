#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/sweep/point_result.hpp"
#include "workloads/trace/facts.hpp"

namespace metronome::sweep {

/// A line of points/WRITER.jsonl: what came of one point.
struct PointLine {
  std::uint64_t index = 0;  ///< of the point, in the order of the grid
  std::string key{};        ///< Point::key
  PointResult result;
  // Of a summary alone:
  std::string training_key{};  ///< Point::training_key
  trace::Facts facts{};        ///< SweepIdentity::points
};

/// One line of JSON with its end: `index`, `key`, `status`, `reason`, the results, and behind them
/// the `digest` of the bytes before it, so that a part of a line is none. `summary`: the numbers
/// without what further tables are made from, in no more than kMostSummaryBytes.
[[nodiscard]] std::string point_line(const PointLine& line, bool summary);
inline constexpr std::size_t kMostSummaryBytes = 2048;

/// What is read of a line without parsing it.
struct LineHead {
  std::uint64_t index = 0;
  std::uint64_t key = 0;      ///< hash
  std::uint64_t content = 0;  ///< hash of all but the index: lines of one key have one content
  PointStatus status = PointStatus::done;
};

/// Nothing where the line (without its end) is torn, damaged, or of another version.
[[nodiscard]] std::optional<LineHead> head_of(std::string_view line);

/// UserError naming the file where head_of() finds nothing, or a result lacks what it needs.
[[nodiscard]] PointLine parse_point_line(std::string_view text, const std::string& file);

}  // namespace metronome::sweep
