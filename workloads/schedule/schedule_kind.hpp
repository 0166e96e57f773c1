#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/precision/phase.hpp"

namespace metronome::schedule {

/// One row of `list schedules`.
struct ScheduleForm {
  std::string form;  ///< an example that parses, or csv:FILE
  std::string doc;
};

/// What most kinds of schedule have in common; a kind derives from it and hides what differs.
struct KindDefaults {
  /// Whether the assignments depend on the training loss: then Driver has them, and at() and
  /// phases() are UserErrors.
  static constexpr bool kLossDriven = false;
  /// Whether it goes up and down again and again, so that no change of it is the one that counts.
  static constexpr bool kCycles = false;
  /// Whether its names are proposed to who misspells one.
  static constexpr bool kProposed = true;

  /// The iteration of what begins behind the end of a run.
  [[nodiscard]] static std::optional<std::uint64_t> begins_too_late(std::uint64_t /*iterations*/) {
    return {};
  }
  /// The same for a network whose layers that take formats are these, in order: a kind that tells
  /// layers apart by their places hides it.
  template <class Kind>
  [[nodiscard]] static Kind bound(const Kind& kind, const std::vector<std::string>& /*layers*/) {
    return kind;
  }
  bool operator==(const KindDefaults&) const = default;
};

/// A kind of precision schedule: a value, and all that is asked of it. What the functions give is
/// said at Schedule, whose list of kinds (schedule.hpp) has it.
template <class K>
concept ScheduleKind = std::derived_from<K, KindDefaults> && std::equality_comparable<K> &&
    requires(const K& kind, std::uint64_t iterations, const std::string& text) {
  { kind.at(iterations, iterations) } -> std::same_as<trace::Assignment>;
  { kind.phases(iterations) } -> std::same_as<std::vector<trace::Phase>>;
  { kind.evaluation(iterations) } -> std::same_as<trace::Assignment>;
  { kind.levels(iterations) } -> std::same_as<std::vector<trace::Assignment>>;
  { kind.largest_bits() } -> std::same_as<int>;
  { kind.begins_too_late(iterations) } -> std::same_as<std::optional<std::uint64_t>>;
  { kind.name() } -> std::same_as<std::string>;
  // What stands before the colon, the rows of `list schedules`, and how a text is read that
  // begins with one of the names: UserError, all complaints at once.
  { K::names() } -> std::same_as<std::vector<std::string>>;
  { K::forms() } -> std::same_as<std::vector<ScheduleForm>>;
  { K::parse(text) } -> std::same_as<K>;
};

/// The assignment at which accuracy is evaluated where weights and activations have at most the
/// bits of `largest`.
[[nodiscard]] trace::Assignment evaluated(const trace::Precision& largest);

/// UserError of at() and phases() of a schedule that the training drives.
[[noreturn]] void fail_loss_driven(const std::string& name);

/// The largest number of bits of a precision; 0 of number formats, whose bits are their own.
[[nodiscard]] int largest_bits(const trace::Precision& precision);

/// Of the precision that has most.
[[nodiscard]] int largest_bits_of(const std::vector<trace::Precision>& precisions);

/// The assignments of the phases, in order.
[[nodiscard]] std::vector<trace::Assignment> levels_of(const std::vector<trace::Phase>& phases);

/// Appends iterations `first` to `end` (exclusive) of one precision; the phase before may have it
/// as well and then becomes longer.
void append_phase(std::vector<trace::Phase>& phases, std::uint64_t first, std::uint64_t end,
                  const trace::Precision& precision);

}  // namespace metronome::schedule
