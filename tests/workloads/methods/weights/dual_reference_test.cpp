#include <gtest/gtest.h>

#include "tests/workloads/methods/weights/arrays.hpp"
#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/form/tanh_grid.hpp"
#include "workloads/methods/weights/nested_planes/nested_code.hpp"
#include "workloads/methods/weights/nested_planes/nested_planes.hpp"
#include "workloads/methods/weights/nested_planes/plane_product.hpp"
#include "workloads/methods/weights/nested_planes/residual.hpp"

namespace metronome::weights {
namespace dual_reference_test {

constexpr double kTolerance = 1e-12;

struct Truncation {
  explicit Truncation(const SeedCase& c)
      : low(c.parameter<int>("L")),
        high(c.parameter<int>("H")),
        depth(c.shape("W").at(1)),
        rows(c.shape("W").at(0)),
        weights(c.reals("W")),
        codes(nested_codes<double>(weights, high)) {}

  [[nodiscard]] PlaneMajor planes() const { return PlaneMajor(codes, high); }

  int low, high;
  std::size_t depth, rows;
  Reals weights;
  std::vector<std::uint16_t> codes;
};

Integers input_codes(const SeedCase& c, int bits) {
  const ActivationGrid<double> grid(bits, 1.0);
  Integers codes;
  for (const double x : c.reals("X")) {
    codes.push_back(grid.code(x));
  }
  return codes;
}

TEST(dual_reference, codes_and_their_leading_bits_match) {
  for (const SeedCase& c : seeds_reference::cases_of("dual", "trunc")) {
    SCOPED_TRACE(c.name());
    const Truncation t(c);
    EXPECT_EQ(converted_to<std::int32_t>(t.codes), c.integers("uH"));
    EXPECT_EQ(converted_to<std::int32_t>(nested_codes<double>(t.weights, t.low)), c.integers("uL"));
    Integers leading;
    for (const std::uint16_t code : t.codes) {
      leading.push_back(leading_bits(code, t.high, t.low));
    }
    EXPECT_EQ(leading, c.integers("uL"));
  }
}

TEST(dual_reference, values_of_both_modes_match) {
  for (const SeedCase& c : seeds_reference::cases_of("dual", "trunc")) {
    SCOPED_TRACE(c.name());
    const Truncation t(c);
    const NestedPlanes<double> form({t.rows, t.depth}, {t.low, t.high}, t.weights);
    EXPECT_NEAR(form.scale(), c.real("E"), kTolerance);
    Reals values(t.weights.size());
    form.forward(t.low, values);
    EXPECT_LE(deviation(values, c.reals("wL")), kTolerance);
    form.forward(t.high, values);
    EXPECT_LE(deviation(values, c.reals("wH")), kTolerance);
  }
}

TEST(dual_reference, planes_match_word_by_word) {
  for (const SeedCase& c : seeds_reference::cases_of("dual", "trunc")) {
    SCOPED_TRACE(c.name());
    const Truncation t(c);
    const PlaneMajor planes = t.planes();
    Integers words;
    for (int p = 0; p < t.high; ++p) {
      for (const std::uint32_t word : planes.plane(p)) {
        words.push_back(std::bit_cast<std::int32_t>(word));
      }
    }
    EXPECT_EQ(words, c.integers("planes"));
    EXPECT_EQ(c.shape("planes"), (std::vector<std::size_t>{static_cast<std::size_t>(t.high),
                                                           planes.words_per_plane()}));
  }
}

void expect_products(const SeedCase& c, const Truncation& t, int bits, const char* codes,
                     const char* sums, const char* reals) {
  const Integers x = input_codes(c, bits);
  EXPECT_EQ(x, c.integers(codes));
  PlaneProduct product(t.rows, x, t.depth);
  product.refine(t.planes(), bits);
  EXPECT_EQ(converted_to<std::int32_t>(product.sums()), c.integers(sums));
  Reals values;
  const std::size_t columns = product.input_sums().size();
  for (std::size_t i = 0; i < product.sums().size(); ++i) {
    values.push_back(nested_real(product.sums()[i], product.input_sums()[i % columns], bits, bits,
                                 mean_magnitude<double>(t.weights)));
  }
  EXPECT_LE(deviation(values, c.reals(reals)), kTolerance);
}

TEST(dual_reference, products_of_both_modes_match) {
  for (const SeedCase& c : seeds_reference::cases_of("dual", "trunc")) {
    SCOPED_TRACE(c.name());
    const Truncation t(c);
    expect_products(c, t, t.low, "xL", "yL", "realL");
    expect_products(c, t, t.high, "xH", "yH", "realH");
  }
}

TEST(dual_reference, the_leading_planes_part_is_refined_to_the_whole_product) {
  for (const SeedCase& c : seeds_reference::cases_of("dual", "trunc")) {
    SCOPED_TRACE(c.name());
    const Truncation t(c);
    PlaneProduct product(t.rows, input_codes(c, t.high), t.depth);
    product.refine(t.planes(), t.low);
    Integers part;
    for (const std::int64_t sum : product.sums()) {
      part.push_back(static_cast<std::int32_t>(sum << (t.high - t.low)));
    }
    EXPECT_EQ(part, c.integers("y_msb_part"));
    product.refine(t.planes(), t.high);
    EXPECT_EQ(converted_to<std::int32_t>(product.sums()), c.integers("yH"));
  }
}

/// dL/dW^ of the loss 1/(2 N) sum (Y - T)^2, Y = W^ X^T; returns the loss.
double loss_gradient(const SeedCase& c, const Reals& weights, const Reals& x, Reals& gradient) {
  const std::size_t depth = c.shape("W").at(1);
  const auto samples = static_cast<double>(c.shape("X").at(0));
  Reals error = product(weights, x, depth);
  const Reals target = c.reals("T");
  double loss = 0;
  for (std::size_t i = 0; i < error.size(); ++i) {
    error[i] -= target[i];
    loss += error[i] * error[i];
    error[i] /= samples;
  }
  gradient = product(error, transposed(x, depth), c.shape("X").at(0));
  return loss / (2 * samples);
}

TEST(dual_reference, ten_steps_of_the_second_phase_match) {
  for (const SeedCase& c : seeds_reference::cases_of("dual", "phase2")) {
    const int low = c.parameter<int>("L");
    const int high = c.parameter<int>("H");
    const auto steps = c.parameter<std::size_t>("steps");
    const Reals weights = c.reals("W");
    NestedPlanes<double> form({c.shape("W").at(0), c.shape("W").at(1)},
                              {low, high, NestedTraining::two_phase}, weights);
    form.freeze();
    Reals x;
    for (const double value : c.reals("X")) {
      x.push_back(ActivationGrid<double>(high, 1.0).value(value));
    }
    Reals before(weights.size());
    form.forward(low, before);
    Reals velocity(weights.size());
    for (std::size_t step = 0; step < steps; ++step) {
      SCOPED_TRACE(step);
      const Trained<double> residual = form.trained().at(0);
      EXPECT_LE(deviation(residual.values, item(c.reals("rho"), steps + 1, step)), kTolerance);
      EXPECT_EQ(converted_to<std::int32_t>(form.codes()), item(c.integers("uH"), steps, step));
      Reals values(weights.size());
      form.forward(high, values);
      Reals gradient;
      EXPECT_NEAR(loss_gradient(c, values, x, gradient), c.reals("loss").at(step), kTolerance);
      form.clear_gradients();
      form.add_gradients(high, gradient);
      for (std::size_t i = 0; i < velocity.size(); ++i) {
        velocity[i] = c.parameter<double>("momentum") * velocity[i] + residual.gradient[i];
        residual.values[i] -= c.parameter<double>("lr") * velocity[i];
      }
    }
    EXPECT_LE(deviation(form.trained().at(0).values, item(c.reals("rho"), steps + 1, steps)),
              kTolerance);
    // The low mode is what it was, and its codes are the reference's.
    Reals after(weights.size());
    form.forward(low, after);
    EXPECT_EQ(before, after);
    Integers leading;
    for (const std::uint16_t code : form.codes()) {
      leading.push_back(leading_bits(code, high, low));
    }
    EXPECT_EQ(leading, c.integers("uL"));
  }
}

}  // namespace dual_reference_test
}  // namespace metronome::weights
