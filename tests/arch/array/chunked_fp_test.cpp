// Small floating-point numbers in chunks: the clocks of the stepped array are those of the
// formulas, and its sums those of 64-bit arithmetic and of the reference accumulation of
// workloads/formats.
#include "arch/array/chunked_fp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "arch/array/analytic.hpp"
#include "arch/array/counts.hpp"
#include "arch/array/multiplies.hpp"
#include "arch/array/pass_machine.hpp"
#include "arch/array/stepped.hpp"
#include "arch/array/stepped_floats.hpp"
#include "arch/array/terms.hpp"
#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "tests/arch/array/number_operands.hpp"
#include "workloads/formats/format.hpp"

namespace metronome::array {
namespace chunked_fp_test {

using testing::HasSubstr;

constexpr Ports kWide{1 << 24, 1 << 24, 1 << 24};

/// Small grids that small shapes overfill.
std::vector<ChunkedFpSpec> machines() {
  return {{.rows = 3, .columns = 4, .lanes = 4, .group = 8},
          {.rows = 4,
           .columns = 2,
           .lanes = 2,
           .chunk_bits = 3,
           .least_passes = 2,
           .group = 16,
           .double_buffered_weights = false},
          {.rows = 2, .columns = 3, .lanes = 8, .chunk_bits = 4, .group = 8},
          {.rows = 3,
           .columns = 4,
           .lanes = 4,
           .least_passes = 2,
           .group = 8,
           .pipelined_passes = true},
          {.rows = 5,
           .columns = 2,
           .lanes = 1,
           .chunk_bits = 1,
           .accumulator_bits = 12,
           .group = 4,
           .pipelined_passes = true}};
}

const std::vector<NumberFormat> kNumbers{NumberFormat::e2m1, NumberFormat::e2m3, NumberFormat::e3m2,
                                         NumberFormat::e4m3, NumberFormat::e5m2};

ArrayUse step_all(SteppedArray& array, const GemmShape& gemm, const TileShape& tile) {
  ArrayUse sum;
  for (std::uint64_t m = 0; m < gemm.m; m += tile.m) {
    for (std::uint64_t n = 0; n < gemm.n; n += tile.n) {
      for (std::uint64_t k = 0; k < gemm.k; k += tile.k) {
        const GemmShape part{std::min(tile.m, gemm.m - m), std::min(tile.n, gemm.n - n),
                             std::min(tile.k, gemm.k - k)};
        sum += array.run({part, k > 0, {m, n, k}});
      }
    }
  }
  return sum;
}

/// The cycle model's passes.
ArrayUse walk_all(const Unrolling& u, const Ports& ports, const GemmShape& gemm,
                  const TileShape& tile) {
  const PassMachine machine(u, ports);
  ArrayUse sum;
  for (std::uint64_t m = 0; m < gemm.m; m += tile.m) {
    for (std::uint64_t n = 0; n < gemm.n; n += tile.n) {
      for (std::uint64_t k = 0; k < gemm.k; k += tile.k) {
        const GemmShape part{std::min(tile.m, gemm.m - m), std::min(tile.n, gemm.n - n),
                             std::min(tile.k, gemm.k - k)};
        sum += machine.run({part, k > 0, {m, n, k}});
      }
    }
  }
  return sum;
}

struct Case {
  ChunkedFpSpec spec;
  Operands operands;
  Ports ports;
  GemmShape gemm;
  TileShape tile;
  RandomStream random;
};

/// Every pair of formats on every machine, random shapes, tiles and ports.
template <class Check>
void for_random_cases(std::uint64_t cases, const Check& check) {
  std::vector<NumberFormat> formats = kNumbers;
  formats.push_back(NumberFormat::integer);
  std::uint64_t run = 0;
  for (const ChunkedFpSpec& spec : machines()) {
    for (const NumberFormat a : formats) {
      for (const NumberFormat b : formats) {
        const bool integers = a == NumberFormat::integer && b == NumberFormat::integer;
        if ((a == NumberFormat::integer || b == NumberFormat::integer) && !integers) {
          continue;
        }
        for (std::uint64_t i = 0; i < cases; ++i) {
          const RandomStream random(3, "chunked_fp", run++);
          std::uint64_t draws = 1 << 20;
          const auto below = [&](std::uint64_t n) { return 1 + random.below(draws++, n); };
          const GemmShape gemm{below(12), below(12), below(24)};
          const TileShape tile{below(gemm.m), below(gemm.n), below(gemm.k)};
          const auto port = [&] { return i % 2 == 0 ? std::uint64_t{1} << 24 : 8 * below(40); };
          const Ports ports{.input_bits = port(),
                            .weight_bits = port(),
                            .output_bits = port(),
                            .input_multicast = below(3) > 1,
                            .weight_multicast = below(3) > 1,
                            .shared_output_port = below(2) == 1,
                            .accumulator_bits = 16 + below(32)};
          const Operands operands = of(a, b, i % 3 == 0 ? 0 : 8 * below(2));
          check(Case{spec, operands, ports, gemm, tile, random});
        }
      }
    }
  }
}

TEST(chunked_fp, stepped_cycle_and_closed_form_agree_in_every_bin_for_every_pair_of_formats) {
  std::uint64_t stalls = 0;
  for_random_cases(4, [&](const Case& c) {
    const CodeMatrix a = random_numbers(c.random, c.gemm.m, c.gemm.k, c.operands.a_format);
    const CodeMatrix b = random_numbers(RandomStream(4, "b", c.random.below(0, 1 << 30)), c.gemm.k,
                                        c.gemm.n, c.operands.b_format);
    const bool fits = c.operands.are_integers() || exact_sum_bits(c.operands, c.gemm.k) <= 63;
    for (const Unrolling& u : unrollings(ArraySpec(c.spec), c.operands)) {
      const ArrayUse closed = analytic_use(u, c.ports, c.gemm, c.tile);
      ASSERT_EQ(walk_all(u, c.ports, c.gemm, c.tile), closed) << u.name;
      if (!fits) {
        EXPECT_THROW(SteppedArray(c.spec, c.operands, u, c.ports, a, b), UserError);
        continue;
      }
      SteppedArray array(c.spec, c.operands, u, c.ports, a, b);
      const ArrayUse stepped = step_all(array, c.gemm, c.tile);
      ASSERT_EQ(stepped, closed) << u.name << ' ' << enum_name(c.operands.a_format) << ' '
                                 << enum_name(c.operands.b_format);
      ASSERT_EQ(array.result(), float_product(c.spec, c.operands, a, b)) << u.name;
      ASSERT_EQ(array.counts().useful,
                useful_bit_products(ArraySpec(c.spec), c.operands, c.gemm.macs()));
      ASSERT_EQ(array.counts().useful + array.counts().padded + array.counts().idle,
                stepped.cycles() * peak_bit_products(ArraySpec(c.spec)));
      stalls += stepped.port_stall_cycles;
    }
  });
  EXPECT_GT(stalls, 1000u);
}

/// Formats whose sums have hundreds of bits: the same clocks, exact sums of any width.
TEST(chunked_fp, wide_formats_are_exact_and_take_the_same_clocks) {
  const ChunkedFpSpec spec{.rows = 3, .columns = 2, .lanes = 2, .group = 8};
  for (const auto& [a_format, b_format] : {std::pair{NumberFormat::bf16, NumberFormat::bf16},
                                           {NumberFormat::e5m2, NumberFormat::e5m2},
                                           {NumberFormat::fp16, NumberFormat::e4m3}}) {
    const Operands operands = of(a_format, b_format);
    const RandomStream random(8, "wide");
    const CodeMatrix a = random_numbers(random, 4, 9, a_format);
    const CodeMatrix b = random_numbers(random, 9, 5, b_format);
    for (const Unrolling& u : unrollings(ArraySpec(spec), operands)) {
      const FloatProduct product = stepped_float_product(spec, operands, u, kWide, a, b);
      ASSERT_EQ(product.use, analytic_use(u, kWide, {4, 5, 9}, {4, 5, 9})) << u.name;
      for (std::uint64_t i = 0; i < 4; ++i) {
        for (std::uint64_t j = 0; j < 5; ++j) {
          WideSum sum = 0;
          for (std::uint64_t k = 0; k < 9; ++k) {
            const FloatParts x = parts_of(a_format, static_cast<std::uint32_t>(a.at(i, k)));
            const FloatParts y = parts_of(b_format, static_cast<std::uint32_t>(b.at(k, j)));
            sum += WideSum(std::int64_t{x.significand} * y.significand)
                   << static_cast<unsigned>(x.exponent + y.exponent);
          }
          ASSERT_EQ(product.sums[i * 5 + j], sum) << u.name;
        }
      }
    }
  }
}

/// Block by block, scaled, rounded to FP32 and added in order: the reference accumulation.
TEST(chunked_fp, blocks_scaled_and_added_in_fp32_are_the_reference_accumulation) {
  using formats::Element;
  const ChunkedFpSpec spec{.rows = 2, .columns = 2, .lanes = 8};
  const RandomStream random(6, "dot");
  formats::Matrix a(3, 96), b(2, 96);
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    a.values[i] = static_cast<float>(random.normal(i));
  }
  for (std::size_t i = 0; i < b.values.size(); ++i) {
    b.values[i] = static_cast<float>(random.normal(1000 + i) * 3);
  }
  for (const auto& [x, y] : {std::pair{Element::e2m1, Element::e2m1},
                             {Element::e2m3, Element::e2m3},
                             {Element::e3m2, Element::e3m2},
                             {Element::e4m3, Element::e4m3},
                             {Element::e4m3, Element::e5m2}}) {
    const formats::MxTensor qa = quantize_mx(a, {.element = x});
    const formats::MxTensor qb = quantize_mx(b, {.element = y});
    const auto format = [](Element element) {
      return enum_from_name<NumberFormat>(std::string(enum_name(element))).value();
    };
    const Operands operands = of(format(x), format(y), 32);
    const auto block = [](const formats::MxTensor& q, std::size_t rows, std::size_t at, bool turn,
                          NumberFormat number) {
      CodeMatrix m{turn ? 32 : rows, turn ? rows : 32, stored_bits(number, 8), false, 0, {}};
      m.codes.resize(rows * 32);
      for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t k = 0; k < 32; ++k) {
          m.codes[turn ? k * rows + r : r * 32 + k] = q.codes[r * 96 + at * 32 + k];
        }
      }
      return m;
    };
    std::vector<float> sums(6, 0.0F);
    for (std::size_t at = 0; at < 3; ++at) {
      SteppedArray array(spec, operands, unrollings(ArraySpec(spec), operands).front(), kWide,
                         block(qa, 3, at, false, operands.a_format),
                         block(qb, 2, at, true, operands.b_format));
      (void)array.run({{3, 2, 32}, false, {0, 0, 0}});
      const int unit = info(x).unit_exponent + info(y).unit_exponent;
      for (std::size_t i = 0; i < 6; ++i) {
        const int scale = qa.scales[i / 2 * 3 + at] + qb.scales[i % 2 * 3 + at] - 254;
        sums[i] += static_cast<float>(
            std::ldexp(static_cast<long double>(array.result()[i]), unit + scale));
      }
    }
    for (std::size_t i = 0; i < 6; ++i) {
      EXPECT_EQ(sums[i], dot(exact(qa), i / 2, exact(qb), i % 2)) << enum_name(x);
    }
  }
}

