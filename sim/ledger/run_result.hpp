#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/ledger/measure.hpp"
#include "workloads/trace/facts.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome {

/// How the cycles were obtained.
enum class Mode { analytic, cycle };
constexpr auto enum_rows(Mode) {
  using enum Mode;
  return enum_list<Mode>({{analytic, "analytic"}, {cycle, "cycle"}});
}

/// One operation of an iteration. Levels at which it is the same work share it.
struct OperationResult {
  std::size_t step = 0;  ///< index into RunResult::steps
  std::string operation;
  std::string layer;
  trace::OperationClass cls = trace::OperationClass::vector;
  int a_bits = 0;  ///< stored operand widths of matrix work; 0 otherwise
  int b_bits = 0;
  trace::Role b_role = trace::Role::weight;  ///< of matrix work: of operand b's tensor
  double peak_macs_per_cycle = 0;  ///< of the whole array at these widths; 0 for vector work
  std::string mapping;             ///< one line: dataflow and tile; empty for vector work
  /// What the search for a mapping took its cycles to be; 0 for vector work, and in older results.
  std::uint64_t estimated_cycles = 0;
  /// Of an operation in a chain (training.execution): which one, counted from 1, samples of a part
  /// of the batch, and for how many parts it ran; the rest is of all of them. 0: in none.
  std::uint64_t chain = 0;
  std::uint64_t part_samples = 0;
  std::uint64_t runs = 1;
  bool extrapolated = false;  ///< from its steady state, not simulated tile by tile
  Measure measure;
  bool operator==(const OperationResult&) const = default;
};

/// The operations of a layer at one precision: of each turn that the layer has in an iteration, the
/// indices into RunResult::operations, in order.
using Part = std::vector<std::vector<std::uint32_t>>;

/// A turn of a layer in an iteration.
struct Turn {
  std::uint32_t layer = 0;  ///< index into LevelResult::parts
  std::uint32_t turn = 0;   ///< index into its Part
  bool operator==(const Turn&) const = default;
};

/// A step of the program that was run.
struct StepResult {
  std::string name = trace::kTrainStep;
  std::vector<Turn> turns{{0, 0}};  ///< of an iteration, in order of execution
  bool operator==(const StepResult&) const = default;
};

/// What executes operations side by side where an iteration overlaps the next one, in the order in
/// which cycles that several have in common are counted as theirs.
enum class WorkUnit { array, projection_array, vector_unit, update_engine, host };
constexpr auto enum_rows(WorkUnit) {
  using enum WorkUnit;
  return enum_list<WorkUnit>({{array, "array"},
                              {projection_array, "projection_array"},
                              {vector_unit, "vector_unit"},
                              {update_engine, "update_engine"},
                              {host, "host"}});
}

/// An operation in the interval of a step whose updates come an iteration later
/// (trace::Step::delay): the backward pass and the updates of an iteration beside the forward pass
/// of the next one.
struct OverlappedTurn {
  std::uint32_t operation = 0;  ///< index into RunResult::operations
  WorkUnit unit = WorkUnit::array;
  bool next = false;      ///< of the next iteration
  bool critical = false;  ///< on the chain of operations that ends last
  Cycles alone{0};        ///< with memory and lanes to itself
  Cycles ready{0};        ///< from the interval's beginning until all that it needs is done
  Cycles begin{0}, end{0};
  bool operator==(const OverlappedTurn&) const = default;

  /// In which another operation has its unit.
  [[nodiscard]] Cycles wait() const { return begin - ready; }
};

