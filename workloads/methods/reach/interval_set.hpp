#pragma once

#include "workloads/methods/reach/chain.hpp"
#include "workloads/methods/reach/interval.hpp"

namespace metronome::reach {

/// Constrained zonotopes {c + G z : |z|_inf <= 1, A z = b} of every c, G, A and b of some
/// intervals, of which one is meant; and how far what is executed may be from its point, number by
/// number.
struct IntervalSet {
  IntervalVector centre;
  IntervalMatrix generators;
  IntervalMatrix constraints;
  IntervalVector right;
  Vector difference;
  /// Bounds of each number that are known beside its interval: of a piece that a hinge has left.
  /// Without them a number that is at least 0 by its constraints would be split at 0 once more.
  Vector floor;
  Vector ceiling;

  [[nodiscard]] static IntervalSet of(const Box& box);
  [[nodiscard]] Eigen::Index size() const { return centre.middle.size(); }
  /// At most and at least number j of any point, as exact arithmetic has it.
  [[nodiscard]] double low(Eigen::Index j) const;
  [[nodiscard]] double high(Eigen::Index j) const;
  /// The largest magnitude of number j as executed.
  [[nodiscard]] double most(Eigen::Index j) const;
};

/// The set behind an affine step.
void apply(const AffineStep& step, IntervalSet& set);

/// x_j >= threshold, or <= where sign < 0, is known of the whole set.
void limit(IntervalSet& set, Eigen::Index j, double threshold, double sign);

/// Number j is `value` on the whole set.
void flatten(IntervalSet& set, Eigen::Index j, double value);

/// Leaves the part of the set where sign (x_j - threshold) <= 0, sign = +-1: one row and one slack
/// more. Some points must lie on each side.
void constrain(IntervalSet& set, Eigen::Index j, double threshold, double sign);

/// Gives each number that is not within the grid's reach of one value a generator of half a step.
/// Numbers that leave the grid have been flattened to its ends.
void round(const RoundStep& step, IntervalSet& set);

/// The ends of a grid.
[[nodiscard]] double grid_low(const quant::Grid<float>& grid);
[[nodiscard]] double grid_high(const quant::Grid<float>& grid);

/// The system of the points of the set that lie in a box, widened by the set's differences: A z =
/// b.
struct IntervalSystem {
  IntervalMatrix a;
  IntervalVector b;
};
[[nodiscard]] IntervalSystem meeting(const IntervalSet& set, const Box& box);

}  // namespace metronome::reach