TEST(chunked_fp, a_step_takes_a_cycle_for_each_pair_of_chunks) {
  const auto cycles = [](const ChunkedFpSpec& spec, NumberFormat format) {
    return unrollings(ArraySpec(spec), of(format, format)).front().cycles_per_step;
  };
  const ChunkedFpSpec two;
  EXPECT_EQ(cycles(two, NumberFormat::e2m1), 1u);
  EXPECT_EQ(cycles(two, NumberFormat::e2m3), 4u);
  EXPECT_EQ(cycles(two, NumberFormat::e3m2), 4u);
  EXPECT_EQ(cycles(two, NumberFormat::e4m3), 4u);
  EXPECT_EQ(cycles(two, NumberFormat::e5m2), 4u);
  EXPECT_EQ(cycles(two, NumberFormat::bf16), 16u);
  EXPECT_EQ(cycles(two, NumberFormat::fp16), 36u);
  EXPECT_EQ(cycles(two, NumberFormat::integer), 16u);
  EXPECT_EQ(unrollings(ArraySpec(two), of(NumberFormat::e2m1, NumberFormat::e4m3))
                .front()
                .cycles_per_step,
            2u);
}

/// [cuyckens2025datapaths]: 64, 256 and 512 GOPS of MXINT8, MXFP8 and MXFP4. By passes alone FP4
/// would be sixteen times as fast as integers.
TEST(chunked_fp, int8_fp8_fp4_are_1_4_8_where_fp4_reaches_half_of_the_lanes) {
  const auto peak = [](std::uint64_t least, NumberFormat format) {
    return peak_macs_per_cycle(ArraySpec(ChunkedFpSpec{.least_passes = least}), of(format, format));
  };
  EXPECT_EQ(peak(1, NumberFormat::integer), 512);
  EXPECT_EQ(peak(1, NumberFormat::e4m3), 4 * 512);
  EXPECT_EQ(peak(1, NumberFormat::e2m1), 16 * 512);
  EXPECT_EQ(peak(2, NumberFormat::integer), 512);
  EXPECT_EQ(peak(2, NumberFormat::e4m3), 4 * 512);
  EXPECT_EQ(peak(2, NumberFormat::e2m1), 8 * 512);
}

