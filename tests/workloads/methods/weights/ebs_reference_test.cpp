#include <gtest/gtest.h>

#include "tests/workloads/methods/weights/arrays.hpp"
#include "workloads/methods/weights/binary_planes/binary_planes.hpp"
#include "workloads/methods/weights/blended_grids/blended_grids.hpp"
#include "workloads/methods/weights/blended_grids/search_cost.hpp"

namespace metronome::weights {
namespace ebs_reference_test {

constexpr double kTolerance = 1e-12;

template <class Form>
void set_strengths(Form& form, const Reals& strengths) {
  for (const Trained<double>& trained : form.trained()) {
    if (trained.name == "strengths") {
      ASSERT_EQ(trained.values.size(), strengths.size());
      std::copy(strengths.begin(), strengths.end(), trained.values.begin());
    }
  }
}

template <class Form>
Reals gradient_of(Form& form, const std::string& name) {
  for (const Trained<double>& trained : form.trained()) {
    if (trained.name == name) {
      return {trained.gradient.begin(), trained.gradient.end()};
    }
  }
  throw std::runtime_error("nothing is trained of the name " + name);
}

struct Blend {
  explicit Blend(const SeedCase& c)
      : depth(c.shape("W").at(1)),
        x(c.reals("X")),
        weights({c.shape("W").at(0), depth}, spec(c), c.reals("W")),
        activations(spec(c), c.parameter<double>("alpha")) {
    set_strengths(weights, c.reals("r"));
    set_strengths(activations, c.reals("s"));
  }
  static BlendedSpec spec(const SeedCase& c) {
    BlendedSpec spec;
    spec.candidates = c.parameter<std::vector<int>>("bits");
    return spec;
  }

