#include "workloads/methods/weights/binary_planes/binary_planes.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/workloads/methods/weights/sample.hpp"

namespace metronome::weights {
namespace binary_planes_test {

TEST(binary_planes, products_are_exact_for_every_pair_of_widths_and_odd_reductions) {
  for (int m = 1; m <= 5; ++m) {
    for (int k = 1; k <= 5; ++k) {
      for (const std::size_t depth : {1u, 31u, 32u, 33u, 63u, 64u, 65u, 127u, 147u}) {
        const auto u = random_codes(3 * depth, m, depth);
        const auto v = random_codes(4 * depth, k, depth + 1);
        std::vector<std::int64_t> expected;
        for (std::size_t row = 0; row < 3; ++row) {
          for (std::size_t column = 0; column < 4; ++column) {
            std::int64_t sum = 0;
            for (std::size_t i = 0; i < depth; ++i) {
              sum += std::int64_t{u[row * depth + i]} * v[column * depth + i];
            }
            expected.push_back(sum);
          }
        }
        ASSERT_EQ(binary_product(BitPlanes(u, depth, m), BitPlanes(v, depth, k)), expected)
            << m << ' ' << k << ' ' << depth;
      }
    }
  }
}

TEST(binary_planes, corrections_give_the_real_product_of_both_grids) {
  const std::size_t depth = 45;
  const std::vector<double> weights = normal_values<double>(3 * depth, 1);
  const std::vector<double> inputs = normal_values<double>(5 * depth, 2, 1);
  for (const bool is_signed : {false, true}) {
    for (int w_bits = 1; w_bits <= 5; ++w_bits) {
      for (int a_bits = 1; a_bits <= 5; ++a_bits) {
        const BinaryPlanes<double> form({3, depth}, {w_bits, true}, weights);
        const ActivationGrid<double> grid(a_bits, 1.3, is_signed);
        std::vector<double> w(weights.size());
        form.forward(w_bits, w);
        std::vector<std::int32_t> codes;
        for (const double x : inputs) {
          codes.push_back(grid.code(x));
        }
        const auto reals =
            binary_reals(form.planes(w_bits), form.scale(), BitPlanes(codes, depth, a_bits), grid);
        for (std::size_t i = 0; i < reals.size(); ++i) {
          double expected = 0;
          for (std::size_t k = 0; k < depth; ++k) {
            expected += w[i / 5 * depth + k] * grid.value(inputs[i % 5 * depth + k]);
          }
          ASSERT_NEAR(reals[i], expected, 1e-11) << is_signed << ' ' << w_bits << ' ' << a_bits;
        }
      }
    }
  }
}

TEST(binary_planes, a_schedule_may_go_below_the_found_bits_and_not_above) {
  const BinaryPlanes<float> form({2, 8}, {3, false}, normal_values<float>(16, 1));
  for (const int bits : {1, 2, 3}) {
    EXPECT_NO_THROW(form.check(bits));
    EXPECT_EQ(form.stored(bits).streams.at(0).pieces, static_cast<std::uint64_t>(bits));
  }
  EXPECT_NE(error_of([&] { form.check(4); }).find("1 to 3"), std::string::npos);
  EXPECT_NE(error_of([&] { form.check(0); }), "");
  for (const int wrong : {0, -2, 9, 64}) {
    EXPECT_NE(error_of([&] {
                (void)BinaryPlanes<float>({2, 8}, {wrong, false}, std::vector<float>(16));
              }),
              "");
  }
}

TEST(binary_planes, the_grid_reaches_from_minus_one_to_one_with_one_bit_too) {
  const std::vector<double> weights{-2, -0.1, 0.1, 2};
  const BinaryPlanes<double> form({1, 4}, {2, false}, weights);
  std::vector<double> values(4);
  form.forward(1, values);
  EXPECT_EQ(values, (std::vector<double>{-1, -1, 1, 1}));
  form.forward(2, values);
  EXPECT_EQ(values[0], -1);
  EXPECT_NEAR(values[1], -1.0 / 3, 1e-12);
  EXPECT_NEAR(values[2], 1.0 / 3, 1e-12);
  EXPECT_EQ(values[3], 1);
}

TEST(activation_grid, codes_are_the_nearest_and_values_their_own_codes) {
  for (const bool is_signed : {false, true}) {
    for (int bits = 1; bits <= 8; ++bits) {
      const ActivationGrid<double> grid(bits, 0.7, is_signed);
      std::int32_t most = 0;
      for (double x = -1; x <= 1; x += 0.001) {
        const std::int32_t code = grid.code(x);
        most = std::max(most, code);
        ASSERT_GE(code, 0);
        ASSERT_LT(code, 1 << bits);
        ASSERT_EQ(grid.code(grid.value_of_code(code)), code);
        ASSERT_NEAR(grid.step() * code + grid.origin(), grid.value_of_code(code), 1e-12);
      }
      EXPECT_EQ(most, (1 << bits) - 1);
      EXPECT_NEAR(grid.value(10), 0.7, 1e-12);
      EXPECT_NEAR(grid.value(-10), is_signed ? -0.7 : 0, 1e-12);
    }
  }
}

TEST(activation_grid, negative_inputs_live_on_the_symmetric_grid_and_zero_stays_zero) {
  for (int bits = 2; bits <= 8; ++bits) {
    EXPECT_EQ(ActivationGrid<double>(bits, 2.0, true).value(0), 0) << bits;
    EXPECT_LT(ActivationGrid<double>(bits, 2.0, true).value(-1.9), -1) << bits;
    EXPECT_EQ(ActivationGrid<double>(bits, 2.0, false).value(-1.9), 0) << bits;
  }
}

TEST(activation_grid, errors_pass_inside_and_the_range_learns_outside) {
  const ActivationGrid<double> positive(3, 1.0);
  EXPECT_TRUE(positive.passes(0.5));
  for (const double x : {-0.5, 0.0, 1.0, 2.0}) {
    EXPECT_FALSE(positive.passes(x)) << x;
  }
  EXPECT_EQ(positive.alpha_slope(-3), 0);
  EXPECT_EQ(positive.alpha_slope(1), 1);
  const ActivationGrid<double> both(3, 1.0, true);
  EXPECT_TRUE(both.passes(-0.5));
  EXPECT_FALSE(both.passes(-1));
  EXPECT_EQ(both.alpha_slope(-3), -1);
  EXPECT_EQ(both.alpha_slope(0.9), 0);
}

TEST(activation_grid, ranges_and_widths_that_are_none_are_refused) {
  for (const double alpha : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_NE(error_of([&] { ActivationGrid<double>(4, alpha); }), "") << alpha;
  }
  for (const int bits : {0, -1, 17}) {
    EXPECT_NE(error_of([&] { ActivationGrid<double>(bits, 1.0); }), "") << bits;
  }
}

}  // namespace binary_planes_test
}  // namespace metronome::weights
