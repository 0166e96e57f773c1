#include "sim/base/number.hpp"

#include <gtest/gtest.h>

#include "sim/base/checked.hpp"
#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"

namespace metronome::number_test {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

template <class T>
bool accepts(std::string_view text, const NumberRange& range) {
  return read_number<T>(text, range).value.has_value();
}

TEST(number, an_integer_is_all_of_its_text_and_within_its_range) {
  constexpr NumberRange kRange{1, 10};
  EXPECT_EQ(read_number<unsigned>("7", kRange).value, 7u);
  EXPECT_EQ(read_number<unsigned>("+7", kRange).value, 7u);
  for (const char* text : {"", " 7", "7 ", "7x", "x", "-", "+", "+-7", "7.0", "0x7", "0", "11"}) {
    EXPECT_FALSE(accepts<unsigned>(text, kRange)) << text;
    EXPECT_FALSE(accepts<int>(text, kRange)) << text;
  }
}

TEST(faults, F4_a_negative_number_does_not_wrap) {
  for (const char* text : {"-1", "-5", "-9223372036854775808", "-99999999999999999999"}) {
    const auto result = read_number<std::uint64_t>(text, kAnyWhole);
    EXPECT_FALSE(result.value) << text;
    EXPECT_EQ(result.what, std::string(text) + " is out of range");
    EXPECT_EQ(result.hint, "allowed: 0 to 18446744073709551615");
  }
}

TEST(faults, F4_bounds_are_exact_beyond_53_bits) {
  EXPECT_EQ(read_number<std::uint64_t>("18446744073709551615", kAnyWhole).value, kMost);
  EXPECT_FALSE(accepts<std::uint64_t>("18446744073709551616", kAnyWhole));
  const NumberRange range{0, static_cast<long double>(kMost - 1)};
  EXPECT_TRUE(accepts<std::uint64_t>("18446744073709551614", range));
  EXPECT_FALSE(accepts<std::uint64_t>("18446744073709551615", range));
}

TEST(number, a_real_number_is_finite_and_within_its_range) {
  constexpr NumberRange kRange{-1, 1e6L};
  EXPECT_EQ(read_number<double>("0.5", kRange).value, 0.5);
  EXPECT_EQ(read_number<double>("1e6", kRange).value, 1e6);
  EXPECT_EQ(read_number<double>("-1", kRange).value, -1.0);
  for (const char* text : {"nan", "inf", "-inf", "1e400", "-1.001", "1000001", "1,5", "", "e5"}) {
    EXPECT_FALSE(accepts<double>(text, kRange)) << text;
  }
}

TEST(number, ranges_are_written_so_that_zeros_need_not_be_counted) {
  EXPECT_EQ((NumberRange{1, 4096}).text(), "1 to 4096");
  EXPECT_EQ((NumberRange{0, 1e15L}).text(), "0 to 1e15");
  EXPECT_EQ((NumberRange{-5, 25e6L}).text(), "-5 to 25e6");
  EXPECT_EQ((NumberRange{0.1L, 1e30L}).text(), "0.1 to 1e30");
}

TEST(checked, sums_and_products_are_nothing_where_they_do_not_fit) {
  EXPECT_EQ(checked_add<std::uint64_t>(kMost - 1, 1), kMost);
  EXPECT_FALSE(checked_add<std::uint64_t>(kMost, 1));
  EXPECT_EQ(checked_multiply<std::uint64_t>(1ULL << 32, (1ULL << 32) - 1),
            (1ULL << 32) * ((1ULL << 32) - 1));
  EXPECT_FALSE(checked_multiply<std::uint64_t>(1ULL << 32, 1ULL << 32));
  EXPECT_EQ(checked_product({1ULL << 40, 1ULL << 40, 0}), 0u);
  EXPECT_FALSE(checked_product({1ULL << 40, 1ULL << 40}));
  EXPECT_EQ(checked_product({}), 1u);
}

TEST(faults, F4_sums_and_products_of_quantities_do_not_wrap) {
  EXPECT_THROW((void)(Cycles(kMost) + Cycles(1)), UserError);
  EXPECT_THROW((void)(Cycles(1ULL << 40) * (1ULL << 40)), UserError);
  EXPECT_FALSE(std::isfinite((Joules(1e308) * 10.0).count()));  // real numbers do not wrap
}

}  // namespace metronome::number_test
