#include "workloads/train/value_sampler.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "workloads/trace/value_statistics.hpp"
#include "workloads/train/result_trace.hpp"

namespace metronome::train {
namespace value_sampler_test {

using trace::Operand;
using Tensor = tensor::Tensor<float>;

WorkloadSpec small_spec() {
  WorkloadSpec spec;
  spec.dataset = "synthetic";
  spec.train_samples = 32;
  spec.test_samples = 8;
  spec.batch = 8;
  spec.iterations = 12;
  spec.schedule = "cpt:3-8,periods=2,backward=8";
  spec.learning_rate = 0.05;
  spec.statistics_every = 2;
  return spec;
}

TEST(value_sampler, codes_of_a_known_grid_are_counted_as_they_are_and_from_their_zero) {
  const model::Graph graph = model::make_model("resnet-8", {3, 32, 32}, 10);
  nn::Workspace<float> workspace(2);
  ValueSampler sampler(1, graph, workspace);
  const trace::Assignment assignment{{2, 8}, {}};
  const nn::CodeObserver<float>* observer = sampler.next(assignment);
  ASSERT_NE(observer, nullptr);
  ASSERT_EQ(graph.nodes[1].name, "conv1");
  // Two bits from -1 to 2: the scale is 1, codes are 0 1 2 3 3, the zero's is 1; the second row,
  // from 1 to 4, has no code for zero: the nearest is 0.
  Tensor weight({2, 5, 1, 1});
  const std::vector<float> values{-1, 0, 1, 2, 2, 1, 2, 3, 4, 4};
  std::copy(values.begin(), values.end(), weight.data());
  const std::vector<quant::Grid<float>> grids{quant::grid_of(quant::Range<float>{-1, 2}, 2),
                                              quant::grid_of(quant::Range<float>{1, 4}, 2)};
  (*observer)({.id = 1, .operand = Operand::forward_b, .bits = 2, .real = &weight, .grids = grids});
  const trace::OperandCounts& counts =
      sampler.statistics().at({"conv1", Operand::forward_b, {2, 8}});
  EXPECT_EQ(counts.role, trace::Role::weight);
  EXPECT_EQ(counts.iterations, 1u);
  trace::CodeCounts raw;
  trace::CodeCounts centred;
  for (const std::uint32_t code : {0, 1, 2, 3, 3, 0, 1, 2, 3, 3}) {
    raw.add(code);
  }
  for (const std::uint32_t magnitude : {1, 0, 1, 2, 2, 0, 1, 2, 3, 3}) {
    centred.add(magnitude);
  }
  EXPECT_EQ(counts.raw, raw);
  EXPECT_EQ(counts.centred, centred);
}

TEST(value_sampler, of_each_precision_the_first_iteration_and_every_nth_after_it_are_sampled) {
  const model::Graph graph = model::make_model("resnet-8", {3, 32, 32}, 10);
  nn::Workspace<float> workspace(1);
  ValueSampler sampler(3, graph, workspace);
  std::string sampled;
  for (const int bits : {4, 4, 4, 5, 4, 4, 5, 4, 5, 5}) {
    sampled += sampler.next({{bits, 8}, {}}) != nullptr ? 'x' : '.';
  }
  EXPECT_EQ(sampled, "x..xx....x");
  ValueSampler off(0, graph, workspace);
  EXPECT_EQ(off.next({{4, 8}, {}}), nullptr);
}

/// Operations of a product and a class: one, or one for each token.
std::uint64_t instances(const trace::Step& step, const trace::Operation& operation) {
  return static_cast<std::uint64_t>(std::count_if(
      step.operations.begin(), step.operations.end(), [&](const trace::Operation& other) {
        return other.cls == operation.cls && product_of(other) == product_of(operation);
      }));
}

/// Every operand of every operation on codes has counts of as many codes as its tensor has elements
/// at each sampled iteration, with the role that the step gives it. (The first token of an LSTM has
/// no input gradient, so that those are not compared by number.)
void expect_complete(const trace::Trace& trace, std::uint64_t every) {
  std::map<trace::Assignment, std::uint64_t> iterations;
  for (const trace::Phase& phase : trace.schedule) {
    iterations[phase.assignment] += phase.iterations;
  }
  for (const trace::Operation& operation : trace.step().operations) {
    const auto* work = std::get_if<trace::MatrixWork>(&operation.work);
    for (int side = 0; work != nullptr && !work->fp32 && side < 2; ++side) {
      const trace::Tensor& tensor =
          trace.step().tensor(operation.inputs[static_cast<std::size_t>(side)]);
      for (const auto& [assignment, count] : iterations) {
        const trace::OperandCounts* counts =
            counts_of(trace.values, operation, side, assignment.of(operation.layer));
        ASSERT_NE(counts, nullptr) << operation.name << side;
        EXPECT_EQ(counts->iterations, (count + every - 1) / every);
        if (operation.cls != trace::OperationClass::input_gradient) {
          EXPECT_EQ(counts->raw.values(),
                    counts->iterations * tensor.elements() * instances(trace.step(), operation))
              << operation.name;
        }
        EXPECT_EQ(counts->centred.values(), counts->raw.values());
        EXPECT_EQ(counts->role, tensor.role) << operation.name << side;
      }
    }
  }
}

TEST(value_sampler, a_training_counts_every_operand_of_its_trace) {
  for (const auto mode : {trace::DxScale::segmented, trace::DxScale::prescale_requantize,
                          trace::DxScale::per_tensor}) {
    WorkloadSpec spec = small_spec();
    spec.dx_scale = mode;
    expect_complete(result_trace(spec, train(spec, {})), 2);
  }
}

TEST(value_sampler, attention_and_the_tokens_of_an_lstm_are_counted_too) {
  for (const char* model :
       {"lstm-2:hidden=8", "transformer-base:layers=1,features=8,inner=16,heads=2"}) {
    WorkloadSpec spec = small_spec();
    spec.model = model;
    spec.dataset = "synthetic-text";
    spec.train_samples = 400;
    spec.sequence_length = 5;
    expect_complete(result_trace(spec, train(spec, {})), 2);
  }
}

TEST(value_sampler, activations_after_relu_have_their_zeros_at_code_zero) {
  const WorkloadSpec spec = small_spec();
  const TrainResult result = train(spec, {});
  const trace::OperandCounts& counts =
      result.values.at({"group1_layer0.conv1", Operand::forward_a, {8, 8}});
  EXPECT_EQ(counts.raw, counts.centred);
  EXPECT_GT(counts.raw.zero_share(), 0.3);  // ReLU clears about half of a normalised tensor
  EXPECT_LT(counts.raw.zero_share(), 0.8);
  EXPECT_EQ(counts.raw.bit[8], 0u);
  // Errors are spread around zero, in the middle of the codes.
  const trace::OperandCounts& error =
      result.values.at({"group1_layer0.conv1", Operand::weight_gradient_a, {8, 8}});
  EXPECT_LT(error.centred.mean_ones(), error.raw.mean_ones());
}

WorkloadSpec formats_spec(const std::string& preset) {
  WorkloadSpec spec = small_spec();
  spec.model = "transformer-base:layers=1,features=32,heads=2,inner=64";
  spec.dataset = "synthetic-text";
  spec.train_samples = 800;
  spec.test_samples = 40;
  spec.sequence_length = 16;
  spec.schedule = "static:" + preset;
  spec.iterations = 4;
  return spec;
}

// Every operand of every product in formats, each made for itself, as the integers that arrays of
// integers multiply.
TEST(value_sampler, operands_in_number_formats_are_counted_as_integers) {
  for (const char* preset : {"mxfp4", "nvfp4", "mxfp6_e2m3", "mxint8", "bfp:5,16"}) {
    SCOPED_TRACE(preset);
    const WorkloadSpec spec = formats_spec(preset);
    const trace::Trace trace = result_trace(spec, train(spec, {}));
    std::size_t products = 0;
    for (const trace::Operation& operation : trace.step().operations) {
      const auto* work = std::get_if<trace::MatrixWork>(&operation.work);
      const trace::Precision precision = trace.schedule[0].assignment.of(operation.layer);
      if (work == nullptr || work->fp32 || !precision.formats.any()) {
        continue;  // attention, the output layer
      }
      for (int side = 0; side < 2; ++side) {
        const trace::Tensor& tensor =
            trace.step().tensor(operation.inputs[static_cast<std::size_t>(side)]);
        const trace::OperandCounts* counts = counts_of(trace.values, operation, side, precision);
        ASSERT_NE(counts, nullptr) << operation.name << side;
        EXPECT_EQ(counts->iterations, 2u);
        EXPECT_EQ(counts->raw.values(), 2 * tensor.elements()) << operation.name << side;
        EXPECT_EQ(counts->raw, counts->centred) << "numbers around zero";
        EXPECT_EQ(counts->role, tensor.role) << operation.name << side;
        ++products;
      }
    }
    EXPECT_GE(products, 2u * 3 * 4);
    EXPECT_EQ(train(spec, {.threads = 2}).values, trace.values) << "any number of threads";
  }
}

// 0 1 2 3 4 6 8 12: at most two ones.
TEST(value_sampler, numbers_of_e2m1_have_at_most_two_terms) {
  for (const char* preset : {"mxfp4", "nvfp4"}) {
    for (const auto& [key, counts] : train(formats_spec(preset), {}).values) {
      for (std::size_t ones = 3; ones < counts.raw.ones.size(); ++ones) {
        EXPECT_EQ(counts.raw.ones[ones], 0u) << preset << ' ' << key.product;
      }
      for (std::size_t bit = 4; bit < trace::CodeCounts::kBits; ++bit) {
        EXPECT_EQ(counts.raw.bit[bit], 0u) << preset << ' ' << key.product;
      }
      EXPECT_GT(counts.raw.mean_ones(), 0.5) << preset << ' ' << key.product;
    }
  }
}

TEST(value_sampler, formats_whose_numbers_are_no_integers_of_16_bits_are_not_counted) {
  for (const char* preset : {"mxfp8", "fp8", "bf16", "bfp:20,16"}) {
    EXPECT_TRUE(train(formats_spec(preset), {}).values.empty()) << preset;
  }
}

}  // namespace value_sampler_test
}  // namespace metronome::train
