// Operands unrolled from tensors, and the corrections that their zero points need, against the
// definition of a convolution and of its two gradients.
#include "arch/mapping/patches.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "arch/array/stepped.hpp"
#include "tests/arch/mapping/definition.hpp"
#include "tests/arch/mapping/machines.hpp"

namespace metronome::mapping {
namespace patches_test {

using array::CodeMatrix;
using array::CorrectionUnit;
using trace::OperationClass;

struct Case {
  MatrixJob job;
  array::Unrolling unrolling;
  CodeMatrix a, b;
};

void for_cases(std::size_t count, const std::function<void(const Case&)>& check) {
  arch::AcceleratorSpec machine = preset("operand_serial");
  // One product; those of each stride phase: stride_phases_test.cpp.
  machine.training.strided_input_gradient = arch::StridedInputGradient::zero_insertion;
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
    const SumShape sums = sum_shapes(c.job).at(0);
    const array::GemmShape gemm = array_shape(c.job, walk);
    using array::TilePart;
    (void)stepped.run({gemm, false, {0, 0, 0}, TilePart::product});
    (void)stepped.run({{gemm.m, sums.row_width, gemm.k}, false, {0, 0, 0}, TilePart::row_sums});
    (void)stepped.run(
        {{sums.column_height, gemm.n, gemm.k}, false, {0, 0, 0}, TilePart::column_sums});
    ASSERT_EQ(stepped.result(), exact_product(a, b)) << job_key(c.job);
    ASSERT_EQ(stepped.counts().side_adds, work.side_adds) << job_key(c.job);
    const trace::Gemm real = trace::gemm_of(c.job.convolution, c.job.cls);
    ASSERT_EQ(work.array_macs, (real.m * sums.row_width + real.n * sums.column_height) * real.k);
  });
}

}  // namespace patches_test
}  // namespace metronome::mapping
