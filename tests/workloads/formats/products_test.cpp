// Sums of products and the Hadamard transform.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "tests/workloads/formats/sample.hpp"
#include "workloads/formats/quantized_linear.hpp"

namespace metronome::formats {
namespace products_test {

/// Exactly enough: products of these formats fit a long double, and sums lose 2^-64 each.
long double sum_of(const ScaledIntegers& a, const ScaledIntegers& b, std::size_t row_a,
                   std::size_t row_b, long double* magnitudes) {
  long double sum = 0;
  const std::size_t n = a.grid.columns();
  for (std::size_t k = 0; k < n; ++k) {
    const long double term = static_cast<long double>(a.value(row_a * n + k)) *
                             static_cast<long double>(b.value(row_b * n + k));
    sum += term;
    *magnitudes += std::abs(term);
  }
  return sum;
}

/// The same sum in FP32, element by element, backwards.
float backwards(const ScaledIntegers& a, const ScaledIntegers& b, std::size_t row_a,
                std::size_t row_b) {
  float sum = 0;
  const std::size_t n = a.grid.columns();
  for (std::size_t k = n; k-- > 0;) {
    sum += static_cast<float>(a.value(row_a * n + k) * b.value(row_b * n + k));
  }
  return sum;
}

TEST(formats_products, in_any_order_lie_within_the_bound_of_fp32_sums) {
  const std::size_t n = 150;
  const Matrix x = normal(6, n, 1);
  const Matrix w = normal(5, n, 2);
  for (const NamedFormat& named : named_formats()) {
    SCOPED_TRACE(named.name);
    const ScaledIntegers a = quantized(named.format, x);
    const ScaledIntegers b = quantized(named.format, w);
    const Matrix y = product(a, b);
    for (std::size_t i = 0; i < y.rows; ++i) {
      for (std::size_t j = 0; j < y.columns; ++j) {
        long double magnitudes = 0;
        const long double sum = sum_of(a, b, i, j, &magnitudes);
        const auto bound = static_cast<double>(static_cast<long double>(n) * 0x1p-24L * magnitudes);
        EXPECT_NEAR(y.at(i, j), static_cast<double>(sum), bound);
        EXPECT_NEAR(backwards(a, b, i, j), static_cast<double>(sum), bound);
      }
    }
  }
}

ScaledIntegers of(const std::vector<float>& row, Element element, std::size_t block) {
  return quantized(Mx{element, {1, block}}, Matrix(1, row.size(), row));
}

/// The largest of E5M2 keeps the scale of a block at 1.
constexpr float kLargest = 57344;

TEST(formats_products, block_sums_of_e5m2_that_need_more_than_53_bits_are_exact) {
  const float tiny = std::ldexp(1.0F, -16);
  const ScaledIntegers a = of({kLargest, tiny, kLargest}, Element::e5m2, 32);
  const ScaledIntegers b = of({kLargest, tiny, -kLargest}, Element::e5m2, 32);
  EXPECT_EQ(dot(a, 0, b, 0), std::ldexp(1.0F, -32));
}

TEST(formats_products, block_sums_are_rounded_once) {
  // 2^24 + 1 + 2^-30: above the tie by what a double does not hold.
  const ScaledIntegers a =
      of({kLargest, std::ldexp(1.0F, 12), 1, std::ldexp(1.0F, -15)}, Element::e5m2, 32);
  const ScaledIntegers b =
      of({0, std::ldexp(1.0F, 12), 1, std::ldexp(1.0F, -15)}, Element::e5m2, 32);
  EXPECT_EQ(dot(a, 0, b, 0), 16777218.0F);
  const ScaledIntegers tie = of({0, std::ldexp(1.0F, 12), 1, 0}, Element::e5m2, 32);
  EXPECT_EQ(dot(a, 0, tie, 0), 16777216.0F);
}

TEST(formats_products, blocks_are_added_in_order_in_fp32) {
  const float big = std::ldexp(1.0F, 12);
  const ScaledIntegers a = of({big, 1, 1}, Element::e2m1, 1);
  const ScaledIntegers b = of({big, 1, 1}, Element::e2m1, 1);
  EXPECT_EQ(dot(a, 0, b, 0), 16777216.0F);  // each 1 is lost at a tie
  const ScaledIntegers c = of({1, 1, big}, Element::e2m1, 1);
  EXPECT_EQ(dot(c, 0, c, 0), 16777218.0F);
}

TEST(formats_products, block_sums_round_to_subnormal_numbers_and_zero) {
  const auto square = [](float x, float y) {
    const ScaledIntegers a = quantized(Fp32{}, Matrix(1, 1, {x}));
    const ScaledIntegers b = quantized(Fp32{}, Matrix(1, 1, {y}));
    return dot(a, 0, b, 0);
  };
  const float unit = std::numeric_limits<float>::denorm_min();
  EXPECT_EQ(square(std::ldexp(1.0F, -75), std::ldexp(1.5F, -75)), unit);      // 0.75 units
  EXPECT_EQ(square(std::ldexp(1.0F, -75), std::ldexp(1.0F, -75)), 0);         // a tie
  EXPECT_EQ(square(std::ldexp(1.5F, -75), std::ldexp(1.0F, -74)), 2 * unit);  // 1.5: a tie
  EXPECT_EQ(square(unit, unit), 0);
  EXPECT_EQ(square(-3.0F, 7.0F), -21);
}

TEST(formats_products, operands_of_unlike_blocks_are_summed_where_both_have_one_scale) {
  const Matrix x = normal(3, 70, 5);
  const Matrix w = normal(4, 70, 6);
  const ScaledIntegers a = quantized(Mx{Element::e4m3}, x);
  const ScaledIntegers b = quantized(hbfp_weights(8), w);
  long double magnitudes = 0;
  const long double sum = sum_of(a, b, 2, 3, &magnitudes);
  EXPECT_NEAR(product(a, b).at(2, 3), static_cast<double>(sum),
              static_cast<double>(6 * 0x1p-24L * magnitudes));
}

TEST(formats_products, a_nan_block_makes_its_rows_of_a_product_nan) {
  Matrix x = normal(3, 64, 7);
  x.at(1, 40) = NAN;
  const Matrix y = product(quantized(Mx{}, x), quantized(Mx{}, normal(2, 64, 8)));
  for (std::size_t i = 0; i < y.rows; ++i) {
    EXPECT_EQ(std::isnan(y.at(i, 0)), i == 1);
  }
}

TEST(formats_products, without_clipping_are_multiplied_by_sixteen_ninths) {
  Mx format{Element::e2m1};
  format.factor = 0.75;
  const Matrix x(1, 1, {4});
  const ScaledIntegers q = quantized(format, x);
  EXPECT_EQ(q.integers.at(0), 6);  // 3, doubled
  EXPECT_EQ(dot(q, 0, q, 0), 16);
}

TEST(formats_products, of_fp32_are_those_of_a_plain_loop) {
  const Matrix x = normal(3, 20, 9);
  const Matrix w = normal(2, 20, 10);
  const Matrix y = QuantizedLinear({}).forward(x, w);
  for (std::size_t i = 0; i < y.rows; ++i) {
    for (std::size_t j = 0; j < y.columns; ++j) {
      float sum = 0;
      for (std::size_t k = 0; k < x.columns; ++k) {
        const float term = x.at(i, k) * w.at(j, k);
        sum += term;
      }
      EXPECT_EQ(y.at(i, j), sum);
    }
  }
}

TEST(formats_products, each_quantizes_its_operands_along_its_own_reduction) {
  // A row and a column of X with a large number: it spoils blocks along the reduction only.
  Matrix x = normal(64, 64, 11);
  x.at(5, 9) = 1e6F;
  const Matrix dy = normal(64, 32, 12);
  const Matrix w = normal(32, 64, 13);
  const QuantizedLinear linear(mxfp8_operands());
  const Mx format;
  EXPECT_EQ(linear.forward(x, w).values,
            product(quantized(format, x), quantized(format, w)).values);
  EXPECT_EQ(linear.input_gradient(dy, w).values,
            product(quantized(format, dy), quantized(format, transposed(w))).values);
  EXPECT_EQ(linear.weight_gradient(dy, x).values,
            product(quantized(format, transposed(dy)), quantized(format, transposed(x))).values);
  const Matrix copy = transposed(quantized(format, x).values());
  EXPECT_NE(linear.weight_gradient(dy, x).values,
            product(quantized(format, transposed(dy)), quantized(format, copy)).values);
}

TEST(formats_hadamard, of_both_operands_leaves_the_product) {
  const Matrix a = normal(5, 200, 14);  // ragged for each of the tiles
  const Matrix b = normal(4, 200, 15);
  const Matrix expected = product(quantized(Fp32{}, a), quantized(Fp32{}, b));
  for (const HadamardTransform& transform :
       {HadamardTransform::fixed(), HadamardTransform::drawn(32, RandomStream(1, "rht")),
        HadamardTransform::drawn(128, RandomStream(2, "rht"))}) {
    const Matrix found =
        product(quantized(Fp32{}, transform.apply(a)), quantized(Fp32{}, transform.apply(b)));
    const float largest = range_of(expected).largest;
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
      EXPECT_NEAR(found.values[i], expected.values[i], 1e-6 * largest);
    }
  }
}

TEST(formats_hadamard, one_number_becomes_signs_of_its_row_of_sylvesters_matrix) {
  Matrix x(1, 16);
  x.at(0, 3) = 4;  // its sign is -1
  std::vector<float> expected;
  for (unsigned j = 0; j < 16; ++j) {
    expected.push_back(__builtin_popcount(3 & j) % 2 == 0 ? -1.0F : 1.0F);
  }
  EXPECT_EQ(HadamardTransform::fixed().apply(x).values, expected);
}

TEST(formats_hadamard, signs_of_the_fixed_transform_are_the_published_ones) {
  // + + + - + - - - - - - + - + - - [nvidia2025te]
  EXPECT_EQ(HadamardTransform::fixed(),
            HadamardTransform({1, 1, 1, -1, 1, -1, -1, -1, -1, -1, -1, 1, -1, 1, -1, -1}));
  EXPECT_THROW(HadamardTransform({1, 1, 1}), InternalError);
  EXPECT_THROW(HadamardTransform({1, 0}), InternalError);
}

TEST(formats_linear, quantized_gradients_are_near_those_of_fp32_and_nvfp4_is_farther_than_mxfp8) {
  const Matrix x = normal(64, 96, 16);
  const Matrix dy = normal(64, 48, 17);
  LinearDraws draws;
  draws[ProductOperand::weight_gradient_dy] = Draws(RandomStream(4, "dw"));
  const Matrix exactly = QuantizedLinear({}).weight_gradient(dy, x);
  const auto error = [&](const LinearOperands& operands) {
    const Matrix found = QuantizedLinear(operands).weight_gradient(dy, x, draws);
    double sum = 0;
    double size = 0;
    for (std::size_t i = 0; i < found.values.size(); ++i) {
      sum += std::pow(found.values[i] - exactly.values[i], 2);
      size += std::pow(exactly.values[i], 2);
    }
    return std::sqrt(sum / size);
  };
  // Two operands of 30.6 dB; one of 20.4 and one, stochastic, of 17.3 dB.
  EXPECT_NEAR(error(mxfp8_operands()), 0.0417, 0.004);
  EXPECT_NEAR(error(nvfp4_operands()), 0.166, 0.016);
}

}  // namespace products_test
}  // namespace metronome::formats
