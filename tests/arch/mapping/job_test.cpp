// What an operation of a training step becomes on a machine, and when two are the same work.
#include "arch/mapping/job.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "arch/mapping/mapping.hpp"
#include "machines.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace job_test {

using trace::DxScale;
using trace::OperationClass;

trace::Step step_of(DxScale dx_scale) {
  return trace::make_trace("resnet-8", "synthetic", 2,
                           schedule::parse_schedule("static:8,backward=8"), 4, dx_scale)
      .step();
}

/// Every operation of a step, resolved at the given bits.
void for_each_job(const trace::Step& step, int forward, int backward,
                  const arch::AcceleratorSpec& machine,
                  const std::function<void(const trace::Operation&, const Job&)>& check) {
  const trace::Assignment assignment{{forward, backward}, {}};
  for (const trace::Operation& operation : step.operations) {
    check(operation, resolve(operation, step, assignment, machine));
  }
}

TEST(resolve, operands_have_the_bits_of_their_role_and_are_stored_as_packed) {
  const trace::Step step = step_of(DxScale::prescale_requantize);
  for (const bool dense : {true, false}) {
    arch::AcceleratorSpec machine = preset("systolic");
    machine.storage.packing = dense ? arch::Packing::dense : arch::Packing::power_of_two;
    std::size_t seen = 0;
    for_each_job(step, 5, 7, machine, [&](const trace::Operation& operation, const Job& job) {
      const auto* matrix = std::get_if<MatrixJob>(&job);
      if (matrix == nullptr || matrix->executor == Executor::vector_unit) {
        return;
      }
      ++seen;
      const bool forward = operation.cls == OperationClass::forward;
      EXPECT_EQ(matrix->operands.a_bits, forward ? 5 : 7) << operation.name;
      EXPECT_EQ(matrix->operands.b_bits, 5) << operation.name;
      EXPECT_EQ(matrix->a.bits, dense ? (forward ? 5u : 7u) : 8u) << operation.name;
      EXPECT_EQ(matrix->b.bits, dense ? 5u : 8u) << operation.name;
      const bool gradient = operation.cls == OperationClass::weight_gradient;
      EXPECT_EQ(matrix->c.bits, gradient ? 32u : 16u) << operation.name;
    });
    EXPECT_GT(seen, 20u);
  }
}

TEST(resolve, only_input_gradients_of_a_segmented_step_are_segmented) {
  const arch::AcceleratorSpec machine = preset("systolic");
  for (const DxScale scale :
       {DxScale::segmented, DxScale::prescale_requantize, DxScale::per_tensor}) {
    std::size_t segmented = 0, input_gradients = 0;
    for_each_job(step_of(scale), 4, 8, machine, [&](const trace::Operation& o, const Job& job) {
      if (const auto* matrix = std::get_if<MatrixJob>(&job)) {
        segmented += matrix->segmented ? 1 : 0;
        input_gradients +=
            o.cls == OperationClass::input_gradient && matrix->executor == Executor::array ? 1 : 0;
      }
    });
    EXPECT_GT(input_gradients, 0u);
    EXPECT_EQ(segmented, scale == DxScale::segmented ? input_gradients : 0u);
  }
}

TEST(resolve, fp32_products_run_on_the_vector_unit_and_quantization_is_no_work) {
  const trace::Step step = step_of(DxScale::prescale_requantize);
  for_each_job(step, 0, 0, preset("systolic"), [](const trace::Operation& o, const Job& job) {
    if (std::holds_alternative<trace::MatrixWork>(o.work)) {
      EXPECT_EQ(std::get<MatrixJob>(job).executor, Executor::vector_unit) << o.name;
      return;
    }
    const auto& vector = std::get<VectorJob>(job);
    if (o.cls == OperationClass::quantize) {
      EXPECT_EQ(vector.elements, 0u) << o.name;
      EXPECT_TRUE(vector.inputs.empty() && vector.outputs.empty()) << o.name;
    }
  });
}

