// What holds of the formats whatever the numbers: codes, rounding, scales, storage.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "sim/base/error.hpp"
#include "tests/workloads/formats/sample.hpp"
#include "workloads/formats/format.hpp"

namespace metronome::formats {
namespace formats_test {

bool finite(Element element, std::uint16_t code) { return std::isfinite(value(element, code)); }

/// All codes but -128 of MXINT8, which is not used.
std::vector<std::uint16_t> codes_of(Element element) {
  std::vector<std::uint16_t> codes;
  for (unsigned code = 0; code < 1U << info(element).bits; ++code) {
    if (element != Element::mxint8 || code != 0x80) {
      codes.push_back(static_cast<std::uint16_t>(code));
    }
  }
  return codes;
}

TEST(formats, every_code_is_the_code_of_its_value) {
  for (const Element element : kEnumValues<Element>) {
    SCOPED_TRACE(enum_name(element));
    for (const std::uint16_t code : codes_of(element)) {
      const double x = value(element, code);
      if (!std::isnan(x)) {
        EXPECT_EQ(encode(element, x, {}, 0, Overflow::special), code);
      }
    }
  }
}

TEST(formats, values_rise_with_codes_up_to_the_largest) {
  for (const Element element : kEnumValues<Element>) {
    SCOPED_TRACE(enum_name(element));
    for (std::uint16_t code = 0; code < info(element).largest_code; ++code) {
      EXPECT_LT(value(element, code), value(element, static_cast<std::uint16_t>(code + 1)));
    }
    EXPECT_EQ(value(element, info(element).largest_code), info(element).largest);
    EXPECT_EQ(value(element, 1), std::ldexp(1.0, info(element).unit_exponent));
    EXPECT_EQ(std::ilogb(info(element).largest), info(element).largest_exponent);
  }
}

TEST(formats, small_elements_are_the_integers_that_the_specification_says) {
  const std::vector<std::pair<Element, int>> bits{{Element::e5m2, 33}, {Element::e4m3, 19},
                                                  {Element::e3m2, 10}, {Element::e2m3, 7},
                                                  {Element::e2m1, 5},  {Element::mxint8, 8}};
  for (const auto& [element, with_sign] : bits) {
    EXPECT_EQ(info(element).magnitude_bits() + 1, with_sign) << enum_name(element);
    for (const std::uint16_t code : codes_of(element)) {
      if (finite(element, code)) {
        EXPECT_EQ(
            std::ldexp(static_cast<double>(integer(element, code)), info(element).unit_exponent),
            value(element, code));
      }
    }
  }
  std::vector<std::int64_t> e2m1;
  for (std::uint16_t code = 0; code < 8; ++code) {
    e2m1.push_back(integer(Element::e2m1, code));
  }
  EXPECT_EQ(e2m1, (std::vector<std::int64_t>{0, 1, 2, 3, 4, 6, 8, 12}));
}

TEST(formats, ties_go_to_even_codes_between_all_neighbours) {
  for (const Element element : kEnumValues<Element>) {
    SCOPED_TRACE(enum_name(element));
    for (std::uint16_t code = 0; code < info(element).largest_code; ++code) {
      const double middle = (value(element, code) + value(element, code + 1)) / 2;
      const std::uint16_t even = code % 2 == 0 ? code : static_cast<std::uint16_t>(code + 1);
      EXPECT_EQ(encode(element, middle), even) << middle;
    }
  }
}

TEST(formats, numbers_beyond_the_largest_saturate_or_become_special_as_asked) {
  EXPECT_EQ(encode(Element::e4m3, 464, {}, 0, Overflow::special), 0x7e);
  EXPECT_EQ(encode(Element::e4m3, 464.1, {}, 0, Overflow::special), 0x7f);
  EXPECT_EQ(encode(Element::e5m2, 61440, {}, 0, Overflow::special), 0x7c);
  EXPECT_EQ(encode(Element::e5m2, 61439, {}, 0, Overflow::special), 0x7b);
  EXPECT_EQ(encode(Element::e5m2, INFINITY, {}, 0, Overflow::saturate), 0x7b);
  EXPECT_EQ(encode(Element::bf16, -INFINITY, {}, 0, Overflow::keep_infinity), 0xff80);
  EXPECT_EQ(encode(Element::bf16, -3.4e38, {}, 0, Overflow::keep_infinity), 0xff7f);
  EXPECT_EQ(encode(Element::e2m1, INFINITY, {}, 0, Overflow::special), 7);
  EXPECT_EQ(encode(Element::e2m1, -0.0), 8);
  EXPECT_EQ(encode(Element::mxint8, -0.0), 0);
  EXPECT_THROW((void)encode(Element::e3m2, NAN), InternalError);
}

TEST(formats, the_mean_of_stochastic_rounding_is_the_number) {
  constexpr std::size_t kDraws = 100000;
  const Rounding rounding{RoundingMode::stochastic, 16};
  const Draws draws(RandomStream(7, "mean"));
  for (const Element element : kEnumValues<Element>) {
    SCOPED_TRACE(enum_name(element));
    const double largest = info(element).largest;
    for (const double part : {0.013, 0.31, 0.77, 0.999}) {
      // A code below the largest, and a part of the way to the next.
      const auto code = static_cast<std::uint16_t>(part * (info(element).largest_code - 1));
      const double step = value(element, code + 1) - value(element, code);
      const double x = -(value(element, code) + part * step);
      ASSERT_LE(-x, largest);
      double sum = 0;
      for (std::size_t i = 0; i < kDraws; ++i) {
        sum += (value(element, encode(element, x, rounding, draws.of(i, 16))) - x) / step;
      }
      const double sigma = std::sqrt(part * (1 - part) / kDraws);
      EXPECT_NEAR(sum / kDraws, 0, 4 * sigma) << x;
    }
  }
}

TEST(formats, all_draws_together_round_up_the_whole_part_of_f_times_two_to_the_bits) {
  for (const int bits : {1, 4, 8}) {
    const Rounding rounding{RoundingMode::stochastic, bits};
    for (const double f : {0.0, 0.1, 0.25, 0.6, 0.97}) {
      std::int64_t up = 0;
      for (std::uint32_t draw = 0; draw < 1U << bits; ++draw) {
        up += rounded(5 + f, rounding, draw) - 5;
      }
      EXPECT_EQ(up, static_cast<std::int64_t>(f * (1 << bits))) << bits << ' ' << f;
    }
  }
}

TEST(formats, stochastic_bf16_is_an_addition_to_the_bits_of_fp32) {
  const Matrix x = normal(20, 50, 3);
  const Draws draws(RandomStream(3, "bf16"));
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    const std::uint32_t draw = draws.of(i, 16);
    EXPECT_EQ(encode(Element::bf16, x.values[i], {RoundingMode::stochastic, 16}, draw),
              (std::bit_cast<std::uint32_t>(x.values[i]) + draw) >> 16);
  }
}

TEST(formats, draws_belong_to_elements_not_to_the_order_of_rounding) {
  const Matrix x = normal(8, 64, 5);
  const Rounding rounding{RoundingMode::stochastic, 12};
  const Draws draws(RandomStream(5, "order"));
  const MxTensor all = quantize_mx(x, Mx{Element::e2m1}, rounding, draws);
  for (std::size_t i = x.values.size(); i-- > 0;) {
    const int exponent = kScaleBias - all.scales[all.grid.block_of(i)];
    EXPECT_EQ(all.codes[i], encode(Element::e2m1, std::ldexp(double{x.values[i]}, exponent),
                                   rounding, draws.of(i, 12)));
  }
}

TEST(formats, stochastic_rounding_without_draws_or_with_too_few_is_refused) {
  const Matrix x = normal(2, 32, 1);
  const Rounding rounding{RoundingMode::stochastic, 4};
  const auto quantize = [&](const Draws& draws) { (void)quantize_mx(x, Mx{}, rounding, draws); };
  EXPECT_THROW(quantize({}), InternalError);
  EXPECT_THROW(quantize(Draws(std::vector<std::uint32_t>(63))), InternalError);
  EXPECT_THROW(quantize(Draws(std::vector<std::uint32_t>(64, 16))), InternalError);
  EXPECT_NO_THROW(quantize(Draws(std::vector<std::uint32_t>(64, 15))));
}

TEST(formats, the_floor_rule_saturates_and_rceil_does_not) {
  Mx format{Element::e2m1};
  EXPECT_EQ(mx_scale(7, format), kScaleBias);
  format.rule = ScaleRule::rceil;
  EXPECT_EQ(mx_scale(7, format), kScaleBias + 1);
  EXPECT_EQ(mx_scale(6, format), kScaleBias);
  for (const Element element : {Element::e4m3, Element::e5m2, Element::e2m1}) {
    format.element = element;
    const Matrix x = normal(30, 32, 9);
    for (std::size_t row = 0; row < x.rows; ++row) {
      const Matrix block = part_of(x, row, 1, 32);
      const float largest = range_of(block).largest;
      const int exponent = mx_scale(largest, format) - kScaleBias;
      EXPECT_LE(std::ldexp(double{largest}, -exponent), info(element).largest * (1 + 1e-7));
    }
  }
}

TEST(formats, scales_just_below_a_power_of_two_are_those_of_the_bits) {
  for (int k = -100; k <= 100; ++k) {
    const float below = std::nextafter(std::ldexp(1.0F, k), 0.0F);
    EXPECT_EQ(mx_scale(below, Mx{Element::e4m3}), std::max(k - 1 - 8, -127) + kScaleBias) << k;
  }
  EXPECT_EQ(mx_scale(std::numeric_limits<float>::max(), Mx{Element::mxint8}), 254);
  EXPECT_EQ(mx_scale(std::numeric_limits<float>::denorm_min(), Mx{Element::mxint8}), 0);
}

TEST(formats, square_blocks_are_those_of_the_transpose) {
  const Matrix x = normal(40, 70, 11);
  for (const Format& format :
       {Format(Nvfp4{{16, 16}}), Format(Mx{Element::e4m3, {32, 32}}), Format(hbfp_weights(8))}) {
    EXPECT_EQ(transposed(quantized(format, x).values()).values,
              quantized(format, transposed(x)).values().values);
  }
}

TEST(formats, a_number_that_is_not_finite_makes_its_block_nan_and_no_other) {
  for (const NamedFormat& named : named_formats()) {
    SCOPED_TRACE(named.name);
    if (block_text(named.format) == "tensor") {
      continue;  // E5M2 and E4M3 saturate infinity
    }
    Matrix x = normal(50, 80, 13);
    x.at(30, 40) = INFINITY;
    x.at(49, 79) = NAN;
    const ScaledIntegers q = quantized(named.format, x);
    std::size_t nans = 0;
    for (std::size_t i = 0; i < x.values.size(); ++i) {
      const std::size_t block = q.grid.block_of(i);
      const bool bad = block == q.grid.block_of(30, 40) || block == q.grid.block_of(49, 79);
      EXPECT_EQ(std::isnan(q.value(i)), bad) << i;
      nans += bad ? 1 : 0;
    }
    EXPECT_GE(nans, 2u);
    EXPECT_LT(nans, x.values.size() / 2);
  }
}

TEST(formats, zeros_stay_zeros) {
  for (const NamedFormat& named : named_formats()) {
    SCOPED_TRACE(named.name);
    const Matrix zeros(33, 35);
    EXPECT_EQ(quantized(named.format, zeros).values().values, zeros.values);
  }
}

TEST(formats, headroom_leaves_no_code_of_nvfp4_clipped_and_stochastic_rounding_without_bias) {
  const Matrix x = normal(64, 256, 17);
  const auto clipped = [&](float headroom) {
    const Nvfp4Tensor tensor = quantize_nvfp4(x, Nvfp4{{1, 16}, headroom});
    std::size_t count = 0;
    for (std::size_t i = 0; i < x.values.size(); ++i) {
      const double scale = value(Element::e4m3, tensor.scales[tensor.grid.block_of(i)]);
      count += std::abs(x.values[i]) > 6 * scale * tensor.decode_scale * (1 + 1e-6) ? 1 : 0;
    }
    return count;
  };
  EXPECT_GT(clipped(1), x.values.size() / 64);
  EXPECT_EQ(clipped(17.0F / 16), 0u);
}

double squared_error(const Matrix& x, const Format& format) {
  const ScaledIntegers q = quantized(format, x);
  double sum = 0;
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    sum += std::pow(q.value(i) - x.values[i], 2);
  }
  return sum;
}

