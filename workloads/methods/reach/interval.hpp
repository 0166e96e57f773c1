#pragma once

#include "workloads/methods/reach/dense.hpp"

namespace metronome::reach {

/// Numbers of which each lies within `radius` of `middle`. Every operation here rounds outward: its
/// result holds what exact arithmetic makes of any numbers of its operands [rump2010verification].
/// Rounding errors are bounded a priori (a sum of n products of doubles is off by at most
/// n u / (1 - n u) times the sum of their magnitudes, u = 2^-53 [higham2002accuracy]), so that no
/// rounding mode is needed.
struct IntervalMatrix {
  Matrix middle;
  Matrix radius;

  [[nodiscard]] static IntervalMatrix exact(Matrix values);
  [[nodiscard]] Eigen::Index rows() const { return middle.rows(); }
  [[nodiscard]] Eigen::Index cols() const { return middle.cols(); }
};
struct IntervalVector {
  Vector middle;
  Vector radius;

  [[nodiscard]] static IntervalVector exact(Vector values);
};

/// weight x, weight x + bias, with exact weight and bias.
[[nodiscard]] IntervalMatrix product(const Matrix& weight, const IntervalMatrix& x);
[[nodiscard]] IntervalVector affine(const Matrix& weight, const IntervalVector& x,
                                    const Vector& bias);

/// At least the exact sum |x_1| + ... + |x_n| of a row.
[[nodiscard]] double most_reach(const IntervalMatrix& x, Eigen::Index row);

/// At least, at most, the exact result; of finite operands.
[[nodiscard]] double above(double x);
[[nodiscard]] double below(double x);

/// A number that is at most the least scale v of A z = b (linear_program.hpp) for every A and b of
/// the intervals: b' m / |A' m|_1, rounded down. It holds for any multipliers m, so nothing that a
/// solver says is trusted. 0 where m tells nothing.
[[nodiscard]] double least_scale_bound(const IntervalMatrix& a, const IntervalVector& b,
                                       const Vector& multipliers);

}  // namespace metronome::reach
