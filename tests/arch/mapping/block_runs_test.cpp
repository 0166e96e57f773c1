// One rule of blocks: along the channels of each tap, of the samples at each position where a
// weight gradient reads positions shifted. Storage, streams, the array's additions and its steps
// follow it.
#include "arch/mapping/block_runs.hpp"

#include <gtest/gtest.h>

#include "arch/mapping/stride_phases.hpp"
#include "tests/arch/mapping/machines.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/format_storage.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace block_runs_test {

using array::NumberFormat;
using trace::OperationClass;

array::Operands fp4(std::uint64_t group = 32) {
  return {.a_bits = 4,
          .b_bits = 4,
          .a_format = NumberFormat::e2m1,
          .b_format = NumberFormat::e2m1,
          .scale_group = group,
          .scale_bits = 8};
}

trace::Convolution layer(std::uint64_t in, std::uint64_t out, std::uint64_t batch = 16) {
  trace::Convolution c;
  c.batch = batch;
  c.in_channels = in;
  c.in_height = c.in_width = 32;
  c.out_channels = out;
  c.kernel = 3;
  c.pad = 1;
  return c;
}

std::uint64_t additions(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                        const std::string& action) {
  for (const array::ArrayActivity& one :
       array::activity(machine.array, job.operands, products_of(job))) {
    if (one.action.ends_with(action)) {
      return one.count;
    }
  }
  return 0;
}

TEST(block_runs, pairs_of_blocks_are_added_for_each_tap) {
  const arch::AcceleratorSpec machine = preset("chunked_fp");
  const auto adds = [&](OperationClass cls, const trace::Convolution& c, std::uint64_t group = 32) {
    return additions(matrix_job(cls, c, fp4(group), machine), machine, "scale_add");
  };
  constexpr std::uint64_t kResults = 16 * 32 * 32 * 16;
  EXPECT_EQ(adds(OperationClass::forward, layer(3, 16)), kResults * 9) << "not 27 / 32";
  EXPECT_EQ(adds(OperationClass::forward, layer(40, 16)), kResults * 9 * 2);
  EXPECT_EQ(adds(OperationClass::forward, layer(40, 16), 16), kResults * 9 * 3);
  EXPECT_EQ(adds(OperationClass::input_gradient, layer(16, 40)), kResults * 9 * 2);
  // Samples at each of 1024 positions: one block of 16.
  EXPECT_EQ(adds(OperationClass::weight_gradient, layer(3, 16)), 16u * 27 * 1024);
  EXPECT_EQ(adds(OperationClass::weight_gradient, layer(3, 16, 40)), 16u * 27 * 1024 * 2);
  // Without scales the register ends with a result.
  array::Operands fp8 = fp4(0);
  fp8.a_bits = fp8.b_bits = 8;
  fp8.a_format = fp8.b_format = NumberFormat::e4m3;
  fp8.scale_bits = 0;
  EXPECT_EQ(additions(matrix_job(OperationClass::forward, layer(4, 16), fp8, machine), machine,
                      "scale_add"),
            kResults * 2)
      << "36 products by 32";
}

TEST(block_runs, arrays_of_integers_add_the_same_pairs_on_the_vector_unit) {
  const arch::AcceleratorSpec machine = preset("systolic");
  const trace::Trace trace =
      trace::make_trace("resnet-8", "cifar-10", 16, schedule::parse_schedule("static:nvfp4"), 2,
                        machine.training.dx_scale);
  const MachineStep step = machine_step(trace.step(), machine);
  std::size_t seen = 0;
  for (const MachineOperation& one : step.operations) {
    if (one.operation.name == "conv1.forward") {
      const auto job = std::get<MatrixJob>(
          resolve(one, step.tensors, trace.schedule.front().assignment, machine));
      EXPECT_EQ(job.epilogue.adds_per_result, 9);
      EXPECT_EQ(job.epilogue.multiplies_per_result, 2 * 9 + 1)
          << "two scales multiplied, their product with the sum; the tensors' at the end";
      ++seen;
    }
  }
  EXPECT_EQ(seen, 1u);
}

