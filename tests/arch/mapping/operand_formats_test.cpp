// Number formats of a precision as a machine has them: codes of the elements, scales of the blocks
// apart, a copy for each direction that needs one, and reads for scales of tensors.
#include "arch/mapping/operand_formats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "arch/mapping/machine_step.hpp"
#include "sim/base/error.hpp"
#include "tests/arch/mapping/machines.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace operand_formats_test {

using array::NumberFormat;
using testing::HasSubstr;
using trace::OperationClass;

/// A block of 64 features on 4 sequences of 16 tokens: 64 positions.
constexpr const char* kModel = "gpt2-small:layers=1,features=64,heads=2,positions=32";
constexpr std::uint64_t kBatch = 4;

/// The jobs of an iteration by the names of their operations.
std::map<std::string, Job> jobs_of(const std::string& schedule,
                                   const arch::AcceleratorSpec& machine) {
  const trace::Trace trace =
      trace::make_trace(kModel, "synthetic-text", kBatch, schedule::parse_schedule(schedule), 4,
                        machine.training.dx_scale);
  const MachineStep step = machine_step(trace.step(), machine);
  std::map<std::string, Job> jobs;
  for (const MachineOperation& operation : step.operations) {
    jobs.emplace(operation.operation.name,
                 resolve(operation, trace.step(), trace.schedule.front().assignment, machine));
  }
  return jobs;
}

/// What the quantizations of a layer write, in bits, and how often they read what.
struct Conversion {
  std::uint64_t codes = 0, scales = 0, read = 0, passes = 0;
};

Conversion conversion_of(const std::map<std::string, Job>& jobs, const std::string& begin) {
  Conversion found;
  for (const auto& [name, job] : jobs) {
    const auto* pass = std::get_if<VectorJob>(&job);
    if (pass == nullptr || pass->cls != OperationClass::quantize || !name.starts_with(begin)) {
      continue;
    }
    ++found.passes;
    for (const Stream& s : pass->inputs) {
      found.read += s.elements * s.bits;
    }
    for (std::size_t i = 0; i < pass->outputs.size(); ++i) {
      (i % 2 == 0 ? found.codes : found.scales) +=
          pass->outputs[i].elements * pass->outputs[i].bits;
    }
  }
  return found;
}

const MatrixJob& product(const std::map<std::string, Job>& jobs, const std::string& name) {
  return std::get<MatrixJob>(jobs.at(name));
}

// W 256 x 64, X 64 x 64, dY 64 x 256; blocks of 32 along the reductions: 64, 256 and 64 positions.
TEST(operand_formats, mx_operands_have_two_copies_and_a_byte_for_each_block) {
  const arch::AcceleratorSpec machine = preset("chunked_fp");
  for (const auto& [schedule, bits] :
       {std::pair{"static:mxfp4", 4u}, {"static:mxfp6_e2m3", 6u}, {"static:mxfp8", 8u}}) {
    const auto jobs = jobs_of(schedule, machine);
    const Conversion weights = conversion_of(jobs, "layer0.fc1.quantize_weight");
    EXPECT_EQ(weights.codes, 2u * 256 * 64 * bits) << schedule;
    EXPECT_EQ(weights.scales, 8u * (256 * 64 / 32 + 64 * 256 / 32)) << schedule;
    const Conversion errors = conversion_of(jobs, "layer0.fc1.quantize_error");
    EXPECT_EQ(errors.codes, 2u * 64 * 256 * bits) << schedule;
    EXPECT_EQ(errors.scales, 8u * (64 * 256 / 32 + 256 * 64 / 32)) << schedule;
    const MatrixJob& forward = product(jobs, "layer0.fc1.forward");
    EXPECT_EQ(forward.a.bits, bits);
    EXPECT_EQ(forward.a_exponents, (Stream{trace::Role::activation, 64 * 64 / 32, 8}));
    EXPECT_EQ(forward.b_exponents, (Stream{trace::Role::weight, 256 * 64 / 32, 8}));
    EXPECT_EQ(forward.operands.scale_group, 32u);
    EXPECT_FALSE(forward.operands.scales_multiply);
    EXPECT_FALSE(forward.zero_points);
    EXPECT_EQ(forward.epilogue.multiplies_per_result,
              product(jobs_of("static:bf16", machine), "layer0.fc1.forward")
                  .epilogue.multiplies_per_result)
        << "powers of two are in the exponents";
  }
}

