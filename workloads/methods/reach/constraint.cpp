#include "workloads/methods/reach/constraint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/base/error.hpp"

namespace metronome::reach {
namespace {

/// Derivatives of v with respect to a set.
struct SetGradient {
  Vector centre;
  Matrix generators;
  Matrix constraints;
  Vector right;
};

/// Of collision(): its matrix is [A 0; G -G_o], its right side [b; c_o - c]; dv/dM = -m z',
/// dv/d(right side) = m.
SetGradient set_gradient(const ConstrainedZonotope& set, const LeastScale& found) {
  const Eigen::Index rows = set.constraints.rows();
  const Eigen::Index outputs = set.centre.size();
  const Vector z = found.point.head(set.generators.cols());
  const Vector of_rows = found.multipliers.head(rows);
  const Vector of_outputs = found.multipliers.tail(outputs);
  return {-of_outputs, -of_outputs * z.transpose(), -of_rows * z.transpose(), of_rows};
}

/// Back through the ReLU of a record: from the set behind it to the one before it. A constrained
/// neuron with h = +-1 has the row [h G_j, d_j] and the right side -h c_j - d_j, where
/// d_j = (|G_j|_1 - h c_j) / 2.
SetGradient before_relu(const LayerRecord& record, const SetGradient& after) {
  const Eigen::Index columns = record.generators.cols();
  SetGradient before{after.centre, after.generators.leftCols(columns),
                     after.constraints.leftCols(columns), after.right};
  Eigen::Index kept = after.constraints.rows();
  for (Eigen::Index j = 0; j < record.centre.size(); ++j) {
    const NeuronState& state = record.neurons[static_cast<std::size_t>(j)];
    if (!state.active) {
      before.centre[j] = 0;
      before.generators.row(j).setZero();
    }
    if (state.row < 0) {
      continue;
    }
    kept = std::min(kept, state.row);
    const double h = state.active ? -1 : 1;
    const double of_right = after.right[state.row];
    const double of_extent = after.constraints(state.row, state.column) - of_right;
    const auto signs = record.generators.row(j).unaryExpr(
        [](double x) { return static_cast<double>((x > 0) - (x < 0)); });
    before.generators.row(j) +=
        h * after.constraints.row(state.row).head(columns) + of_extent / 2 * signs;
    before.centre[j] -= h * (of_right + of_extent / 2);
  }
  before.constraints.conservativeResize(kept, columns);
  before.right.conservativeResize(kept);
  return before;
}

/// Adds `factor` times the derivatives of v with respect to every weight and bias.
void add_gradient(const ReluNetwork& network, const Piece& piece, const LeastScale& found,
                  double factor, ReluNetwork& gradient) {
  SetGradient at = set_gradient(piece.set, found);
  for (std::size_t l = network.layers.size(); l-- > 0;) {
    const LayerRecord& record = piece.layers[l];
    if (!record.neurons.empty()) {
      at = before_relu(record, at);
    }
    gradient.layers[l].weight += factor * (at.centre * record.input_centre.transpose() +
                                           at.generators * record.input_generators.transpose());
    gradient.layers[l].bias += factor * at.centre;
    const Matrix back = network.layers[l].weight.transpose();
    at.centre = back * at.centre;
    at.generators = back * at.generators;
  }
}

}  // namespace

LeastScale collision(const Piece& piece, const Box& unsafe, ProgramCost& cost) {
  const ConstrainedZonotope& set = piece.set;
  const Eigen::Index rows = set.constraints.rows();
  const Eigen::Index columns = set.generators.cols();
  const Eigen::Index outputs = unsafe.size();
  Matrix a = Matrix::Zero(rows + outputs, columns + outputs);
  a.topLeftCorner(rows, columns) = set.constraints;
  a.bottomLeftCorner(outputs, columns) = set.generators;
  a.bottomRightCorner(outputs, outputs).diagonal() = -unsafe.halfwidth();
  Vector b(rows + outputs);
  b << set.right, unsafe.centre() - set.centre;
  return least_scale(a, b, cost);
}

ConstraintLoss constraint_loss(const ReluNetwork& network, const Box& input, const Box& unsafe,
                               const ConstraintOptions& options, ProgramCost& cost) {
  ConstraintLoss result;
  result.gradient = zeros_like(network);
  result.least_v = std::numeric_limits<double>::infinity();
  for (const Piece& piece : pieces_of(network, input, options.form, cost, options.limits)) {
    const LeastScale found = collision(piece, unsafe, cost);
    ++result.pieces;
    result.colliding += found.value <= 1 ? 1 : 0;
    result.least_v = std::min(result.least_v, found.value);
    const double lacks = 1 + options.margin - found.value;
    if (lacks >= 0) {
      result.loss += lacks * lacks;
      add_gradient(network, piece, found, -2 * lacks, result.gradient);
    }
  }
  return result;
}

void check_problem(const ReluNetwork& network, const ConstrainedProblem& problem) {
  check_network(network, problem.input);
  check_box(problem.unsafe, "unsafe");
  if (problem.unsafe.size() != network.outputs()) {
    throw UserError(fmt::format("the unsafe box has {} dimensions, the network {} outputs",
                                problem.unsafe.size(), network.outputs()));
  }
  if (problem.x.rows() != network.inputs() || problem.y.rows() != network.outputs() ||
      problem.x.cols() != problem.y.cols() || problem.x.cols() == 0) {
    throw UserError("the samples do not have the network's inputs and outputs");
  }
}

}  // namespace metronome::reach
