#include "workloads/trace/trace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::trace {
namespace trace_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Convolution kStrided{.batch = 2,
                               .in_channels = 3,
                               .in_height = 8,
                               .in_width = 6,
                               .out_channels = 5,
                               .kernel = 3,
                               .stride = 2,
                               .pad = 1};

TEST(trace_types, output_size_is_that_of_a_padded_strided_window) {
  EXPECT_EQ(kStrided.out_height(), 4u);
  EXPECT_EQ(kStrided.out_width(), 3u);
}

TEST(trace_types, gemms_of_the_three_classes_have_the_stated_sizes) {
  EXPECT_EQ(gemm_of(kStrided, OperationClass::forward), (Gemm{.m = 2 * 4 * 3, .n = 5, .k = 3 * 9}));
  EXPECT_EQ(gemm_of(kStrided, OperationClass::input_gradient),
            (Gemm{.m = 2 * 8 * 6, .n = 3, .k = 5 * 9}));
  EXPECT_EQ(gemm_of(kStrided, OperationClass::weight_gradient),
            (Gemm{.m = 5, .n = 3 * 9, .k = 2 * 4 * 3}));
  EXPECT_THROW((void)gemm_of(kStrided, OperationClass::update), InternalError);
}

TEST(trace_types, elements_are_the_product_of_the_shape) {
  EXPECT_EQ((Tensor{"t", Role::weight, Format::codes, {2, 3, 4}}).elements(), 24u);
}

TEST(trace_types, an_unknown_tensor_is_our_bug) {
  const Step step{.model = "m",
                  .dataset = "d",
                  .batch = 1,
                  .dx_scale = DxScale::segmented,
                  .forward_macs = Macs(0),
                  .tensors = {{"t", Role::weight, Format::real, {1}}},
                  .operations = {}};
  EXPECT_EQ(step.tensor("t").role, Role::weight);
  EXPECT_THROW((void)step.tensor("u"), InternalError);
}

TEST(trace_types, an_assignment_holds_for_all_layers_but_its_exceptions) {
  const Assignment assignment{{4, 8}, {{"conv1", {8, 8}}}};
  EXPECT_EQ(assignment.of("conv1"), (Precision{8, 8}));
  EXPECT_EQ(assignment.of("conv2"), (Precision{4, 8}));
}

TEST(trace_types, phases_are_maximal_runs) {
  const Assignment low{{3, 8}, {}};
  const Assignment high{{8, 8}, {}};
  const Assignment exception{{8, 8}, {{"conv1", {4, 8}}}};
  const std::vector<Phase> expected{{0, 2, low}, {2, 1, high}, {3, 1, exception}, {4, 1, low}};
  EXPECT_EQ(phases_of({low, low, high, exception, low}), expected);
  EXPECT_TRUE(phases_of({}).empty());
}

TEST(trace_types, names_of_enumerations_are_their_spellings_and_read_back) {
  EXPECT_THAT(enum_name_list<Role>(),
              ElementsAre("weight", "activation", "error", "gradient", "stash", "master",
                          "optimizer_state", "partial_sum", "feedback"));
  EXPECT_THAT(enum_name_list<Format>(),
              ElementsAre("codes", "real", "mask", "generated", "planes", "packed"));
  EXPECT_THAT(enum_name_list<OperationClass>(),
              ElementsAre("forward", "input_gradient", "weight_gradient", "vector", "quantize",
                          "update", "host", "load"));
  EXPECT_THAT(enum_name_list<DxScale>(),
              ElementsAre("segmented", "prescale_requantize", "per_tensor"));
  EXPECT_EQ(enum_name(Role::partial_sum), "partial_sum");
  EXPECT_EQ(enum_from_name<DxScale>("per_tensor"), DxScale::per_tensor);
}

TEST(data_shapes, are_those_that_a_model_sees) {
  EXPECT_EQ(data_set_shape("fashion-mnist"), (DataShape{{3, 32, 32}, 10}));
  EXPECT_EQ(data_set_shape("cifar-100"), (DataShape{{3, 32, 32}, 100}));
  EXPECT_EQ(data_set_shape("imagenet"), (DataShape{{3, 224, 224}, 1000}));
  EXPECT_THAT(data_set_shape_names(),
              ElementsAre("fashion-mnist", "mnist", "cifar-10", "cifar-100", "imagenet",
                          "synthetic", "wikitext-103", "wikitext-2", "ptb", "synthetic-text",
                          "licenses", "gpt2-text", "llama-text", "bert-text"));
}

TEST(data_shapes, an_unknown_name_is_a_user_error_with_the_nearest_one) {
  try {
    (void)data_set_shape("cifar-1000");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean `cifar-100`?"));
  }
}

TEST(made_trace, has_the_schedules_phases_and_no_metrics) {
  const auto schedule = schedule::parse_schedule("cpt:3-8,periods=2");
  const Trace trace = make_trace("resnet-8", "cifar-100", 16, schedule, 4000, DxScale::per_tensor);
  EXPECT_EQ(trace.iterations(), 4000u);
  EXPECT_EQ(trace.schedule, schedule.phases(4000));
  EXPECT_EQ(trace.schedule_name, "cpt:3-8,periods=2,backward=8");
  EXPECT_TRUE(trace.metrics.empty());
  EXPECT_EQ(trace.step().model, "resnet-8");
  EXPECT_EQ(trace.step().dataset, "cifar-100");
  EXPECT_EQ(trace.step().batch, 16u);
  EXPECT_EQ(trace.step().dx_scale, DxScale::per_tensor);
  EXPECT_THAT(trace.step().tensor("fc.output").shape, ElementsAre(16, 1, 1, 100));
}

TEST(made_trace, needs_iterations_and_known_names) {
  const auto schedule = schedule::parse_schedule("static:8");
  EXPECT_THROW((void)make_trace("resnet-8", "cifar-10", 1, schedule, 0, DxScale::segmented),
               UserError);
  EXPECT_THROW((void)make_trace("resnet-9", "cifar-10", 1, schedule, 1, DxScale::segmented),
               UserError);
  EXPECT_THROW((void)make_trace("resnet-8", "cifra", 1, schedule, 1, DxScale::segmented),
               UserError);
}

TEST(made_trace, of_a_forward_pass_has_no_bits_of_gradients) {
  model::Graph graph = model::cifar_resnet(1, {3, 32, 32}, 10);
  graph.loss = model::Loss::none;
  const auto made = [&](const char* text) {
    return make_trace(graph, "cifar-10", 1, schedule::parse_schedule(text), 4, DxScale::segmented);
  };
  EXPECT_NO_THROW((void)made("static:weights=4,activations=8"));
  for (const char* text : {"static:8,stash=4", "static:8,gradients=8"}) {
    EXPECT_THROW((void)made(text), UserError) << text;
  }
}

TEST(made_trace, takes_exceptions_only_for_layers_of_the_model) {
  const auto with_layer = [](const std::string& layer) {
    const Assignment assignment{{4, 8}, {{layer, {8, 8}}}};
    return make_trace("resnet-8", "cifar-10", 1,
                      schedule::Schedule(schedule::CsvSpec{"f.csv", 0, {{0, assignment}}}), 10,
                      DxScale::segmented);
  };
  EXPECT_EQ(with_layer("conv1").schedule.at(0).assignment.of("conv1").weight_bits, 8);
  try {
    (void)with_layer("conv11");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(),
                HasSubstr("resnet-8: no step has a convolution or linear layer `conv11` (did "
                          "you mean `conv1`?)"));
  }
}

}  // namespace trace_test
}  // namespace metronome::trace