/// 2 w - 1 + log2 B bits.
TEST(chunked_fp, an_exact_register_has_the_bits_of_both_integers_and_of_the_block) {
  const auto bits = [](NumberFormat format) { return exact_sum_bits(of(format, format), 32); };
  EXPECT_EQ(bits(NumberFormat::e2m1), 2u * 5 - 1 + 5);
  EXPECT_EQ(bits(NumberFormat::e2m3), 2u * 7 - 1 + 5);
  EXPECT_EQ(bits(NumberFormat::e3m2), 2u * 10 - 1 + 5);
  EXPECT_EQ(bits(NumberFormat::e4m3), 2u * 19 - 1 + 5);
  EXPECT_EQ(bits(NumberFormat::e5m2), 2u * 33 - 1 + 5);
  EXPECT_EQ(cut_bits({.accumulator_bits = 28}, of(NumberFormat::e4m3, NumberFormat::e4m3)), 14u);
  EXPECT_EQ(cut_bits({.accumulator_bits = 28}, of(NumberFormat::e2m1, NumberFormat::e2m1)), 0u);
}

/// What a narrow register loses is below its least bit, for each product of chunks.
TEST(chunked_fp, a_narrow_register_cuts_off_what_is_below_its_least_bit) {
  const Operands operands = of(NumberFormat::e4m3, NumberFormat::e4m3);
  const RandomStream random(12, "narrow");
  const CodeMatrix a = random_numbers(random, 4, 16, NumberFormat::e4m3);
  const CodeMatrix b = random_numbers(random, 16, 3, NumberFormat::e4m3);
  const auto exact = float_product({.group = 16}, operands, a, b);
  bool differ = false;
  for (const std::uint64_t width : {16u, 24u, 36u}) {
    const ChunkedFpSpec narrow{.rows = 2, .columns = 2, .accumulator_bits = width, .group = 16};
    const auto cut = static_cast<int>(cut_bits(narrow, operands));
    const auto sums = float_product(narrow, operands, a, b);
    for (std::size_t i = 0; i < sums.size(); ++i) {
      // Four products of chunks an element, weights 1, 4, 4, 16, each short of less than one unit.
      const double error =
          static_cast<double>(exact[i]) * std::exp2(-cut) - static_cast<double>(sums[i]);
      EXPECT_GE(error, 0);
      EXPECT_LT(error, 16 * 25);
      differ = differ || error > 0;
    }
  }
  EXPECT_TRUE(differ);
}

