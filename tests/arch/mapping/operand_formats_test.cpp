// Number formats of a precision as a machine has them: codes of the elements, scales of the blocks
// apart, a copy for each direction that needs one, and reads for scales of tensors.
#include "arch/mapping/operand_formats.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "arch/mapping/chain_judge.hpp"
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
                                   const arch::AcceleratorSpec& machine, std::size_t phase = 0) {
  const trace::Trace trace =
      trace::make_trace(kModel, "synthetic-text", kBatch, schedule::parse_schedule(schedule), 4,
                        machine.training.dx_scale);
  StepUse use;
  for (const trace::Phase& one : trace.schedule) {
    use.assignments.push_back(&one.assignment);
  }
  const MachineStep step = machine_step(trace.step(), machine, &use);
  std::map<std::string, Job> jobs;
  for (const MachineOperation& operation : step.operations) {
    jobs.emplace(operation.operation.name,
                 resolve(operation, trace.step(), trace.schedule.at(phase).assignment, machine));
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

/// Quantizations whose name has this in it.
std::size_t passes_of(const std::map<std::string, Job>& jobs, const std::string& what) {
  return static_cast<std::size_t>(std::count_if(jobs.begin(), jobs.end(), [&](const auto& one) {
    const auto* pass = std::get_if<VectorJob>(&one.second);
    return pass != nullptr && one.first.find("." + what) != std::string::npos;
  }));
}
/// Of the passes that look for ranges, those that have elements to look at.
std::size_t worked_ranges(const std::map<std::string, Job>& jobs) {
  return static_cast<std::size_t>(std::count_if(jobs.begin(), jobs.end(), [&](const auto& one) {
    const auto* pass = std::get_if<VectorJob>(&one.second);
    return pass != nullptr && one.first.find(".range") != std::string::npos && pass->elements > 0;
  }));
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

/// Additions of transforms in an iteration, and the elements that the weight gradients of the four
/// linear layers (or six, where queries, keys and values are layers of their own) read transformed.
struct Transforms {
  double adds = 0, multiplies = 0, elements = 0;
};

Transforms transforms_of(const std::map<std::string, Job>& jobs) {
  Transforms found;
  for (const auto& [name, job] : jobs) {
    if (const auto* pass = std::get_if<VectorJob>(&job)) {
      const auto elements = static_cast<double>(pass->elements);
      found.adds += elements * pass->transform_adds_per_element;
      found.multiplies += elements * pass->multiplies_per_element;
      found.elements += pass->transform_adds_per_element > 0 ? elements : 0;
    }
  }
  return found;
}

// X of queries, keys and values is one tensor of 64 features, then those of the projection and of
// both fully connected layers: 64, 64 and 256; dY have 192, 64, 256 and 64. Each on 64 positions.
constexpr double kTransformed = 64 * (64 + 64 + 64 + 256 + 192 + 64 + 256 + 64);

// log2 of 16 additions, in the read for the largest magnitude and in that which makes codes.
TEST(operand_formats, transforms_are_four_additions_an_element_in_each_of_two_reads) {
  for (const char* file : {"plain_chunked_fp_512", "chunked_fp_512"}) {
    auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" +
                                                       file + ".yaml");
    machine.training.input_path = arch::InputPath::none;
    machine.training.output_path = arch::OutputPath::none;
    const Transforms twice = transforms_of(jobs_of("static:nvfp4", machine));
    EXPECT_EQ(twice.elements, kTransformed) << file;
    EXPECT_EQ(twice.adds, 8 * kTransformed) << file << ": not a quantizer unit's passage";
    EXPECT_EQ(transforms_of(jobs_of("static:mxfp4", machine)).adds, 0) << file;
    // Blocks of MX find their scales as they are read: one read; tiles of 32 five additions.
    const Transforms mx =
        transforms_of(jobs_of("static:mxfp4+weight_gradient=mxfp4/rht32", machine));
    EXPECT_EQ(mx.adds, 5 * kTransformed) << file;
  }
}

// 1/sqrt(16) goes into exponents; 1/sqrt(32) is no power of two, in passes as in the products that
// make codes on their way in.
TEST(operand_formats, transforms_of_odd_powers_of_two_multiply_each_element_once) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                                     "/configs/arch/chunked_fp_512.yaml");
  const auto multiplies = [&](const std::string& element, int tile) {
    const std::string schedule = fmt::format("static:mxfp4+weight_gradient={}", element);
    const auto all = [&](const std::string& of) {
      double sum = 0;
      for (const auto& [name, job] : jobs_of(of, machine)) {
        if (const auto* pass = std::get_if<VectorJob>(&job)) {
          sum += static_cast<double>(pass->elements) * pass->multiplies_per_element;
        } else if (const auto* matrix = std::get_if<MatrixJob>(&job)) {
          sum += static_cast<double>(matrix->a.elements) * matrix->a_loading.multiplies +
                 static_cast<double>(matrix->b.elements) * matrix->b_loading.multiplies;
        }
      }
      return sum;
    };
    return all(fmt::format("{}/rht{}", schedule, tile)) - all(schedule);
  };
  for (const arch::InputPath path : {arch::InputPath::none, arch::InputPath::elementwise}) {
    machine.training.input_path = path;
    if (path == arch::InputPath::none) {
      machine.training.output_path = arch::OutputPath::none;
    }
    for (const char* element : {"mxfp4", "nvfp4/1x16"}) {
      EXPECT_EQ(multiplies(element, 16), 0) << enum_name(path) << ' ' << element;
      EXPECT_EQ(multiplies(element, 32), kTransformed) << enum_name(path) << ' ' << element;
      EXPECT_EQ(multiplies(element, 8), kTransformed) << enum_name(path) << ' ' << element;
    }
  }
}

