// Splitting against full enumeration, degenerate networks, gradients against finite differences.
#include <set>

#include "sim/base/error.hpp"
#include "tests/workloads/methods/reach/nets.hpp"

namespace metronome::reach {
namespace pieces_test {

/// The patterns that full enumeration keeps: every one at once, by the rule that pieces_of states.
std::set<std::uint64_t> enumerated(const AffineLayer& layer, const Box& input) {
  const Matrix g = layer.weight * Matrix(input.halfwidth().asDiagonal());
  const Vector c = layer.weight * input.centre() + layer.bias;
  const Eigen::Index n = c.size();
  std::set<std::uint64_t> kept;
  ProgramCost cost;
  for (std::uint64_t pattern = 0; pattern < (std::uint64_t{1} << n); ++pattern) {
    Vector h(n);
    for (Eigen::Index j = 0; j < n; ++j) {
      h[j] = ((pattern >> (n - 1 - j)) & 1) != 0 ? -1 : 1;
    }
    const Vector d = ((h.asDiagonal() * g).cwiseAbs().rowwise().sum() - h.cwiseProduct(c)) / 2;
    Matrix a(n, g.cols() + n);
    a << h.asDiagonal() * g, Matrix(d.asDiagonal());
    if ((d.array() >= 0).all() && least_scale(a, -h.cwiseProduct(c) - d, cost).value < 1 - 1e-9) {
      kept.insert(pattern);
    }
  }
  if (kept.size() > 1) {
    kept.erase(0);
  }
  return kept;
}

std::set<std::uint64_t> patterns(const std::vector<Piece>& pieces) {
  std::set<std::uint64_t> all;
  for (const Piece& piece : pieces) {
    EXPECT_TRUE(all.insert(piece.pattern(0)).second);
  }
  return all;
}

TEST(reach_pieces, splitting_equals_full_enumeration_on_random_networks) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto neurons = static_cast<Eigen::Index>(seed < 90 ? 1 + seed % 7 : 10);
    const ReluNetwork network = random_network({2, neurons, 2}, seed);
    ProgramCost cost;
    const auto split = patterns(pieces_of(network, cube(2, -1, 1), Form::published, cost));
    EXPECT_EQ(split, enumerated(network.layers[0], cube(2, -1, 1))) << seed;
    EXPECT_LT(cost.programs, 4u * (split.size() + 1) * static_cast<std::uint64_t>(neurons));
  }
}

TEST(reach_pieces, both_forms_keep_the_same_pieces) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const ReluNetwork network = random_network({2, 6, 2}, seed);
    ProgramCost cost;
    EXPECT_EQ(patterns(pieces_of(network, cube(2, -1, 1), Form::published, cost)),
              patterns(pieces_of(network, cube(2, -1, 1), Form::tight, cost)))
        << seed;
  }
}

TEST(reach_pieces, an_all_inactive_network_has_the_point_of_its_biases) {
  ReluNetwork network = random_network({2, 5, 2}, 1);
  network.layers[0].bias.setConstant(-100);
  for (const Form form : {Form::published, Form::tight}) {
    ProgramCost cost;
    const std::vector<Piece> pieces = pieces_of(network, cube(2, -1, 1), form, cost);
    ASSERT_EQ(pieces.size(), 1u);
    EXPECT_EQ(pieces[0].pattern(0), 0u);
    EXPECT_EQ(pieces[0].set.centre, network.layers[1].bias);
    EXPECT_TRUE(pieces[0].set.generators.isZero(0));
  }
}

/// Each point of a grid, at its place in the set of its pattern: every output belongs to a piece.
TEST(reach_pieces, pieces_of_two_hidden_layers_hold_every_output) {
  const ReluNetwork network = random_network({2, 4, 4, 2}, 7);
  ProgramCost cost;
  const std::vector<Piece> pieces = pieces_of(network, cube(2, -1, 1), Form::tight, cost);
  const Matrix outputs = network.evaluate(grid_of(cube(2, -1, 1), 15));
  for (const auto& output : outputs.colwise()) {
    double least = 1e9;
    for (const Piece& piece : pieces) {
      least = std::min(least, collision(piece, {output, output}, cost).value);
    }
    EXPECT_LE(least, 1 + 1e-9);
  }
}

