// Term-serial arrays: terms, the time of given codes in three models, and its expectation from
// shares of terms.
#include "arch/array/term_serial.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>

#include "arch/array/analytic.hpp"
#include "arch/array/counts.hpp"
#include "arch/array/stepped.hpp"
#include "arch/array/term_codes.hpp"
#include "arch/array/term_expectation.hpp"
#include "sim/base/random.hpp"

namespace metronome::array {
namespace term_serial_test {

constexpr Ports kWide{1 << 24, 1 << 24, 1 << 24};

std::int64_t value_of(const std::vector<Term>& terms) {
  std::int64_t sum = 0;
  for (const Term& t : terms) {
    sum += (t.negative ? -1 : 1) * (std::int64_t{1} << t.exponent);
  }
  return sum;
}

/// Fewest signed powers of two that add up to n >= 0: an odd number spends one on its last digit.
int fewest_powers(int n) {
  return n == 0       ? 0
         : n == 1     ? 1
         : n % 2 == 0 ? fewest_powers(n / 2)
                      : 1 + std::min(fewest_powers((n - 1) / 2), fewest_powers((n + 1) / 2));
}

TEST(terms, of_every_value_add_up_to_it_and_are_as_few_as_their_encoding_allows) {
  for (int v = -65536; v <= 65536; v += v > -600 && v < 600 ? 1 : 37) {
    const auto plain = terms_of(v, TermEncoding::essential_bits);
    const auto digits = terms_of(v, TermEncoding::signed_digits);
    ASSERT_EQ(value_of(plain), v);
    ASSERT_EQ(value_of(digits), v);
    ASSERT_EQ(plain.size(),
              static_cast<std::size_t>(std::popcount(static_cast<unsigned>(std::abs(v)))));
    ASSERT_EQ(digits.size(), static_cast<std::size_t>(fewest_powers(std::abs(v)))) << v;
    for (std::size_t i = 1; i < digits.size(); ++i) {
      ASSERT_GT(digits[i].exponent, digits[i - 1].exponent + 1) << "no neighbours: " << v;
    }
    ASSERT_EQ(
        static_cast<std::size_t>(std::popcount(term_positions(v, TermEncoding::signed_digits))),
        digits.size());
  }
}

TEST(terms, the_densest_code_of_every_width_has_as_many_as_stated) {
  for (const TermEncoding encoding : {TermEncoding::essential_bits, TermEncoding::signed_digits}) {
    for (int bits = 1; bits <= 16; ++bits) {
      std::size_t most = 0;
      for (std::int32_t code = 0; code < 1 << bits; ++code) {
        most = std::max(most, terms_of(code, encoding).size());
      }
      EXPECT_EQ(most, most_terms(bits, encoding)) << bits;
    }
  }
}

TEST(terms, first_shifters_serve_what_lies_in_reach_of_the_lowest_pending_term) {
  using Lanes = std::vector<std::uint32_t>;
  EXPECT_EQ(windowed_clocks(Lanes{0, 0}, 32), 0u);
  EXPECT_EQ(windowed_clocks(Lanes{0b1011, 0b1}, 32), 3u);
  EXPECT_EQ(windowed_clocks(Lanes{0x0f, 0xf0}, 32), 4u);
  // 0; 1 and 4; 2 and 5; 3 and 6; 7.
  EXPECT_EQ(windowed_clocks(Lanes{0x0f, 0xf0}, 4), 5u);
  EXPECT_EQ(windowed_clocks(Lanes{0x0f, 0xf0}, 1), 8u) << "one power of two at a time";
  EXPECT_EQ(windowed_clocks(Lanes{0x80, 0x01}, 1), 2u);
}

std::vector<TermSerialSpec> machines() {
  using enum Synchronisation;
  using enum TermEncoding;
  return {{.rows = 4, .columns = 3, .lanes = 4, .drain_outputs_per_cycle = 2},
          {.rows = 3,
           .columns = 2,
           .lanes = 5,
           .terms = TermOperand::activation,
           .encoding = signed_digits,
           .parallel_bits = 4,
           .window_positions = 2,
           .drain_outputs_per_cycle = 1},
          {.rows = 2,
           .columns = 4,
           .lanes = 3,
           .subtract_zero_points = false,
           .synchronisation = column,
           .lookahead_steps = 1},
          {.rows = 4, .columns = 3, .lanes = 4, .terms = TermOperand::both},
          {.rows = 3,
           .columns = 3,
           .lanes = 4,
           .terms = TermOperand::both,
           .encoding = signed_digits,
           .synchronisation = unit,
           .lookahead_steps = 2},
          {.rows = 2,
           .columns = 5,
           .lanes = 2,
           .terms = TermOperand::both,
           .synchronisation = column,
           .lookahead_steps = 3,
           .drain_outputs_per_cycle = 1}};
}

CodeMatrix random_matrix(const RandomStream& random, std::uint64_t rows, std::uint64_t columns,
                         int bits, bool is_signed) {
  CodeMatrix m{rows, columns, bits, is_signed, 0, {}};
  const auto draw = [&](std::uint64_t i) {
    return lowest_code(bits, is_signed) +
           static_cast<std::int32_t>(random.below(i, std::uint64_t{1} << bits));
  };
  m.zero_point = draw(0);
  for (std::uint64_t i = 1; i <= rows * columns; ++i) {
    // Half of them near the zero point, as trained values are.
    m.codes.push_back(random.bits(i) % 2 == 0 ? static_cast<std::int32_t>(m.zero_point)
                                              : draw(1000 + i));
  }
  return m;
}

struct Case {
  TermSerialSpec spec;
  Operands operands;
  Unrolling walk;
  Ports ports;
  TileShape tile;
  CodeMatrix a, b;