TEST(faults, F3_6_each_product_runs_at_the_widths_of_its_own_operands) {
  const trace::Step step = step_of(DxScale::prescale_requantize);
  std::map<OperationClass, std::map<Executor, int>> products;
  for_each_job(step, 5, 0, preset("systolic"), [&](const trace::Operation& o, const Job& job) {
    const auto* work = std::get_if<trace::MatrixWork>(&o.work);
    if (work != nullptr && !work->fp32) {
      const auto& matrix = std::get<MatrixJob>(job);
      ++products[o.cls][matrix.executor];
      if (o.cls == OperationClass::forward) {
        EXPECT_EQ(matrix.operands.a_bits, 5) << o.name;
        EXPECT_EQ(matrix.a.bits, 5u) << o.name;
      }
      if (o.cls == OperationClass::weight_gradient) {
        EXPECT_EQ(matrix.b.bits, 5u) << o.name << ": activations are kept as codes";
        EXPECT_GE(matrix.a.bits, 16u) << o.name << ": errors are real numbers";
      }
    }
    if (o.cls == OperationClass::quantize) {
      const bool of_error = o.name.find("error") != std::string::npos;
      EXPECT_EQ(std::get<VectorJob>(job).elements == 0, of_error) << o.name;
    }
  });
  EXPECT_EQ(products[OperationClass::forward].size(), 1u);
  EXPECT_GT(products[OperationClass::forward][Executor::array], 0);
  for (const OperationClass cls :
       {OperationClass::input_gradient, OperationClass::weight_gradient}) {
    EXPECT_EQ(products[cls].size(), 1u);
    EXPECT_GT(products[cls][Executor::vector_unit], 0);
  }
}

trace::Step all_exempt() {
  trace::Step step = step_of(DxScale::prescale_requantize);
  for (trace::Operation& operation : step.operations) {
    if (auto* matrix = std::get_if<trace::MatrixWork>(&operation.work)) {
      matrix->fp32 = true;
    }
  }
  return step;
}

TEST(resolve, exempt_layers_stay_on_the_vector_unit_at_any_precision) {
  for_each_job(all_exempt(), 4, 8, preset("systolic"), [](const trace::Operation&, const Job& job) {
    if (const auto* matrix = std::get_if<MatrixJob>(&job)) {
      EXPECT_EQ(matrix->executor, Executor::vector_unit);
      EXPECT_EQ(matrix->operands.a_bits, 32);
      EXPECT_EQ(matrix->operands.b_bits, 32);
    }
  });
}

TEST(resolve, exempt_layers_run_on_the_array_at_the_stated_width_where_the_machine_says_so) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.training.fp32_products = arch::Fp32Products::array;
  machine.training.fp32_product_bits = 12;
  for_each_job(all_exempt(), 4, 8, machine, [](const trace::Operation&, const Job& job) {
    if (const auto* matrix = std::get_if<MatrixJob>(&job)) {
      EXPECT_EQ(matrix->executor, Executor::array);
      EXPECT_EQ(matrix->operands.a_bits, 12);
      EXPECT_EQ(matrix->operands.b_bits, 12);
    }
  });
}

TEST(resolve, sums_that_can_overflow_are_cut_reported_or_refused_with_their_numbers) {
  trace::Convolution c;
  c.batch = 128;
  c.in_channels = c.out_channels = 16;
  c.in_height = c.in_width = 32;
  arch::AcceleratorSpec machine = preset("systolic");
  const auto job = [&](int a, int b) {
    return matrix_job(OperationClass::weight_gradient, c, a, b, machine);
  };
  // 2^17 x 255 x 255 = 8.5e9: 33 bits. 255 x 127: 32 bits.
  EXPECT_EQ(overflow_risk(job(8, 8), machine.training),
            "a sum of 131072 products of 8 x 8 bits can need 33 bits, accumulators have 32");
  EXPECT_EQ(overflow_risk(job(8, 7), machine.training), "");
  EXPECT_GT(job(8, 8).longest_sum, 0u);
  machine.training.overflow = arch::Overflow::warn;
  EXPECT_EQ(job(8, 8).longest_sum, 0u);
  machine.training.overflow = arch::Overflow::refuse;
  EXPECT_THROW((void)job(8, 8), UserError);
  EXPECT_EQ(job(8, 7).longest_sum, 0u);
}

