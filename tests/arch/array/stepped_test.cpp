// The stepped arrays move real codes through registers. Their results must be those of 64-bit
// arithmetic, and their clocks those of the two models that know only formulas.
#include "arch/array/stepped.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "arch/array/analytic.hpp"
#include "arch/array/counts.hpp"
#include "sim/base/random.hpp"

namespace metronome::array {
namespace stepped_test {

constexpr Ports kWide{1 << 24, 1 << 24, 1 << 24};

/// Small grids that small shapes overfill, odd ones among them.
std::vector<ArraySpec> families() {
  return {
      SystolicSpec{.rows = 4, .columns = 6},
      SystolicSpec{.rows = 3, .columns = 5, .operand_bits = 4, .double_buffered_weights = false},
      SystolicSpec{.rows = 1, .columns = 1},
      SystolicSpec{.rows = 4, .columns = 6, .pipelined_passes = true},
      SystolicSpec{.rows = 5, .columns = 2, .operand_bits = 4, .pipelined_passes = true},
      SystolicSpec{
          .rows = 3, .columns = 4, .double_buffered_weights = false, .pipelined_passes = true},
      SystolicSpec{.rows = 1, .columns = 1, .pipelined_passes = true},
      SpatialFusionSpec{.rows = 4, .columns = 3, .pipelined_passes = true},
      SpatialFusionSpec{
          .rows = 32, .columns = 3, .shift_add = ShiftAdd::per_group, .pipelined_passes = true},
      BinaryOverlaySpec{.rows = 3,
                        .columns = 4,
                        .lanes = 5,
                        .drain_outputs_per_cycle = 2,
                        .pipelined_passes = true},
      BinaryOverlaySpec{.rows = 5,
                        .columns = 5,
                        .lanes = 3,
                        .extra_stages = 2,
                        .drain_outputs_per_cycle = 1,
                        .pipelined_passes = true},
      BinaryOverlaySpec{.rows = 2, .columns = 1, .lanes = 70, .pipelined_passes = true},
      ChunkedBfpSpec{.rows = 3, .columns = 4, .lanes = 4, .group = 8, .pipelined_passes = true},
      SpatialFusionSpec{.rows = 4, .columns = 3},
      SpatialFusionSpec{.rows = 32, .columns = 3, .shift_add = ShiftAdd::per_group},
      SpatialFusionSpec{.rows = 2, .columns = 4, .double_buffered_weights = false},
      OperandSerialSpec{.rows = 4, .columns = 3, .lanes = 4, .drain_outputs_per_cycle = 2},
      OperandSerialSpec{.rows = 3,
                        .columns = 2,
                        .lanes = 5,
                        .parallel_bits = 4,
                        .serial = SerialOperand::activation,
                        .drain_outputs_per_cycle = 1},
      DualSerialSpec{.rows = 8, .columns = 3, .lanes = 4, .drain_outputs_per_cycle = 1},
      DualSerialSpec{.rows = 3, .columns = 2, .lanes = 6, .bits_per_cycle = 2},
      DualSerialSpec{.rows = 2, .columns = 4, .lanes = 3, .bits_per_cycle = 4},
      BinaryOverlaySpec{.rows = 3, .columns = 4, .lanes = 5, .drain_outputs_per_cycle = 2},
      BinaryOverlaySpec{
          .rows = 5, .columns = 5, .lanes = 3, .extra_stages = 2, .drain_outputs_per_cycle = 1},
      BinaryOverlaySpec{.rows = 2, .columns = 1, .lanes = 70},
      ChunkedBfpSpec{.rows = 3, .columns = 4, .lanes = 4, .group = 8},
      ChunkedBfpSpec{.rows = 4,
                     .columns = 2,
                     .lanes = 3,
                     .chunk_bits = 4,
                     .chunk_counts = ChunkCounts::power_of_two,
                     .group = 3,
                     .exponent_bits = 3,
                     .double_buffered_weights = false},
      TwoInOneSpec{.rows = 3, .columns = 4, .lanes = 2, .drain_outputs_per_cycle = 1},
      TwoInOneSpec{.rows = 2, .columns = 2, .lanes = 3, .drain_outputs_per_cycle = 3},
      TwoInOneSpec{.rows = 4, .columns = 1, .lanes = 1}};
}

/// Value-dependent machines too: their clocks are those of codes (term_serial_test.cpp).
std::vector<ArraySpec> all_families() {
  std::vector<ArraySpec> all = families();
  all.push_back(TermSerialSpec{.rows = 4, .columns = 3, .lanes = 4});
  all.push_back(TermSerialSpec{.rows = 3,
                               .columns = 2,
                               .lanes = 5,
                               .terms = TermOperand::activation,
                               .encoding = TermEncoding::signed_digits,
                               .parallel_bits = 4,
                               .window_positions = 3,
                               .synchronisation = Synchronisation::column,
                               .lookahead_steps = 1});
  all.push_back(TermSerialSpec{.rows = 2,
                               .columns = 4,
                               .lanes = 3,
                               .terms = TermOperand::both,
                               .encoding = TermEncoding::signed_digits,
                               .synchronisation = Synchronisation::unit,
                               .lookahead_steps = 2});
  all.push_back(TermSerialSpec{.rows = 3,
                               .columns = 3,
                               .lanes = 2,
                               .terms = TermOperand::both,
                               .subtract_zero_points = false});
  return all;
}

std::int32_t lowest(int bits, bool is_signed) { return is_signed ? -(1 << (bits - 1)) : 0; }

CodeMatrix random_matrix(const RandomStream& random, std::uint64_t rows, std::uint64_t columns,
                         int bits, bool is_signed, std::int64_t zero_point) {
  CodeMatrix m{rows, columns, bits, is_signed, zero_point, {}};
  for (std::uint64_t i = 0; i < rows * columns; ++i) {
    m.codes.push_back(static_cast<std::int32_t>(random.below(i, std::uint64_t{1} << bits)) +
                      lowest(bits, is_signed));
  }
  return m;
}

/// All values of a width as a column (or as a row).
CodeMatrix all_values(int bits, bool is_signed, bool column) {
  const std::uint64_t count = std::uint64_t{1} << bits;
  CodeMatrix m{column ? count : 1, column ? 1 : count, bits, is_signed, 0, {}};
  for (std::uint64_t i = 0; i < count; ++i) {
    m.codes.push_back(static_cast<std::int32_t>(i) + lowest(bits, is_signed));
  }
  return m;
}

/// Steps the tiles of a GEMM; returns what they take together.
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

void expect_exact(const ArraySpec& spec, const CodeMatrix& a, const CodeMatrix& b) {
  const Operands operands{.a_bits = a.bits, .b_bits = b.bits};
  const GemmShape gemm{a.rows, b.columns, a.columns};
  for (const Unrolling& u : unrollings(spec, operands)) {
    SteppedArray array(spec, operands, u, kWide, a, b);
    (void)step_all(array, gemm, {gemm.m, gemm.n, gemm.k});
    ASSERT_EQ(array.result(), exact_product(a, b))
        << kind_name(spec) << ' ' << u.name << ' ' << a.bits << 'x' << b.bits
        << (a.is_signed ? " signed" : " unsigned") << (b.is_signed ? " signed" : " unsigned");
  }
}

TEST(stepped_array, multiplies_all_values_of_every_pair_of_widths_exactly) {
  for (const ArraySpec& spec : all_families()) {
    for (int a = 1; a <= 8; ++a) {
      for (int b = 1; b <= 8; ++b) {
        for (int signs = 0; signs < 4; ++signs) {
          expect_exact(spec, all_values(a, signs % 2 == 1, true),
                       all_values(b, signs / 2 == 1, false));
        }
      }
    }
  }
}

TEST(stepped_array, sums_are_exact_for_every_pair_of_widths_signs_and_zero_points) {
  std::uint64_t run = 0;
  for (const ArraySpec& spec : all_families()) {
    for (int a = 1; a <= 17; ++a) {
      for (int b = 1; b <= 17; ++b) {
        if (a == 17 || b == 17 || ((a > 8 || b > 8) && (a * 31 + b) % 5 != 0 && (a + b) != 32)) {
          continue;  // every pair up to 8, 16 x 16, and a fifth of the others
        }
        for (int kind = 0; kind < 5; ++kind) {
          const RandomStream random(3, "stepped", run++);
          const auto draw = [&](std::uint64_t i, std::uint64_t n) {
            return 1 + random.below(1000000 + i, n);
          };
          const std::uint64_t m = draw(0, 9), n = draw(1, 9), k = draw(2, 20);
          // Unsigned; signed; signed by unsigned; and with zero points, unsigned and signed.
          const bool a_signed = kind == 1 || kind == 2 || kind == 4;
          const bool b_signed = kind == 1 || kind == 4;
          const auto zero_point = [&](std::uint64_t i, int bits, bool is_signed) {
            return kind < 3 || !has_zero_points(spec)
                       ? 0
                       : static_cast<std::int64_t>(draw(i, 1u << bits)) - 1 +
                             lowest(bits, is_signed);
          };
          expect_exact(spec, random_matrix(random, m, k, a, a_signed, zero_point(3, a, a_signed)),
                       random_matrix(random, k, n, b, b_signed, zero_point(4, b, b_signed)));
        }
      }
    }
  }
}

TEST(stepped_array, extreme_values_of_wide_operands_multiply_exactly) {
  for (const ArraySpec& spec : all_families()) {
    for (const auto& [a, b] : {std::pair{16, 16}, {16, 8}, {3, 16}, {9, 12}}) {
      for (int signs = 0; signs < 4; ++signs) {
        const auto extremes = [](int bits, bool is_signed, bool column) {
          const std::int32_t low = lowest(bits, is_signed), high = low + (1 << bits) - 1;
          CodeMatrix m{column ? 6u : 1u, column ? 1u : 6u, bits, is_signed, 0, {}};
          m.codes = {low, low + 1, (low + high) / 2, (low + high) / 2 + 1, high - 1, high};
          return m;
        };
        expect_exact(spec, extremes(a, signs % 2 == 1, true), extremes(b, signs / 2 == 1, false));
      }
    }
  }
}

/// Random shapes, tilings, widths and ports for every family and walk.
void for_random_cases(
    std::uint64_t cases, bool narrow_ports,
    const std::function<void(const ArraySpec&, const Unrolling&, const Ports&, const TileShape&,
                             const CodeMatrix&, const CodeMatrix&)>& check) {
  std::uint64_t run = 0;
  for (const ArraySpec& spec : families()) {
    for (std::uint64_t i = 0; i < cases; ++i) {
      const RandomStream random(5, "clocks", run++);
      std::uint64_t draws = 1 << 20;
      const auto below = [&](std::uint64_t n) { return 1 + random.below(draws++, n); };
      const int a_bits = static_cast<int>(below(i % 5 == 0 ? 16 : 8));
      const int b_bits = static_cast<int>(below(i % 7 == 0 ? 16 : 8));
      const GemmShape gemm{below(30), below(30), below(40)};
      const TileShape tile{below(gemm.m), below(gemm.n), below(gemm.k)};
      const auto port = [&] { return narrow_ports ? 8 * below(40) : std::uint64_t{1} << 24; };
      const auto unit = [&] { return narrow_ports && i % 3 == 0 ? below(20) : 0; };
      const Ports ports{.input_bits = port(),
                        .weight_bits = port(),
                        .output_bits = port(),
                        .input_transposed = unit(),
                        .weight_transposed = unit(),
                        .input_multicast = !narrow_ports || below(3) > 1,
                        .weight_multicast = !narrow_ports || below(3) > 1,
                        .shared_output_port = below(2) == 1,
                        .padded_codes = below(2) == 1,
                        .accumulator_bits = 16 + below(32)};
      const CodeMatrix a = random_matrix(random, gemm.m, gemm.k, a_bits, i % 2 == 0, 0);
      const CodeMatrix b = random_matrix(random, gemm.k, gemm.n, b_bits, i % 3 == 0, 0);
      for (const Unrolling& u : unrollings(spec, {.a_bits = a_bits, .b_bits = b_bits})) {
        check(spec, u, ports, tile, a, b);
      }
    }
  }
}

void expect_same_clocks(bool narrow_ports) {
  std::uint64_t stalls = 0;
  for_random_cases(40, narrow_ports,
                   [&](const ArraySpec& spec, const Unrolling& u, const Ports& ports,
                       const TileShape& tile, const CodeMatrix& a, const CodeMatrix& b) {
                     const GemmShape gemm{a.rows, b.columns, a.columns};
                     SteppedArray array(spec, {.a_bits = a.bits, .b_bits = b.bits}, u, ports, a, b);
                     const ArrayUse stepped = step_all(array, gemm, tile);
                     const ArrayUse closed = analytic_use(u, ports, gemm, tile);
                     ASSERT_EQ(array.result(), exact_product(a, b)) << kind_name(spec) << u.name;
                     ASSERT_EQ(stepped.busy_cycles, closed.busy_cycles)
                         << kind_name(spec) << ' ' << u.name << ' ' << a.bits << 'x' << b.bits;
                     ASSERT_EQ(stepped.fill_drain_cycles, closed.fill_drain_cycles)
                         << kind_name(spec) << ' ' << u.name << ' ' << a.bits << 'x' << b.bits;
                     ASSERT_EQ(stepped, closed)
                         << kind_name(spec) << ' ' << u.name << ' ' << stepped.port_stall_cycles
                         << ' ' << closed.port_stall_cycles;
                     stalls += stepped.port_stall_cycles;
                   });
  EXPECT_EQ(stalls > 1000, narrow_ports);
}

TEST(stepped_array, clocks_equal_the_closed_form_in_every_bin) { expect_same_clocks(false); }

TEST(stepped_array, clocks_equal_the_closed_form_where_ports_are_narrow) {
  expect_same_clocks(true);
}

TEST(stepped_array, every_bit_product_of_every_clock_is_useful_padded_or_idle) {
  for_random_cases(
      10, false,
      [&](const ArraySpec& spec, const Unrolling& u, const Ports& ports, const TileShape& tile,
          const CodeMatrix& a, const CodeMatrix& b) {
        const GemmShape gemm{a.rows, b.columns, a.columns};
        SteppedArray array(spec, {.a_bits = a.bits, .b_bits = b.bits}, u, ports, a, b);
        const ArrayUse use = step_all(array, gemm, tile);
        const SteppedCounts& counts = array.counts();
        ASSERT_EQ(counts.useful + counts.padded + counts.idle,
                  use.cycles() * peak_bit_products(spec))
            << kind_name(spec) << ' ' << u.name;
        const std::uint64_t useful = gemm.macs() * static_cast<std::uint64_t>(a.bits * b.bits);
        ASSERT_EQ(counts.useful, useful) << kind_name(spec);
        const ArrayUse closed = analytic_use(u, ports, gemm, tile);
        const ArrayCounts predicted = array_counts(spec, closed, useful, closed.cycles());
        ASSERT_EQ(counts.padded, predicted.padded_bit_products) << kind_name(spec);
        ASSERT_EQ(counts.idle, predicted.idle_bit_products) << kind_name(spec);
        ASSERT_EQ(use.work, predicted.work) << kind_name(spec) << ' ' << u.name;
      });
}

TEST(stepped_array, zero_point_corrections_are_counted_as_side_additions) {
  const RandomStream random(9, "zero points");
  const CodeMatrix a = random_matrix(random, 7, 13, 5, false, 11);
  const CodeMatrix b = random_matrix(random, 13, 3, 4, false, 6);
  const ArraySpec spec = SystolicSpec{.rows = 4, .columns = 4};
  const Operands operands{.a_bits = 5, .b_bits = 4};
  SteppedArray array(spec, operands, unrollings(spec, operands).front(), kWide, a, b);
  (void)array.run({{7, 3, 13}, false, {0, 0, 0}});
  EXPECT_EQ(array.result(), exact_product(a, b));
  EXPECT_EQ(array.counts().side_adds, 7u * 13 + 13 * 3 + 2 * 7 * 3);
}

TEST(stepped_array, one_bit_signed_codes_are_minus_one_and_zero) {
  EXPECT_TRUE(codes_fit({1, 2, 1, true, 0, {-1, 0}}));
  EXPECT_FALSE(codes_fit({1, 1, 1, true, 0, {1}}));
  EXPECT_FALSE(codes_fit({1, 1, 8, false, 0, {-1}}));
}

}  // namespace stepped_test
}  // namespace metronome::array
