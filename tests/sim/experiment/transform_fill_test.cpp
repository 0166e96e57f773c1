// Hadamard tiles wider than what runs along a reduction: the trainer fills the last tile with
// zeros, and so makes, stores and multiplies codes of the fill. Machines price the same numbers.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "arch/mapping/matrix_job.hpp"
#include "arch/mapping/operand_formats.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/nn/format_operand.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/format_storage.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::experiment {
namespace transform_fill_test {

using formats::ProductOperand;
using sim::MemoryMode;
using trace::OperationClass;

/// 3, 16 and 24 channels under kernels of 3x3 and 1x1, a transposed one, and linear layers.
constexpr const char* kNetwork = R"(name: fill
inputs: [{channels: 3, height: 32, width: 32}]
layers:
  - {name: conv1, kind: convolution, out_channels: 16, kernel: 3, stride: 4, pad: 1}
  - {name: conv2, kind: convolution, out_channels: 24, kernel: 1}
  - {name: conv3, kind: convolution, out_channels: 16, kernel: 3, stride: 2, pad: 1}
  - {name: conv4, kind: convolution, out_channels: 24, kernel: 3, pad: 1, groups: 2}
  - {name: up, kind: convolution, out_channels: 16, kernel: 2, stride: 2, transposed: true}
  - {name: conv5, kind: convolution, out_channels: 3, kernel: 1, stride: 2}
  - {name: flat, kind: reshape}
  - {name: fc1, kind: linear, out_features: 24, quantize: true}
  - {name: fc2, kind: linear, out_features: 10, quantize: true}
)";
constexpr const char* kTilesOf32 =
    "static:mxfp4+forward=mxfp4/rht32+input_gradient=mxfp4/rht32+weight_gradient=mxfp4/rht32";
constexpr std::uint64_t kIterations = 2;

trace::Trace training(const std::string& schedule, std::uint64_t batch) {
  const auto path = std::filesystem::path(testing::TempDir()) /
                    ("metronome_fill_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << kNetwork;
  trace::Trace made =
      trace::make_trace(path.string(), "cifar-10", batch, schedule::parse_schedule(schedule),
                        kIterations, trace::DxScale::prescale_requantize);
  std::filesystem::remove(path);
  return made;
}

arch::AcceleratorSpec machine_of(const std::string& name) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" + name +
                                             "_512.yaml");
}

nn::ConvolutionShape shape_of(const trace::Convolution& c) {
  return {.in_channels = c.in_channels,
          .in_height = c.in_height,
          .in_width = c.in_width,
          .out_channels = c.out_channels,
          .kernel = c.kernel,
          .stride = c.stride,
          .pad = c.pad,
          .groups = c.groups,
          .transposed = c.transposed};
}

/// What the trainer makes of an operand of a layer.
tensor::Tensor<float> trained(const trace::Convolution& c, ProductOperand operand,
                              const formats::OperandFormat& format) {
  const bool weights =
      operand == ProductOperand::forward_w || operand == ProductOperand::input_gradient_w;
  const bool errors =
      operand == ProductOperand::input_gradient_dy || operand == ProductOperand::weight_gradient_dy;
  tensor::Tensor<float> x(
      weights
          ? tensor::Dims{c.out_channels, c.in_channels / c.groups, c.kernel.height, c.kernel.width}
      : errors ? tensor::Dims{c.out_channels, c.batch, c.out_height(), c.out_width()}
               : tensor::Dims{c.in_channels, c.batch, c.in_height, c.in_width});
  const RandomStream stream(3, "fill");
  for (std::size_t i = 0; i < x.size(); ++i) {
    x.data()[i] = static_cast<float>(stream.normal(i));
  }
  nn::Workspace<float> workspace(1);
  nn::Pass<float> pass;
  pass.workspace = &workspace;
  return nn::format_operand<float>(x, shape_of(c), operand, format, {&pass, 1, {}, false}).values;
}

/// The reduction that the trainer multiplies for a result, of the first operand's values; of a
/// transposed layer's weight gradient the second's, whose positions are fewer.
std::uint64_t trained_reduction(const trace::Convolution& c, OperationClass cls,
                                const tensor::Tensor<float>& values) {
  return cls == OperationClass::weight_gradient ? values.dim(1) * values.dim(2) * values.dim(3)
                                                : values.dim(0) / c.groups * c.taps();
}