TEST(formats, four_over_six_has_no_larger_error) {
  const Matrix x = normal(64, 256, 19);
  Nvfp4 format;
  const double six = squared_error(x, format);
  format.four_over_six = true;
  EXPECT_LT(squared_error(x, format), 0.95 * six);
}

TEST(formats, signal_to_noise_of_normal_numbers_is_that_of_the_specification) {
  const Matrix x = normal(256, 512, 23);
  const auto decibel = [&](const Format& format) {
    double signal = 0;
    for (const float number : x.values) {
      signal += double{number} * number;
    }
    return 10 * std::log10(signal / squared_error(x, format));
  };
  EXPECT_NEAR(decibel(Mx{Element::e4m3}), 30.6, 0.3);
  EXPECT_NEAR(decibel(Mx{Element::e2m3}), 30.9, 0.3);
  EXPECT_NEAR(decibel(Mx{Element::e2m1}), 18.8, 0.3);
  EXPECT_NEAR(decibel(Mx{Element::mxint8}), 41.7, 0.3);
  EXPECT_NEAR(decibel(Nvfp4{}), 20.4, 0.3);
  EXPECT_NEAR(decibel(Nvfp4{{16, 16}}), 19.1, 0.3);
  EXPECT_NEAR(decibel(Bfp{3}), 12.5, 0.3);
  EXPECT_NEAR(decibel(Bfp{4}), 18.7, 0.3);
  EXPECT_NEAR(decibel(Bfp{8}), 42.8, 0.3);
}

