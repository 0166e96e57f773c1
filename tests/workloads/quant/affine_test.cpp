#include "workloads/quant/affine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/base/error.hpp"
#include "workloads/quant/running_range.hpp"

namespace metronome::quant {
namespace affine_test {

template <class T>
std::vector<T> sample(std::size_t n, double low, double high) {
  const RandomStream stream(3, "sample");
  std::vector<T> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    values[i] = static_cast<T>(low + (high - low) * stream.uniform(i));
  }
  return values;
}

template <class T>
std::vector<T> quantized(const std::vector<T>& x, const Grid<T>& grid, T factor = 1) {
  std::vector<T> out(x.size());
  quantize(x.data(), x.size(), grid, out.data(), factor);
  return out;
}

TEST(affine, range_is_the_extremes_for_any_length) {
  for (const std::size_t n : {1u, 2u, 31u, 64u, 65u, 1000u}) {
    std::vector<float> x = sample<float>(n, -1, 1);
    x[n / 2] = -7;
    x[n - 1] = x.size() > 2 ? 9.0f : x[n - 1];
    const Range<float> range = range_of(x.data(), n);
    EXPECT_EQ(range.low, -7.0f);
    EXPECT_EQ(range.high, *std::max_element(x.begin(), x.end()));
  }
}

TEST(affine, the_grid_spans_the_range_with_all_codes) {
  for (int bits = 1; bits <= kMaxBits; ++bits) {
    const Grid<double> grid = grid_of(Range<double>{-0.7, 1.9}, bits);
    EXPECT_DOUBLE_EQ(grid.scale, 2.6 / (std::pow(2.0, bits) - 1));
    EXPECT_NEAR(grid.value(0), -0.7, 1e-12);
    EXPECT_NEAR(grid.value(grid.top), 1.9, 1e-12);
  }
  EXPECT_THROW((void)grid_of(Range<double>{0, 1}, 0), InternalError);
  EXPECT_THROW((void)grid_of(Range<double>{0, 1}, kMaxBits + 1), InternalError);
}

TEST(affine, ties_go_to_the_even_code) {
  // Range 0 to 255 at 8 bits: the scale is 1 and the zero point 0.
  const std::vector<float> x{0, 0.5, 1.5, 2.5, 3.5, 126.5, 127.5, 253.5, 254.5, 255};
  const Grid<float> grid = grid_of(range_of(x.data(), x.size()), 8);
  EXPECT_EQ(quantized(x, grid), (std::vector<float>{0, 0, 2, 2, 4, 126, 128, 254, 254, 255}));
}

TEST(affine, values_outside_a_given_grid_are_clamped_to_it) {
  const Grid<float> grid = grid_of(Range<float>{-1, 1}, 4);
  const std::vector<float> out = quantized<float>({-5, 5, -1, 1}, grid);
  EXPECT_FLOAT_EQ(out[0], -1);
  EXPECT_FLOAT_EQ(out[1], 1);
}

TEST(affine, a_constant_tensor_keeps_its_value) {
  for (const double value : {0.0, 3.25, -1e-3, 1e4}) {
    const std::vector<double> x(10, value);
    EXPECT_EQ(grid_of(range_of(x.data(), x.size()), 4).scale, 1e-8);
    EXPECT_NEAR(quantized(x, grid_of(range_of(x.data(), x.size()), 4))[3], value, 1e-8);
  }
}

TEST(affine, the_error_of_rounding_is_at_most_half_a_step) {
  const std::vector<double> x = sample<double>(5000, -0.3, 2.1);
  for (int bits = 2; bits <= 12; ++bits) {
    const Grid<double> grid = grid_of(range_of(x.data(), x.size()), bits);
    const std::vector<double> out = quantized(x, grid);
    for (std::size_t i = 0; i < x.size(); ++i) {
      ASSERT_LE(std::abs(out[i] - x[i]), grid.scale * 0.5 * (1 + 1e-9));
    }
  }
}

TEST(affine, quantized_values_are_a_fixed_point) {
  const std::vector<float> x = sample<float>(1000, -4, 3);
  const Grid<float> grid = grid_of(range_of(x.data(), x.size()), 5);
  const std::vector<float> once = quantized(x, grid);
  EXPECT_EQ(quantized(once, grid), once);
}

TEST(affine, codes_and_values_are_one_line) {
  const std::vector<double> x = sample<double>(1000, -4, 3);
  const Grid<double> grid = grid_of(range_of(x.data(), x.size()), 6);
  std::vector<double> codes(x.size());
  quantize_to_codes(x.data(), x.size(), grid, codes.data());
  const std::vector<double> values = quantized(x, grid);
  for (std::size_t i = 0; i < x.size(); ++i) {
    ASSERT_EQ(codes[i], std::rint(codes[i]));
    ASSERT_GE(codes[i], 0);
    ASSERT_LE(codes[i], 63);
    ASSERT_NEAR(values[i], codes[i] * grid.scale + grid.zero_point, 1e-12);
  }
}

TEST(affine, post_relu_zeros_stay_zero) {
  std::vector<float> x = sample<float>(200, 0, 3);
  x[5] = 0;
  const Grid<float> grid = grid_of(range_of(x.data(), x.size()), 3);
  EXPECT_EQ(grid.zero_point, 0);
  EXPECT_EQ(quantized(x, grid)[5], 0);
}

TEST(affine, a_factor_scales_before_the_grid) {
  const std::vector<double> x = sample<double>(300, -1, 1);
  std::vector<double> scaled;
  for (const double value : x) {
    scaled.push_back(value * 0.125);
  }
  const Grid<double> grid = grid_of(range_of(x.data(), x.size()).scaled(0.125), 8);
  EXPECT_EQ(quantized(x, grid, 0.125), quantized(scaled, grid));
}

template <class T>
double stochastic_mean(T value, const Grid<T>& grid, std::size_t draws) {
  const std::vector<T> x(draws, value);
  std::vector<T> out(draws);
  quantize_stochastic(x.data(), draws, grid, RandomStream(1, "noise"), 0, out.data());
  double sum = 0;
  for (const T rounded : out) {
    EXPECT_TRUE(rounded == std::floor(value) || rounded == std::ceil(value)) << rounded;
    sum += static_cast<double>(rounded);
  }
  return sum / static_cast<double>(draws);
}

TEST(affine, stochastic_rounding_is_right_on_average_and_takes_a_neighbour) {
  const Grid<float> grid = grid_of(Range<float>{0, 255}, 8);  // the codes are the integers
  for (const float value : {10.0f, 10.1f, 10.25f, 10.5f, 10.9f}) {
    // A neighbour's choice has at most half a step of deviation: 5 sigma of the mean.
    constexpr std::size_t kDraws = 40000;
    EXPECT_NEAR(stochastic_mean(value, grid, kDraws), value, 5 * 0.5 / std::sqrt(kDraws));
  }
}

TEST(affine, stochastic_noise_belongs_to_the_element_not_to_the_call) {
  const std::vector<float> x = sample<float>(777, -1, 1);
  const Grid<float> grid = grid_of(range_of(x.data(), x.size()), 4);
  const RandomStream noise(9, "noise");
  std::vector<float> whole(x.size());
  std::vector<float> parts(x.size());
  quantize_stochastic(x.data(), x.size(), grid, noise, 100, whole.data());
  for (std::size_t at = 0; at < x.size(); at += 50) {
    const std::size_t n = std::min<std::size_t>(50, x.size() - at);
    quantize_stochastic(x.data() + at, n, grid, noise, 100 + at, parts.data() + at);
  }
  EXPECT_EQ(whole, parts);
}

TEST(running_range, is_a_tenth_of_each_new_batch_from_zero_on) {
  RunningRange<double> running;
  running.update({-1, 3});
  EXPECT_DOUBLE_EQ(running.zero_point(), -0.1);
  EXPECT_DOUBLE_EQ(running.extent(), 0.4);
  running.update({-2, 2});
  EXPECT_DOUBLE_EQ(running.zero_point(), -0.29);
  EXPECT_DOUBLE_EQ(running.extent(), 0.76);
  EXPECT_DOUBLE_EQ(running.grid(2).scale, 0.76 / 3);
}

TEST(affine, codes_stand_for_the_quantized_values_with_and_without_noise) {
  const std::vector<float> x = sample<float>(1000, -3, 2);
  const RandomStream noise(5, "noise");
  for (const int bits : {1, 3, 8, 16}) {
    const Grid<float> grid = grid_of(Range<float>{-1.5f, 1.0f}, bits);
    std::vector<float> codes(x.size());
    std::vector<float> values(x.size());
    quantize_to_codes(x.data(), x.size(), grid, codes.data(), 0.5f);
    quantize(x.data(), x.size(), grid, values.data(), 0.5f);
    for (std::size_t i = 0; i < x.size(); ++i) {
      EXPECT_EQ(grid.value(codes[i]), values[i]);
    }
    quantize_to_codes_stochastic(x.data(), x.size(), grid, noise, 7, codes.data(), 0.5f);
    quantize_stochastic(x.data(), x.size(), grid, noise, 7, values.data(), 0.5f);
    for (std::size_t i = 0; i < x.size(); ++i) {
      EXPECT_EQ(grid.value(codes[i]), values[i]);
      EXPECT_EQ(codes[i], std::rint(codes[i]));
      EXPECT_LE(codes[i], grid.top);
    }
  }
}

}  // namespace affine_test
}  // namespace metronome::quant
