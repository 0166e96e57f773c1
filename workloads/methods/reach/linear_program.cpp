#include "workloads/methods/reach/linear_program.hpp"

#include <algorithm>
#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <limits>
#include <vector>

#include "sim/base/error.hpp"

namespace metronome::reach {
namespace {

constexpr double kMostScale = 1e12;  // of t: beyond it v counts as 0
constexpr double kTolerance = 1e-10;
constexpr std::uint64_t kMostPivots = 20000;

/// A power of two near the largest magnitude of each row of [A, b], by which it is divided: exact.
Vector row_scales(const Matrix& a, const Vector& b) {
  Vector scales(a.rows());
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    const double most = std::max(a.row(i).cwiseAbs().maxCoeff(), std::abs(b[i]));
    scales[i] = most > 0 ? std::exp2(-std::floor(std::log2(most))) : 1;
  }
  return scales;
}

/// Columns u_1, ..., u_n, t of the homogeneous form.
void load(const Matrix& a, const Vector& b, const Vector& scales, ClpSimplex& model) {
  const int rows = static_cast<int>(a.rows());
  const int columns = static_cast<int>(a.cols()) + 1;
  std::vector<CoinBigIndex> starts{0};
  std::vector<int> index;
  std::vector<double> value;
  for (int j = 0; j < columns; ++j) {
    for (int i = 0; i < rows; ++i) {
      const double x = scales[i] * (j + 1 < columns ? a(i, j) : -b[i]);
      if (x != 0) {
        index.push_back(i);
        value.push_back(x);
      }
    }
    starts.push_back(static_cast<CoinBigIndex>(index.size()));
  }
  std::vector<double> low(columns, -1.0);
  std::vector<double> high(columns, 1.0);
  std::vector<double> objective(columns, 0.0);
  low.back() = 0;
  high.back() = kMostScale;
  objective.back() = -1;
  const std::vector<double> zero(rows, 0.0);
  model.loadProblem(columns, rows, starts.data(), index.data(), value.data(), low.data(),
                    high.data(), objective.data(), zero.data(), zero.data());
}

void charge(const ClpSimplex& model, ProgramCost& cost) {
  const auto rows = static_cast<std::uint64_t>(model.numberRows());
  const auto columns = static_cast<std::uint64_t>(model.numberColumns());
  const auto pivots = static_cast<std::uint64_t>(std::max(0, model.numberIterations()));
  cost.programs += 1;
  cost.pivots += pivots;
  cost.flops += pivots * rows * rows * columns;
  cost.words += 2 * pivots * rows * columns;
  cost.most_rows = std::max(cost.most_rows, rows);
  cost.most_columns = std::max(cost.most_columns, columns);
}

/// Multipliers and point from what the solver says, in the scale of v.
LeastScale read_solution(const ClpSimplex& model, const Matrix& a, const Vector& b,
                         const Vector& scales) {
  LeastScale result;
  result.point = Vector::Zero(a.cols());
  result.multipliers = Vector(a.rows());
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    result.multipliers[i] = model.getRowPrice()[i] * scales[i];
  }
  const double gain = b.dot(result.multipliers);
  const double weight = (a.transpose() * result.multipliers).lpNorm<1>();
  const double t = model.getColSolution()[a.cols()];
  if (t >= kMostScale / 2 || !(gain > 0)) {
    result.multipliers.setZero();
    return result;
  }
  if (t < 1 / kMostScale || !(weight > 1 / kMostScale * gain)) {
    result.value = std::numeric_limits<double>::infinity();
    return result;
  }
  result.multipliers /= weight;
  result.value = gain / weight;
  for (Eigen::Index j = 0; j < a.cols(); ++j) {
    result.point[j] = model.getColSolution()[j] / t;
  }
  return result;
}

}  // namespace

LeastScale least_scale(const Matrix& a, const Vector& b, ProgramCost& cost,
                       std::uint64_t most_flops) {
  METRONOME_ASSERT(a.rows() == b.size(), "a linear program has one right side for each row");
  if (a.rows() == 0 || (b.array() == 0).all()) {
    return {0, Vector::Zero(a.rows()), Vector::Zero(a.cols())};
  }
  const Vector scales = row_scales(a, b);
  ClpSimplex model;
  model.setLogLevel(0);
  model.scaling(0);
  model.setPerturbation(102);  // none: the same problem has the same answer
  load(a, b, scales, model);
  model.setPrimalTolerance(kTolerance);
  model.setDualTolerance(kTolerance);
  const auto rows = static_cast<std::uint64_t>(a.rows());
  const std::uint64_t pivot = rows * rows * (static_cast<std::uint64_t>(a.cols()) + 1);
  model.setMaximumIterations(static_cast<int>(std::min(kMostPivots, most_flops / pivot + 1)));
  model.primal();
  charge(model, cost);
  return read_solution(model, a, b, scales);
}

}  // namespace metronome::reach