TEST(resolve, a_sum_holds_as_many_products_as_fit_in_the_accumulator) {
  trace::Convolution c;
  c.batch = 128;
  c.in_channels = c.out_channels = 16;
  c.in_height = c.in_width = 32;
  arch::AcceleratorSpec machine = preset("systolic");
  // dW of a batch of 128 images of 32 x 32: 2^17 products of 8 by 8 bits need 33 bits.
  const auto job = [&](int a, int b) {
    return matrix_job(OperationClass::weight_gradient, c, a, b, machine);
  };
  const Mapping mapping = best_mapping(job(8, 8), machine);
  EXPECT_EQ(job(8, 8).longest_sum, 65536u);
  EXPECT_GE(scaled_sums(job(8, 8), mapping), 2u * 16 * 16);
  EXPECT_EQ(scaled_sums(job(8, 7), mapping), 0u);
  machine.training.accumulator_bits = 33;
  EXPECT_EQ(scaled_sums(job(8, 8), mapping), 0u);
}

MatrixJob some_matrix_job() {
  trace::Convolution c{2, 8, 9, 10, 16, 3, 2, 1};
  MatrixJob job = matrix_job(OperationClass::forward, c, 5, 6, preset("systolic"));
  job.epilogue = {{{trace::Role::partial_sum, 7, 32}}, {{trace::Role::activation, 9, 4}}, 1, 2};
  return job;
}

VectorJob some_vector_job() {
  VectorJob job;
  job.elements = 100;
  job.inputs = {{trace::Role::stash, 100, 16}};
  job.outputs = {{trace::Role::activation, 100, 5}};
  return job;
}

TEST(job_key, every_field_of_a_matrix_job_counts) {
  using Change = std::function<void(MatrixJob&)>;
  const std::vector<Change> changes{
      [](MatrixJob& j) { j.cls = OperationClass::weight_gradient; },
      [](MatrixJob& j) { ++j.convolution.batch; },
      [](MatrixJob& j) { ++j.convolution.in_channels; },
      [](MatrixJob& j) { ++j.convolution.in_height; },
      [](MatrixJob& j) { ++j.convolution.in_width; },
      [](MatrixJob& j) { ++j.convolution.out_channels; },
      [](MatrixJob& j) { ++j.convolution.kernel.height; },
      [](MatrixJob& j) { ++j.convolution.kernel.width; },
      [](MatrixJob& j) { ++j.convolution.stride.height; },
      [](MatrixJob& j) { ++j.convolution.stride.width; },
      [](MatrixJob& j) { ++j.convolution.dilation.height; },
      [](MatrixJob& j) { ++j.convolution.dilation.width; },
      [](MatrixJob& j) { ++j.convolution.pad.top; },
      [](MatrixJob& j) { ++j.convolution.pad.left; },
      [](MatrixJob& j) { ++j.convolution.pad.bottom; },
      [](MatrixJob& j) { ++j.convolution.pad.right; },
      [](MatrixJob& j) { j.transposed = true; },
      [](MatrixJob& j) { ++j.operands.a_bits; },
      [](MatrixJob& j) { ++j.operands.b_bits; },
      [](MatrixJob& j) { j.operands.a_role = array::OperandRole::error; },
      [](MatrixJob& j) { j.operands.b_role = array::OperandRole::error; },
      [](MatrixJob& j) { j.segmented = true; },
      [](MatrixJob& j) { j.a_loading.adds = 1; },
      [](MatrixJob& j) { j.a_loading.multiplies = 1; },
      [](MatrixJob& j) { j.a_loading.units.transposed = 1; },
      [](MatrixJob& j) { j.b_loading.units.transposed = 1; },
      [](MatrixJob& j) { j.b_loading.units.ranged = 1; },
      [](MatrixJob& j) { j.epilogue.units.random = 1; },
      [](MatrixJob& j) { j.a_made = MadeOperand{}; },
      [](MatrixJob& j) { j.b_made = MadeOperand{}; },
      [](MatrixJob& j) {
        j.a_made = MadeOperand{{}, 5, trace::Role::activation};
      },
      [](MatrixJob& j) {
        j.a_made = MadeOperand{{}, 8, trace::Role::error};
      },
      [](MatrixJob& j) {
        j.a_made = MadeOperand{{{trace::Role::stash, 100, 16}}};
      },
      [](MatrixJob& j) { j.epilogue.units.quantized = 1; },
      [](MatrixJob& j) { ++j.a.elements; },
      [](MatrixJob& j) { ++j.a.bits; },
      [](MatrixJob& j) { j.a.role = trace::Role::stash; },
      [](MatrixJob& j) { ++j.b.elements; },
      [](MatrixJob& j) { ++j.b.bits; },
      [](MatrixJob& j) { j.b.role = trace::Role::master; },
      [](MatrixJob& j) { ++j.c.elements; },
      [](MatrixJob& j) { ++j.c.bits; },
      [](MatrixJob& j) { j.c.role = trace::Role::error; },
      [](MatrixJob& j) { ++j.convolution.groups; },
      [](MatrixJob& j) { j.executor = Executor::vector_unit; },
      [](MatrixJob& j) { j.block_scaled = true; },
      [](MatrixJob& j) { j.phases = true; },
      [](MatrixJob& j) { ++j.longest_sum; },
      [](MatrixJob& j) { j.zero_points = false; },
      [](MatrixJob& j) { j.fixed_mapping = "ws, tile 1x1x1, m outer"; },
      [](MatrixJob& j) { ++j.epilogue.inputs[0].elements; },
      [](MatrixJob& j) { ++j.epilogue.outputs[0].bits; },
      [](MatrixJob& j) { j.epilogue.adds_per_result += 0.125; },
      [](MatrixJob& j) { j.epilogue.multiplies_per_result += 0.125; },
      [](MatrixJob& j) { std::swap(j.epilogue.inputs, j.epilogue.outputs); },
      [](MatrixJob& j) { j.epilogue = {}; }};
  std::set<std::string> keys{job_key(some_matrix_job())};
  EXPECT_EQ(job_key(some_matrix_job()), *keys.begin());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    MatrixJob job = some_matrix_job();
    changes[i](job);
    EXPECT_TRUE(keys.insert(job_key(job)).second) << "change " << i;
  }
}

