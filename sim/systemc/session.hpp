#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "arch/mapping/program.hpp"
#include "sim/ledger/measure.hpp"
#include "sim/ledger/tile_record.hpp"

namespace metronome::sim {

/// `real`: the command-level DRAM of the accelerator. `ideal`: every transfer is complete the
/// moment it is asked for; buffer ports are modelled all the same.
enum class MemoryMode { real, ideal };

/// What the DRAM is like when an operation begins: as after a reset, or as the one before left it.
enum class Continuity { canonical, continuous };

/// What the simulation of one operation saw.
struct OperationOutcome {
  Attribution cycles;
  array::ArrayUse use;
  std::uint64_t scaled_sums = 0;  ///< by the vector unit, inside reductions
  /// Elements of operands that were worked on while they were loaded, re-reads included.
  std::uint64_t a_loaded = 0, b_loaded = 0;
  dram::Counts dram;  ///< since the memory was reset
  RoleTraffic traffic;
  bool operator==(const OperationOutcome&) const = default;
};

/// Another run of an operation, which leaves out steps [at, resume) of its program. Up to there
/// both are one simulation; from there on the shorter one is made in a child process, and the
/// longer one waits for it. What the sequencer sees of step `at` while it ends the one before,
/// which loads it has and what work is done on them, is the same of step `resume`.
struct ShorterRun {
  std::size_t at = 0;
  std::size_t resume = 0;
  /// Is told the outcome of a run of its own; not called where no child process could be made.
  std::function<void(const OperationOutcome&)> done{};
};

/// Whether a run can be split off: SystemC's processes are no threads of the system, of which a
/// child process would have one only. To be called from one of them.
[[nodiscard]] bool runs_can_split();

/// One operation to be simulated. `idle_bin` takes every cycle of work in which the array has no
/// part (vector, quantize or update).
struct OperationInput {
  mapping::Program program;
  Bin idle_bin = Bin::idle_vector;
  /// How the array runs a tile that begins at a cycle of the session: PassMachine where empty, else
  /// a stepped array.
  std::function<array::ArrayUse(const array::Tile&, std::uint64_t cycle)> array_model{};
  std::optional<ShorterRun> shorter{};
  TileObserver observer{};  ///< outlives the session; changes no outcome
};

/// Simulates operations one after the other, each with empty buffers, on the SystemC model of the
/// machine. The SystemC kernel is global and cannot be
/// restarted: one session per process. `input` makes operation i when its turn comes; `done` is
/// told each outcome in order.
void run_session(const arch::AcceleratorSpec& machine, MemoryMode memory, std::size_t operations,
                 const std::function<OperationInput(std::size_t)>& input,
                 const std::function<void(std::size_t, const OperationOutcome&)>& done,
                 Continuity continuity = Continuity::canonical);
/// The same, until `next` has no more operations.
void run_session(const arch::AcceleratorSpec& machine, MemoryMode memory,
                 const std::function<std::optional<OperationInput>()>& next,
                 const std::function<void(const OperationOutcome&)>& done,
                 Continuity continuity = Continuity::canonical);

}  // namespace metronome::sim