TEST(formats, a_power_of_two_saturates_at_the_boundary_of_hbfp) {
  const Matrix x(1, 2, {4, 1.5});
  const BfpTensor floor = quantize_bfp(x, Bfp{8});
  EXPECT_EQ(floor.exponents.at(0), 2);
  EXPECT_EQ(exact(floor).value(0), 4);
  const BfpTensor ceil = quantize_bfp(x, Bfp{8, {1, 16}, BfpBoundary::ceil});
  EXPECT_EQ(ceil.exponents.at(0), 1);
  EXPECT_EQ(ceil.mantissas.at(0), 127);
  EXPECT_EQ(exact(ceil).value(0), 127.0 / 32);
  EXPECT_EQ(exact(ceil).value(1), 1.5);
}

TEST(formats, exponents_of_three_bits_reach_seven_powers_of_two_down) {
  const Matrix x(3, 1, {1.0F, std::ldexp(1.0F, -7), std::ldexp(1.5F, -9)});
  const BfpTensor tensor = quantize_bfp(x, fast_bfp(4));
  EXPECT_EQ(tensor.exponents, (std::vector<std::int16_t>{0, -7, -7}));
  EXPECT_EQ(exact(tensor).value(2), std::ldexp(1.5, -9));  // 3 units of 2^-10
  // Of 2 bits its unit is 2^-8, of which it has three quarters.
  EXPECT_EQ(exact(quantize_bfp(x, fast_bfp(2))).value(2), std::ldexp(1.0, -8));
}

