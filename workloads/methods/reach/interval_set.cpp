#include "workloads/methods/reach/interval_set.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace metronome::reach {
namespace {

constexpr double kSingle = 0x1.0p-24;  // unit roundoff of float

/// The same matrix with more rows or columns, zeros.
void grow(Matrix& m, Eigen::Index rows, Eigen::Index columns) {
  Matrix larger = Matrix::Zero(m.rows() + rows, m.cols() + columns);
  larger.topLeftCorner(m.rows(), m.cols()) = m;
  m = std::move(larger);
}

void grow(IntervalMatrix& m, Eigen::Index rows, Eigen::Index columns) {
  grow(m.middle, rows, columns);
  grow(m.radius, rows, columns);
}

void append(IntervalVector& v, double middle, double radius) {
  const Eigen::Index n = v.middle.size();
  v.middle.conservativeResize(n + 1);
  v.radius.conservativeResize(n + 1);
  v.middle[n] = middle;
  v.radius[n] = radius;
}

/// At least the rounding error of a result of one operation.
double operation_error(double result) { return std::abs(result) * 0x1.0p-52 + 1e-300; }

/// The value of a number's code.
float value_of(const quant::Grid<float>& grid, double x, double toward) {
  auto single = static_cast<float>(x);
  single = std::nextafter(single, static_cast<float>(toward));
  float value = 0;
  quant::quantize(&single, 1, grid, &value);
  return value;
}

/// How far an executed value may be from the grid that real arithmetic has: the division by the
/// scale, the sum with the zero point and the way back, each in float.
double grid_error(const quant::Grid<float>& grid) {
  const double scale = grid.scale;
  const double extent = std::abs(double{grid.zero_point}) + double{grid.top} * scale +
                        std::abs(double{grid.zero_code}) * scale + std::abs(double{grid.rest});
  return 16 * kSingle * extent + 1e-37;
}

}  // namespace

IntervalSet IntervalSet::of(const Box& box) {
  const Vector centre = box.centre();
  Vector reach(box.size());
  for (Eigen::Index i = 0; i < box.size(); ++i) {
    // Both distances are exact or rounded once; the larger one, rounded up, covers the box.
    const double most = std::max(box.high[i] - centre[i], centre[i] - box.low[i]);
    reach[i] = most > 0 ? above(most) : 0;
  }
  const Eigen::Index n = box.size();
  return {IntervalVector::exact(centre),
          IntervalMatrix::exact(Matrix(reach.asDiagonal())),
          IntervalMatrix::exact(Matrix(0, n)),
          IntervalVector::exact(Vector(0)),
          Vector::Zero(n),
          box.low,
          box.high};
}

double IntervalSet::low(Eigen::Index j) const {
  return std::max(floor[j],
                  below(below(centre.middle[j] - centre.radius[j]) - most_reach(generators, j)));
}

double IntervalSet::high(Eigen::Index j) const {
  return std::min(ceiling[j],
                  above(above(centre.middle[j] + centre.radius[j]) + most_reach(generators, j)));
}

double IntervalSet::most(Eigen::Index j) const {
  return above(std::max(std::abs(low(j)), std::abs(high(j))) + difference[j]);
}

void apply(const AffineStep& step, IntervalSet& set) {
  const Eigen::Index terms = step.weight.cols();
  Vector most(terms);
  for (Eigen::Index k = 0; k < terms; ++k) {
    most[k] = set.most(k) + step.input_step;
  }
  // The factor covers the rounding of these sums themselves.
  const double safe = 1 + static_cast<double>(terms + 32) * 0x1.0p-50;
  Vector difference = step.weight.cwiseAbs() * set.difference;
  if (step.roundoff > 0) {
    const Matrix offset = step.weight_offset.replicate(1, terms);
    const Vector magnitude = (step.weight.cwiseAbs() + offset) * most + step.bias.cwiseAbs();
    difference += step.roundoff * static_cast<double>(terms + 16) * magnitude;
    difference.array() += 1e-37;
  }
  set.difference = difference * safe;
  set.centre = affine(step.weight, set.centre, step.bias);
  set.generators = product(step.weight, set.generators);
  set.floor = Vector::Constant(set.size(), -std::numeric_limits<double>::infinity());
  set.ceiling = -set.floor;
}

