// Shared exponents of block floating point are stored, moved and held beside the mantissas; what
// was grouped along another dimension than the reduction is quantized again.
#include <gtest/gtest.h>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/program.hpp"
#include "tests/arch/mapping/machines.hpp"

namespace metronome::mapping {
namespace exponents_test {

using trace::OperationClass;

std::uint64_t loaded(const Program& program, std::vector<StreamTransfer> TileStep::*list) {
  std::uint64_t bytes = 0;
  for (const TileStep& step : program.steps) {
    for (const StreamTransfer& load : step.*list) {
      bytes += load.transfer.rows * load.transfer.row_bytes;
    }
  }
  return bytes;
}

// 64 x 64 elements: 256 groups of 16 with an exponent of a byte, 128 of 32.
TEST(exponents, are_moved_once_for_each_group) {
  arch::AcceleratorSpec machine = preset("chunked_bfp");
  for (const std::uint64_t group : {16u, 32u}) {
    std::get<array::ChunkedBfpSpec>(machine.array).group = group;
    const MatrixJob job =
        matrix_job(OperationClass::forward, convolution_of_gemm({64, 64, 64}), 5, 3, machine);
    Mapping mapping = best_mapping(job, machine);
    mapping.tile = {64, 64, 64};  // everything at once
    mapping.cut = {64, 0};
    const Program program = matrix_program(job, mapping, machine);
    const std::uint64_t exponents = 64 * 64 / group;
    EXPECT_EQ(loaded(program, &TileStep::input_loads), 64u * 64 * 5 / 8 + exponents);
    EXPECT_EQ(loaded(program, &TileStep::weight_loads), 64u * 64 * 3 / 8 + exponents);
    const AnalyticCost cost = analytic_cost(job, mapping, machine);
    EXPECT_EQ(cost.read_bytes_of_a, 64u * 64 * 5 / 8 + exponents);
    EXPECT_EQ(cost.read_bytes_of_b, 64u * 64 * 3 / 8 + exponents);
  }
}

TEST(exponents, take_room_in_the_buffers) {
  arch::AcceleratorSpec machine = preset("chunked_bfp");
  const MatrixJob job =
      matrix_job(OperationClass::forward, convolution_of_gemm({64, 64, 64}), 8, 8, machine);
  Mapping whole = best_mapping(job, machine);
  whole.tile = {64, 64, 64};
  whole.cut = {64, 0};
  machine.input_buffer = {.banks = 1, .bank_bytes = Bytes(64 * 64 + 256)};
  EXPECT_TRUE(fits(job, whole, machine));
  machine.input_buffer.bank_bytes = Bytes(64 * 64 + 255);
  EXPECT_FALSE(fits(job, whole, machine));
}

TEST(exponents, only_block_floating_point_has_them_and_it_has_no_zero_points) {
  for (const std::string& kind : kFamilies) {
    const arch::AcceleratorSpec machine = preset(kind);
    const MatrixJob job =
        matrix_job(OperationClass::forward, convolution_of_gemm({8, 8, 8}), 8, 8, machine);
    EXPECT_EQ(job.a_exponents.has_value(), kind == "chunked_bfp") << kind;
    EXPECT_EQ(job.zero_points, kind != "chunked_bfp") << kind;
  }
}

TEST(regrouping, backward_gemms_quantize_transposed_operands_again_unless_blocks_are_square) {
  arch::AcceleratorSpec machine = preset("chunked_bfp");
  trace::Convolution c;
  c.batch = 2;
  c.in_channels = c.out_channels = 32;
  c.in_height = c.in_width = 8;
  c.kernel = 3;
  c.pad = 1;
  const auto passes = [&](OperationClass cls) {
    return regrouping_passes(matrix_job(cls, c, 8, 4, machine), machine);
  };
  EXPECT_TRUE(passes(OperationClass::forward).empty());
  const auto weights = passes(OperationClass::input_gradient);
  ASSERT_EQ(weights.size(), 1u);
  EXPECT_EQ(weights[0].elements, 32u * 32 * 9);
  EXPECT_EQ(weights[0].cls, OperationClass::quantize);
  const std::vector<Stream> moved{{trace::Role::weight, 32 * 32 * 9, 4},
                                  {trace::Role::weight, 32 * 32 * 9 / 16, 8}};
  EXPECT_EQ(weights[0].inputs, moved);
  EXPECT_EQ(weights[0].outputs, moved);
  const auto both = passes(OperationClass::weight_gradient);
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[0].inputs[0], (Stream{trace::Role::error, 2 * 8 * 8 * 32, 8}));
  EXPECT_EQ(both[1].inputs[0], (Stream{trace::Role::activation, 2 * 8 * 8 * 32, 4}));
  std::get<array::ChunkedBfpSpec>(machine.array).group_shape = array::GroupShape::square;
  EXPECT_TRUE(passes(OperationClass::input_gradient).empty());
  EXPECT_TRUE(passes(OperationClass::weight_gradient).empty());
  machine.array = array::SystolicSpec{};
  EXPECT_TRUE(passes(OperationClass::weight_gradient).empty());
}

}  // namespace exponents_test
}  // namespace metronome::mapping