  std::size_t depth;
  Reals x;
  BlendedGrids<double> weights;
  BlendedActivations<double> activations;
};

TEST(ebs_reference, shares_grids_and_the_product_match) {
  for (const SeedCase& c : seeds_reference::cases_of("ebs", "agg")) {
    SCOPED_TRACE(c.name());
    Blend b(c);
    EXPECT_LE(deviation(b.weights.shares(), c.reals("p")), kTolerance);
    EXPECT_LE(deviation(b.activations.shares(), c.reals("q")), kTolerance);
    const std::size_t n = c.parameter<std::vector<int>>("bits").size();
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_LE(deviation(b.weights.candidate(i), item(c.reals("Wq"), n, i)), kTolerance);
      EXPECT_LE(deviation(b.activations.candidate(b.x, i), item(c.reals("Xq"), n, i)), kTolerance);
    }
    Reals w(c.reals("W").size());
    Reals x(b.x.size());
    b.weights.forward(0, w);
    b.activations.forward(b.x, x);
    EXPECT_LE(deviation(w, c.reals("What")), kTolerance);
    EXPECT_LE(deviation(x, c.reals("Xhat")), kTolerance);
    EXPECT_LE(deviation(product(x, w, b.depth), c.reals("Y")), kTolerance);
  }
}

TEST(ebs_reference, gradients_of_all_that_is_trained_match) {
  for (const SeedCase& c : seeds_reference::cases_of("ebs", "agg")) {
    SCOPED_TRACE(c.name());
    Blend b(c);
    Reals w(c.reals("W").size());
    Reals x(b.x.size());
    b.weights.forward(0, w);
    b.activations.forward(b.x, x);
    const Reals dy = c.reals("dY");  // [sample][output]
    const std::size_t outputs = c.shape("dY").at(1);
    const std::size_t samples = c.shape("dY").at(0);
    const Reals dw = product(transposed(dy, outputs), transposed(x, b.depth), samples);
    Reals dx = product(dy, transposed(w, b.depth), outputs);
    b.weights.clear_gradients();
    b.activations.clear_gradients();
    b.weights.add_gradients(0, dw);
    b.activations.backward(b.x, dx, dx);
    EXPECT_LE(deviation(gradient_of(b.weights, "weight"), c.reals("dW")), kTolerance);
    EXPECT_LE(deviation(gradient_of(b.weights, "strengths"), c.reals("dr")), kTolerance);
    EXPECT_LE(deviation(gradient_of(b.activations, "strengths"), c.reals("ds")), kTolerance);
    EXPECT_LE(deviation(gradient_of(b.activations, "alpha"), c.reals("dalpha")), kTolerance);
    EXPECT_LE(deviation(dx, c.reals("dX")), kTolerance);
  }
}

LayerRows shares_of_rows(const Reals& strengths, std::size_t layers) {
  LayerRows rows;
  for (std::size_t l = 0; l < layers; ++l) {
    rows.push_back(shares_of<double>(item(strengths, layers, l), {}));
  }
  return rows;
}

Reals flat(const LayerRows& rows) {
  Reals all;
  for (const Reals& row : rows) {
    all.insert(all.end(), row.begin(), row.end());
  }
  return all;
}

void expect_cost(const SeedCase& c, const CostTable& table) {
  const LayerRows p = shares_of_rows(c.reals("r"), table.layers());
  const LayerRows q = shares_of_rows(c.reals("s"), table.layers());
  const ExpectedCost expected = expected_cost(table, p, q);
  EXPECT_NEAR(expected.cost / c.real("E"), 1, kTolerance);
  EXPECT_LE(deviation(flat(expected.weight_gradients), c.reals("dr")), kTolerance);
  EXPECT_LE(deviation(flat(expected.activation_gradients), c.reals("ds")), kTolerance);
}

TEST(ebs_reference, expected_bit_operations_and_their_gradients_match) {
  for (const SeedCase& c : seeds_reference::cases_of("ebs", "cost")) {
    const auto bits = c.parameter<std::vector<int>>("bits");
    expect_cost(c, CostTable::bit_operations(c.reals("macs"), bits));
    const std::size_t layers = c.reals("macs").size();
    const LayerRows p = shares_of_rows(c.reals("r"), layers);
    for (std::size_t l = 0; l < layers; ++l) {
      double mean = 0;
      for (std::size_t i = 0; i < bits.size(); ++i) {
        mean += p[l][i] * bits[i];
      }
      EXPECT_NEAR(mean, c.reals("Ebw").at(l), kTolerance);
    }
  }
}

TEST(ebs_reference, expected_costs_of_a_table_and_their_gradients_match) {
  for (const SeedCase& c : seeds_reference::cases_of("ebs", "lut")) {
    const std::vector<std::size_t> shape = c.shape("table");
    ASSERT_EQ(shape.at(1), shape.at(2));
    expect_cost(c, CostTable({}, shape.at(0), shape.at(1), c.reals("table")));
  }
}

Integers words_of(const BitPlanes& planes) {
  Integers words;
  for (const std::uint32_t word : planes.words()) {
    words.push_back(std::bit_cast<std::int32_t>(word));
  }
  return words;
}

TEST(ebs_reference, binary_products_match) {
  for (const SeedCase& c : seeds_reference::cases_of("ebs", "bd")) {
    SCOPED_TRACE(c.name());
    const auto depth = c.parameter<std::size_t>("K");
    const int w_bits = c.parameter<int>("w_bits");
    const int a_bits = c.parameter<int>("a_bits");
    const BitPlanes u(c.integers("U"), depth, w_bits);
    const BitPlanes v(c.integers("V"), depth, a_bits);
    EXPECT_EQ(words_of(u), c.integers("U_planes"));
    EXPECT_EQ(words_of(v), c.integers("V_planes"));
    Integers counts;
    for (int m = 0; m < w_bits; ++m) {
      for (int k = 0; k < a_bits; ++k) {
        const auto of = plane_counts(u, m, v, k);
        counts.insert(counts.end(), of.begin(), of.end());
      }
    }
    EXPECT_EQ(counts, c.integers("counts"));
    EXPECT_EQ(converted_to<std::int32_t>(binary_product(u, v)), c.integers("Y"));
    EXPECT_EQ(converted_to<std::int32_t>(v.sums()), c.integers("colsum"));
    const ActivationGrid<double> grid(a_bits, c.parameter<double>("alpha"));
    EXPECT_LE(deviation(binary_reals(u, 1.0, v, grid), c.reals("real")), kTolerance);
  }
}

}  // namespace ebs_reference_test
}  // namespace metronome::weights