TEST(block_runs, products_of_no_step_are_scaled_and_added_on_the_vector_unit_too) {
  array::Operands operands{.scale_group = 32, .scale_bits = 8};
  const auto job = [&](const char* family) {
    return matrix_job(OperationClass::forward, layer(40, 16), operands, preset(family));
  };
  EXPECT_EQ(job("systolic").epilogue.adds_per_result, 9 * 2);
  EXPECT_EQ(job("systolic").epilogue.multiplies_per_result, 9 * 2);
  operands.scales_multiply = true;
  EXPECT_EQ(job("systolic").epilogue.multiplies_per_result, 2 * 9 * 2);
  EXPECT_EQ(job("chunked_fp").epilogue.adds_per_result, 0) << "an adder of its own";
}

TEST(block_runs, nvfp4_multiplies_scales_on_every_chunked_array) {
  for (const char* family : {"chunked_fp", "chunked_bfp"}) {
    const arch::AcceleratorSpec machine = preset(family);
    array::Operands operands = fp4(16);
    operands.scales_multiply = true;
    const MatrixJob job = matrix_job(OperationClass::forward, layer(40, 16), operands, machine);
    EXPECT_EQ(additions(job, machine, "scale_product"), 16u * 32 * 32 * 16 * 9 * 3) << family;
  }
}

// Every operand of every layer: what is read beside the codes is what is stored.
TEST(block_runs, streams_of_scales_are_what_storage_holds) {
  const arch::AcceleratorSpec machine = preset("chunked_fp");
  for (const char* model : {"resnet-8", "mobilenet-v2"}) {
    for (const char* preset_name : {"mxfp4", "nvfp4", "bfp:4,16"}) {
      const trace::Trace trace = trace::make_trace(
          model, "cifar-10", 24, schedule::parse_schedule(std::string("static:") + preset_name), 2,
          machine.training.dx_scale);
      const MachineStep step = machine_step(trace.step(), machine);
      const trace::Assignment& assignment = trace.schedule.front().assignment;
      std::size_t seen = 0;
      for (const MachineOperation& one : step.operations) {
        const auto* work = std::get_if<trace::MatrixWork>(&one.operation.work);
        const trace::Precision precision = assignment.of(one.operation.layer);
        if (work == nullptr || work->fp32 || !precision.formats.any()) {
          continue;
        }
        const auto job = std::get<MatrixJob>(resolve(one, step.tensors, precision, machine));
        const auto expected = [&](std::size_t input) {
          const trace::Tensor& tensor = step.tensors.tensor(one.operation.inputs[input]);
          const auto operand = trace::operand_of(tensor, precision).value();
          const formats::OperandFormat& format = precision.formats.of(operand);
          return trace::stored_operand(work->convolution, operand, format).blocks;
        };
        ASSERT_TRUE(job.a_exponents && job.b_exponents) << one.operation.name;
        EXPECT_EQ(job.a_exponents->elements, expected(0)) << one.operation.name;
        EXPECT_EQ(job.b_exponents->elements, expected(1)) << one.operation.name;
        if (std::string(preset_name) != "nvfp4") {  // whose weights have blocks of 16x16
          const MatrixJob alone =
              matrix_job(one.operation.cls, work->convolution, job.operands, machine);
          ASSERT_TRUE(alone.a_exponents && alone.b_exponents) << one.operation.name;
          EXPECT_EQ(alone.a_exponents->bytes(), job.a_exponents->bytes()) << one.operation.name;
          EXPECT_EQ(alone.b_exponents->bytes(), job.b_exponents->bytes()) << one.operation.name;
        }
        ++seen;
      }
      EXPECT_GT(seen, 20u) << model;
    }
  }
}