std::pair<ProductOperand, ProductOperand> operands_of(OperationClass cls) {
  return cls == OperationClass::forward
             ? std::pair{ProductOperand::forward_x, ProductOperand::forward_w}
         : cls == OperationClass::input_gradient
             ? std::pair{ProductOperand::input_gradient_dy, ProductOperand::input_gradient_w}
             : std::pair{ProductOperand::weight_gradient_dy, ProductOperand::weight_gradient_x};
}

struct Seen {
  std::size_t products = 0, filled = 0;
};

/// Every product of a training, between the trainer and a machine that reads codes from memory.
Seen compare(const std::string& schedule, std::uint64_t batch) {
  const arch::AcceleratorSpec machine = machine_of("plain_chunked_fp");
  const trace::Trace trace = training(schedule, batch);
  const trace::Assignment& assignment = trace.schedule.front().assignment;
  const RunResult run =
      sim::simulate(
          std::span(&trace, 1), machine,
          {.mode = Mode::analytic, .memory = MemoryMode::ideal, .jobs = 1, .progress = {}})
          .front();
  std::map<std::string, std::uint64_t> macs;
  for (const auto& one : run.operations_of(run.levels.front())) {
    macs[one.operation] = one.measure.macs.count();
  }
  Seen seen;
  for (const trace::Operation& operation : trace.step().operations) {
    const auto* work = std::get_if<trace::MatrixWork>(&operation.work);
    if (work == nullptr) {
      continue;
    }
    const trace::Precision precision = assignment.of(operation.layer);
    const trace::Convolution& c = work->convolution;
    const auto [first, second] = operands_of(operation.cls);
    const auto a = trained(c, first, precision.formats.of(first));
    const auto b = trained(c, second, precision.formats.of(second));
    const auto job = std::get<mapping::MatrixJob>(
        mapping::resolve({operation}, trace.step(), precision, machine));
    SCOPED_TRACE(operation.name);
    const trace::GemmForm form = trace::gemm_form(c, operation.cls);
    EXPECT_EQ(job.a.elements, form.exchanged ? b.size() : a.size());
    EXPECT_EQ(job.b.elements, form.exchanged ? a.size() : b.size());
    EXPECT_EQ(trace::stored_operand(c, first, precision.formats.of(first)).elements, a.size());
    const trace::Gemm without = trace::gemm_of(form.convolution, form.cls);
    const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
    EXPECT_EQ(gemm.m, without.m);
    EXPECT_EQ(gemm.n, without.n);
    EXPECT_EQ(gemm.k, trained_reduction(c, operation.cls, form.exchanged ? b : a));
    // Of an input gradient with a stride, taps that meet inserted zeros are no products.
    EXPECT_EQ(macs.at(operation.name) * without.k, trace::useful_macs(*work).count() * gemm.k);
    ++seen.products;
    seen.filled += gemm.k > without.k ? 1 : 0;
    EXPECT_EQ(job.fill > 0, gemm.k > without.k);
  }
  return seen;
}

TEST(transform_fill, the_trainer_and_the_ledger_store_and_multiply_the_same) {
  for (const std::uint64_t batch : {8u, 12u, 16u, 20u}) {
    SCOPED_TRACE(batch);
    const Seen nvfp4 = compare("static:nvfp4", batch);
    EXPECT_EQ(nvfp4.products, 23u);
    // Weight gradients of samples; 1x1 kernels have tokens, 64 of each sample, but one with a
    // stride.
    EXPECT_EQ(nvfp4.filled, batch == 16 ? 0u : 7u);
    const Seen wide = compare(kTilesOf32, batch);
    EXPECT_GT(wide.filled, 15u);
    EXPECT_EQ(compare("static:mxfp4", batch).filled, 0u);
  }
}

/// Additions of transforms in the passes of an iteration.
TEST(transform_fill, transforms_of_whole_tiles_are_added_scaled_and_rounded) {
  const arch::AcceleratorSpec machine = machine_of("plain_chunked_fp");
  const trace::Trace trace = training(kTilesOf32, 12);
  const trace::Assignment& assignment = trace.schedule.front().assignment;
  std::size_t seen = 0;
  for (const trace::Operation& operation : trace.step().operations) {
    if (operation.cls != OperationClass::quantize || operation.outputs.empty()) {
      continue;
    }
    const trace::Precision precision = assignment.of(operation.layer);
    const trace::Tensor& codes = trace.step().tensor(operation.outputs.front());
    const auto operand = trace::operand_of(codes, precision).value();
    const trace::StoredOperand stored =
        trace::stored_operand(codes.product.value(), operand, precision.formats.of(operand));
    EXPECT_EQ(stored.elements,
              trained(*codes.product, operand, precision.formats.of(operand)).size());
    const auto pass = std::get<mapping::VectorJob>(
        mapping::resolve({operation}, trace.step(), precision, machine));
    SCOPED_TRACE(operation.name);
    EXPECT_EQ(pass.elements, stored.elements) << "each is scaled, rounded and clamped";
    EXPECT_EQ(pass.transform_adds_per_element, 5);
    EXPECT_EQ(pass.outputs.at(0).elements, stored.elements);
    EXPECT_EQ(pass.outputs.at(1).elements, stored.blocks);
    EXPECT_EQ(pass.inputs.at(0).elements, codes.elements()) << "real numbers have no fill";
    EXPECT_EQ(mapping::codes_written(pass, pass.elements), stored.elements);
    seen += stored.elements > codes.elements() ? 1 : 0;
  }
  EXPECT_GT(seen, 15u);
}

