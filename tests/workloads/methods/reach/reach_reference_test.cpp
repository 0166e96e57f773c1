// Pieces, values, losses, gradients and training against the vectors of the public demonstration.
#include "tests/workloads/methods/reach/nets.hpp"

namespace metronome::reach {
namespace reach_reference_test {

using seeds_reference::Case;

constexpr double kValue = 1e-7;
constexpr double kGradient = 1e-6;

const std::vector<std::string> kNets{"net3", "net3s", "net10"};

Case of(const std::string& name) { return seeds_reference::case_of("reach", name); }

void expect_near(const Matrix& found, const Matrix& expected, double tolerance,
                 const std::string& what) {
  ASSERT_EQ(found.rows(), expected.rows()) << what;
  ASSERT_EQ(found.cols(), expected.cols()) << what;
  EXPECT_LE((found - expected).cwiseAbs().maxCoeff(), tolerance) << what;
}

void expect_network(const ReluNetwork& found, const ReluNetwork& expected, double tolerance) {
  for (std::size_t l = 0; l < expected.layers.size(); ++l) {
    expect_near(found.layers[l].weight, expected.layers[l].weight, tolerance, "weight");
    expect_near(found.layers[l].bias, expected.layers[l].bias, tolerance, "bias");
  }
}

/// The constraints of every pattern, built at once as the equations say.
double emptiness_of_pattern(const ReluNetwork& network, const Box& input, std::uint64_t pattern) {
  const Matrix g = network.layers[0].weight * Matrix(input.halfwidth().asDiagonal());
  const Vector c = network.layers[0].weight * input.centre() + network.layers[0].bias;
  const Eigen::Index n = c.size();
  Vector h(n);
  for (Eigen::Index j = 0; j < n; ++j) {
    h[j] = ((pattern >> (n - 1 - j)) & 1) != 0 ? -1 : 1;
  }
  const Matrix hg = h.asDiagonal() * g;
  const Vector hc = h.cwiseProduct(c);
  const Vector d = (hg.cwiseAbs().rowwise().sum() - hc) / 2;
  Matrix a(n, g.cols() + n);
  a << hg, Matrix(d.asDiagonal());
  ProgramCost cost;
  return least_scale(a, -hc - d, cost).value;
}

TEST(reach_reference, emptiness_values_of_all_patterns) {
  for (const std::string& name : kNets) {
    const Case net = of(name);
    const ReluNetwork network = network_of(net);
    const auto expected = net.reals("empty_v");
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const double found = emptiness_of_pattern(network, input_of(net), i + 1);
      ASSERT_NEAR(found, expected[i], kValue * std::max(1.0, expected[i])) << name << ' ' << i + 1;
    }
  }
}

TEST(reach_reference, pieces_of_splitting_are_those_of_the_authors_without_the_spurious_one) {
  for (const std::string& name : kNets) {
    const Case net = of(name);
    for (const Form form : {Form::published, Form::tight}) {
      ProgramCost cost;
      std::vector<std::int32_t> patterns;
      for (const Piece& piece : pieces_of(network_of(net), input_of(net), form, cost)) {
        patterns.push_back(static_cast<std::int32_t>(piece.pattern(0)));
      }
      EXPECT_EQ(patterns, net.integers("piece_pattern")) << name;
      for (const std::int32_t spurious : net.integers("spurious_pattern")) {
        EXPECT_EQ(std::count(patterns.begin(), patterns.end(), spurious), 0) << name;
      }
      EXPECT_EQ(patterns.size(), net.params().at("pieces").get<std::size_t>());
    }
  }
}

TEST(reach_reference, the_first_piece_number_by_number) {
  for (const std::string& name : kNets) {
    const Case net = of(name);
    ProgramCost cost;
    const Piece piece = pieces_of(network_of(net), input_of(net), Form::published, cost).front();
    expect_near(piece.set.centre, matrix_of(net, "p0_c"), 1e-12, "c");
    expect_near(piece.set.generators, matrix_of(net, "p0_G"), 1e-12, "G");
    expect_near(piece.set.constraints, matrix_of(net, "p0_A"), 1e-12, "A");
    expect_near(piece.set.right, matrix_of(net, "p0_b"), 1e-12, "b");
  }
}

void expect_collisions(const Case& net, Form form, const std::string& values) {
  ProgramCost cost;
  const auto expected = net.reals(values);
  const std::vector<Piece> pieces = pieces_of(network_of(net), input_of(net), form, cost);
  ASSERT_EQ(pieces.size(), expected.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    EXPECT_NEAR(collision(pieces[i], unsafe_of(net), cost).value, expected[i],
                kValue * std::max(1.0, expected[i]));
  }
}

TEST(reach_reference, collision_values_of_both_forms) {
  for (const std::string& name : kNets) {
    expect_collisions(of(name), Form::published, "coll_v");
    expect_collisions(of(name), Form::tight, "tight_v");
  }
}

void expect_loss(const Case& net, Form form, const std::string& prefix) {
  ProgramCost cost;
  const ConstraintLoss found =
      constraint_loss(network_of(net), input_of(net), unsafe_of(net), {form, 0}, cost);
  EXPECT_NEAR(found.loss, net.reals(prefix + "loss").at(0), kValue);
  if (form == Form::published) {
    EXPECT_EQ(found.colliding, net.params().at("colliding").get<std::size_t>());
  }
  for (std::size_t l = 0; l < 2; ++l) {
    const std::string layer = std::to_string(l + 1);
    expect_near(found.gradient.layers[l].weight, matrix_of(net, prefix + "dW" + layer), kGradient,
                prefix + "dW" + layer);
    expect_near(found.gradient.layers[l].bias, matrix_of(net, prefix + "db" + layer), kGradient,
                prefix + "db" + layer);
  }
}

TEST(reach_reference, loss_and_gradients_of_both_forms) {
  for (const std::string& name : kNets) {
    SCOPED_TRACE(name);
    expect_loss(of(name), Form::published, "");
    expect_loss(of(name), Form::tight, "tight_");
  }
}

/// Of the "train" case, from its weights with a suffix.
LayerSteps steps_from(const std::string& suffix, const ConstrainedProblem& problem) {
  return {network_of(of("train"), suffix), problem, of("train").params().at("lr").get<double>()};
}

/// The paper's function on the centres of a 32 x 32 grid.
ConstrainedProblem demonstration() {
  ConstrainedProblem problem;
  problem.input = cube(2, -1, 1);
  problem.unsafe = box_around(1.5, 1.5, 0.5, 0.5);
  problem.constraint = {Form::tight, of("train").params().at("eps").get<double>()};
  problem.x = grid_of(cube(2, -1 + 1.0 / 32, 1 - 1.0 / 32), 32);
  problem.y = Matrix(2, problem.x.cols());
  for (Eigen::Index i = 0; i < problem.x.cols(); ++i) {
    const double a = problem.x(0, i);
    const double b = problem.x(1, i);
    problem.y.col(i) << a * a + std::sin(b), b * b + std::sin(a);
  }
  return problem;
}

TEST(reach_reference, pretraining_gives_the_weights) {
  const Case train = of("train");
  const ConstrainedProblem problem = demonstration();
  LayerSteps steps = steps_from("_init", problem);
  for (int i = 0; i < train.params().at("pretrain").get<int>(); ++i) {
    steps->on_objective();
  }
  const ReluNetwork& network = steps->network();
  expect_network(network, network_of(train, "_pre"), 1e-8);
  EXPECT_NEAR(mean_square_fit(network, problem.x, problem.y).mean_square,
              train.params().at("mse_pretrained").get<double>(), 1e-8);
  ProgramCost cost;
  EXPECT_NEAR(
      constraint_loss(network, problem.input, problem.unsafe, {Form::tight, 0}, cost).least_v,
      train.params().at("min_v_pretrained").get<double>(), kValue);
  EXPECT_NEAR(
      constraint_loss(network, problem.input, problem.unsafe, {Form::published, 0}, cost).least_v,
      train.params().at("min_v_pretrained_authors_form").get<double>(), kValue);
}

TEST(reach_reference, alternating_steps_give_the_weights_and_end_clear_of_the_unsafe_box) {
  const Case train = of("train");
  const ConstrainedProblem problem = demonstration();
  LayerSteps steps = steps_from("_pre", problem);
  const ReluNetwork& network = steps->network();
  const Matrix grid = grid_of(cube(2, -1 + 1.0 / 400, 1 - 1.0 / 400), 400);
  EXPECT_EQ(count_inside(network.evaluate(grid), problem.unsafe),
            train.params().at("samples_in_box_pretrained").get<int>());
  const Matrix history = matrix_of(train, "hist");
  ProgramCost cost;
  for (int i = 0; i < train.params().at("alternating_steps").get<int>(); ++i) {
    const StepRecord record = steps->on_both(cost);
    if (i < 20) {
      EXPECT_NEAR(record.mean_square, history(i, 0), 1e-5) << i;
      EXPECT_NEAR(record.loss, history(i, 1), 1e-5) << i;
      EXPECT_NEAR(record.least_v, history(i, 2), 1e-5) << i;
      EXPECT_EQ(record.colliding, static_cast<std::size_t>(history(i, 3))) << i;
      EXPECT_EQ(record.pieces, static_cast<std::size_t>(history(i, 4))) << i;
    }
    if (i == 19) {
      expect_network(network, network_of(train, "_alt20"), 1e-5);
    }
  }
  const ConstraintLoss end =
      constraint_loss(network, problem.input, problem.unsafe, {Form::tight, 0}, cost);
  EXPECT_GT(end.least_v, 1);
  EXPECT_EQ(end.colliding, 0u);
  EXPECT_EQ(count_inside(network.evaluate(grid), problem.unsafe), 0);
  EXPECT_GT(cost.programs, 1000u);
  EXPECT_GT(cost.flops, cost.pivots);
}

TEST(reach_reference, the_authors_saved_networks_have_points_inside_the_unsafe_box) {
  for (const char* name : {"authors_1", "authors_2"}) {
    const Case net = of(name);
    const ReluNetwork network = network_of(net);
    ProgramCost cost;
    const ConstraintLoss found =
        constraint_loss(network, input_of(net), unsafe_of(net), {Form::published, 0}, cost);
    EXPECT_NEAR(found.least_v, net.params().at("min_v_published").get<double>(), 5e-5) << name;
    EXPECT_EQ(found.colliding, net.params().at("colliding").get<std::size_t>()) << name;
    EXPECT_EQ(count_inside(network.evaluate(grid_of(input_of(net), 400)), unsafe_of(net)),
              net.params().at("samples_inside_of_160000").get<int>())
        << name;
  }
}

TEST(reach_reference, least_v_of_the_trained_network_with_rounded_weights) {
  const Case train = of("train");
  const Matrix grid = grid_of(cube(2, -1 + 1.0 / 400, 1 - 1.0 / 400), 400);
  for (const auto& [bits, expected] : train.params().at("weights_rounded").items()) {
    if (!expected.is_array()) {
      continue;  // the note
    }
    ReluNetwork network = network_of(train, "_end");
    const double top = std::exp2(std::stod(bits) - 1) - 1;
    for (AffineLayer& layer : network.layers) {
      const double step = layer.weight.cwiseAbs().maxCoeff() / top;
      layer.weight =
          layer.weight.unaryExpr([&](double w) { return std::nearbyint(w / step) * step; });
    }
    ProgramCost cost;
    const Box unsafe = box_around(1.5, 1.5, 0.5, 0.5);
    const ConstraintLoss found =
        constraint_loss(network, cube(2, -1, 1), unsafe, {Form::tight, 0}, cost);
    EXPECT_NEAR(found.least_v, expected.at(0).get<double>(), 1e-5) << bits;
    EXPECT_EQ(count_inside(network.evaluate(grid), unsafe), expected.at(1).get<int>()) << bits;
  }
}

}  // namespace reach_reference_test
}  // namespace metronome::reach
