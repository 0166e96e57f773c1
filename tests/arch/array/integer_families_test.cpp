// Arrays of integers on numbers whose integers they hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cstdlib>

#include "arch/array/multiplies.hpp"
#include "arch/array/stepped.hpp"
#include "arch/array/stepped_floats.hpp"
#include "sim/base/error.hpp"
#include "tests/arch/array/number_operands.hpp"

namespace metronome::array {
namespace integer_families_test {

using testing::HasSubstr;

constexpr Ports kWide{1 << 24, 1 << 24, 1 << 24};

const std::vector<ArraySpec>& integer_families() {
  static const std::vector<ArraySpec> all{
      SystolicSpec{.rows = 3, .columns = 2, .operand_bits = 4},
      SpatialFusionSpec{.rows = 2, .columns = 3},
      OperandSerialSpec{.rows = 3, .columns = 2, .lanes = 4},
      DualSerialSpec{.rows = 3, .columns = 2, .lanes = 4},
      BinaryOverlaySpec{.rows = 3, .columns = 2, .lanes = 5},
      TermSerialSpec{.rows = 2, .columns = 2, .lanes = 3},
      ChunkedBfpSpec{.rows = 2, .columns = 2, .lanes = 2, .group = 4},
      TwoInOneSpec{.rows = 2, .columns = 2, .lanes = 2}};
  return all;
}

/// The integers of numbers, as an array of integers takes them.
CodeMatrix image_of(const CodeMatrix& numbers, NumberFormat format) {
  CodeMatrix image{numbers.rows, numbers.columns, layout_of(format).integer_bits(), true, 0, {}};
  for (const std::int32_t code : numbers.codes) {
    const FloatParts parts = parts_of(format, static_cast<std::uint32_t>(code));
    image.codes.push_back(parts.significand * (1 << parts.exponent));
  }
  return image;
}

TEST(integer_families, run_the_numbers_whose_integers_they_hold_exactly) {
  const RandomStream random(14, "image");
  for (const ArraySpec& spec : integer_families()) {
    for (const auto& [format, bits] :
         {std::pair{NumberFormat::e2m1, 5}, {NumberFormat::e2m3, 7}, {NumberFormat::e3m2, 10}}) {
      const Operands operands = as_multiplied(spec, of(format, format));
      EXPECT_EQ(operands.a_bits, bits);
      EXPECT_EQ(operands.b_source, format);
      const CodeMatrix a = random_numbers(random, 5, 9, format);
      const CodeMatrix b = random_numbers(random, 9, 4, format);
      for (const Unrolling& u : unrollings(spec, operands)) {
        SteppedArray array(spec, operands, u, kWide, image_of(a, format), image_of(b, format));
        (void)array.run({{5, 4, 9}, false, {0, 0, 0}});
        ASSERT_EQ(array.result(), float_product({}, of(format, format), a, b))
            << kind_name(spec) << ' ' << enum_name(format);
      }
    }
  }
}

TEST(integer_families, refuse_numbers_of_wider_ranges_by_name) {
  for (const ArraySpec& spec : integer_families()) {
    for (const auto& [format, bits] : {std::pair{NumberFormat::e4m3, "19 bits"},
                                       {NumberFormat::e5m2, "33 bits"},
                                       {NumberFormat::fp16, "41 bits"},
                                       {NumberFormat::bf16, "262 bits"}}) {
      try {
        (void)as_multiplied(spec, of(format, NumberFormat::e2m1));
        ADD_FAILURE() << kind_name(spec) << " takes " << enum_name(format);
      } catch (const UserError& error) {
        EXPECT_THAT(error.what(), HasSubstr(kind_name(spec) + " multiplies integers; those of " +
                                            std::string(enum_name(format)) + " have " + bits));
      }
    }
  }
  EXPECT_EQ(as_multiplied(ChunkedFpSpec{}, of(NumberFormat::bf16, NumberFormat::bf16)),
            of(NumberFormat::bf16, NumberFormat::bf16));
}

/// 0, 1, 2, 3, 4, 6, 8 and 12: at most two powers of two each.
TEST(integer_families, numbers_of_e2m1_have_at_most_two_terms) {
  for (std::uint32_t code = 0; code < 16; ++code) {
    const FloatParts parts = parts_of(NumberFormat::e2m1, code);
    EXPECT_LE(std::popcount(static_cast<std::uint32_t>(std::abs(parts.significand))), 2) << code;
  }
}

}  // namespace integer_families_test
}  // namespace metronome::array
