// Published peaks, as laws in the operands' widths.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "arch/array/array.hpp"
#include "arch/array/families.hpp"

namespace metronome::array {
namespace peak_laws_test {

double peak(const ArraySpec& spec, int a, int b) {
  return peak_macs_per_cycle(spec, {.a_bits = a, .b_bits = b});
}

// [judd2016stripes]: 16 tiles of 16 filters x 16 windows x 16 lanes, weights 16-bit parallel.
TEST(peak_laws, stripes_does_4096_times_16_over_the_activation_bits) {
  const OperandSerialSpec stripes{.rows = 256,
                                  .columns = 16,
                                  .lanes = 16,
                                  .parallel_bits = 16,
                                  .serial = SerialOperand::activation};
  for (int a = 1; a <= 16; ++a) {
    for (int w = 1; w <= 16; ++w) {
      EXPECT_DOUBLE_EQ(peak(stripes, a, w), 4096.0 * 16 / a) << "weight bits give nothing: " << w;
    }
  }
}

// [sharify2018loom]: 128 multiply-accumulates at 16 x 16 bits, four times that at 8 x 8.
TEST(peak_laws, loom_does_128_at_16_bits_and_grows_with_both_widths) {
  const DualSerialSpec loom;
  EXPECT_DOUBLE_EQ(peak(loom, 16, 16), 128);
  EXPECT_DOUBLE_EQ(peak(loom, 8, 8), 4 * 128);
  EXPECT_DOUBLE_EQ(peak(loom, 4, 4), 16 * 128);
  for (int a = 1; a <= 16; ++a) {
    for (int w = 1; w <= 16; ++w) {
      EXPECT_DOUBLE_EQ(peak(loom, a, w), 32768.0 / (a * w));
    }
  }
}

// Its variants of 2 and 4 bits a clock take windows in so many fewer cycles; odd widths round up.
TEST(peak_laws, loom_takes_one_two_or_four_window_bits_a_clock) {
  for (const std::uint64_t bits : {1u, 2u, 4u}) {
    const DualSerialSpec loom{.bits_per_cycle = bits};
    for (int a = 1; a <= 16; ++a) {
      const double digits = std::ceil(a / static_cast<double>(bits));
      const double other = std::ceil(8 / static_cast<double>(bits));
      // The walk may let either operand pass as windows.
      EXPECT_DOUBLE_EQ(peak(loom, a, 8), 32768.0 / std::min(digits * 8, other * a)) << bits << a;
    }
  }
}

// [chen2014dadiannao]: 16 tiles of 16 filters x 16 lanes of 16 bits: 4096 multiply-accumulates a
// cycle at any width. Stripes at 16 bits is as fast, and 16 / p times as fast at p bits.
TEST(peak_laws, stripes_at_p_bits_is_16_over_p_times_dadiannao) {
  const SystolicSpec dadiannao{
      .rows = 16, .columns = 256, .operand_bits = 16, .dataflow = Dataflow::ws};
  const OperandSerialSpec stripes{.rows = 256,
                                  .columns = 16,
                                  .lanes = 16,
                                  .parallel_bits = 16,
                                  .serial = SerialOperand::activation};
  for (int p = 1; p <= 16; ++p) {
    EXPECT_DOUBLE_EQ(peak(dadiannao, p, 16), 4096);
    EXPECT_DOUBLE_EQ(peak(dadiannao, 16, p), 4096);
    EXPECT_DOUBLE_EQ(peak(stripes, p, 16), 16.0 / p * peak(dadiannao, p, 16));
  }
}

// The rounding of the units chosen here (arch/array/two_in_one.hpp), in the words of its page: up
// to 4 bits are one piece, up to 8 two, up to 16 four; pieces are even, and the shorter ones pass
// bit by bit. 8192 sub-units.
TEST(peak_laws, two_in_one_takes_its_pairs_of_pieces_four_at_a_time) {
  const auto pieces = [](int bits) { return bits <= 4 ? 1 : bits <= 8 ? 2 : 4; };
  for (int a = 1; a <= 16; ++a) {
    for (int w = 1; w <= 16; ++w) {
      const int passing =
          std::min((a + pieces(a) - 1) / pieces(a), (w + pieces(w) - 1) / pieces(w));
      const int sub_unit_cycles = pieces(a) * pieces(w) * passing;
      EXPECT_DOUBLE_EQ(peak(TwoInOneSpec{}, a, w), 8192.0 / sub_unit_cycles) << a << 'x' << w;
    }
  }
}

TEST(peak_laws, two_in_one_product_table) {
  const TwoInOneSpec tile{.rows = 1, .columns = 1, .lanes = 1};
  const std::vector<std::pair<std::pair<int, int>, double>> table{
      {{1, 1}, 4},        {{2, 2}, 2},        {{4, 4}, 1},          {{8, 4}, 1.0 / 2},
      {{8, 3}, 2.0 / 3},  {{5, 5}, 1.0 / 3},  {{6, 6}, 1.0 / 3},    {{7, 7}, 1.0 / 4},
      {{8, 8}, 1.0 / 4},  {{16, 1}, 1},       {{16, 16}, 1.0 / 16}, {{9, 9}, 1.0 / 12},
      {{8, 16}, 1.0 / 8}, {{4, 16}, 1.0 / 4}, {{12, 12}, 1.0 / 12}};
  for (const auto& [bits, products] : table) {
    EXPECT_DOUBLE_EQ(peak(tile, bits.first, bits.second), products) << bits.first << bits.second;
    EXPECT_DOUBLE_EQ(peak(tile, bits.second, bits.first), products) << "either may pass";
  }
}

// A bit less of an operand never makes a product slower.
TEST(peak_laws, two_in_one_is_never_slower_with_fewer_bits) {
  for (int a = 1; a <= 16; ++a) {
    for (int w = 2; w <= 16; ++w) {
      EXPECT_GE(peak(TwoInOneSpec{}, a, w - 1), peak(TwoInOneSpec{}, a, w)) << a << 'x' << w;
    }
  }
}

// [lee2019unpu]: 345.6 GOPS at 16-bit weights and 200 MHz, two operations a product.
TEST(peak_laws, unpu_does_13824_over_the_weight_bits) {
  const OperandSerialSpec unpu{
      .rows = 48, .columns = 18, .lanes = 16, .parallel_bits = 16, .serial = SerialOperand::weight};
  for (int w = 1; w <= 16; ++w) {
    EXPECT_DOUBLE_EQ(peak(unpu, 16, w), 13824.0 / w);
  }
  EXPECT_DOUBLE_EQ(peak(unpu, 16, 16) * 2 * 200e6, 345.6e9);
}

// [sharma2018bitfusion]: products of one Fusion Unit per cycle; one 16 x 16 takes four.
TEST(peak_laws, bitfusion_product_table) {
  const SpatialFusionSpec unit{.rows = 1, .columns = 1};
  const std::vector<std::pair<std::pair<int, int>, double>> table{
      {{8, 8}, 1},  {{8, 4}, 2},  {{8, 2}, 4},   {{4, 4}, 4},    {{4, 2}, 8},
      {{2, 2}, 16}, {{1, 1}, 16}, {{3, 3}, 4},   {{5, 7}, 1},    {{8, 1}, 4},
      {{8, 3}, 2},  {{6, 2}, 4},  {{16, 8}, .5}, {{16, 16}, .25}};
  for (const auto& [bits, products] : table) {
    EXPECT_DOUBLE_EQ(peak(unit, bits.first, bits.second), products);
    EXPECT_DOUBLE_EQ(peak(unit, bits.second, bits.first), products);
  }
}

// [umuroglu2018bismo] (PYNQ-Z1) and [umuroglu2019optimizing] (Ultra96): an AND and an addition are
// two operations; the published figures are rounded to one decimal.
TEST(peak_laws, bismo_reaches_its_two_published_binary_peaks) {
  const auto tops = [](const BinaryOverlaySpec& spec, double clock_hz) {
    return peak(spec, 1, 1) * 2 * clock_hz * 1e-12;
  };
  EXPECT_NEAR(tops({.rows = 8, .columns = 8, .lanes = 256}, 200e6), 6.55, 0.005);
  EXPECT_NEAR(tops({.rows = 10, .columns = 10, .lanes = 256}, 300e6), 15.36, 0.005);
}

TEST(peak_laws, bismo_takes_one_binary_product_for_each_pair_of_bits) {
  const BinaryOverlaySpec bismo{.rows = 8, .columns = 8, .lanes = 256};
  for (int a = 1; a <= 16; ++a) {
    for (int w = 1; w <= 16; ++w) {
      EXPECT_DOUBLE_EQ(peak(bismo, a, w), 16384.0 / (a * w));
    }
  }
  EXPECT_EQ(unrollings(bismo, {.a_bits = 16, .b_bits = 16}).front().cycles_per_step, 256u);
}

// BISMO's generator: levels of the compressor for 32, 64, 128, 256 and 512 bits; a unit of 64 bits
// has ten cycles from the read of its operands to its result.
TEST(peak_laws, bismo_pipeline_latency) {
  const std::vector<std::pair<std::uint64_t, std::uint64_t>> depths{
      {32, 2}, {64, 3}, {128, 3}, {256, 4}, {512, 5}};
  for (const auto& [lanes, depth] : depths) {
    EXPECT_EQ(compressor_depth(lanes), depth) << lanes;
  }
  EXPECT_EQ(pipeline_latency({.lanes = 64}), 10u);
  EXPECT_EQ(pipeline_latency({.lanes = 64, .extra_stages = 2}), 12u);
}

// [ibrahim2022taxonomy]: 4096 2-bit multipliers do 256, 512, 1024, 1024 and 4096 products.
TEST(peak_laws, bitblade_has_the_peaks_of_bitfusion) {
  const SpatialFusionSpec blade{.rows = 64, .columns = 4, .shift_add = ShiftAdd::per_group};
  const std::vector<std::pair<std::pair<int, int>, double>> table{
      {{8, 8}, 256}, {{8, 4}, 512}, {{8, 2}, 1024}, {{4, 4}, 1024}, {{2, 2}, 4096}};
  for (const auto& [bits, products] : table) {
    EXPECT_DOUBLE_EQ(peak(blade, bits.first, bits.second), products);
  }
  // One sum of at least 16 products: a reduction of one leaves 15 of 16 units idle.
  const Unrolling walk = unrollings(blade, {}).front();
  EXPECT_EQ(walk.rows, 64u);
  EXPECT_EQ(walk.kind, Unrolling::Kind::stationary_operand);
  EXPECT_EQ(walk.skew_cycles, 4u + 4 - 2) << "four groups, not 64 units, in a column";
}

// [noh2023flexblock]: 16 times the multiply-accumulates of the 16-bit mode at 4 bits, 4 times
// at 8.
TEST(peak_laws, flexblock_does_1_to_4_to_16) {
  const ChunkedBfpSpec flexblock{
      .lanes = 4, .chunk_bits = 4, .chunk_counts = ChunkCounts::power_of_two};
  const double sixteen = peak(flexblock, 16, 16);
  EXPECT_DOUBLE_EQ(peak(flexblock, 8, 8), 4 * sixteen);
  EXPECT_DOUBLE_EQ(peak(flexblock, 4, 4), 16 * sixteen);
  EXPECT_DOUBLE_EQ(peak(flexblock, 8, 8), 512);
  for (int bits = 1; bits <= 16; ++bits) {  // every other width runs in the next mode
    const int mode = bits <= 4 ? 4 : bits <= 8 ? 8 : 16;
    EXPECT_DOUBLE_EQ(peak(flexblock, bits, bits), peak(flexblock, mode, mode)) << bits;
  }
}

// [zhang2022fast]: mantissas of 2 or 4 bits in chunks of 2 take 1, 2 or 4 passes.
TEST(peak_laws, fast_takes_a_pass_for_each_pair_of_chunks) {
  const ChunkedBfpSpec fast{.rows = 256, .columns = 64};
  const auto passes = [&](int a, int b) {
    return unrollings(fast, {.a_bits = a, .b_bits = b}).front().cycles_per_step;
  };
  EXPECT_EQ(passes(2, 2), 1u);
  EXPECT_EQ(passes(4, 2), 2u);
  EXPECT_EQ(passes(2, 4), 2u);
  EXPECT_EQ(passes(4, 4), 4u);
  EXPECT_DOUBLE_EQ(peak(fast, 2, 2), 256.0 * 64 * 16);
}

TEST(peak_laws, widths_that_no_array_executes_are_refused_with_the_reason) {
  for (const ArraySpec& spec : families()) {
    EXPECT_GT(peak(spec, 16, 16), 0) << "16 bits run on " << kind_name(spec);
    for (const int bits : {0, 17, 32}) {
      try {
        (void)peak(spec, bits, 8);
        ADD_FAILURE() << bits << " bits ran on " << kind_name(spec);
      } catch (const UserError& error) {
        EXPECT_NE(std::string(error.what()).find(std::to_string(bits) + " bits"),
                  std::string::npos);
      }
    }
  }
}

// [albericio2017pragmatic]: 16 tiles of 16 filters x 16 windows x 16 lanes. If all bits of the
// activations are set, 16-bit ones run at the 4096 multiply-accumulates of the bit-parallel
// baseline.
TEST(peak_laws, pragmatic_with_all_bits_set_does_65536_over_the_activation_bits) {
  const TermSerialSpec pragmatic{
      .rows = 256, .terms = TermOperand::activation, .parallel_bits = 16};
  for (int a = 1; a <= 16; ++a) {
    EXPECT_DOUBLE_EQ(peak(pragmatic, a, 16), 65536.0 / a);
  }
}

// [sharify2019laconic]: pairs of signed digits; an 8-bit code has at most 5, a 16-bit one 9.
TEST(peak_laws, laconic_at_its_densest_does_its_lanes_over_the_pairs_of_digits) {
  const TermSerialSpec laconic{
      .rows = 64, .terms = TermOperand::both, .encoding = TermEncoding::signed_digits};
  EXPECT_DOUBLE_EQ(peak(laconic, 8, 8), 16384.0 / (5 * 5));
  EXPECT_DOUBLE_EQ(peak(laconic, 16, 16), 16384.0 / (9 * 9));
  EXPECT_DOUBLE_EQ(peak(laconic, 1, 1), 16384.0);
}

}  // namespace peak_laws_test
}  // namespace metronome::array
