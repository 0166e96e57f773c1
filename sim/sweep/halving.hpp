#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// Successive halving [jamieson2016nonstochastic]: many candidates are trained shortly, the best of
/// them longer, and so on.
namespace metronome::sweep {

/// A round of trainings of equal length.
struct Rung {
  std::size_t trainings = 0;
  std::uint64_t iterations = 0;
  bool operator==(const Rung&) const = default;
};

/// So many rungs, from all candidates to the whole length: each has the `eta`-th part of the
/// trainings of the one before, rounded down and one at least, of `eta` times the iterations; the
/// last one has `iterations`. `eta` is at least 2, the first rung has an iteration at least.
[[nodiscard]] std::vector<Rung> rungs_of(std::size_t candidates, std::uint64_t iterations,
                                         std::uint64_t eta, std::size_t rungs);
/// Iterations of the shortest rung; 0 where they would be less than one.
[[nodiscard]] std::uint64_t shortest_rung(std::uint64_t iterations, std::uint64_t eta,
                                          std::size_t rungs);

/// A training of a rung: which of those that are trained, and the how many-th of it, from 0.
struct Slot {
  std::size_t entrant = 0;
  std::size_t repeat = 0;
  bool operator==(const Slot&) const = default;
};
/// So many trainings dealt out to some, one after the other; each has one at least.
[[nodiscard]] std::vector<Slot> slots_of(std::size_t entrants, std::size_t trainings);

/// The best `most` of some scores, best first; of equals the first. Those without one are last.
[[nodiscard]] std::vector<std::size_t> best_of(const std::vector<std::optional<double>>& scores,
                                               std::size_t most);

/// A point between two others: the value there is value(low) + share (value(high) - value(low)).
struct Mix {
  std::size_t low = 0, high = 0;
  double share = 0;  ///< 0 to 1

  [[nodiscard]] double of(const std::vector<double>& values) const {
    return values.at(low) + share * (values.at(high) - values.at(low));
  }
};

/// Joules and accuracy of what others are compared with.
struct Achieved {
  double joules = 0;
  double accuracy = 0;
};

/// What some schedules reach at any number of joules: those that none of the others beats in both,
/// linear in joules between neighbours; the cheapest one's below, the best one's above.
class ReferenceLine {
 public:
  /// UserError without any.
  explicit ReferenceLine(const std::vector<std::optional<Achieved>>& schedules);

  /// Indices are those of `schedules`.
  [[nodiscard]] Mix at(double joules) const;
  [[nodiscard]] double accuracy_at(double joules) const;
  /// In order of joules.
  [[nodiscard]] const std::vector<std::size_t>& on_line() const { return order_; }

 private:
  std::vector<double> joules_, accuracies_;  ///< of all; 0 of those that are not there
  std::vector<std::size_t> order_;
};

}  // namespace metronome::sweep