TEST(formats, scales_of_fp8_keep_a_margin_and_what_they_were) {
  EXPECT_EQ(fp8_scale(2, Fp8{}), 224);
  EXPECT_EQ(fp8_scale(2, Fp8{Element::e4m3, 3}), 28);
  EXPECT_EQ(fp8_scale(0, Fp8{}, 5), 5);
  EXPECT_EQ(fp8_scale(INFINITY, Fp8{}, 5), 5);
  EXPECT_EQ(fp8_scale(1e-45F, Fp8{}), std::numeric_limits<float>::max());
  DelayedScale scale(Fp8{}, 2);
  for (const float largest : {4.0F, INFINITY, 1.0F, 1.0F}) {
    scale.record(largest);
    EXPECT_EQ(scale.scale(), largest == 1 && scale.scale() != 112 ? 448 : 112);
  }
  EXPECT_EQ(scale.scale(), 448);
}

TEST(formats, storage_counts_elements_and_scales) {
  EXPECT_EQ(bits_per_element(Mx{Element::e4m3}), 8.25);
  EXPECT_EQ(bits_per_element(Mx{Element::e3m2}), 6.25);
  EXPECT_EQ(bits_per_element(Mx{Element::e2m1}), 4.25);
  EXPECT_EQ(bits_per_element(Nvfp4{}), 4.5);
  EXPECT_EQ(bits_per_element(Nvfp4{{16, 16}}), 4 + 8.0 / 256);
  EXPECT_EQ(bits_per_element(Bfp{5}), 5 + 8.0 / 16);
  EXPECT_EQ(bits_per_element(hbfp_samples(8)), 8);
  EXPECT_EQ(bits_per_element(Fp8{}), 8);
  EXPECT_EQ(bits_per_element(Half{}), 16);
  // 33 columns: a block of 32 and one of 1.
  EXPECT_EQ(storage_bits(Mx{Element::e2m1}, 3, 33), 3u * 33 * 4 + 3u * 2 * 8);
  EXPECT_EQ(storage_bits(Nvfp4{{16, 16}}, 17, 33), 17u * 33 * 4 + 2u * 3 * 8 + 32);
  EXPECT_EQ(storage_bits(Fp8{}, 5, 7), 5u * 7 * 8 + 32);
  EXPECT_EQ(storage_bits(hbfp_samples(8), 5, 7), 5u * 7 * 8 + 5u * 8);
}

}  // namespace formats_test
}  // namespace metronome::formats