void limit(IntervalSet& set, Eigen::Index j, double threshold, double sign) {
  if (sign > 0) {
    set.floor[j] = std::max(set.floor[j], threshold);
  } else {
    set.ceiling[j] = std::min(set.ceiling[j], threshold);
  }
}

void flatten(IntervalSet& set, Eigen::Index j, double value) {
  set.centre.middle[j] = value;
  set.centre.radius[j] = 0;
  set.generators.middle.row(j).setZero();
  set.generators.radius.row(j).setZero();
  set.floor[j] = value;
  set.ceiling[j] = value;
}

void constrain(IntervalSet& set, Eigen::Index j, double threshold, double sign) {
  const double offset = sign * (set.centre.middle[j] - threshold);
  const double radius = above(set.centre.radius[j] + operation_error(offset));
  // Any extent of at least (|G_j|_1 - sign (c_j - threshold)) / 2 leaves the same set.
  const double extent = above(above(most_reach(set.generators, j) - below(offset - radius)) / 2);
  const Eigen::Index row = set.constraints.rows();
  const Eigen::Index column = set.constraints.cols();
  grow(set.constraints, 1, 1);
  set.constraints.middle.row(row).head(column) = sign * set.generators.middle.row(j);
  set.constraints.radius.row(row).head(column) = set.generators.radius.row(j);
  set.constraints.middle(row, column) = extent;
  grow(set.generators, 0, 1);
  const double right = -offset - extent;
  append(set.right, right, above(radius + operation_error(right)));
}

double grid_low(const quant::Grid<float>& grid) { return grid.zero_point; }
double grid_high(const quant::Grid<float>& grid) {
  return double{grid.zero_point} + double{grid.top} * double{grid.scale};
}

void round(const RoundStep& step, IntervalSet& set) {
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  std::vector<Eigen::Index> noisy;
  for (Eigen::Index j = 0; j < set.size(); ++j) {
    const double least = below(set.low(j) - set.difference[j]);
    const double largest = above(set.high(j) + set.difference[j]);
    const float value = value_of(step.grid, least, -kInfinite);
    if (value == value_of(step.grid, largest, kInfinite)) {
      flatten(set, j, value);  // codes rise with what they are of
      set.difference[j] = 0;
    } else {
      noisy.push_back(j);
      set.difference[j] = above(set.difference[j] + grid_error(step.grid));
    }
  }
  const auto more = static_cast<Eigen::Index>(noisy.size());
  const Eigen::Index first = set.generators.cols();
  grow(set.generators, 0, more);
  grow(set.constraints, 0, more);
  for (Eigen::Index i = 0; i < more; ++i) {
    const Eigen::Index j = noisy[static_cast<std::size_t>(i)];
    const double half = double{step.grid.scale} / 2;
    set.generators.middle(j, first + i) = half;
    set.floor[j] = below(set.floor[j] - half);
    set.ceiling[j] = above(set.ceiling[j] + half);
  }
}

IntervalSystem meeting(const IntervalSet& set, const Box& box) {
  const Eigen::Index rows = set.constraints.rows();
  const Eigen::Index columns = set.constraints.cols();
  IntervalSystem system{set.constraints, set.right};
  grow(system.a, box.size(), box.size());
  for (Eigen::Index j = 0; j < box.size(); ++j) {
    const double least = below(box.low[j] - set.difference[j]);
    const double largest = above(box.high[j] + set.difference[j]);
    const double centre = (least + largest) / 2;
    const double half = above(std::max(largest - centre, centre - least));
    system.a.middle.row(rows + j).head(columns) = set.generators.middle.row(j);
    system.a.radius.row(rows + j).head(columns) = set.generators.radius.row(j);
    system.a.middle(rows + j, columns + j) = -half;
    const double right = centre - set.centre.middle[j];
    append(system.b, right, above(set.centre.radius[j] + operation_error(right)));
  }
  return system;
}

}  // namespace metronome::reach