TEST(chunked_fp, a_product_that_loses_nothing_is_exact) {
  const Operands operands = of(NumberFormat::e4m3, NumberFormat::e4m3);
  const RandomStream random(13, "loses");
  const CodeMatrix a = random_numbers(random, 4, 16, NumberFormat::e4m3);
  const CodeMatrix b = random_numbers(random, 16, 3, NumberFormat::e4m3);
  const auto exact = float_product({.group = 16}, operands, a, b);
  for (const std::uint64_t width : {0u, 16u, 24u, 36u, 41u}) {
    const ChunkedFpSpec narrow{.rows = 2, .columns = 2, .accumulator_bits = width, .group = 16};
    const auto scale = std::int64_t{1} << cut_bits(narrow, operands);
    const auto sums = float_product(narrow, operands, a, b);
    bool same = true;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      same = same && sums[i] * scale == exact[i];
    }
    EXPECT_EQ(loses_bits(narrow, operands, a, b), !same) << width;
  }
  CodeMatrix large = a;  // 1 and above: nothing lies below the least bit
  for (std::int32_t& code : large.codes) {
    code = 0x78;
  }
  CodeMatrix right = b;
  for (std::int32_t& code : right.codes) {
    code = 0x78;
  }
  const ChunkedFpSpec narrow{.accumulator_bits = 28, .group = 16};
  EXPECT_GT(cut_bits(narrow, operands), 0u);
  EXPECT_FALSE(loses_bits(narrow, operands, large, right));
}

