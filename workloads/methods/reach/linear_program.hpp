#pragma once

#include <cstdint>
#include <limits>

#include "workloads/methods/reach/dense.hpp"

namespace metronome::reach {

/// What linear programs have cost the host. A pivot of the dense simplex method updates a basis of
/// `rows` rows against `columns` columns and is charged rows^2 columns operations, and 2 rows
/// columns words: the tableau is read and written.
struct ProgramCost {
  std::uint64_t programs = 0;
  std::uint64_t pivots = 0;
  std::uint64_t flops = 0;
  std::uint64_t words = 0;
  std::uint64_t most_rows = 0;
  std::uint64_t most_columns = 0;
  bool operator==(const ProgramCost&) const = default;
};

/// The least v for which some z with |z|_inf <= v solves A z = b, as a solver claims it.
/// The set {z : A z = b, |z|_inf <= 1} is empty exactly where v > 1.
struct LeastScale {
  /// Infinite where b is no combination of the columns of A.
  double value = 0;
  /// dv/db of one optimal basis: value = b' multipliers, |A' multipliers|_1 = 1 (of an infinite
  /// value the latter is near 0 instead). Any vector gives a bound, v >= b' m / |A' m|_1.
  Vector multipliers;
  /// z, with |z|_inf = value; dv/dA = -multipliers z'. Zero where the value is infinite.
  Vector point;
};

/// Solves it with the primal simplex method of COIN-OR CLP [forrest2020clp], in the homogeneous
/// form
///   max t  such that  A u = t b, |u|_inf <= 1, t >= 0;   v = 1 / t, z = u / t,
/// which has a feasible start (u = 0, t = 0), bounded variables and as many rows as A.
/// What it says is not trusted where a set is called empty: see interval.hpp.
/// `most_flops`: the solver gives up with the pivot that passes it, and its answer is not optimal.
[[nodiscard]] LeastScale least_scale(
    const Matrix& a, const Vector& b, ProgramCost& cost,
    std::uint64_t most_flops = std::numeric_limits<std::uint64_t>::max());

}  // namespace metronome::reach
