#include "workloads/formats/value_rounding.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "tests/workloads/formats/sample.hpp"

namespace metronome::formats {
namespace value_rounding_test {

constexpr std::size_t kRows = 37;
constexpr std::size_t kColumns = 83;

/// Numbers of many sizes, zeros, and powers of two, which blocks' scales turn at.
Matrix numbers(std::uint64_t seed) {
  const RandomStream stream(seed, "value_rounding_test");
  Matrix matrix(kRows, kColumns);
  for (std::size_t i = 0; i < matrix.values.size(); ++i) {
    const double size = std::exp2(static_cast<double>(stream.below(3 * i, 24)) - 12);
    const bool power = stream.below(3 * i + 1, 8) == 0;
    const bool zero = stream.below(3 * i + 1, 16) == 1;
    matrix.values[i] =
        zero ? 0.0F : static_cast<float>(size * (power ? 1 : stream.normal(3 * i + 2)));
  }
  return matrix;
}

void expect_equal_values(const std::string& text, const Matrix& matrix) {
  const OperandFormat operand = read_operand_format(text).value.value();
  const RandomStream stream(7, "draws");
  const ScaledIntegers exact = quantized(operand.format, matrix, operand.rounding, Draws(stream));
  std::vector<float> values = matrix.values;
  const BlockRange range = range_of(MatrixView(matrix));
  const ValueRounding rounding(operand, {range.largest, range.finite, {}}, &stream);
  // In two parts, as two threads would.
  const std::size_t part = 17 / rounding.row_step() * rounding.row_step();
  const StridedSheet sheet{values.data(), 0, kRows, kColumns, kColumns, 1};
  rounding.round(sheet, part, kRows);
  rounding.round(sheet, 0, part);
  const Matrix expected = exact.values();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(expected.values[i])) {
      EXPECT_TRUE(std::isnan(values[i])) << text << " " << i;
    } else {
      ASSERT_FLOAT_EQ(values[i], expected.values[i]) << text << " " << i << " " << matrix.values[i];
    }
  }
}

TEST(value_rounding, gives_the_numbers_of_the_codes_of_every_format) {
  for (const char* text : {"mxfp8",
                           "mxfp8_e5m2",
                           "mxfp6_e3m2",
                           "mxfp6_e2m3",
                           "mxfp4",
                           "mxint8",
                           "mxfp8/rceil",
                           "mxfp4/sr",
                           "mxfp4/sr8/factor=0.75",
                           "mxfp8/rz",
                           "mxfp4/32x32",
                           "nvfp4",
                           "nvfp4/16x16",
                           "nvfp4/sr",
                           "nvfp4/4over6/scale=256",
                           "nvfp4/headroom=1.0625/sr4",
                           "fp8_e4m3",
                           "fp8_e5m2",
                           "fp8_e4m3/sr/margin=1",
                           "bfp3",
                           "bfp5/sr",
                           "bfp8/24x24/ceil",
                           "bfp12/row/ceil",
                           "bfp24",
                           "bfp3/exponents=3/sr",
                           "bf16",
                           "bf16/sr",
                           "fp16",
                           "fp16/rz",
                           "bf16/rz",
                           "fp32"}) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      expect_equal_values(text, numbers(seed));
    }
  }
}

/// What codes of a matrix are as integers, counted while it is rounded.
MagnitudeCounts counts_of(const OperandFormat& operand, const Matrix& matrix) {
  std::vector<float> values = matrix.values;
  const BlockRange range = range_of(MatrixView(matrix));
  const RandomStream stream(7, "draws");
  MagnitudeCounts counts(magnitudes_of(operand.format));
  const std::size_t columns = matrix.values.size() / matrix.rows;
  ValueRounding(operand, {range.largest, range.finite, {}}, &stream)
      .round({values.data(), 0, matrix.rows, columns, columns, 1}, 0, matrix.rows, &counts);
  return counts;
}