TEST(job_key, every_field_of_a_vector_job_counts) {
  using Change = std::function<void(VectorJob&)>;
  const std::vector<Change> changes{[](VectorJob& j) { j.cls = OperationClass::update; },
                                    [](VectorJob& j) { ++j.elements; },
                                    [](VectorJob& j) { j.adds_per_element += 0.125; },
                                    [](VectorJob& j) { j.multiplies_per_element += 1e-9; },
                                    [](VectorJob& j) { ++j.inputs[0].bits; },
                                    [](VectorJob& j) { j.inputs.push_back(j.inputs[0]); },
                                    [](VectorJob& j) { j.outputs.push_back(j.outputs[0]); },
                                    [](VectorJob& j) { std::swap(j.inputs, j.outputs); },
                                    [](VectorJob& j) { j.inputs.clear(); }};
  std::set<std::string> keys{job_key(some_vector_job())};
  EXPECT_EQ(job_key(some_vector_job()), *keys.begin());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    VectorJob job = some_vector_job();
    changes[i](job);
    EXPECT_TRUE(keys.insert(job_key(job)).second) << "change " << i;
  }
}

TEST(matrix_job, operands_have_the_bits_and_roles_of_what_is_executed) {
  const arch::AcceleratorSpec machine = preset("systolic");
  trace::Convolution layer{.batch = 1,
                           .in_channels = 4,
                           .in_height = 5,
                           .in_width = 5,
                           .out_channels = 6,
                           .kernel = 3,
                           .stride = 2};
  const auto expect = [&](OperationClass cls, trace::Role a, trace::Role b,
                          std::uint64_t a_elements) {
    const MatrixJob job = matrix_job(cls, layer, 3, 7, machine);
    EXPECT_EQ(job.operands.a_bits, 3);
    EXPECT_EQ(job.operands.b_bits, 7);
    EXPECT_EQ(job.a, (Stream{a, a_elements, 3}));
    EXPECT_EQ(job.b.role, b);
    EXPECT_EQ(job.b.bits, 7u);
    EXPECT_EQ(job.operation_class(), cls);
  };
  using trace::Role;
  expect(OperationClass::forward, Role::activation, Role::weight, 100);
  expect(OperationClass::input_gradient, Role::error, Role::weight, 24);
  expect(OperationClass::weight_gradient, Role::error, Role::activation, 24);
  layer.transposed = true;  // 11 x 11 outputs
  expect(OperationClass::forward, Role::activation, Role::weight, 100);
  expect(OperationClass::input_gradient, Role::error, Role::weight, 726);
  expect(OperationClass::weight_gradient, Role::activation, Role::error, 100);
}

}  // namespace job_test
}  // namespace metronome::mapping