// A machine that knows the ranges of affine codes beforehand does not know those of NVFP4, whose
// scale is of this tensor.
TEST(operand_formats, the_scale_of_a_tensor_takes_its_read_on_every_machine) {
  for (const arch::RangeMethod method :
       {arch::RangeMethod::two_pass, arch::RangeMethod::delayed, arch::RangeMethod::block_local}) {
    arch::AcceleratorSpec machine = preset("chunked_fp");
    machine.training.range_method = method;
    const auto jobs = jobs_of("static:nvfp4", machine);
    EXPECT_EQ(transforms_of(jobs).adds, 8 * kTransformed) << enum_name(method);
    EXPECT_EQ(passes_of(jobs, "range"),
              passes_of(jobs_of("static:nvfp4", preset("chunked_fp")), "range"))
        << enum_name(method);
    EXPECT_FALSE(product(jobs, "layer0.fc1.forward").block_scaled) << "by tiles of affine codes";
  }
}

// FP8 with delayed scales looks for nothing before it makes codes, on a machine that does for
// others.
TEST(operand_formats, delayed_scales_take_no_pass_before) {
  const arch::AcceleratorSpec machine = preset("chunked_fp");
  const auto current = jobs_of("static:fp8", machine);
  const auto delayed = jobs_of("static:fp8_delayed", machine);
  EXPECT_GT(passes_of(current, "range_weight"), 0u) << "or the test shows nothing";
  EXPECT_EQ(passes_of(delayed, "range_weight"), 0u);
  EXPECT_GT(worked_ranges(current), 0u);
  EXPECT_EQ(worked_ranges(delayed), 0u);
  const Conversion codes = conversion_of(delayed, "layer0.fc1.quantize_error");
  EXPECT_EQ(codes.read, 64u * 256 * machine.storage.error_bits) << "one copy, one read";
  // Both in one program: the passes are there and have no work in the part that is delayed.
  const char* const kLate = "late:fp8,then=fp8_delayed,from=0.5";
  EXPECT_EQ(worked_ranges(jobs_of(kLate, machine, 0)), worked_ranges(current));
  EXPECT_EQ(worked_ranges(jobs_of(kLate, machine, 1)), 0u);
}

TEST(operand_formats, phases_without_a_transform_have_none_of_its_work) {
  const arch::AcceleratorSpec machine = preset("chunked_fp");
  const char* const kLate = "late:nvfp4,then=nvfp4+weight_gradient=bf16,from=0.5";
  EXPECT_EQ(transforms_of(jobs_of(kLate, machine, 0)).adds, 8 * kTransformed);
  EXPECT_EQ(transforms_of(jobs_of(kLate, machine, 1)).adds, 0);
}

// As operands load, transforms come with each load; the largest magnitude takes one read of each
// operand before the product.
TEST(operand_formats, operands_that_are_made_as_they_load_are_transformed_as_they_load) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                                     "/configs/arch/chunked_fp_512.yaml");
  const trace::Trace trace =
      trace::make_trace(kModel, "synthetic-text", kBatch, schedule::parse_schedule("static:nvfp4"),
                        4, machine.training.dx_scale);
  const auto passes_and_product = [&] {
    const MachineStep step = machine_step(trace.step(), machine);
    const trace::Assignment& assignment = trace.schedule.front().assignment;
    for (const MachineOperation& operation : step.operations) {
      if (operation.operation.name == "layer0.fc1.weight_gradient") {
        const trace::Precision& precision = assignment.of(operation.operation.layer);
        const auto job = std::get<MatrixJob>(resolve(operation, step.tensors, precision, machine));
        return std::pair{range_passes(job, operation, step.tensors, precision, machine), job};
      }
    }
    throw InternalError("a layer has a weight gradient");
  };
  const auto [passes, product] = passes_and_product();
  ASSERT_TRUE(product.a_made && product.b_made);
  EXPECT_EQ(product.a_loading.adds, 4);
  EXPECT_EQ(product.b_loading.adds, 4);
  ASSERT_EQ(passes.size(), 2u);
  EXPECT_EQ(passes[0].elements + passes[1].elements, 64u * (64 + 256));
  for (const VectorJob& pass : passes) {
    EXPECT_EQ(pass.cls, OperationClass::quantize);
    EXPECT_EQ(pass.transform_adds_per_element, 4);
    EXPECT_EQ(pass.units.ranged, 1);
    ASSERT_EQ(pass.inputs.size(), 1u);
    EXPECT_EQ(pass.inputs[0].elements, pass.elements);
    EXPECT_TRUE(pass.outputs.empty());
  }
}

// What stays on chip is read there again.
TEST(operand_formats, a_tensor_that_stays_on_chip_is_read_there_once_more) {
  arch::AcceleratorSpec machine = preset("chunked_fp");
  machine.training.resident_bytes = machine.output_buffer.capacity().count() / 2;
  const auto jobs = jobs_of("static:nvfp4", machine);
  EXPECT_EQ(transforms_of(jobs).adds, 8 * kTransformed);
  std::size_t held = 0;
  for (const auto& [name, job] : jobs) {
    const auto* pass = std::get_if<VectorJob>(&job);
    if (pass != nullptr && pass->transform_adds_per_element > 0) {
      held += pass->held_inputs.size();
      EXPECT_EQ(pass->inputs.size() + pass->held_inputs.size(), 2u) << name;
    }
  }
  EXPECT_GT(held, 0u) << "or the test shows nothing";
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