TEST(chunked_fp, a_register_narrower_than_a_product_is_refused) {
  const Operands bf16 = of(NumberFormat::bf16, NumberFormat::bf16);
  EXPECT_THROW(require_multiplies(ArraySpec{ChunkedFpSpec{.accumulator_bits = 16}}, bf16),
               UserError);
  EXPECT_NO_THROW(require_multiplies(ArraySpec{ChunkedFpSpec{.accumulator_bits = 17}}, bf16));
  EXPECT_NO_THROW(require_multiplies(ArraySpec{ChunkedFpSpec{}}, bf16));
}

TEST(chunked_fp, scales_must_fill_its_lanes) {
  EXPECT_THROW(
      (void)unrollings(ArraySpec(ChunkedFpSpec{}), of(NumberFormat::e2m1, NumberFormat::e2m1, 24)),
      UserError);
}

/// Work beside the products grows with the range of exponents; powers of two are not multiplied.
TEST(chunked_fp, activity_counts_alignment_wide_sums_and_scales) {
  const auto count = [](const Operands& operands, const std::string& action) {
    std::uint64_t sum = 0;
    for (const ArrayActivity& one : activity(ArraySpec(ChunkedFpSpec{}), operands, 3200)) {
      sum += one.action == "chunked_fp." + action ? one.count : 0;
    }
    return sum;
  };
  Operands fp4 = of(NumberFormat::e2m1, NumberFormat::e2m1, 16);
  EXPECT_EQ(count(fp4, "chunk_product"), 3200u);
  EXPECT_EQ(count(fp4, "align_bit"), 3200u * 3 * (2 * 5 - 1 + 4));  // shifts of 0 to 4
  EXPECT_EQ(count(fp4, "sum_bit"), 3200u * (13 - 4));
  EXPECT_EQ(count(fp4, "scale_add"), 200u);
  EXPECT_EQ(count(fp4, "scale_product"), 0u);
  fp4.scales_multiply = true;
  EXPECT_EQ(count(fp4, "scale_product"), 200u);
  const Operands fp8 = of(NumberFormat::e4m3, NumberFormat::e4m3, 32);
  EXPECT_EQ(count(fp8, "chunk_product"), 4 * 3200u);
  EXPECT_EQ(count(fp8, "align_bit"), 4 * 3200u * 5 * (2 * 19 - 1 + 5));  // 0 to 28
  EXPECT_EQ(count(fp8, "scale_add"), 100u);
  const ArraySpec narrow = ChunkedFpSpec{.accumulator_bits = 28};
  for (const ArrayActivity& one :
       activity(narrow, of(NumberFormat::bf16, NumberFormat::bf16), 3200)) {
    if (one.action == "chunked_fp.align_bit") {
      EXPECT_EQ(one.count, 16 * 3200u * 5 * 28) << "not the nine stages of shifts up to 506";
    }
  }
  const Operands integers;
  EXPECT_EQ(count(integers, "chunk_product"), 16 * 3200u);
  EXPECT_EQ(count(integers, "align_bit"), 0u);
  // Sixteen products of a pass have one weight; their sum joins the register at its width.
  EXPECT_EQ(count(integers, "sum_bit"), 16 * 3200u / 16 * (8 + 8 - 1 + 5 - 4));
}

