// Block floating point with its exponents: stepped sums must equal exact rational sums of the
// values that the codes stand for, and take the clocks of the closed form, which counts the
// exponents' bits.
#include "arch/array/stepped_blocks.hpp"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>

#include "arch/array/analytic.hpp"
#include "sim/base/random.hpp"

namespace metronome::array {
namespace stepped_blocks_test {

using Rational = boost::multiprecision::cpp_rational;
using Integer = boost::multiprecision::cpp_int;

constexpr int kBias = 127;  // an exponent code e stands for 2^(e - 127)

Rational power_of_two(int exponent) {
  const Integer power = Integer(1) << (exponent < 0 ? -exponent : exponent);
  return exponent < 0 ? Rational(Integer(1), power) : Rational(power);
}

Rational value(const BlockMatrix& matrix, std::uint64_t outer, std::uint64_t k) {
  const std::int32_t exponent = matrix.exponents[outer * matrix.groups() + k / matrix.group];
  return matrix.mantissas[outer * matrix.k + k] * power_of_two(exponent - kBias);
}

/// Exponents of `spread` codes around the bias; 1: all equal.
BlockMatrix random_blocks(const RandomStream& random, std::uint64_t outers, std::uint64_t k,
                          int bits, bool is_signed, std::uint64_t group, std::uint64_t spread) {
  BlockMatrix m{.outers = outers,
                .k = k,
                .bits = bits,
                .is_signed = is_signed,
                .group = group,
                .mantissas = {},
                .exponents = {}};
  for (std::uint64_t i = 0; i < outers * k; ++i) {
    const auto code = static_cast<std::int32_t>(random.below(i, std::uint64_t{1} << bits));
    m.mantissas.push_back(code - (is_signed ? 1 << (bits - 1) : 0));
  }
  for (std::uint64_t i = 0; i < outers * m.groups(); ++i) {
    const std::uint64_t above = random.below((1 << 20) + i, spread);
    m.exponents.push_back(kBias - static_cast<std::int32_t>(spread / 2) +
                          static_cast<std::int32_t>(above));
  }
  return m;
}

std::vector<ChunkedBfpSpec> machines() {
  return {{.rows = 3, .columns = 4, .lanes = 4, .group = 8},
          {.rows = 2,
           .columns = 3,
           .lanes = 3,
           .chunk_bits = 4,
           .group = 3,
           .exponent_bits = 3,
           .double_buffered_weights = false},
          {.rows = 4, .columns = 2, .lanes = 3, .group = 6, .pipelined_passes = true},
          {.rows = 2, .columns = 2, .lanes = 16, .group = 32}};  // Microscaling
}

struct Case {
  ChunkedBfpSpec spec;
  Unrolling walk;
  Ports ports;
  BlockMatrix a, b;
};

template <class Check>
void for_random_cases(std::uint64_t spread, const Check& check) {
  std::uint64_t run = 0;
  for (const ChunkedBfpSpec& spec : machines()) {
    for (std::uint64_t i = 0; i < 24; ++i) {
      const RandomStream random(17, "blocks", run++);
      std::uint64_t draws = 1 << 21;
      const auto below = [&](std::uint64_t n) { return 1 + random.below(draws++, n); };
      const int a_bits = static_cast<int>(below(i % 4 == 0 ? 16 : 8));
      const int b_bits = static_cast<int>(below(8));
      const std::uint64_t m = below(7), n = below(7), k = below(70);
      const BlockMatrix a = random_blocks(random, m, k, a_bits, i % 2 == 0, spec.group, spread);
      const BlockMatrix b = random_blocks(RandomStream(18, "blocks", run), n, k, b_bits, i % 3 != 0,
                                          spec.group, spread);
      const std::uint64_t port = i % 2 == 0 ? 1 << 20 : 8 * below(20);
      for (const Unrolling& u : unrollings(spec, {.a_bits = a_bits, .b_bits = b_bits})) {
        check(Case{spec, u, {port, port, port}, a, b});
      }
    }
  }
}

TEST(stepped_blocks, sums_equal_exact_rational_sums_whatever_the_exponents) {
  for (const std::uint64_t spread : {std::uint64_t{5}, std::uint64_t{254}}) {
    for_random_cases(spread, [&](const Case& c) {
      const BlockProduct product = stepped_block_product(c.spec, c.walk, c.ports, c.a, c.b);
      for (std::uint64_t i = 0; i < c.a.outers; ++i) {
        for (std::uint64_t j = 0; j < c.b.outers; ++j) {
          Rational expected = 0;
          for (std::uint64_t k = 0; k < c.a.k; ++k) {
            expected += value(c.a, i, k) * value(c.b, j, k);
          }
          const Rational stepped =
              Integer(product.sums[i * c.b.outers + j]) * power_of_two(-2 * kBias);
          ASSERT_EQ(stepped, expected) << c.walk.name << ' ' << c.a.bits << 'x' << c.b.bits;
        }
      }
    });
  }
}

TEST(stepped_blocks, at_equal_exponents_mantissas_are_multiplied_as_integers) {
  for_random_cases(1, [&](const Case& c) {
    const BlockProduct product = stepped_block_product(c.spec, c.walk, c.ports, c.a, c.b);
    for (std::uint64_t i = 0; i < c.a.outers; ++i) {
      for (std::uint64_t j = 0; j < c.b.outers; ++j) {
        std::int64_t expected = 0;
        for (std::uint64_t k = 0; k < c.a.k; ++k) {
          expected += std::int64_t{c.a.mantissas[i * c.a.k + k]} * c.b.mantissas[j * c.a.k + k];
        }
        ASSERT_EQ(product.sums[i * c.b.outers + j] >> (2 * kBias), expected) << c.walk.name;
      }
    }
  });
}

TEST(stepped_blocks, clocks_and_bits_equal_the_closed_form_with_the_exponents) {
  std::uint64_t stalls = 0;
  for_random_cases(5, [&](const Case& c) {
    const GemmShape gemm{c.a.outers, c.b.outers, c.a.k};
    const ArrayUse closed = analytic_use(c.walk, c.ports, gemm, {gemm.m, gemm.n, gemm.k});
    ASSERT_EQ(stepped_block_product(c.spec, c.walk, c.ports, c.a, c.b).use, closed) << c.walk.name;
    stalls += closed.port_stall_cycles;
  });
  EXPECT_GT(stalls, 100u);
}

// One exponent of 8 bits for 16 elements is half a bit each; for the 32 of Microscaling a quarter.
TEST(stepped_blocks, a_shared_exponent_is_read_once_for_each_group) {
  const auto extra = [](std::uint64_t group) {
    const ChunkedBfpSpec spec{.rows = 4, .columns = 4, .group = group, .dataflow = Dataflow::os};
    const ArrayUse use = analytic_use(unrollings(spec, {.a_bits = 4, .b_bits = 4}).front(),
                                      {1 << 20, 1 << 20, 1 << 20}, {4, 4, 256}, {4, 4, 256});
    return static_cast<double>(use.input_read_bits) / (4 * 256) - 4;
  };
  EXPECT_DOUBLE_EQ(extra(16), 0.5);
  EXPECT_DOUBLE_EQ(extra(32), 0.25);
}

}  // namespace stepped_blocks_test
}  // namespace metronome::array
