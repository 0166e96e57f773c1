// What an operation of a training step becomes on a machine, and when two are the same work.
#include "arch/mapping/job.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "machines.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace {

using trace::DxScale;
using trace::OperationClass;

trace::Step step_of(DxScale dx_scale) {
  return trace::make_trace("resnet-8", "synthetic", 2,
                           schedule::parse_schedule("static:8,backward=8"), 4, dx_scale)
      .step;
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
      if (matrix == nullptr) {
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
        input_gradients += o.cls == OperationClass::input_gradient ? 1 : 0;
      }
    });
    EXPECT_GT(input_gradients, 0u);
    EXPECT_EQ(segmented, scale == DxScale::segmented ? input_gradients : 0u);
  }
}

TEST(resolve, fp32_products_run_on_the_vector_unit_and_quantization_is_no_work) {
  const trace::Step step = step_of(DxScale::prescale_requantize);
  for_each_job(step, 0, 0, preset("systolic"), [](const trace::Operation& o, const Job& job) {
    const auto* vector = std::get_if<VectorJob>(&job);
    ASSERT_NE(vector, nullptr) << o.name;
    if (o.cls == OperationClass::quantize) {
      EXPECT_EQ(vector->elements, 0u) << o.name;
      EXPECT_TRUE(vector->inputs.empty() && vector->outputs.empty()) << o.name;
    }
    if (const auto* matrix = std::get_if<trace::MatrixWork>(&o.work)) {
      EXPECT_GT(vector->macs, 0u) << o.name;
      EXPECT_LE(vector->macs, trace::gemm_of(matrix->convolution, o.cls).macs()) << o.name;
    }
  });
}

TEST(resolve, exempt_layers_stay_on_the_vector_unit_at_any_precision) {
  trace::Step step = step_of(DxScale::prescale_requantize);
  std::size_t exempt = 0;
  for (trace::Operation& operation : step.operations) {
    if (auto* matrix = std::get_if<trace::MatrixWork>(&operation.work)) {
      matrix->fp32 = true;
      ++exempt;
    }
  }
  std::size_t on_vector = 0;
  for_each_job(step, 4, 8, preset("systolic"), [&](const trace::Operation& o, const Job& job) {
    const bool matrix = std::holds_alternative<trace::MatrixWork>(o.work);
    on_vector += matrix && std::holds_alternative<VectorJob>(job) ? 1 : 0;
  });
  EXPECT_EQ(on_vector, exempt);
}

MatrixJob some_matrix_job() {
  trace::Convolution c{2, 8, 9, 10, 16, 3, 2, 1};
  MatrixJob job = matrix_job(OperationClass::forward, c, 5, 6, preset("systolic"));
  job.correction = Stream{trace::Role::partial_sum, 7, 32};
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
      [](MatrixJob& j) { ++j.convolution.kernel; },
      [](MatrixJob& j) { ++j.convolution.stride; },
      [](MatrixJob& j) { ++j.convolution.pad; },
      [](MatrixJob& j) { ++j.operands.a_bits; },
      [](MatrixJob& j) { ++j.operands.b_bits; },
      [](MatrixJob& j) { j.operands.a_role = array::OperandRole::error; },
      [](MatrixJob& j) { j.operands.b_role = array::OperandRole::error; },
      [](MatrixJob& j) { j.segmented = true; },
      [](MatrixJob& j) { ++j.a.elements; },
      [](MatrixJob& j) { ++j.a.bits; },
      [](MatrixJob& j) { j.a.role = trace::Role::stash; },
      [](MatrixJob& j) { ++j.b.elements; },
      [](MatrixJob& j) { ++j.b.bits; },
      [](MatrixJob& j) { j.b.role = trace::Role::master; },
      [](MatrixJob& j) { ++j.c.elements; },
      [](MatrixJob& j) { ++j.c.bits; },
      [](MatrixJob& j) { j.c.role = trace::Role::error; },
      [](MatrixJob& j) { ++j.correction->elements; },
      [](MatrixJob& j) { j.correction.reset(); }};
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
                                    [](VectorJob& j) { ++j.macs; },
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

}  // namespace
}  // namespace metronome::mapping