TEST(operand_formats, products_have_the_formats_of_their_own_operands) {
  const auto jobs = jobs_of("static:fp8", preset("chunked_fp"));
  const auto formats = [&](const char* name) {
    const array::Operands& o = product(jobs, name).operands;
    return std::pair{o.a_format, o.b_format};
  };
  EXPECT_EQ(formats("layer0.fc1.forward"), (std::pair{NumberFormat::e4m3, NumberFormat::e4m3}));
  EXPECT_EQ(formats("layer0.fc1.input_gradient"),
            (std::pair{NumberFormat::e5m2, NumberFormat::e4m3}));
  EXPECT_EQ(formats("layer0.fc1.weight_gradient"),
            (std::pair{NumberFormat::e5m2, NumberFormat::e4m3}));
  EXPECT_FALSE(product(jobs, "layer0.fc1.forward").a_exponents) << "a scale of the tensor";
}

// One W of 16x16 blocks serves both directions; the copies of X and dY for the weight gradient are
// made behind a transform, whose largest magnitude takes a read of its own.
TEST(operand_formats, nvfp4_reads_what_it_transforms_twice_and_multiplies_scales) {
  const auto jobs = jobs_of("static:nvfp4", preset("chunked_fp"));
  const Conversion weights = conversion_of(jobs, "layer0.fc1.quantize_weight");
  EXPECT_EQ(weights.codes, 256u * 64 * 4);
  EXPECT_EQ(weights.scales, 8u * (256 / 16) * (64 / 16));
  const Conversion errors = conversion_of(jobs, "layer0.fc1.quantize_error");
  EXPECT_EQ(errors.codes, 2u * 64 * 256 * 4);
  EXPECT_EQ(errors.scales, 8u * 2 * 64 * 256 / 16);
  const std::uint64_t whole = 64 * 256 * preset("chunked_fp").storage.error_bits;
  EXPECT_EQ(errors.read, 3 * whole) << "once for the rows, twice for the transformed columns";
  const MatrixJob& forward = product(jobs, "layer0.fc1.forward");
  EXPECT_TRUE(forward.operands.scales_multiply);
  EXPECT_EQ(forward.operands.scale_group, 16u);
}

TEST(operand_formats, what_takes_no_formats_is_bf16_on_an_array_of_numbers) {
  arch::AcceleratorSpec machine = preset("chunked_fp");
  machine.training.fp32_products = arch::Fp32Products::array;
  const auto jobs = jobs_of("static:mxfp4", machine);
  for (const char* name : {"layer0.attention.scores.forward", "output.forward"}) {
    EXPECT_EQ(product(jobs, name).operands.a_format, NumberFormat::bf16) << name;
    EXPECT_EQ(product(jobs, name).executor, Executor::array) << name;
  }
}

TEST(operand_formats, arrays_of_integers_scale_blocks_on_the_vector_unit_or_refuse) {
  for (const char* family : {"systolic", "dual_serial", "operand_serial", "two_in_one"}) {
    const arch::AcceleratorSpec machine = preset(family);
    const auto jobs = jobs_of("static:mxfp4", machine);
    const MatrixJob& forward = product(jobs, "layer0.fc1.forward");
    EXPECT_EQ(forward.operands.a_bits, 5) << family;
    EXPECT_EQ(forward.operands.a_source, NumberFormat::e2m1) << family;
    EXPECT_EQ(forward.a.bits, 4u) << family;
    EXPECT_GE(forward.epilogue.adds_per_result, 64 / 32) << family;
    for (const char* wide : {"static:mxfp8", "static:fp8"}) {
      try {
        (void)jobs_of(wide, machine);
        ADD_FAILURE() << family << " takes " << wide;
      } catch (const UserError& error) {
        EXPECT_THAT(error.what(), HasSubstr("multiplies integers; those of e4m3 have 19 bits"));
      }
    }
  }
}

}  // namespace operand_formats_test
}  // namespace metronome::mapping
