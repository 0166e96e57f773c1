#pragma once

#include <cstdint>
#include <optional>
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

/// One operation executed once, at one level.
struct OperationResult {
  std::string operation;
  std::string layer;
  trace::OperationClass cls = trace::OperationClass::vector;
  int a_bits = 0;  ///< stored operand widths of matrix work; 0 otherwise
  int b_bits = 0;
  trace::Role b_role = trace::Role::weight;  ///< of matrix work: of operand b's tensor
  double peak_macs_per_cycle = 0;  ///< of the whole array at these widths; 0 for vector work
  std::string mapping;             ///< one line: dataflow and tile; empty for vector work
  bool extrapolated = false;       ///< from its steady state, not simulated tile by tile
  Measure measure;
  bool operator==(const OperationResult&) const = default;
};

/// A level: one distinct precision assignment. `operations` are those of one iteration.
struct LevelResult {
  trace::Assignment assignment;
  std::uint64_t iterations = 0;           ///< in the whole run
  BitOperations bit_operations_paper{0};  ///< of one iteration
  Bytes footprint{0};                     ///< of an iteration's tensors in DRAM, gaps included
  /// Of an iteration, the DRAM's state carried from one operation to the next; 0: not measured.
  Cycles continuous_cycles{0};
  std::vector<OperationResult> operations;
  bool operator==(const LevelResult&) const = default;

  [[nodiscard]] Measure per_iteration() const;
  /// What starting every operation from a canonical DRAM state adds to an iteration's cycles, as a
  /// fraction; nothing where that was not measured.
  [[nodiscard]] std::optional<double> canonical_start_cost() const;
};

/// A phase of the run; `level` indexes RunResult::levels.
struct PhaseResult {
  std::uint64_t first_iteration = 0;
  std::uint64_t iterations = 0;
  std::size_t level = 0;
  bool operator==(const PhaseResult&) const = default;
};

/// A whole training run on one accelerator. Everything else (totals, classes, phases) is a sum over
/// this.
struct RunResult {
  std::string accelerator;  ///< its name
  std::string array_kind;   ///< "systolic", ...
  std::string trace;        ///< schedule name
  std::string memory;       ///< device and channels
  /// What must be equal of runs that are compared: trace::facts_of, and of a trained run the keys
  /// of its workload.
  trace::Facts training;
  Mode mode = Mode::cycle;
  std::string value_statistics;  ///< whose, of machines whose time depends on values; else empty
  Hertz clock{1e9};
  std::vector<LevelResult> levels;
  std::vector<PhaseResult> phases;
  Measure switches;  ///< all precision switches of the run (idle: switch)
  bool operator==(const RunResult&) const = default;

  /// The whole run: levels times iterations, plus switches.
  [[nodiscard]] Measure total() const;
  /// Of the run's cycles, those of operations that were extrapolated from their steady state.
  [[nodiscard]] double extrapolated_share() const;
  [[nodiscard]] Seconds seconds(Cycles cycles) const {
    return Seconds(static_cast<double>(cycles.count()) / clock.count());
  }
};

}  // namespace metronome
