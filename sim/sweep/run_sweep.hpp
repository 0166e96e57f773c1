#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/base/journal.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/engine/tried_outcomes.hpp"
#include "sim/ledger/run_result.hpp"
#include "sim/report/costs.hpp"
#include "sim/sweep/grid.hpp"
#include "sim/sweep/point_result.hpp"
#include "sim/sweep/points_folder.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome {
class FileCache;
}

namespace metronome::sweep {

/// A part of a sweep: point p belongs to shard p mod count.
struct Shard {
  std::size_t index = 0;
  std::size_t count = 1;
  [[nodiscard]] bool has(std::size_t point) const { return point % count == index; }
  bool operator==(const Shard&) const = default;
};

/// "2/8", zero-based. UserError where it is no part of a whole.
[[nodiscard]] Shard parse_shard(const std::string& text);

struct SweepProgress {
  std::size_t done = 0;
  std::size_t total = 0;   ///< of the shard
  std::size_t reused = 0;  ///< of `done`: found finished
};

struct SweepOptions {
  unsigned jobs = 1;  ///< points at a time, each in a process of its own; changes no result
  Shard shard{};
  bool summary = false;       ///< what is kept of a point (point_line)
  bool allow_unlike = false;  ///< identity_of()
  std::function<void(const SweepProgress&)> progress;
  FileCache* cache = nullptr;  ///< sim::SimulateOptions::cache
};

/// Whether a sweep keeps of its points what sweep.csv needs, or all.
[[nodiscard]] bool keeps_summaries(const Grid& grid);

/// A machine with what follows from it alone.
struct KnownMachine {
  arch::AcceleratorSpec machine;
  EnergyTable table;
  double area_mm2 = 0;  ///< the whole machine's, as `metronome area` adds it; 0: a part has no row
};

/// A training on a machine.
struct KnownRun {
  std::string key;  ///< what the run follows from; empty: of one point only
  RunResult run;
  /// At the prices of PointMemory::machine(); absent: not priced yet.
  std::optional<report::RunCosts> costs{};
};

/// What points of one process have made, for those behind them: it changes no result. Room for the
/// last of each, since points of a machine and of a training come one after the other.
class PointMemory {
 public:
  PointMemory() = default;
  PointMemory(const PointMemory&) = delete;
  PointMemory& operator=(const PointMemory&) = delete;

  /// Operations that were simulated.
  [[nodiscard]] Journal& journal() { return journal_; }
  /// What was tried of operations, of which prices choose.
  [[nodiscard]] sim::TriedOutcomes& tried() { return tried_; }
  /// UserError where a part of the machine has no price.
  const KnownMachine& machine(const arch::AcceleratorSpec& machine);
  /// The run's trace and its baseline's.
  [[nodiscard]] const std::vector<trace::Trace>& traces(const PointSpec& spec);
  /// What each of them follows from.
  [[nodiscard]] const std::vector<std::string>& traces_keys() const { return traces_keys_; }
  /// The run and its baseline.
  [[nodiscard]] std::array<KnownRun, 2>& runs() { return runs_; }

 private:
  Journal journal_;
  sim::TriedOutcomes tried_;
  std::optional<KnownMachine> machine_;
  std::vector<std::string> traces_keys_;  ///< of each trace
  std::vector<trace::Trace> traces_;
  std::array<KnownRun, 2> runs_;
};

/// Simulates and prices one point. What makes that impossible becomes the result's status and
/// message. Neither cache nor memory changes the result.
[[nodiscard]] PointResult run_point(const PointSpec& spec, FileCache* cache, PointMemory& memory);
[[nodiscard]] PointResult run_point(const PointSpec& spec);

/// Runs the points of the shard that are missing in the folder. Each result is a line there as soon
/// as it is known: a sweep that is killed loses the points that were under way. Ends with a scan of
/// the folder.
void run_missing(const Grid& grid, PointsFolder& points, const SweepOptions& options);

/// The same of these points alone, whatever the shard.
void run_indices(const Grid& grid, PointsFolder& points, const std::vector<std::size_t>& indices,
                 const SweepOptions& options);

}  // namespace metronome::sweep