TEST(value_rounding, counts_the_integers_of_the_codes) {
  for (const auto& [text, magnitudes] :
       std::vector<std::pair<const char*, std::size_t>>{{"mxfp4", 13},
                                                        {"mxfp4/sr8/factor=0.75", 13},
                                                        {"mxfp6_e2m3", 61},
                                                        {"mxfp6_e3m2", 449},
                                                        {"mxint8", 128},
                                                        {"nvfp4", 13},
                                                        {"nvfp4/4over6/scale=256", 13},
                                                        {"nvfp4/16x16", 13},
                                                        {"bfp5/sr", 16},
                                                        {"bfp16", 32768}}) {
    const OperandFormat operand = read_operand_format(text).value.value();
    const Matrix matrix = numbers(4);
    const RandomStream stream(7, "draws");
    const ScaledIntegers exact = quantized(operand.format, matrix, operand.rounding, Draws(stream));
    MagnitudeCounts expected(magnitudes);
    for (const std::int64_t integer : exact.integers) {
      ++expected.at(static_cast<std::size_t>(std::abs(integer)));
    }
    EXPECT_EQ(counts_of(operand, matrix), expected) << text;
  }
  for (const char* none : {"fp32", "bf16", "fp16", "mxfp8", "fp8_e4m3", "fp8_e5m2", "bfp17"}) {
    EXPECT_EQ(magnitudes_of(read_operand_format(none).value.value().format), 0u) << none;
  }
}

// The notes of the formats: of NVFP4 on normal numbers 1.314 powers of two a number, 1.726 pairs a
// product, 6.8 % zeros.
TEST(value_rounding, numbers_of_nvfp4_have_the_terms_of_the_specification) {
  const MagnitudeCounts counts =
      counts_of(read_operand_format("nvfp4").value.value(), normal(1024, 256, 3));
  double ones = 0, all = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    ones += static_cast<double>(counts[i]) * std::popcount(i);
    all += static_cast<double>(counts[i]);
  }
  EXPECT_NEAR(ones / all, 1.314, 0.003);
  EXPECT_NEAR(ones / all * ones / all, 1.726, 0.008);
  EXPECT_NEAR(static_cast<double>(counts[0]) / all, 0.068, 0.002);
}

TEST(value_rounding, makes_blocks_with_what_is_no_number_nan) {
  for (const char* text : {"mxfp8", "mxfp4/32x32", "nvfp4", "bfp5"}) {
    Matrix matrix = numbers(9);
    matrix.values[100] = std::numeric_limits<float>::quiet_NaN();
    matrix.values[900] = std::numeric_limits<float>::infinity();
    expect_equal_values(text, matrix);
  }
}

TEST(value_rounding, of_a_transposed_sheet_is_the_transposed_rounding) {
  const Matrix matrix = numbers(4);
  const OperandFormat operand = read_operand_format("mxfp6_e2m3").value.value();
  std::vector<float> values = matrix.values;
  const ValueRounding rounding(operand, {}, nullptr);
  rounding.round({values.data(), 0, kColumns, kRows, 1, kColumns}, 0, kColumns);
  const Matrix across = transposed(matrix);
  const Matrix expected = transposed(quantized(operand.format, across).values());
  EXPECT_EQ(values, expected.values);
}

TEST(value_rounding, stochastically_has_the_mean_of_what_it_rounds) {
  // Unclipped: the block's largest number is 4, a code of its own. Mean within 4 sigma.
  constexpr std::size_t kDraws = 100000;
  const OperandFormat operand = read_operand_format("mxfp4/sr").value.value();
  for (const float x : {0.3F, 1.1F, 2.75F}) {
    double sum = 0;
    for (std::size_t i = 0; i < kDraws; ++i) {
      std::vector<float> values(32, 0.0F);
      values[0] = x;
      values[1] = 4;
      const RandomStream stream(i, "mean");
      const ValueRounding rounding(operand, {}, &stream);
      rounding.round({values.data(), 0, 1, 32, 32, 1}, 0, 1);
      sum += values[0];
    }
    const double step = x < 2 ? 0.5 : 1;
    const double part = std::fmod(x, step) / step;
    const double sigma = step * std::sqrt(part * (1 - part) / kDraws);
    EXPECT_NEAR(sum / kDraws, x, 4 * sigma) << x;
  }
}

TEST(value_rounding, a_transform_of_both_operands_leaves_their_product) {
  const HadamardTransform transform =
      HadamardTransform::drawn(32, RandomStream(3, "hadamard_signs"));
  std::vector<float> a(64), b(64);
  const RandomStream stream(5, "values");
  double product = 0;
  for (std::size_t i = 0; i < 50; ++i) {  // the last tile is not full
    a[i] = static_cast<float>(stream.normal(i));
    b[i] = static_cast<float>(stream.normal(i + 100));
    product += double{a[i]} * b[i];
  }
  transform_row(transform, a.data(), 64);
  transform_row(transform, b.data(), 64);
  EXPECT_NEAR(std::inner_product(a.begin(), a.end(), b.begin(), 0.0), product, 1e-5);
}

}  // namespace value_rounding_test
}  // namespace metronome::formats