/// The second pass of FP4 is time, not work: there are no more products than pairs of chunks, so
/// that neither what is priced (activity) nor what adders and shifters do in all grows with it.
TEST(chunked_fp, passes_that_feed_some_lanes_are_no_more_products) {
  const ChunkedFpSpec one{.rows = 4, .columns = 4, .lanes = 8, .group = 16};
  ChunkedFpSpec two = one;
  two.least_passes = 2;
  for (const auto& [a, b] : {std::pair{NumberFormat::e2m1, NumberFormat::e2m1},
                             {NumberFormat::e2m1, NumberFormat::e4m3},
                             {NumberFormat::e4m3, NumberFormat::e4m3}}) {
    const Operands operands = of(a, b, 16);
    EXPECT_EQ(activity(ArraySpec(two), operands, 4096), activity(ArraySpec(one), operands, 4096));
    const std::uint64_t slower = a == b && a == NumberFormat::e2m1 ? 2 : 1;
    const auto quick = unrollings(ArraySpec(one), operands);
    const auto slow = unrollings(ArraySpec(two), operands);
    ASSERT_EQ(quick.size(), slow.size());
    for (std::size_t i = 0; i < quick.size(); ++i) {
      const auto whole = [&](const Unrolling& u) {
        return analytic_use(u, kWide, {16, 16, 64}, {16, 16, 64});
      };
      EXPECT_EQ(slow[i].cycles_per_step, slower * quick[i].cycles_per_step);
      EXPECT_EQ(fed_lanes(two, operands), 8 / slower);
      EXPECT_EQ(whole(slow[i]).busy_cycles, slower * whole(quick[i]).busy_cycles) << quick[i].name;
      const std::uint64_t limbs = slower == 2 ? whole(slow[i]).busy_cycles : 0;
      // What joins the passes of an element: below the columns, or in each of 16 units.
      const bool stationary = quick[i].kind == Unrolling::Kind::stationary_operand;
      EXPECT_EQ(whole(slow[i]).work.shifts,
                whole(quick[i]).work.shifts + limbs * (stationary ? 4 : 16));
      EXPECT_EQ(whole(slow[i]).work.adds, whole(quick[i]).work.adds + (stationary ? 4 : 0) * limbs);
    }
  }
  const Operands fp4 = of(NumberFormat::e2m1, NumberFormat::e2m1);
  EXPECT_EQ(unfed_bit_products(ArraySpec(one), fp4, 100), 0u);
  EXPECT_EQ(unfed_bit_products(ArraySpec(two), fp4, 100), 100u * 16 * 4 * 4)
      << "half of 8 lanes of 2 x 2 bits in 16 units";
  EXPECT_EQ(unfed_bit_products(ArraySpec(two), of(NumberFormat::e4m3, NumberFormat::e4m3), 100),
            0u);
  EXPECT_EQ(fed_lanes({.lanes = 16, .least_passes = 3}, of(NumberFormat::e2m1, NumberFormat::e2m1)),
            6u)
      << "a third, rounded up";
}

}  // namespace chunked_fp_test
}  // namespace metronome::array
