// Loom with group precision: steps take the bits of the widest values of their operands, in three
// models on given codes, and as expected from shares of widths.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "arch/array/analytic.hpp"
#include "arch/array/group_widths.hpp"
#include "arch/array/pass_machine.hpp"
#include "arch/array/stepped.hpp"
#include "arch/array/value_time.hpp"
#include "sim/base/random.hpp"

namespace metronome::array {
namespace group_precision_test {

constexpr Ports kWide{1 << 24, 1 << 24, 1 << 24};

TEST(group_precision, a_code_is_as_wide_as_its_leading_one_and_its_sign) {
  EXPECT_EQ(code_width(0, false), 1u);
  EXPECT_EQ(code_width(1, false), 1u);
  EXPECT_EQ(code_width(5, false), 3u);
  EXPECT_EQ(code_width(255, false), 8u);
  EXPECT_EQ(code_width(0, true), 1u);
  EXPECT_EQ(code_width(-1, true), 1u);
  EXPECT_EQ(code_width(1, true), 2u);
  EXPECT_EQ(code_width(-2, true), 2u);
  EXPECT_EQ(code_width(-128, true), 8u);
  EXPECT_EQ(code_width(127, true), 8u);
}

/// Codes of which few are wide.
CodeMatrix narrow_codes(const RandomStream& random, std::uint64_t rows, std::uint64_t columns,
                        int bits, bool is_signed, std::uint64_t salt) {
  CodeMatrix m{rows, columns, bits, is_signed, 0, {}};
  for (std::uint64_t i = 0; i < rows * columns; ++i) {
    const auto most =
        static_cast<int>(random.below(3 * i + salt, static_cast<std::uint64_t>(bits)));
    const auto code =
        static_cast<std::int32_t>(random.below(3 * i + 1 + salt, std::uint64_t{1} << most));
    m.codes.push_back(is_signed && random.below(3 * i + 2 + salt, 2) == 1 ? -1 - code : code);
  }
  return m;
}

ArrayUse walk(const Unrolling& u, const GemmShape& gemm, const TileShape& tile,
              const std::function<ArrayUse(const Tile&)>& run) {
  ArrayUse sum;
  for (std::uint64_t m = 0; m < gemm.m; m += tile.m) {
    for (std::uint64_t n = 0; n < gemm.n; n += tile.n) {
      for (std::uint64_t k = 0; k < gemm.k; k += tile.k) {
        const GemmShape part{std::min(tile.m, gemm.m - m), std::min(tile.n, gemm.n - n),
                             std::min(tile.k, gemm.k - k)};
        sum += run({part, k > 0, {m, n, k}});
      }
    }
  }
  (void)u;
  return sum;
}

TEST(group_precision, three_models_agree_on_given_codes_and_the_product_is_exact) {
  std::uint64_t quicker = 0;
  for (std::uint64_t i = 0; i < 60; ++i) {
    const RandomStream random(11, "group precision", i);
    std::uint64_t draws = 1 << 20;
    const auto below = [&](std::uint64_t n) { return 1 + random.below(draws++, n); };
    const DualSerialSpec loom{.rows = below(5),
                              .columns = below(4),
                              .lanes = 1 + below(4),
                              .bits_per_cycle = std::uint64_t{1} << (i % 3),
                              .group_precision = true,
                              .drain_outputs_per_cycle = below(3)};
    const Operands operands{.a_bits = static_cast<int>(below(8)),
                            .b_bits = static_cast<int>(below(8))};
    const GemmShape gemm{below(12), below(12), below(20)};
    const TileShape tile{below(gemm.m), below(gemm.n), below(gemm.k)};
    const CodeMatrix a = narrow_codes(random, gemm.m, gemm.k, operands.a_bits, i % 2 == 0, 0);
    const CodeMatrix b = narrow_codes(random, gemm.k, gemm.n, operands.b_bits, i % 5 < 2, 5000);
    const Ports ports{
        .input_bits = 8 * below(40), .weight_bits = 8 * below(40), .output_bits = 256};
    for (Unrolling u : unrollings(ArraySpec(loom), operands)) {
      SteppedArray array(loom, operands, u, ports, a, b);
      const ArrayUse stepped = walk(u, gemm, tile, [&](const Tile& t) { return array.run(t); });
      ASSERT_EQ(array.result(), exact_product(a, b)) << i << u.name;
      const ArrayUse full = analytic_use(u, ports, gemm, tile);
      u.stream_time = stream_on_codes(loom, operands, u.transposed, a, b, true);
      const ArrayUse closed = analytic_use(u, ports, gemm, tile);
      u.stream_time = stream_on_codes(loom, operands, u.transposed, a, b, false);
      const PassMachine machine(u, ports);
      const ArrayUse cycle = walk(u, gemm, tile, [&](const Tile& t) { return machine.run(t); });
      ASSERT_EQ(stepped, closed) << i << ' ' << u.name << ' ' << stepped.busy_cycles << ' '
                                 << closed.busy_cycles;
      ASSERT_EQ(cycle, closed) << i << ' ' << u.name;
      ASSERT_LE(closed.busy_cycles, full.busy_cycles) << "never slower than static precision";
      quicker += closed.busy_cycles < full.busy_cycles ? 1 : 0;
    }
  }
  EXPECT_GT(quicker, 60u);
}

TEST(group_precision, wide_values_everywhere_take_the_static_time) {
  const DualSerialSpec loom{.rows = 4, .columns = 2, .lanes = 4, .group_precision = true};
  const Operands operands{.a_bits = 6, .b_bits = 3};
  const CodeMatrix a{4, 8, 6, false, 0, std::vector<std::int32_t>(32, 63)};
  const CodeMatrix b{8, 4, 3, false, 0, std::vector<std::int32_t>(32, 7)};
  Unrolling u = unrollings(ArraySpec(loom), operands).front();
  const auto full = analytic_use(u, kWide, {4, 4, 8}, {4, 4, 8}).busy_cycles;
  u.stream_time = stream_on_codes(loom, operands, false, a, b, true);
  EXPECT_EQ(analytic_use(u, kWide, {4, 4, 8}, {4, 4, 8}).busy_cycles, full);
  EXPECT_EQ(full, 2u * 2 * 6 * 3);  // two blocks of x, two steps
}

// Uniform 4-bit codes: of 16 in a group, one is nearly always 4 bits wide; of 4 it is less often.
TEST(group_precision, expectation_from_shares_is_the_mean_over_drawn_codes) {
  for (const std::uint64_t lanes : {2u, 8u}) {
    const DualSerialSpec loom{.rows = 2, .columns = 2, .lanes = lanes, .group_precision = true};
    const RandomStream random(5, "widths", lanes);
    CodeMatrix a{2, 4096, 4, false, 0, {}}, b{4096, 2, 4, false, 0, {}};
    for (std::uint64_t i = 0; i < 2 * 4096; ++i) {
      a.codes.push_back(static_cast<std::int32_t>(random.below(2 * i, 16)));
      b.codes.push_back(static_cast<std::int32_t>(random.below(2 * i + 1, 16)));
    }
    const PassBlock all{2, 2, 4096};
    const auto drawn = GroupMaxima(GroupOperands(loom, false, a, b)).clocks(all).busy;
    const auto expected = GroupExpectation(loom, width_shares(a), width_shares(b)).clocks(all).busy;
    EXPECT_NEAR(static_cast<double>(expected), static_cast<double>(drawn),
                0.02 * static_cast<double>(drawn));
    EXPECT_EQ(drawn < 4096 / lanes * 16, lanes == 2) << "of 16 values one is always wide";
  }
}

}  // namespace group_precision_test
}  // namespace metronome::array
