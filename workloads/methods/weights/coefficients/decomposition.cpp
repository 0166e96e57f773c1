#include "workloads/methods/weights/coefficients/decomposition.hpp"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/base/error.hpp"
#include "workloads/methods/weights/coefficients/power_of_two.hpp"

namespace metronome::weights {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr double kSmallestSingularValue = 1e-10;  // relative to the largest

/// X of least norm with A X nearest to B.
Matrix least_squares(const Matrix& a, const Matrix& b) {
  Eigen::JacobiSVD<Eigen::MatrixXd> svd(a, Eigen::ComputeThinU | Eigen::ComputeThinV);
  svd.setThreshold(kSmallestSingularValue);
  return svd.solve(Eigen::MatrixXd(b));
}

/// The factors that bring each column to the middle of its powers of two; nothing where one is
/// empty.
std::optional<std::vector<double>> column_scales(const Matrix& c) {
  std::vector<double> scales;
  for (Eigen::Index column = 0; column < c.cols(); ++column) {
    double sum = 0;
    int count = 0;
    for (Eigen::Index row = 0; row < c.rows(); ++row) {
      if (const double magnitude = std::abs(c(row, column)); magnitude > 0) {
        const double logarithm = std::log2(magnitude);
        sum += std::rint(logarithm) - logarithm;
        ++count;
      }
    }
    if (count == 0) {
      return std::nullopt;
    }
    scales.push_back(std::exp2(sum / count));
  }
  return scales;
}

Matrix rounded(const Matrix& c, const std::vector<double>& scales, double most) {
  Matrix out = c;
  for (Eigen::Index row = 0; row < c.rows(); ++row) {
    for (Eigen::Index column = 0; column < c.cols(); ++column) {
      const double magnitude = std::abs(c(row, column)) * scales[static_cast<std::size_t>(column)];
      out(row, column) =
          magnitude > 0
              ? std::copysign(std::min(nearest_power(magnitude, Tie::down), most), c(row, column))
              : 0;
    }
  }
  return out;
}

std::vector<double> values_of(const Matrix& m) { return {m.data(), m.data() + m.size()}; }

/// One decomposition at one threshold; nothing where it must start again at a lower one.
class Alternation {
 public:
  Alternation(const Matrix& weights, const DecompositionSpec& spec, double threshold,
              bool may_restart)
      : weights_(weights), spec_(spec), threshold_(threshold), may_restart_(may_restart) {}

  std::optional<BlockDecomposition> run() {
    Matrix c = weights_;
    Matrix before;
    for (int i = 0; i + 1 < spec_.iterations; ++i) {
      const std::optional<Matrix> q = round(c);
      if (!q) {
        return std::nullopt;
      }
      if (i > 0 && (*q - before).norm() <= spec_.tolerance) {
        break;
      }
      before = *q;
      const Matrix basis = least_squares(*q, weights_);
      record(*q, basis);
      c = solved_for_coefficients(basis);
    }
    const std::optional<Matrix> q = round(c);
    if (!q) {
      return std::nullopt;
    }
    const Matrix basis = least_squares(*q, weights_);
    result_.coefficients = values_of(*q);
    result_.basis = values_of(basis);
    result_.error = (weights_ - *q * basis).norm();
    return result_;
  }

 private:
  [[nodiscard]] std::optional<Matrix> round(const Matrix& c) const {
    const std::vector<double> ones(static_cast<std::size_t>(c.cols()), 1.0);
    if (!spec_.scaled) {
      return rounded(c, ones, spec_.most);
    }
    const auto scales = column_scales(c);
    if (!scales && may_restart_) {
      return std::nullopt;
    }
    return rounded(c, scales.value_or(ones), spec_.most);
  }

  [[nodiscard]] Matrix solved_for_coefficients(const Matrix& basis) const {
    Matrix c = least_squares(basis.transpose(), weights_.transpose()).transpose();
    for (double& value : std::span(c.data(), static_cast<std::size_t>(c.size()))) {
      value = std::abs(value) < threshold_ ? 0 : value;
    }
    return c;
  }

  void record(const Matrix& c, const Matrix& basis) {
    const std::span<const double> values(c.data(), static_cast<std::size_t>(c.size()));
    const auto zeros = std::count(values.begin(), values.end(), 0.0);
    result_.history.push_back({(weights_ - c * basis).norm(),
                               values.size() - static_cast<std::size_t>(zeros), values_of(c),
                               values_of(basis)});
  }

