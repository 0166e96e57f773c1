#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/base/number.hpp"
#include "workloads/precision/assignment.hpp"

namespace metronome::trace {

/// A precision phase: a maximal run of iterations of one step with one assignment.
struct Phase {
  std::uint64_t first_iteration = 0;
  std::uint64_t iterations = 0;
  Assignment assignment;
  std::size_t step = 0;  ///< index into Trace::steps
  bool operator==(const Phase&) const = default;
};

/// Of a run.
inline constexpr NumberRange kIterations{1, 1e12L};
/// Of a run, from zero.
inline constexpr NumberRange kIterationNumbers{0, kIterations.max - 1};
/// Of a timeline: so many rows are still read in seconds.
inline constexpr std::size_t kMostPhases = 1'000'000;
/// Of a table of a schedule or a trace: two million rows, as a hundred thousand assignments of
/// twenty layers have, are an eighth of it.
inline constexpr std::uint64_t kMostTableBytes = 512ULL << 20;

}  // namespace metronome::trace