/// A level: one distinct precision assignment of a step. It chooses a part for each layer; levels
/// that give a layer the same precision share its part.
struct LevelResult {
  trace::Assignment assignment;
  std::size_t step = 0;                   ///< index into RunResult::steps
  std::uint64_t iterations = 0;           ///< in the whole run
  BitOperations bit_operations_paper{0};  ///< of one iteration
  Bytes footprint{0};                     ///< of an iteration's tensors in DRAM, gaps included
  /// Of an iteration, the DRAM's state carried from one operation to the next; 0: not measured.
  Cycles continuous_cycles{0};
  std::vector<std::uint32_t> parts;  ///< by layer: indices into RunResult::parts
  /// Where an iteration overlaps the next one: its operations, in order. Their measures have the
  /// cycles that count as theirs, whose sum is the interval (sim/engine/overlap.hpp).
  std::vector<OverlappedTurn> overlap{};
  bool operator==(const LevelResult&) const = default;

  /// What an iteration would take, operation after operation; 0 where iterations do not overlap.
  [[nodiscard]] Cycles without_overlap() const;
};

/// A phase of the run; `level` indexes RunResult::levels.
struct PhaseResult {
  std::uint64_t first_iteration = 0;
  std::uint64_t iterations = 0;
  std::size_t level = 0;
  bool operator==(const PhaseResult&) const = default;
};

/// A whole training run on one accelerator. Everything else (totals, classes, phases) is a sum over
/// its operations. Its size grows with distinct operations at distinct precisions, and with levels
/// by what tells them apart.
struct RunResult {
  std::string accelerator;  ///< its name
  std::string array_kind;   ///< "systolic", ...
  std::string trace;        ///< schedule name
  std::string memory;       ///< device and channels
  /// What must be equal of runs that are compared: trace::facts_of, and of a trained run the keys
  /// of its workload.
  trace::Facts training;
  /// What the machine was made equal in, and with what (docs/area.md); empty where it was not.
  trace::Facts equality{};
  Mode mode = Mode::cycle;
  std::string value_statistics;  ///< whose, of machines whose time depends on values; else empty
  Hertz clock{1e9};
  std::vector<StepResult> steps{{}};        ///< of the program
  std::vector<OperationResult> operations;  ///< each distinct one once
  std::vector<Part> parts;
  std::vector<LevelResult> levels;
  std::vector<PhaseResult> phases;
  Measure switches;  ///< all precision switches of the run (idle: switch)
  bool operator==(const RunResult&) const = default;

  /// Takes the index of each operation of an iteration of a level, in order.
  template <class Use>
  void for_operations(const LevelResult& level, const Use& use) const {
    for (const Turn& turn : steps[level.step].turns) {
      for (const std::uint32_t operation : parts[level.parts[turn.layer]][turn.turn]) {
        use(operation);
      }
    }
  }
  /// The operations of an iteration of a level, in order.
  [[nodiscard]] std::vector<OperationResult> operations_of(const LevelResult& level) const;
  /// Adds a level with operations that it shares with none, to a run whose steps have one turn.
  void add_level(LevelResult level, std::vector<OperationResult> own);
  /// How often each operation is executed in the whole run.
  [[nodiscard]] std::vector<std::uint64_t> executions() const;
  /// How many levels execute each operation.
  [[nodiscard]] std::vector<std::uint64_t> levels_of_operations() const;

  [[nodiscard]] Measure per_iteration(const LevelResult& level) const;
  [[nodiscard]] Cycles cycles_per_iteration(const LevelResult& level) const;
  /// What starting every operation from a canonical DRAM state adds to an iteration's cycles, as a
  /// fraction; nothing where that was not measured.
  [[nodiscard]] std::optional<double> canonical_start_cost(const LevelResult& level) const;
  /// Every distinct operation once.
  [[nodiscard]] Measure one_of_each() const;
  /// The whole run: operations times executions, plus switches. UserError where a count of it is
  /// beyond 64 bits, as bit products of long runs of large networks are.
  [[nodiscard]] Measure total() const;
  /// What happens in the run at all.
  [[nodiscard]] std::set<Activity> activities() const;
  /// Of the run's cycles, those of operations that were extrapolated from their steady state.
  [[nodiscard]] double extrapolated_share() const;
  [[nodiscard]] Seconds seconds(Cycles cycles) const {
    return Seconds(static_cast<double>(cycles.count()) / clock.count());
  }
};

}  // namespace metronome
