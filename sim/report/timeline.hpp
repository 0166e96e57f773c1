#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "sim/energy/energy_table.hpp"
#include "sim/ledger/run_result.hpp"
#include "sim/ledger/tile_record.hpp"
#include "sim/report/manifest.hpp"

namespace metronome::report {

constexpr std::uint64_t kTimelineBytes = std::uint64_t{64} << 20;

/// The tiles of an execution of an operation of the run, so many spans of them at most, until it is
/// asked again; null where they are not known.
using TileSource = std::function<const TileRecord*(std::size_t operation, std::uint64_t most)>;

/// Which part of a run is shown, and how much of it at most.
struct TimelineRequest {
  std::optional<std::size_t> level;  ///< one iteration of this level, as levels.csv numbers it
  /// Otherwise iterations [first, second) of the run; without both, all of it.
  std::optional<std::pair<std::uint64_t, std::uint64_t>> iterations;
  std::uint64_t most_bytes = kTimelineBytes;  ///< of the text
  TileSource tiles{};                         ///< empty: none are shown
};

/// A timeline, and what it has of the part that was asked for.
struct Timeline {
  std::string json;
  Attribution cycles;               ///< that it shows
  std::uint64_t operations = 0;     ///< shown
  std::uint64_t without_tiles = 0;  ///< of them
  std::string left_out{};           ///< what the bound left out, in words; empty: nothing
};

/// A run on the clock of its array, as Perfetto and Chrome read it (trace event format, JSON: M, X
/// and C events). A cycle is a nanosecond. Slices of a track never overlap:
///   phases      runs of iterations at one precision; the switch before one
///   iterations, layers, operations
///   array       what each operation's cycles were lost or used for
/// and, as counters that hold from an operation's first cycle to its last: bits of the operands,
/// GB/s of DRAM by direction, its row hits, and watts by component.
///
/// A ledger has sums of operations, so that the bins of one stand one after the other, in the order
/// of Attribution: how long each takes is exact, when within the operation is not said. Where tiles
/// are given the bins stand in order of time, and computes, loads and stores have tracks
/// (TileTracks). Summed over
/// a track the durations are the ledger's cycles, bin by bin, of what is shown. The text ends
/// behind the last operation with which it is within `most_bytes`.
///
/// UserError for a level or iterations that the run does not have, for prices that are missing, and
/// where not one operation fits the bound.
[[nodiscard]] Timeline timeline_of(const RunResult& run, const EnergyTable& table,
                                   const Recipe& recipe, const TimelineRequest& request);

}  // namespace metronome::report
