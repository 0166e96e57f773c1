#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "workloads/precision/phase.hpp"
#include "workloads/schedule/bit_range.hpp"
#include "workloads/schedule/progressive.hpp"
#include "workloads/schedule/suite.hpp"

namespace metronome::schedule {

/// One precision for the whole run.
struct StaticSpec {
  trace::Precision precision;
  bool operator==(const StaticSpec&) const = default;
};

/// Cyclic Precision Training: `periods` half-cosine ramps from min to max, each followed by a
/// reset. A number whose range has min = max is constant, as the paper's errors are.
struct CptSpec {
  PrecisionRange bits;
  std::uint64_t periods = 32;
  bool operator==(const CptSpec&) const = default;
};

/// A deficit window (a critical-period experiment, as in [wolfe2024schedules]): the least bits of
/// each range for `iterations` iterations from `start` on, the largest ones outside.
struct DeficitSpec {
  PrecisionRange bits;
  std::uint64_t start = 0;
  std::uint64_t iterations = 1;
  bool operator==(const DeficitSpec&) const = default;
};

/// Assignments as listed in a CSV file. Columns `iteration`, optionally `layer`, and those of
/// trace::PrecisionColumns. All rows of one iteration together state the assignment that holds from
/// that iteration until the next one listed (the last: until the end). Exactly one row of each
/// iteration is for all layers (`layer` is `*` or empty); the others are exceptions by layer name.
/// The first is iteration 0. With a column `epoch` instead, epochs count from 0, each of
/// `iterations_per_epoch`.
struct CsvSpec {
  std::string file;
  std::uint64_t iterations_per_epoch = 0;  ///< of a file that counts epochs; else 0
  /// First iteration and assignment, ascending; neighbours differ.
  std::vector<std::pair<std::uint64_t, trace::Assignment>> changes;
  bool operator==(const CsvSpec&) const = default;
};

/// Bits of CPT at an iteration: rint(min + (max - min)/2 * (1 - cos(pi * z))), z = (t mod T) / T,
/// ties to even [fu2021cpt]. `period_iterations` is T >= 1.
[[nodiscard]] int cyclic_bits(BitRange range, std::uint64_t iteration,
                              std::uint64_t period_iterations);

/// Which precision holds at which iteration of a run.
class Schedule {
 public:
  using Spec = std::variant<StaticSpec, CptSpec, CsvSpec, SuiteSpec, DeficitSpec, ProgressiveSpec>;

  /// Static 8-bit forward and backward.
  Schedule() = default;
  explicit Schedule(Spec spec) : spec_(std::move(spec)) {}

  [[nodiscard]] const Spec& spec() const { return spec_; }

  /// Whether the assignments depend on the training loss: then only a training run (Driver) has
  /// them, and at() and phases() are UserErrors.
  [[nodiscard]] bool loss_driven() const { return std::holds_alternative<ProgressiveSpec>(spec_); }

  /// The assignment at a 0-based iteration of a run of `iterations`. UserError where a run is too
  /// short to hold the periods.
  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;

  /// The weight and activation bits at which accuracy is evaluated: of all layers, and of each
  /// layer with bits of its own, the largest that the schedule gives it (CPT: its maximum; CSV: of
  /// the changes within the run); FP32 (0) where it was FP32 throughout. Errors are FP32.
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;

  /// The largest number of bits that it gives anything; 0 where all is FP32.
  [[nodiscard]] int largest_bits() const;

  /// UserError naming what of the schedule can have no effect in a run of so many iterations, such
  /// as a change behind its end.
  void check_effects(std::uint64_t iterations) const;

  /// Canonical text, every option spelled out; parse_schedule reads it back.
  [[nodiscard]] std::string name() const;

  /// The maximal runs of one assignment, in order, together exactly `iterations` long. UserError as
  /// for at(); no phases for no iterations.
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;

  bool operator==(const Schedule&) const = default;

 private:
  Spec spec_;
};

/// Reads `static:8,backward=8`, `cpt:3-8,periods=32,backward=8` (backward may be a range) or
/// `csv:FILE` (or `csv:FILE,iterations_per_epoch=391`), the suite's `lr:3-8,periods=8,backward=8`
/// (and lt, cr, ...), `deficit:3-8,start=0,iterations=1000,backward=8` or
/// `pfq:3/4/6/8,backward=6/6/8/8,window=390,epsilon=0.05,alpha=0.3`. All but the last two forms
/// take bits of each operand as well: `static:weights=4,activations=8,errors=8`,
/// `cpt:weights=3-8,activations=8,errors=8,gradients=8,stash=4`. FP32 is `fp32` (or 0). Defaults:
/// errors 8 (FP32 where weights and activations are), gradients FP32, the stash as the activations,
/// periods 32 (suite: 8).
/// UserError, all complaints at once, saying what would be right.
[[nodiscard]] Schedule parse_schedule(const std::string& text);

/// The file that such a text names; nothing is read.
[[nodiscard]] std::optional<std::string> schedule_file(const std::string& text);

/// " (conv1 at 4, fc at 8 bits)": the layers of an evaluation with bits of their own, at most four
/// by name; empty where there are none.
[[nodiscard]] std::string evaluation_exceptions(const trace::Assignment& evaluation);

/// One row of `list schedules`.
struct ScheduleForm {
  std::string form;  ///< an example that parses, or csv:FILE
  std::string doc;
};
[[nodiscard]] std::vector<ScheduleForm> schedule_forms();

}  // namespace metronome::schedule