  const Matrix& weights_;
  const DecompositionSpec& spec_;
  double threshold_;
  bool may_restart_;
  BlockDecomposition result_;
};

void check(const DecompositionSpec& spec) {
  int exponent = 0;
  const bool power = spec.most > 0 && std::frexp(spec.most, &exponent) == 0.5;
  if (!(spec.threshold >= 0) || !std::isfinite(spec.threshold)) {
    throw UserError(fmt::format("coefficients have the threshold {}", spec.threshold),
                    "a finite number that is not negative");
  }
  if (!power) {
    throw UserError(fmt::format("the largest coefficient is {}", spec.most),
                    "a power of two above zero, such as 32");
  }
  if (spec.iterations < 2 || !(spec.decay > 0 && spec.decay < 1)) {
    throw UserError("a decomposition has no iterations or no decay",
                    "at least 2 iterations, a decay between 0 and 1");
  }
}

}  // namespace

BlockDecomposition decompose_block(std::span<const double> weights, std::size_t columns,
                                   const DecompositionSpec& spec) {
  check(spec);
  METRONOME_ASSERT(columns > 0 && !weights.empty() && weights.size() % columns == 0,
                   "a block has whole rows");
  if (!std::all_of(weights.begin(), weights.end(), [](double w) { return std::isfinite(w); })) {
    throw UserError("a weight is not a finite number, so that it has no coefficients",
                    "a smaller learning rate, or another start");
  }
  const auto rows = static_cast<Eigen::Index>(weights.size() / columns);
  const Matrix matrix =
      Eigen::Map<const Matrix>(weights.data(), rows, static_cast<Eigen::Index>(columns));
  // Of weights whose column is zero itself no threshold is low enough: then nothing is scaled.
  constexpr int kRestarts = 40;
  double threshold = spec.threshold;
  for (int restart = 0; restart <= kRestarts; ++restart, threshold *= spec.decay) {
    Alternation alternation(matrix, spec, threshold, restart < kRestarts);
    if (std::optional<BlockDecomposition> result = alternation.run()) {
      return std::move(*result);
    }
  }
  METRONOME_ASSERT(false, "the last decomposition does not start again");
  return {};
}

LayerDecomposition decompose(const BlockLayout& layout, std::span<const double> weights,
                             const DecompositionSpec& spec) {
  METRONOME_ASSERT(weights.size() == layout.shape().elements(), "a weight for each element");
  const std::size_t columns = layout.columns();
  LayerDecomposition layer;
  bool any = false;
  for (const Block& block : layout.blocks()) {
    std::vector<double> values(block.rows * columns);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::size_t at = layout.weight_at(block.first_row + i / columns, i % columns);
      values[i] = at == BlockLayout::npos ? 0 : weights[at];
    }
    const BlockDecomposition result = decompose_block(values, columns, spec);
    layer.coefficients.insert(layer.coefficients.end(), result.coefficients.begin(),
                              result.coefficients.end());
    layer.basis.insert(layer.basis.end(), result.basis.begin(), result.basis.end());
    layer.errors.push_back(result.error);
    any = any || std::any_of(result.coefficients.begin(), result.coefficients.end(),
                             [](double c) { return c != 0; });
  }
  if (!any) {
    throw UserError(fmt::format("a threshold of {} leaves no coefficient in a layer of {} weights",
                                spec.threshold, weights.size()),
                    "a lower threshold, or fewer rows pruned");
  }
  return layer;
}

std::vector<double> coefficients_on_basis(std::span<const double> weights,
                                          std::span<const double> basis, std::size_t columns) {
  METRONOME_ASSERT(
      columns > 0 && basis.size() == columns * columns && weights.size() % columns == 0,
      "a basis is square, and a block has whole rows");
  const auto n = static_cast<Eigen::Index>(columns);
  const Matrix b = Eigen::Map<const Matrix>(basis.data(), n, n);
  Eigen::FullPivLU<Eigen::MatrixXd> lu(b.transpose());
  lu.setThreshold(kSmallestSingularValue);
  if (!b.allFinite() || !lu.isInvertible()) {
    throw UserError("a basis has no inverse: there are weights that it cannot give",
                    "a basis of full rank, or a new decomposition of the weights");
  }
  const Matrix w = Eigen::Map<const Matrix>(weights.data(),
                                            static_cast<Eigen::Index>(weights.size() / columns), n);
  const Matrix c = lu.solve(Eigen::MatrixXd(w.transpose())).transpose();
  return values_of(c);
}

}  // namespace metronome::weights
