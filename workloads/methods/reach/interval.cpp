#include "workloads/methods/reach/interval.hpp"

#include <cmath>
#include <limits>

namespace metronome::reach {
namespace {

constexpr double kUnit = 0x1.0p-53;
/// More than what underflow loses in any sum here, and less than anything that matters.
constexpr double kTiny = 1e-280;

/// At least n u / (1 - n u) with n terms and some operations around them, and also at least the
/// relative error of a sum of so many magnitudes that is itself rounded.
double gamma(Eigen::Index terms) { return 4 * static_cast<double>(terms + 8) * kUnit; }

/// At least the exact value of a sum of nonnegative numbers of which `computed` is a rounded one.
double sum_above(double computed, Eigen::Index terms) {
  return computed * (1 + gamma(terms)) + kTiny;
}

}  // namespace

IntervalMatrix IntervalMatrix::exact(Matrix values) {
  Matrix zeros = Matrix::Zero(values.rows(), values.cols());
  return {std::move(values), std::move(zeros)};
}

IntervalVector IntervalVector::exact(Vector values) {
  Vector zeros = Vector::Zero(values.size());
  return {std::move(values), std::move(zeros)};
}

double above(double x) { return std::nextafter(x, std::numeric_limits<double>::infinity()); }
double below(double x) { return std::nextafter(x, -std::numeric_limits<double>::infinity()); }

IntervalMatrix product(const Matrix& weight, const IntervalMatrix& x) {
  const Eigen::Index terms = weight.cols();
  const Matrix magnitude = weight.cwiseAbs();
  IntervalMatrix result{weight * x.middle, Matrix()};
  result.radius = magnitude * (x.radius + gamma(terms) * x.middle.cwiseAbs());
  result.radius = result.radius.unaryExpr([&](double r) { return sum_above(r, terms + 2); });
  return result;
}

IntervalVector affine(const Matrix& weight, const IntervalVector& x, const Vector& bias) {
  const Eigen::Index terms = weight.cols() + 1;
  const Matrix magnitude = weight.cwiseAbs();
  IntervalVector result{weight * x.middle + bias, Vector()};
  result.radius =
      magnitude * (x.radius + gamma(terms) * x.middle.cwiseAbs()) + gamma(terms) * bias.cwiseAbs();
  result.radius = result.radius.unaryExpr([&](double r) { return sum_above(r, terms + 2); });
  return result;
}

double most_reach(const IntervalMatrix& x, Eigen::Index row) {
  const double sum = x.middle.row(row).cwiseAbs().sum() + x.radius.row(row).sum();
  return sum_above(sum, 2 * x.cols());
}

double least_scale_bound(const IntervalMatrix& a, const IntervalVector& b,
                         const Vector& multipliers) {
  const double most = multipliers.size() > 0 ? multipliers.cwiseAbs().maxCoeff() : 0;
  if (!(most > 0) || !std::isfinite(most)) {
    return 0;
  }
  const Vector m = multipliers / most;  // any vector serves
  const Vector magnitude = m.cwiseAbs();
  const Eigen::Index terms = m.size();
  const double slack = magnitude.dot(b.radius) + gamma(terms) * magnitude.dot(b.middle.cwiseAbs());
  const double gain = b.middle.dot(m) - sum_above(slack, terms + 2);
  const Vector sums = a.middle.transpose() * m;
  const Vector errors = a.radius.transpose() * magnitude +
                        gamma(terms) * (a.middle.cwiseAbs().transpose() * magnitude);
  const double weight =
      sum_above(sums.cwiseAbs().sum() + sum_above(errors.sum(), a.cols() + terms + 4),
                a.cols() + 4) +
      kTiny;
  const double bound = gain / weight * (1 - gamma(4));
  return bound > 0 ? bound : 0;  // NaN is no bound
}

}  // namespace metronome::reach
