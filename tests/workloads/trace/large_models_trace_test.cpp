// Steps of today's language models: the products of a training step in closed form, one table for
// embedding and output layer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::trace {
namespace large_models_trace_test {

using testing::Contains;
using testing::Not;

Trace trace_of(const std::string& model, const std::string& dataset, std::uint64_t batch) {
  return make_trace(model, dataset, batch, schedule::parse_schedule("static:8,backward=8"), 1,
                    DxScale::prescale_requantize);
}

/// Of all products of an iteration, those of `patches` and `fc` apart.
struct Macs {
  std::uint64_t tokens = 0, patches = 0, head = 0;
};
Macs macs_of(const Step& step) {
  Macs macs;
  for (const Operation& operation : step.operations) {
    if (const auto* work = std::get_if<MatrixWork>(&operation.work)) {
      std::uint64_t& sum = operation.layer == "patches" ? macs.patches
                           : operation.layer == "fc"    ? macs.head
                                                        : macs.tokens;
      sum += work->convolution.groups * gemm_of(work->convolution, operation.cls).macs();
    }
  }
  return macs;
}

/// 3 N T + 6 L T S d, N the parameters of matrices, T tokens of S each sequence, L layers of d
/// features. Of the patches there is no input gradient.
TEST(large_models, a_training_step_has_the_products_of_the_identity) {
  struct Row {
    const char* model;
    const char* dataset;
    std::uint64_t batch, tokens, matrices, layers, features;
  };
  const std::uint64_t small = 12ULL * 12 * 768 * 768, medium = 24ULL * 12 * 1024 * 1024;
  const std::uint64_t llama = 16 * (2 * 2048ULL * 2048 + 2 * 512ULL * 2048 + 3 * 8192ULL * 2048);
  for (const Row& row :
       {Row{"gpt2-small", "gpt2-text", 8, 1024, small + 50257ULL * 768, 12, 768},
        Row{"gpt2-medium", "gpt2-text", 8, 1024, medium + 50257ULL * 1024, 24, 1024},
        Row{"llama-3.2-1b", "llama-text", 1, 2048, llama + 128256ULL * 2048, 16, 2048},
        Row{"bert-base", "bert-text", 32, 128, small + 768ULL * 768 + 30522ULL * 768, 12, 768},
        Row{"vit-s-16", "imagenet", 32, 197, 12ULL * 12 * 384 * 384, 12, 384}}) {
    const Macs macs = macs_of(trace_of(row.model, row.dataset, row.batch).step());
    const std::uint64_t all = row.batch * row.tokens;
    EXPECT_EQ(macs.tokens,
              3 * row.matrices * all + 6 * row.layers * all * row.tokens * row.features)
        << row.model;
    const bool images = row.tokens == 197;
    EXPECT_EQ(macs.patches, images ? 2 * 6272ULL * 384 * 768 : 0) << row.model;
    EXPECT_EQ(macs.head, images ? 3 * 32ULL * 1000 * 384 : 0) << row.model;
  }
}

TEST(large_models, a_tied_output_layer_reads_the_table_and_adds_to_its_gradient) {
  const Trace trace =
      trace_of("gpt2-small:layers=1,features=64,heads=2,positions=16", "synthetic-text", 2);
  const Step& step = trace.step();
  const auto operation = [&](const std::string& name) -> const Operation& {
    const auto at = std::find_if(step.operations.begin(), step.operations.end(),
                                 [&](const Operation& one) { return one.name == name; });
    EXPECT_NE(at, step.operations.end()) << name;
    return *at;
  };
  EXPECT_THAT(operation("output.forward").inputs, Contains("embedding.weight.master"));
  EXPECT_THAT(operation("output.input_gradient").inputs, Contains("embedding.weight.master"));
  EXPECT_THAT(operation("output.weight_gradient").outputs, Contains("output.weight.gradient"));
  EXPECT_THAT(operation("embedding.backward").inputs, Contains("output.weight.gradient"));
  EXPECT_THAT(operation("embedding.update").inputs, Contains("embedding.weight.gradient"));
  for (const Operation& one : step.operations) {
    EXPECT_THAT(one.outputs, Not(Contains("output.weight.master"))) << "it has no weights";
  }
}

TEST(large_models, rms_norm_has_a_scale_and_no_shift) {
  const Trace trace = trace_of("llama-3.2-1b:layers=1,features=64,inner=96,heads=4,kv_heads=2",
                               "synthetic-text", 2);
  EXPECT_EQ(trace.step().tensor("norm.scale_shift.master").shape,
            (std::vector<std::uint64_t>{1, 64}));
  EXPECT_EQ(trace.step().tensor("layer0.keys.output").shape,
            (std::vector<std::uint64_t>{2, 16, 1, 64}));
  EXPECT_EQ(trace.step().tensor("layer0.key.output").shape,
            (std::vector<std::uint64_t>{2, 16, 1, 32}));
}

}  // namespace large_models_trace_test
}  // namespace metronome::trace
