#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/base/enumeration.hpp"

namespace metronome::weights {

/// How the modes of one stored code are trained.
enum class NestedTraining {
  two_phase,        ///< the low mode; then, its planes frozen, what lies below them [park2020dual]
  joint_hard,       ///< both modes in every step, each with the labels [yu2021anyprecision]
  joint_recursive,  ///< both; the low mode learns what the high one answers [yu2021anyprecision]
  scheduled         ///< one mode, of the width that the precision schedule gives each iteration
};
constexpr auto enum_rows(NestedTraining) {
  using enum NestedTraining;
  return enum_list<NestedTraining>({{two_phase, "two_phase"},
                                    {joint_hard, "joint_hard"},
                                    {joint_recursive, "joint_recursive"},
                                    {scheduled, "scheduled"}});
}

/// One forward and backward pass of a training step; the gradients of all passes of a step add up,
/// and one update follows.
struct ModePass {
  int bits = 0;
  /// The probabilities of the pass before, as constants, are what is learned; otherwise the labels.
  bool soft_labels = false;
  bool operator==(const ModePass&) const = default;
};

/// UserError unless 1 <= low < high <= 16.
void check_modes(int low_bits, int high_bits);

/// The passes of a step, the widest mode first. UserError as check_modes. `frozen`: the second
/// phase of two_phase. Of `scheduled` the pass at the widest: the schedule's width takes its place.
[[nodiscard]] std::vector<ModePass> mode_passes(NestedTraining training, int low_bits,
                                                int high_bits, bool frozen);

/// The loss of answers against probabilities that are constants, a mean over the samples, and its
/// gradient:
///   loss = -sum p log softmax(z), gradient (softmax(z) - softmax(teacher)) / samples.
/// All are [sample][class]; the gradient is that of `logits`. Returns the loss.
template <class T>
double soft_label_loss(std::span<const T> logits, std::span<const T> teacher_logits,
                       std::size_t classes, std::span<T> gradient);

/// By how much the largest probability of an answer is above the second one; NaN where the answer
/// is no number.
template <class T>
[[nodiscard]] double margin_of(std::span<const T> logits);

/// Whether an image goes on to the high mode: the margin of its low answer is less than `margin`.
template <class T>
[[nodiscard]] bool is_uncertain(std::span<const T> logits, double margin);

/// low + share high: what an image costs on average where the uncertain `share` runs again.
[[nodiscard]] constexpr double cascade_cost(double low, double high, double share) {
  return low + share * high;
}

}  // namespace metronome::weights
