// Shared exponents of block floating point are stored, moved and held beside the mantissas; what
// was grouped along another dimension than the reduction is quantized again.
#include <gtest/gtest.h>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/job_shape.hpp"
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

// 16 rows of 16 pixels of 32 channels, in two tiles of 8 rows: a 3x3 kernel reads 9 rows for each,
// and with them two exponents of a byte for each pixel.
TEST(exponents, of_rows_that_two_tiles_read_come_twice) {
  const arch::AcceleratorSpec machine = preset("chunked_bfp");
  trace::Convolution c;
  c.batch = 4;
  c.in_channels = c.out_channels = 32;
  c.in_height = c.in_width = 16;
  c.kernel = 3;
  c.pad = 1;
  for (const bool gradient : {false, true}) {
    const MatrixJob job = matrix_job(
        gradient ? OperationClass::weight_gradient : OperationClass::forward, c, 8, 8, machine);
    Mapping mapping = best_mapping(job, machine);
    mapping.cut = {1, 8};
    mapping.tile =
        gradient ? array::TileShape{32, 32 * 9, 8 * 16} : array::TileShape{8 * 16, 32, 32 * 9};
    const TileCounts tiles = tile_counts(job, mapping);
    ASSERT_EQ(gradient ? tiles.k : tiles.m, 8u);
    const std::uint64_t pixels = 4 * 2 * 9 * 16;
    const Program program = matrix_program(job, mapping, machine);
    EXPECT_EQ(loaded(program, gradient ? &TileStep::weight_loads : &TileStep::input_loads),
              pixels * (32 + 32 / 16))
        << gradient;
    const AnalyticCost cost = analytic_cost(job, mapping, machine);
    EXPECT_EQ(gradient ? cost.read_bytes_of_b : cost.read_bytes_of_a, pixels * (32 + 32 / 16));
    const MappingTraffic estimated =
        JobShape(job).traffic(JobShape(job).window_rows(mapping.cut), tiles, mapping.order);
    EXPECT_EQ(gradient ? estimated.b_bytes : estimated.a_bytes, pixels * (32 + 32 / 16));
  }
}

// MX: blocks of 32 along the samples at each position, of a 3x3 kernel's weight gradient. A tile of
// 4 of 64 samples needs the scales of all its positions: 8 times as many as by its share. Blocks of
// channels: a tile of 16 needs those of 32.
TEST(exponents, of_blocks_that_tiles_cut_come_with_each_part) {
  const arch::AcceleratorSpec machine = preset("chunked_fp");
  array::Operands operands;
  operands.a_bits = operands.b_bits = 4;
  operands.a_format = operands.b_format = array::NumberFormat::e2m1;
  operands.scale_group = 32;
  operands.scale_bits = 8;
  trace::Convolution c;
  c.batch = 64;
  c.in_channels = c.out_channels = 32;
  c.in_height = c.in_width = 8;
  c.kernel = 3;
  c.pad = 1;
  for (const bool gradient : {false, true}) {
    const MatrixJob job = matrix_job(
        gradient ? OperationClass::weight_gradient : OperationClass::forward, c, operands, machine);
    ASSERT_TRUE(job.a_exponents && job.b_exponents);
    ASSERT_EQ(job.a_exponents->elements, 64u * 64 * 32 / 32);
    Mapping mapping = best_mapping(job, machine);
    mapping.cut = {4, 0};
    mapping.tile =
        gradient ? array::TileShape{32, 32 * 9, 4 * 64} : array::TileShape{4 * 64, 32, 16 * 9};
    const TileCounts tiles = tile_counts(job, mapping);
    const std::uint64_t codes = 64 * 64 * 32 / 2;
    const std::uint64_t scales = gradient ? 16 * 64 * 32 : 2 * 64 * 64;
    const std::uint64_t a = codes + scales;
    const std::uint64_t b = gradient ? a : tiles.m * (32 * 32 * 9 / 2 + 2 * 32 * 9);
    const Program program = matrix_program(job, mapping, machine);
    EXPECT_EQ(loaded(program, &TileStep::input_loads), a) << gradient;
    EXPECT_EQ(loaded(program, &TileStep::weight_loads), b) << gradient;
    const AnalyticCost cost = analytic_cost(job, mapping, machine);
    EXPECT_EQ(cost.read_bytes_of_a, a) << gradient;
    EXPECT_EQ(cost.read_bytes_of_b, b) << gradient;
    const MappingTraffic estimated =
        JobShape(job).traffic(JobShape(job).window_rows(mapping.cut), tiles, mapping.order);
    EXPECT_EQ(estimated.a_bytes, a) << gradient;
    EXPECT_EQ(estimated.b_bytes, b) << gradient;
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
