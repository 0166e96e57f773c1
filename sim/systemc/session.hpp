#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

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

/// Up to cycle `end` of an operation, from the end of the span before, steps of one part were at
/// work.
struct PartSpan {
  std::uint8_t part = 0;
  std::uint64_t end = 0;
};

/// An outcome taken apart by the parts that steps belong to. What a step moves and works is its
/// part's; cycles and counts of the memory are those of the part at whose step the sequencer was.
struct PartedOutcome {
  std::vector<OperationOutcome> parts;
  std::vector<PartSpan> spans;
  /// Of each part, the counts of the memory while the load stage was at its steps. Empty where
  /// steps that are told from others load nothing.
  std::vector<dram::Counts> by_loads;
};

/// One operation to be simulated. `idle_bin` takes every cycle of work in which the array has no
/// part (vector, quantize or update).
struct OperationInput {
  mapping::Program program;
  Bin idle_bin = Bin::idle_vector;
  /// How the array runs a tile that begins at a cycle of the session: PassMachine where empty, else
  /// a stepped array.
  std::function<array::ArrayUse(const array::Tile&, std::uint64_t cycle)> array_model{};
  TileObserver observer{};  ///< outlives the session; changes no outcome
  /// By step, the part of the operation that it belongs to; empty: it is one.
  std::vector<std::uint8_t> parts{};
  /// Is told the parts' outcomes, where there are parts, before the whole is.
  std::function<void(const PartedOutcome&)> parted{};
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