TEST(block_runs, lanes_take_one_block_at_a_time) {
  const arch::AcceleratorSpec machine = preset("chunked_fp");  // 16 lanes
  const auto length = [&](OperationClass cls, const trace::Convolution& c,
                          const array::Operands& operands) {
    const MatrixJob job = matrix_job(cls, c, operands, machine);
    Mapping mapping{array::unrollings(machine.array, job.operands).front(),
                    {c.batch, 0},
                    {},
                    LoopOrder::m_outer};
    const array::GemmShape gemm = array_shape(job, mapping.unrolling);
    mapping.tile = {gemm.m, gemm.n, gemm.k};
    return phase_tile(job, mapping, phase_shapes(job, mapping.unrolling).front(), gemm).k;
  };
  EXPECT_EQ(length(OperationClass::forward, layer(3, 16), fp4()), 9u * 16);
  EXPECT_EQ(length(OperationClass::forward, layer(40, 16), fp4()), 9u * (32 + 16));
  EXPECT_EQ(length(OperationClass::forward, layer(64, 16), fp4()), 9u * 64);
  EXPECT_EQ(length(OperationClass::input_gradient, layer(16, 24), fp4()), 9u * 32);
  EXPECT_EQ(length(OperationClass::weight_gradient, layer(3, 16, 24), fp4()), 1024u * 32);
  EXPECT_EQ(length(OperationClass::forward, layer(3, 16), fp4(0)), 27u) << "no scales";
  trace::Convolution linear;
  linear.batch = 40;
  linear.in_channels = linear.out_channels = 40;
  EXPECT_EQ(length(OperationClass::forward, linear, fp4()), 40u) << "one run, one row of blocks";
  EXPECT_EQ(length(OperationClass::weight_gradient, linear, fp4()), 40u);
  // A depthwise layer has a block for each tap: a sixteenth of the lanes.
  trace::Convolution depthwise = layer(16, 16);
  depthwise.groups = 16;
  EXPECT_EQ(length(OperationClass::forward, depthwise, fp4()), 9u * 16);
}

// The filled operands are the operands, and zeros: their product is the same.
TEST(block_runs, what_is_filled_up_multiplies_to_the_same) {
  const arch::AcceleratorSpec machine = preset("chunked_fp");
  trace::Convolution c = layer(5, 4, 3);
  c.in_height = c.in_width = 4;
  for (const OperationClass cls :
       {OperationClass::forward, OperationClass::input_gradient, OperationClass::weight_gradient}) {
    const MatrixJob job = matrix_job(cls, c, fp4(), machine);
    Mapping mapping{
        array::unrollings(machine.array, job.operands).front(), {2, 0}, {}, LoopOrder::m_outer};
    const array::GemmShape gemm = array_shape(job, mapping.unrolling);
    mapping.tile = {gemm.m, gemm.n, cls == OperationClass::weight_gradient ? 2 * 16u : 2 * 9u};
    array::GemmCodes codes;
    codes.a = {.rows = gemm.m, .columns = gemm.k, .bits = 4, .codes = {}};
    codes.b = {.rows = gemm.k, .columns = gemm.n, .bits = 4, .codes = {}};
    for (std::uint64_t i = 0; i < gemm.m * gemm.k; ++i) {
      codes.a.codes.push_back(static_cast<std::int32_t>((7 * i + 3) % 16));
    }
    for (std::uint64_t i = 0; i < gemm.k * gemm.n; ++i) {
      codes.b.codes.push_back(static_cast<std::int32_t>((5 * i + 1) % 16));
    }
    const array::GemmCodes filled = with_blocks_filled(job, mapping, 9, codes);
    EXPECT_EQ(filled.a.columns, with_blocks_filled(job, mapping, 9, gemm.k)) << enum_name(cls);
    EXPECT_GT(filled.a.columns, gemm.k);
    EXPECT_EQ(array::exact_product(filled.a, filled.b), array::exact_product(codes.a, codes.b))
        << enum_name(cls);
  }
}

}  // namespace block_runs_test
}  // namespace metronome::mapping