  template <class Time>
  [[nodiscard]] Unrolling timed() const {
    Unrolling u = walk;
    u.stream_time = std::make_shared<Time>(TermOperands(spec, operands, u.transposed, a, b));
    return u;
  }
};

void for_random_cases(std::uint64_t cases, const std::function<void(const Case&)>& check) {
  std::uint64_t run = 0;
  for (const TermSerialSpec& spec : machines()) {
    for (std::uint64_t i = 0; i < cases; ++i) {
      const RandomStream random(41, "terms", run++);
      std::uint64_t draws = 1 << 20;
      const auto below = [&](std::uint64_t n) { return 1 + random.below(draws++, n); };
      Case c{spec, {}, {}, kWide, {}, {}, {}};
      c.operands.a_bits = static_cast<int>(below(i % 5 == 0 ? 16 : 8));
      c.operands.b_bits = static_cast<int>(below(i % 7 == 0 ? 16 : 8));
      const GemmShape gemm{below(14), below(14), below(30)};
      c.tile = {below(gemm.m), below(gemm.n), below(gemm.k)};
      if (i % 2 == 1) {
        c.ports = {8 * below(20), 8 * below(20), 8 * below(20)};
      }
      c.a =
          random_matrix(RandomStream(42, "a", run), gemm.m, gemm.k, c.operands.a_bits, i % 3 == 0);
      c.b =
          random_matrix(RandomStream(43, "b", run), gemm.k, gemm.n, c.operands.b_bits, i % 4 == 0);
      for (const Unrolling& u : unrollings(spec, c.operands)) {
        c.walk = u;
        check(c);
      }
    }
  }
}

/// Runs the tiles of a case, whatever runs one of them.
template <class Run>
ArrayUse run_tiles(const Case& c, const Run& run) {
  ArrayUse sum;
  const std::uint64_t m = c.a.rows, n = c.b.columns, k = c.a.columns;
  for (std::uint64_t i = 0; i < m; i += c.tile.m) {
    for (std::uint64_t j = 0; j < n; j += c.tile.n) {
      for (std::uint64_t l = 0; l < k; l += c.tile.k) {
        sum += run(
            Tile{{std::min(c.tile.m, m - i), std::min(c.tile.n, n - j), std::min(c.tile.k, k - l)},
                 l > 0,
                 {i, j, l}});
      }
    }
  }
  return sum;
}

TEST(term_serial, stepped_cycle_and_closed_form_take_the_same_clocks_for_the_same_codes) {
  std::uint64_t waiting = 0, port_stalls = 0;
  for_random_cases(40, [&](const Case& c) {
    SteppedArray array(c.spec, c.operands, c.walk, c.ports, c.a, c.b);
    const ArrayUse stepped = run_tiles(c, [&](const Tile& tile) { return array.run(tile); });
    const PassMachine machine(c.timed<TermCodes>(), c.ports);
    const ArrayUse cycle = run_tiles(c, [&](const Tile& tile) { return machine.run(tile); });
    const ArrayUse closed =
        analytic_use(c.timed<TermMaxima>(), c.ports, {c.a.rows, c.b.columns, c.a.columns}, c.tile);
    ASSERT_EQ(array.result(), exact_product(c.a, c.b)) << c.walk.name;
    ASSERT_EQ(stepped.busy_cycles, closed.busy_cycles);
    ASSERT_EQ(stepped.synchronisation_cycles, closed.synchronisation_cycles);
    ASSERT_EQ(stepped, closed);
    ASSERT_EQ(cycle, closed);
    waiting += closed.synchronisation_cycles;
    port_stalls += closed.port_stall_cycles;
    const SteppedCounts& counts = array.counts();
    ASSERT_EQ(counts.useful + counts.padded + counts.idle,
              stepped.cycles() * peak_bit_products(c.spec));
    const ArrayCounts predicted = array_counts(c.spec, closed, counts.useful, closed.cycles());
    ASSERT_EQ(counts.padded, predicted.padded_bit_products);
    ASSERT_EQ(counts.idle, predicted.idle_bit_products);
  });
  EXPECT_GT(waiting, 1000u);
  EXPECT_GT(port_stalls, 1000u);
}

// (4 - 1) (6 - 2): the second tap pads the channel to a step of two; it has no code on either side.
TEST(term_serial, what_pads_a_channel_to_whole_steps_has_no_zero_point_to_subtract) {
  const CodeMatrix a{1, 2, 4, false, 1, {4, 0}, {2, 1, {1, 0}}};
  const CodeMatrix b{2, 1, 4, false, 2, {6, 0}};
  for (const TermSerialSpec& spec : machines()) {
    for (const Unrolling& walk : unrollings(spec, {.a_bits = 4, .b_bits = 4})) {
      SteppedArray array(spec, {.a_bits = 4, .b_bits = 4}, walk, kWide, a, b);
      (void)array.run({{1, 1, 2}});
      EXPECT_EQ(array.result(), std::vector<std::int64_t>{12}) << walk.name;
    }
  }
}

TEST(term_serial, lanes_multiply_each_pair_of_terms_once) {
  for_random_cases(6, [&](const Case& c) {
    SteppedArray array(c.spec, c.operands, c.walk, c.ports, c.a, c.b);
    (void)run_tiles(c, [&](const Tile& tile) { return array.run(tile); });
    const TermSides sides = term_sides(c.spec, c.operands);
    // Bits of a term are one; of an operand that is not cut, all.
    const auto bits = [&](const CodeMatrix& m, std::int32_t code, bool cut) {
      const std::int64_t zero = c.spec.subtract_zero_points ? m.zero_point : 0;
      return cut ? terms_of(code - static_cast<std::int32_t>(zero), c.spec.encoding).size()
                 : static_cast<std::size_t>(m.bits);
    };
    std::uint64_t products = 0;
    for (std::uint64_t m = 0; m < c.a.rows; ++m) {
      for (std::uint64_t k = 0; k < c.a.columns; ++k) {
        for (std::uint64_t n = 0; n < c.b.columns; ++n) {
          products += bits(c.a, c.a.at(m, k), sides.a) * bits(c.b, c.b.at(k, n), sides.b);
        }
      }
    }
    ASSERT_EQ(array.counts().useful, products);
  });
}

// All terms there: nobody waits, and the time is that of the dense law.
TEST(term_serial, the_densest_codes_take_as_long_as_the_peak_says) {
  TermSerialSpec spec{.rows = 4, .columns = 4, .lanes = 4, .subtract_zero_points = false};
  for (const TermOperand terms : {TermOperand::narrower, TermOperand::both}) {
    spec.terms = terms;
    const Operands operands{.a_bits = 5, .b_bits = 7};
    const CodeMatrix a{8, 12, 5, false, 0, std::vector<std::int32_t>(96, 31)};
    const CodeMatrix b{12, 8, 7, false, 0, std::vector<std::int32_t>(96, 127)};
    Unrolling u = unrollings(spec, operands).front();
    u.stream_time = std::make_shared<TermMaxima>(TermOperands(spec, operands, false, a, b));
    const ArrayUse use = analytic_use(u, kWide, {8, 8, 12}, {8, 8, 12});
    EXPECT_EQ(use.busy_cycles, 4u * 3 * (terms == TermOperand::both ? 35 : 5));
    EXPECT_EQ(use.synchronisation_cycles, 0u);
  }
}

/// Time of a pass over every combination of codes (of x alone, where y is not cut), by enumeration.
double enumerated(const TermSerialSpec& spec, int bits, std::uint64_t rows, std::uint64_t columns,
                  std::uint64_t length) {
  const std::uint64_t x_count = rows * length;
  const std::uint64_t y_count = spec.terms == TermOperand::both ? columns * length : 0;
  const std::uint64_t codes = std::uint64_t{1} << bits;
  const auto combinations = static_cast<std::uint64_t>(
      std::pow(static_cast<double>(codes), static_cast<double>(x_count + y_count)));
  const Operands operands{.a_bits = bits, .b_bits = bits};
  double sum = 0;
  for (std::uint64_t i = 0; i < combinations; ++i) {
    CodeMatrix a{rows, length, bits, false, 0, {}}, b{length, columns, bits, false, 0, {}};
    std::uint64_t left = i;
    for (std::uint64_t j = 0; j < x_count + y_count; ++j, left /= codes) {
      (j < x_count ? a : b).codes.push_back(static_cast<std::int32_t>(left % codes));
    }
    b.codes.resize(columns * length);
    const TermMaxima time(TermOperands(spec, operands, false, a, b));
    sum += static_cast<double>(time.clocks({rows, columns, length}).total());
  }
  return sum / static_cast<double>(combinations);
}

TermShares uniform(const TermSerialSpec& spec, int bits) {
  CodeMatrix all{1, std::uint64_t{1} << bits, bits, false, 0, {}};
  all.codes.resize(all.columns);
  std::iota(all.codes.begin(), all.codes.end(), 0);
  return term_shares(spec, all);
}

TEST(term_expectation, is_exact_for_independent_codes_where_all_begin_together) {
  TermSerialSpec spec{.rows = 2, .columns = 2, .lanes = 2, .terms = TermOperand::both};
  const TermShares shares = uniform(spec, 2);
  ASSERT_EQ(shares, (TermShares{.25, .5, .25}));
  const TermExpectation time(spec, shares, shares);
  EXPECT_NEAR(time.expected({2, 1, 2}, 2, 1), enumerated(spec, 2, 2, 1, 2), 1e-12);
  EXPECT_NEAR(time.expected({2, 2, 1}, 1, 1), enumerated(spec, 2, 2, 2, 1), 1e-12);
  const TermShares bit = uniform(spec, 1);
  const TermExpectation of_bits(spec, bit, bit);
  EXPECT_NEAR(of_bits.expected({2, 2, 3}, 2, 1) + of_bits.expected({2, 2, 3}, 1, 1),
              enumerated(spec, 1, 2, 2, 3), 1e-12)
      << "two steps, the second with one lane";
}

TEST(term_expectation, with_lookahead_comes_near_what_independent_codes_take) {
  TermSerialSpec spec{.rows = 1,
                      .columns = 2,
                      .lanes = 2,
                      .terms = TermOperand::activation,
                      .synchronisation = Synchronisation::column,
                      .lookahead_steps = 1};
  const TermShares shares = uniform(spec, 2);
  const TermExpectation time(spec, shares, {0, 1});
  for (const std::uint64_t steps : {1, 2}) {
    const double exact = enumerated(spec, 2, 2, 1, 2 * steps);
    EXPECT_NEAR(time.expected({2, 1, 2 * steps}, 2, steps) / exact, 1, 0.05) << steps;
  }
}

/// Mean time of passes over random codes of a distribution, against the expectation.
double error_of_expectation(const TermSerialSpec& spec, const Operands& operands,
                            std::uint64_t length) {
  double expected = 0, sampled = 0;
  for (std::uint64_t run = 0; run < 12; ++run) {
    CodeMatrix a =
        random_matrix(RandomStream(51, "a", run), spec.columns, length, operands.a_bits, false);
    CodeMatrix b =
        random_matrix(RandomStream(52, "b", run), length, spec.rows, operands.b_bits, false);
    const TermSides sides = term_sides(spec, operands);
    const TermShares one{0, 1};
    const TermExpectation time(spec, term_shares(spec, a), sides.b ? term_shares(spec, b) : one);
    const TermMaxima codes(TermOperands(spec, operands, false, a, b));
    const PassBlock block{spec.columns, spec.rows, length};
    expected += static_cast<double>(time.clocks(block).total());
    sampled += static_cast<double>(codes.clocks(block).total());
  }
  return expected / sampled - 1;
}

// The errors that docs/term_serial.md states, for the machines of configs/arch.
TEST(term_expectation, of_sampled_codes_lies_within_the_stated_error) {
  const Operands operands{.a_bits = 8, .b_bits = 8};
  TermSerialSpec pragmatic{.terms = TermOperand::activation};
  EXPECT_NEAR(error_of_expectation(pragmatic, operands, 512), 0, 0.01);
  pragmatic.encoding = TermEncoding::signed_digits;
  EXPECT_NEAR(error_of_expectation(pragmatic, operands, 512), 0, 0.01);
  TermSerialSpec laconic{
      .rows = 16, .terms = TermOperand::both, .encoding = TermEncoding::signed_digits};
  EXPECT_NEAR(error_of_expectation(laconic, operands, 256), 0, 0.01);
  pragmatic.encoding = TermEncoding::essential_bits;
  pragmatic.synchronisation = Synchronisation::column;
  pragmatic.lookahead_steps = 1;
  EXPECT_NEAR(error_of_expectation(pragmatic, operands, 512), 0, 0.02);
  laconic.synchronisation = Synchronisation::unit;
  laconic.lookahead_steps = 2;
  EXPECT_NEAR(error_of_expectation(laconic, operands, 256), 0, 0.02);
  // What first shifters of two bits cannot reach takes longer, the more so the fewer terms there
  // are: single bits far apart take a clock for each four places.
  pragmatic.window_positions = 4;
  EXPECT_NEAR(error_of_expectation(pragmatic, operands, 512), 0, 0.02);
}

// [albericio2017pragmatic] reports 4.3 times the speed of their bit-parallel baseline for the best
// Pragmatic, whose baseline of 1.92 times is Stripes [judd2016stripes], with 16-bit
// activations of which about 10 % of all bits and 20 % of the non-zero values' bits are set, in 9
// significant bits (from memory of their table; the assumption that bits are independent is ours).
TEST(term_expectation, pragmatic_runs_between_stripes_and_its_published_best) {
  constexpr int kSignificant = 9;
  constexpr double kZeros = 0.5, kSet = 0.36;
  TermShares shares(kSignificant + 1, 0.0);
  double choose = 1;
  for (int n = 0; n <= kSignificant; ++n) {
    shares[static_cast<std::size_t>(n)] =
        (1 - kZeros) * choose * std::pow(kSet, n) * std::pow(1 - kSet, kSignificant - n);
    choose = choose * (kSignificant - n) / (n + 1);
  }
  shares[0] += kZeros;
  EXPECT_NEAR(mean_terms(shares) / 16, 0.10, 0.005) << "essential bits of all values";
  EXPECT_NEAR(mean_terms(shares) / (1 - shares[0]) / 16, 0.20, 0.01) << "of non-zero ones";
  TermSerialSpec pragmatic{.rows = 256, .terms = TermOperand::activation, .parallel_bits = 16};
  const auto speedup = [&] {
    const TermExpectation time(pragmatic, shares, {0, 1});
    const StreamClocks clocks = time.clocks({16, 256, 4096});
    return 256.0 * 16 / static_cast<double>(clocks.total());  // the baseline: 16 windows a step
  };
  const double pallet = speedup();
  pragmatic.synchronisation = Synchronisation::column;
  pragmatic.lookahead_steps = 1;
  const double column = speedup();
  EXPECT_GT(pallet, 1.92);
  EXPECT_GT(column, pallet * 1.2) << "their column synchronisation gains over a fifth";
  EXPECT_LT(column, 4.3);
}

}  // namespace term_serial_test
}  // namespace metronome::array
