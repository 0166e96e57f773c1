// Operands unrolled from tensors, and the corrections that their zero points need, against the
// definition of a convolution and of its two gradients.
#include "arch/mapping/patches.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "arch/array/stepped.hpp"
#include "machines.hpp"

namespace metronome::mapping {
namespace patches_test {

using array::CodeMatrix;
using array::CorrectionUnit;
using trace::OperationClass;

CodeMatrix random_tensor(const RandomStream& random, const TensorShape& shape, int bits) {
  CodeMatrix m{shape.rows, shape.columns, bits, random.bits(1) % 2 == 1, 0, {}};
  const std::int32_t low = array::lowest_code(bits, m.is_signed);
  const auto draw = [&](std::uint64_t i) {
    return low + static_cast<std::int32_t>(random.below(i, std::uint64_t{1} << bits));
  };
  m.zero_point = draw(0);
  for (std::uint64_t i = 0; i < shape.rows * shape.columns; ++i) {
    m.codes.push_back(draw(2 + i));
  }
  return m;
}

/// Calls `visit` with the places (pixel or weight row, channel) in a, b and c of each product of a
/// convolution's forward pass, X, W and Y; gradients are sums over the same triples.
using Visit = std::function<void(std::uint64_t x_row, std::uint64_t w_row, std::uint64_t y_row,
                                 std::uint64_t c, std::uint64_t o)>;
void for_products(const trace::Convolution& c, const Visit& visit) {
  for (std::uint64_t n = 0; n < c.batch; ++n) {
    for (std::uint64_t p = 0; p < c.out_height() * c.out_width(); ++p) {
      for (std::uint64_t tap = 0; tap < c.taps(); ++tap) {
        const std::uint64_t y =
            p / c.out_width() * c.stride.height + tap / c.kernel.width * c.dilation.height;
        const std::uint64_t x =
            p % c.out_width() * c.stride.width + tap % c.kernel.width * c.dilation.width;
        if (y < c.pad.top || x < c.pad.left || y - c.pad.top >= c.in_height ||
            x - c.pad.left >= c.in_width) {
          continue;
        }
        for (std::uint64_t i = 0; i < c.in_channels * c.out_channels; ++i) {
          const std::uint64_t channel = i / c.out_channels;
          visit((n * c.in_height + y - c.pad.top) * c.in_width + x - c.pad.left,
                channel * c.taps() + tap, n * c.out_height() * c.out_width() + p, channel,
                i % c.out_channels);
        }
      }
    }
  }
}

/// The result of a job from the definition.
std::vector<std::int64_t> by_definition(const MatrixJob& job, const CodeMatrix& a,
                                        const CodeMatrix& b) {
  const trace::Convolution& c = job.convolution;
  const trace::Gemm gemm = trace::gemm_of(c, job.cls);
  std::vector<std::int64_t> result(gemm.m * gemm.n, 0);
  for_products(c, [&](auto x_row, auto w_row, auto y_row, auto channel, auto o) {
    const auto left = [&](auto row, auto column) { return a.at(row, column) - a.zero_point; };
    const auto right = [&](auto row, auto column) { return b.at(row, column) - b.zero_point; };
    switch (job.cls) {
      case OperationClass::forward:
        result[y_row * gemm.n + o] += left(x_row, channel) * right(w_row, o);
        break;
      case OperationClass::input_gradient:
        result[x_row * gemm.n + channel] += left(y_row, o) * right(w_row, o);
        break;
      default:
        result[o * gemm.n + w_row] += left(y_row, o) * right(x_row, channel);
    }
  });
  return result;
}

struct Case {
  MatrixJob job;
  array::Unrolling unrolling;
  CodeMatrix a, b;
};

void for_cases(std::size_t count, const std::function<void(const Case&)>& check) {
  const arch::AcceleratorSpec machine = preset("operand_serial");
  std::uint64_t run = 0;
  for (MatrixJob job : random_jobs(machine, count, 1)) {
    const RandomStream random(31, "patches", run++);
    job.segmented = job.cls == OperationClass::input_gradient && run % 2 == 0;
    const CodeMatrix a = random_tensor(random, tensor_of_a(job), job.operands.a_bits);
    const CodeMatrix b =
        random_tensor(RandomStream(32, "patches", run), tensor_of_b(job), job.operands.b_bits);
    check({job, array::unrollings(machine.array, job.operands).front(), a, b});
  }
}

TEST(patches, the_product_of_unrolled_operands_is_the_convolution_or_its_gradient) {
  for_cases(150, [](const Case& c) {
    const GemmCodes gemm = unroll(c.job, c.unrolling, c.a, c.b);
    ASSERT_TRUE(codes_fit(gemm.a) && codes_fit(gemm.b)) << job_key(c.job);
    const array::GemmShape shape = array_shape(c.job, c.unrolling);
    ASSERT_EQ((array::GemmShape{gemm.a.rows, gemm.b.columns, gemm.a.columns}), shape);
    ASSERT_EQ(exact_product(gemm.a, gemm.b), by_definition(c.job, c.a, c.b)) << job_key(c.job);
  });
}

CodeMatrix without_zero_point(CodeMatrix m) {
  m.zero_point = 0;
  return m;
}

TEST(patches, corrections_turn_a_product_of_codes_into_that_of_their_values) {
  std::size_t borders = 0;
  for_cases(150, [&](const Case& c) {
    const auto [a, b] = unroll(c.job, c.unrolling, c.a, c.b);
    std::vector<std::int64_t> sums = exact_product(without_zero_point(a), without_zero_point(b));
    std::uint64_t adds = 0;
    const array::CorrectionSums side = side_sums(a, b, adds);
    correct(sums, side, a, b, adds);
    ASSERT_EQ(sums, exact_product(a, b)) << job_key(c.job);
    const CorrectionWork work = correction_work(c.job, CorrectionUnit::side_adders);
    ASSERT_EQ(adds, work.side_adds) << job_key(c.job);
    ASSERT_EQ(work.array_macs, 0u);
    // No border: one addition for each element, and two for each result.
    const trace::Gemm gemm = trace::gemm_of(c.job.convolution, c.job.cls);
    const std::uint64_t plain = (gemm.m + gemm.n) * gemm.k + 2 * gemm.m * gemm.n;
    if (c.job.convolution.pad == 0 && c.job.convolution.stride == 1 &&
        c.job.cls != OperationClass::input_gradient) {
      ASSERT_EQ(adds, plain);
    }
    borders += adds > plain ? 1 : 0;
  });
  EXPECT_GT(borders, 30u);
}

TEST(patches, the_array_forms_the_same_correction_sums_in_any_family) {
  const std::vector<array::ArraySpec> families{
      array::SystolicSpec{.rows = 4, .columns = 3},
      array::SpatialFusionSpec{.rows = 2, .columns = 3},
      array::OperandSerialSpec{.rows = 4, .columns = 3, .lanes = 4},
      array::DualSerialSpec{.rows = 4, .columns = 3, .lanes = 4}};
  std::size_t run = 0;
  for_cases(60, [&](const Case& c) {
    const array::ArraySpec& spec = families[run++ % families.size()];
    const array::Unrolling walk = array::unrollings(spec, c.job.operands).back();
    const auto [a, b] = unroll(c.job, walk, c.a, c.b);
    array::SteppedArray stepped(spec, c.job.operands, walk, {1 << 20, 1 << 20, 1 << 20}, a, b,
                                CorrectionUnit::array);
    const CorrectionWork work = correction_work(c.job, CorrectionUnit::array);
    const array::GemmShape gemm = array_shape(c.job, walk);
    using array::TilePart;
    (void)stepped.run({gemm, false, {0, 0, 0}, TilePart::product});
    (void)stepped.run({{gemm.m, work.row_width, gemm.k}, false, {0, 0, 0}, TilePart::row_sums});
    (void)stepped.run(
        {{work.column_height, gemm.n, gemm.k}, false, {0, 0, 0}, TilePart::column_sums});
    ASSERT_EQ(stepped.result(), exact_product(a, b)) << job_key(c.job);
    ASSERT_EQ(stepped.counts().side_adds, work.side_adds) << job_key(c.job);
    const trace::Gemm real = trace::gemm_of(c.job.convolution, c.job.cls);
    ASSERT_EQ(work.array_macs, (real.m * work.row_width + real.n * work.column_height) * real.k);
  });
}

}  // namespace patches_test
}  // namespace metronome::mapping
