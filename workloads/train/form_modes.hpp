#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "workloads/methods/weights/any_form.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::train {

/// The nested planes of a form that have modes; null: its passes are those of the schedule.
[[nodiscard]] const weights::NestedSpec* with_modes(const weights::FormSpec& form);

/// The assignments that a schedule can give, in the order of time.
[[nodiscard]] std::vector<trace::Assignment> assignments_of(const schedule::Schedule& schedule,
                                                            std::uint64_t iterations);

/// One way in which a trained network is evaluated.
struct EvaluationMode {
  std::string name;  ///< "low", "high"; empty where a training has only one
  trace::Assignment assignment;
  std::optional<int> norm{};  ///< whose batch norms (FormedNetwork)
};

/// What a training is tested at: at its end, on the way, and by whoever reads what it has left. Of
/// a schedule with number formats that the training drives it is the assignment of the last
/// iteration that was run, as the driver left it (null: none yet); of others what
/// Schedule::evaluation says beforehand.
[[nodiscard]] trace::Assignment tested_assignment(const schedule::Schedule& schedule,
                                                  std::uint64_t iterations,
                                                  const trace::Assignment* last);

/// The passes of an iteration of nested planes, the first as the schedule says; of other forms, and
/// of `scheduled`, that one alone. `frozen`: the second phase of two_phase.
struct FormPass {
  trace::Assignment assignment;
  std::optional<int> norm{};
  bool soft_labels = false;  ///< as weights::ModePass
};
[[nodiscard]] std::vector<FormPass> form_passes(const weights::FormSpec& form,
                                                const trace::Assignment& scheduled, bool frozen);

/// The same weights in FP32, "fp32".
[[nodiscard]] EvaluationMode real_mode();

/// The modes that can be asked for of a form whose schedule is evaluated at an assignment; the
/// first is the one whose accuracy a training reports. Of affine codes and number formats the last
/// is real_mode(), unless the first is in FP32 already.
[[nodiscard]] std::vector<EvaluationMode> evaluation_modes(const weights::FormSpec& form,
                                                           const trace::Assignment& evaluation);

/// Those of them whose rows a training leaves. FP32 is one where it says what the test's own
/// precision does: where there were number formats, or precision changed for good. Where a
/// training drove bits, its test is at bits that it may not have reached: those of its last
/// iteration (`last`; null: none yet) stand beside it, too.
[[nodiscard]] std::vector<EvaluationMode> reported_modes(const weights::FormSpec& form,
                                                         const schedule::Schedule& schedule,
                                                         std::uint64_t iterations,
                                                         const trace::Assignment* last);

/// Iterations of the first phase of two_phase; of other trainings all.
[[nodiscard]] std::uint64_t first_phase_iterations(const weights::FormSpec& form,
                                                   std::uint64_t iterations);

/// What a form says of the weights of a layer at the schedule's largest bits, for a program.
struct FormFacts {
  std::string layer;
  /// Bits of weights of a level that has facts of its own; absent: of all others.
  std::optional<int> level{};
  weights::StoredForm stored, kept;  ///< for a forward pass; from step to step
  std::vector<weights::FormWork> forward, training;
  bool operator==(const FormFacts&) const = default;
};

/// The bits for which a form has batch norms of their own; none: one for all.
[[nodiscard]] std::vector<int> modes_of(const weights::FormSpec& form);

/// UserError where a form cannot be trained under a schedule: it has not its widths, its modes are
/// not what the schedule gives, or it is trained by no loop there is yet.
void check_form_schedule(const weights::FormSpec& form, const schedule::Schedule& schedule,
                         std::uint64_t iterations);

}  // namespace metronome::train