/// A change of sign of a difference in v moves the loss by a kink: such entries are few.
TEST(reach_pieces, gradients_are_finite_differences) {
  std::size_t checked = 0;
  std::size_t kinks = 0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const std::vector<Eigen::Index> sizes =
        seed % 3 == 0 ? std::vector<Eigen::Index>{2, 3, 3, 2} : std::vector<Eigen::Index>{2, 5, 2};
    ReluNetwork network = random_network(sizes, seed);
    const ConstraintOptions options{seed % 2 == 0 ? Form::tight : Form::published, 0.02};
    const Box unsafe = box_around(0.3, 0.2, 0.3, 0.2);
    ProgramCost cost;
    const auto loss = [&] {
      return constraint_loss(network, cube(2, -1, 1), unsafe, options, cost);
    };
    const ConstraintLoss at = loss();
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
      Matrix& weight = network.layers[l].weight;
      for (Eigen::Index i = 0; i < weight.size(); ++i) {
        constexpr double kStep = 1e-6;
        const double kept = weight.data()[i];
        weight.data()[i] = kept + kStep;
        const double up = loss().loss;
        weight.data()[i] = kept - kStep;
        const double down = loss().loss;
        weight.data()[i] = kept;
        const double numeric = (up - down) / (2 * kStep);
        const double found = at.gradient.layers[l].weight.data()[i];
        ++checked;
        kinks += std::abs(numeric - found) > 1e-4 * (1 + std::abs(found)) ? 1 : 0;
      }
    }
  }
  EXPECT_GT(checked, 200u);
  EXPECT_LT(kinks, checked / 50) << "of " << checked;
}

TEST(reach_pieces, a_step_that_takes_too_much_is_refused) {
  const ReluNetwork network = random_network({2, 8, 6, 2}, 1);
  ProgramCost cost;
  const auto pieces = pieces_of(network, cube(2, -1, 1), Form::tight, cost);
  const std::uint64_t programs = cost.programs;
  EXPECT_EQ(pieces_of(network, cube(2, -1, 1), Form::tight, cost, {.programs = programs}).size(),
            pieces.size())
      << "what was solved before does not count";
  const auto refused = [&](const PieceLimits& limits, const std::string& what) {
    try {
      (void)pieces_of(network, cube(2, -1, 1), Form::tight, cost, limits);
      ADD_FAILURE() << what;
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find(what), std::string::npos) << error.what();
    }
  };
  refused({.programs = programs - 1}, std::to_string(programs - 1) + " linear programs");
  refused({.numbers = 1000}, "1000 numbers in pieces");
}

TEST(reach_pieces, a_step_lowers_the_constraint_loss) {
  const ConstrainedProblem problem{Matrix::Zero(2, 1),
                                   Matrix::Zero(2, 1),
                                   cube(2, -1, 1),
                                   box_around(0.2, 0.2, 0.2, 0.2),
                                   {Form::tight, 0.05}};
  LayerSteps steps(random_network({2, 6, 2}, 3), problem, 0.02);
  ProgramCost cost;
  const double before = steps->on_constraint(cost).loss;
  double after = before;
  for (int i = 0; i < 40; ++i) {
    after = steps->on_constraint(cost).loss;
  }
  EXPECT_GT(before, 0);
  EXPECT_LT(after, before / 2);
}

TEST(reach_pieces, a_convolution_is_the_matrix_of_its_connections) {
  const nn::ConvolutionShape shape{2, 3, 3, 2, {2}, {1}, {}};
  const Connections table = connections_of(shape);
  EXPECT_EQ(table.rows(), 2 * 2 * 2);
  EXPECT_EQ(table.cols(), 2 * 3 * 3);
  EXPECT_EQ(table(0, 0), 1);      // channel 0, tap (0, 0)
  EXPECT_EQ(table(0, 4), 4);      // tap (1, 1)
  EXPECT_EQ(table(0, 2), 0);      // beyond the kernel
  EXPECT_EQ(table(3, 9 + 8), 8);  // second input channel, last tap, last output
  EXPECT_EQ(table(4, 0), 9);      // second output channel
  const Matrix spread = spread_weights(table, Vector::LinSpaced(16, 1, 16));
  EXPECT_EQ(spread.cast<int>(), table);
  const Connections linear = connections_of({3, 1, 1, 2, {1}, {1}, {}});
  EXPECT_EQ(linear, (Connections(2, 3) << 1, 2, 3, 4, 5, 6).finished());
}

TEST(reach_pieces, boxes_and_networks_that_cannot_be_are_refused) {
  const ReluNetwork network = random_network({2, 3, 2}, 1);
  ProgramCost cost;
  const auto refused = [&](const Box& box, const std::string& what) {
    try {
      (void)pieces_of(network, box, Form::tight, cost);
      ADD_FAILURE() << what;
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find(what), std::string::npos) << error.what();
    }
  };
  refused(cube(2, 1, -1), "the input box is empty");
  refused(cube(2, 0, std::numeric_limits<double>::infinity()), "the input box is unbounded");
  refused(cube(2, std::nan(""), 1), "the input box is unbounded");
  refused(cube(3, -1, 1), "layer 1 takes 2 inputs");
  refused(cube(0, -1, 1), "the input box has no dimension");
  ConstrainedProblem problem{
      Matrix::Zero(2, 4), Matrix::Zero(2, 4), cube(2, -1, 1), cube(3, 0, 1), {}};
  EXPECT_THROW(check_problem(network, problem), UserError);
  problem.unsafe = cube(2, 0, 1);
  EXPECT_NO_THROW(check_problem(network, problem));
  problem.y = Matrix::Zero(1, 4);
  EXPECT_THROW(check_problem(network, problem), UserError);
}

}  // namespace pieces_test
}  // namespace metronome::reach