// As operands load, and as results leave: the array multiplies as much; memory holds real numbers.
TEST(transform_fill, codes_that_are_made_on_the_way_are_of_whole_tiles_too) {
  const arch::AcceleratorSpec machine = machine_of("chunked_fp");
  const trace::Trace trace = training(kTilesOf32, 12);
  const trace::Assignment& assignment = trace.schedule.front().assignment;
  const mapping::MachineStep step = mapping::machine_step(trace.step(), machine);
  std::size_t made = 0;
  for (const mapping::MachineOperation& one : step.operations) {
    const auto* work = std::get_if<trace::MatrixWork>(&one.operation.work);
    if (work == nullptr) {
      continue;
    }
    const trace::Precision precision = assignment.of(one.operation.layer);
    const auto job = std::get<mapping::MatrixJob>(resolve(one, step.tensors, precision, machine));
    const auto [first, second] = operands_of(one.operation.cls);
    const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
    SCOPED_TRACE(one.operation.name);
    const trace::GemmForm form = trace::gemm_form(work->convolution, one.operation.cls);
    const ProductOperand reduced = form.exchanged ? second : first;
    EXPECT_EQ(gemm.k, trained_reduction(
                          work->convolution, one.operation.cls,
                          trained(work->convolution, reduced, precision.formats.of(reduced))));
    const mapping::ProductElements whole = mapping::elements_of(job.cls, job.convolution);
    const mapping::ProductElements real = mapping::elements_of(form.cls, form.convolution);
    EXPECT_EQ(job.a.elements, job.a_made ? real.a : whole.a);
    EXPECT_EQ(job.b.elements, job.b_made ? real.b : whole.b);
    for (const mapping::VectorJob& pass :
         mapping::range_passes(job, one, step.tensors, precision, machine)) {
      EXPECT_GE(pass.elements, pass.inputs.front().elements);
    }
    made += job.fill > 0 && (job.a_made || job.b_made) ? 1 : 0;
  }
  EXPECT_GT(made, 5u) << "or the test shows nothing";
}

TEST(transform_fill, closed_form_and_simulation_agree_in_every_bin_with_ideal_memory) {
  for (const char* family :
       {"plain_chunked_fp", "chunked_fp", "plain_systolic", "plain_chunked_bfp"}) {
    for (const char* schedule : {"static:nvfp4", kTilesOf32}) {
      if (family == std::string("plain_chunked_bfp") && schedule == std::string("static:nvfp4")) {
        continue;
      }
      SCOPED_TRACE(std::string(schedule) + " on " + family);
      const trace::Trace trace = training(schedule, 12);
      const arch::AcceleratorSpec machine = machine_of(family);
      const auto run = [&](Mode mode) {
        return sim::simulate(std::span(&trace, 1), machine,
                             {.mode = mode, .memory = MemoryMode::ideal, .jobs = 1, .progress = {}})
            .front();
      };
      const RunResult form = run(Mode::analytic), cycle = run(Mode::cycle);
      const auto ours = form.operations_of(form.levels.front());
      const auto others = cycle.operations_of(cycle.levels.front());
      ASSERT_EQ(ours.size(), others.size());
      for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_EQ(ours[i].measure.cycles, others[i].measure.cycles) << ours[i].operation;
        EXPECT_EQ(ours[i].measure.macs, others[i].measure.macs) << ours[i].operation;
        EXPECT_EQ(ours[i].measure.total_traffic().read, others[i].measure.total_traffic().read)
            << ours[i].operation;
        EXPECT_EQ(ours[i].measure.total_traffic().write, others[i].measure.total_traffic().write)
            << ours[i].operation;
      }
    }
  }
}

}  // namespace transform_fill_test
}  // namespace metronome::experiment
