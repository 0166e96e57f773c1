#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/ledger/run_result.hpp"

namespace metronome::sim {

/// An operation of an interval, in which units work side by side.
struct OverlapTask {
  WorkUnit unit = WorkUnit::array;
  /// Of the next iteration; those of the older one go first where both wait for a unit.
  bool next = false;
  std::uint64_t cycles = 0;  ///< with memory and lanes to itself
  /// Of what the memory can move and the vector lanes can do in those cycles, the part that it
  /// takes: 0 to 1.
  double memory = 0, lanes = 0;
  std::vector<std::uint32_t> after;  ///< tasks that must have ended
};

struct OverlapTime {
  std::uint64_t ready = 0, begin = 0, end = 0;
  /// The cycles of the interval that count as the task's: each counts as that of the first of the
  /// units (WorkUnit) that work in it.
  std::uint64_t own = 0;
  bool critical = false;
};

struct OverlapTimes {
  std::vector<OverlapTime> tasks;  ///< as given
  std::uint64_t interval = 0;      ///< sum of `own`
};

/// Executes a graph of operations, event by event. A unit executes one at a time, from beginning to
/// end: of those that are ready one of the older iteration before one of the next, then in
/// the order given. Operations that are under way together share memory and lanes: all go as fast
/// as the fullest of the two lets them, and those that do not need it go on faster (progressive
/// filling). An operation is critical if it lies on the chain that ends last: each member began
/// when the one before it ended, which it needed or whose unit it waited for. Precondition: the
/// graph has no circle.
[[nodiscard]] OverlapTimes overlapped(std::span<const OverlapTask> tasks);

}  // namespace metronome::sim
