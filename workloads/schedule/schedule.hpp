#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "workloads/schedule/budget_schedule.hpp"
#include "workloads/schedule/cpt_schedule.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/schedule/deficit_schedule.hpp"
#include "workloads/schedule/fast_schedule.hpp"
#include "workloads/schedule/late_schedule.hpp"
#include "workloads/schedule/learned_widths.hpp"
#include "workloads/schedule/muppet.hpp"
#include "workloads/schedule/noise_schedule.hpp"
#include "workloads/schedule/offset_schedule.hpp"
#include "workloads/schedule/progressive.hpp"
#include "workloads/schedule/sensitivity_map.hpp"
#include "workloads/schedule/static_schedule.hpp"
#include "workloads/schedule/suite.hpp"

namespace metronome::schedule {

/// Which precision holds at which iteration of a run.
class Schedule {
 public:
  /// The list of kinds, in the order of `list schedules`; each satisfies ScheduleKind.
  using Spec = std::variant<StaticSpec, CptSpec, CsvSpec, DeficitSpec, LateSpec, ProgressiveSpec,
                            BudgetSpec, MuppetSpec, FastSpec, NoiseSpec, LearnedWidthsSpec,
                            SensitivityMapSpec, SuiteSpec, OffsetSpec>;

  /// Static 8-bit forward and backward.
  Schedule() = default;
  explicit Schedule(Spec spec) : spec_(std::move(spec)) {}

  [[nodiscard]] const Spec& spec() const { return spec_; }

  /// The same for a network whose layers that take number formats are these, in order: some kinds
  /// tell layers apart by their places, and give all the same without. UserError where the network
  /// has too few.
  [[nodiscard]] Schedule bound(const std::vector<std::string>& layers) const;

  /// Whether the assignments depend on the training loss: then only a training run (Driver) has
  /// them, and at() and phases() are UserErrors.
  [[nodiscard]] bool loss_driven() const;
  /// Whether its precision goes up and down again and again.
  [[nodiscard]] bool cycles() const;

  /// The assignment at a 0-based iteration of a run of `iterations`. UserError where a run is too
  /// short to hold the periods.
  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;

  /// The weight and activation bits at which accuracy is evaluated: of all layers, and of each
  /// layer with bits of its own, the largest that the schedule gives it (CPT: its maximum; CSV: of
  /// the changes within the run); FP32 (0) where it was FP32 throughout. Errors are FP32.
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;

  /// The assignments that a run of `iterations` has or, where the loss decides, may have.
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;

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

/// Reads `recipe:NAME` (recipes.hpp), `static:8,backward=8`, `cpt:3-8,periods=32,backward=8`
/// (backward may be a range) or `csv:FILE` (or `csv:FILE,iterations_per_epoch=391`), the suite's
/// `lr:3-8,periods=8,backward=8` (and lt, cr, ...),
/// `deficit:3-8,start=0,iterations=1000,backward=8` or
/// `pfq:3/4/6/8,backward=6/6/8/8,window=390,epsilon=0.05,alpha=0.3`, or
/// `offset:LAYER=2,SCHEDULE` of a static or cyclic one. All but the last two forms
/// take bits of each operand as well: `static:weights=4,activations=8,errors=8`,
/// `cpt:weights=3-8,activations=8,errors=8,gradients=8,stash=4`. FP32 is `fp32` (or 0). Defaults:
/// errors 8 (FP32 where weights and activations are), gradients FP32, the stash as the activations,
/// periods 32 (suite: 8).
/// UserError, all complaints at once, saying what would be right.
[[nodiscard]] Schedule parse_schedule(const std::string& text);

/// " (conv1 at 4, fc at 8 bits)": the layers of an evaluation with bits of their own, at most four
/// by name; empty where there are none.
[[nodiscard]] std::string evaluation_exceptions(const trace::Assignment& evaluation);

/// The rows of `list schedules`.
[[nodiscard]] std::vector<ScheduleForm> schedule_forms();

}  // namespace metronome::schedule
