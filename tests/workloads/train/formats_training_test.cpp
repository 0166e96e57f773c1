// Trainings in number formats: determinism, checkpoints, switches, recipes.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/schedule/recipes.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/result_trace.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::train {
namespace formats_training_test {

namespace fs = std::filesystem;

/// Three convolutions and a linear layer, all quantized but the last.
constexpr const char* kNetwork =
    "name: tiny\n"
    "inputs: [{channels: 3, height: 32, width: 32}]\n"
    "layers:\n"
    "  - {name: conv1, kind: convolution, out_channels: 4, kernel: 3, stride: 4, pad: 1}\n"
    "  - {name: relu1, kind: relu}\n"
    "  - {name: conv2, kind: convolution, out_channels: 8, kernel: 3, stride: 2, pad: 1}\n"
    "  - {name: relu2, kind: relu}\n"
    "  - {name: conv3, kind: convolution, out_channels: 8, kernel: 1}\n"
    "  - {name: relu3, kind: relu}\n"
    "  - {name: pool, kind: global_average_pool}\n"
    "  - {name: fc, kind: linear, out_features: 10}\n";

class format_training : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::temp_directory_path() / ("metronome_format_training_" + std::to_string(::getpid()));
    fs::create_directories(folder_ / "texts");
    write_file_atomically(folder_ / "tiny.yaml", kNetwork);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] WorkloadSpec spec(const std::string& schedule,
                                  std::uint64_t iterations = 12) const {
    WorkloadSpec spec;
    spec.model = (folder_ / "tiny.yaml").string();
    spec.dataset = "synthetic";
    spec.train_samples = 96;
    spec.test_samples = 32;
    spec.batch = 16;
    spec.iterations = iterations;
    spec.schedule = schedule;
    spec.learning_rate = 0.05;
    return spec;
  }
  [[nodiscard]] TrainResult resumed(const WorkloadSpec& spec, std::uint64_t stop_at) const {
    const fs::path file = folder_ / "checkpoint.bin";
    fs::remove(file);
    struct Stopped {};
    TrainOptions first{.threads = 1,
                       .checkpoints = CheckpointOptions{.file = file, .every = 1, .resume = false}};
    first.progress = [&](const Progress& progress) {
      if (progress.iteration == stop_at) {
        throw Stopped();
      }
    };
    EXPECT_THROW((void)train(spec, first), Stopped);
    return train(
        spec,
        {.threads = 2, .checkpoints = CheckpointOptions{.file = file, .every = 1, .resume = true}});
  }
  static void expect_same(const TrainResult& one, const TrainResult& other,
                          const std::string& what) {
    EXPECT_EQ(one.metrics, other.metrics) << what;
    EXPECT_EQ(one.weights, other.weights) << what;
    EXPECT_EQ(one.phases, other.phases) << what;
  }

  fs::path folder_;
};

TEST_F(format_training, gives_the_same_bytes_for_any_number_of_threads) {
  for (const char* schedule : {"static:nvfp4", "static:fp8_delayed",
                               "static:forward=bf16+backward=mxfp4/factor=0.75/sr/rht32_drawn"}) {
    const TrainResult one = train(spec(schedule, 4), {.threads = 1});
    expect_same(one, train(spec(schedule, 4), {.threads = 3}), schedule);
  }
}

TEST_F(format_training, goes_on_from_a_checkpoint_as_if_it_had_not_stopped) {
  for (const char* schedule :
       {"static:fp8_delayed",
        "late:nvfp4,then=nvfp4+forward=bf16,from=0.5,keep=bf16,first=1,last=1",
        "fast:2/4,window=2,alpha=0.3,beta=0.3", "muppet:4/8/fp32,window=2,patience=1,rise=0.01",
        "noise:mxfp4,then=bf16,factor=5,window=3", "dfq:3/4/6,backward=6,window=2,formats=bfp:16",
        "ldp:2-8,window=2,rate=100,cost=0.2", "dynasty:8/4,window=3"}) {
    const WorkloadSpec asked = spec(schedule);
    const TrainResult whole = train(asked, {.threads = 1});
    for (const std::uint64_t stop : {1U, 5U, 7U}) {
      expect_same(resumed(asked, stop), whole, schedule);
    }
  }
}

TEST_F(format_training, tests_the_same_weights_in_fp32_beside_every_switch_and_at_the_end) {
  const TrainResult result = train(spec("late:mxfp4,then=bf16,from=0.5"), {.threads = 2});
  std::vector<trace::Metric> tests;
  for (const trace::Metric& metric : result.metrics) {
    if (metric.test_accuracy) {
      tests.push_back(metric);
    }
  }
  ASSERT_EQ(tests.size(), 5u);
  const auto formats = [&](std::size_t i) { return tests[i].evaluation->formats.text(); };
  EXPECT_EQ(tests[0].iteration, 6u);
  EXPECT_EQ(tests[2].iteration, 6u);
  EXPECT_EQ(formats(0), "mxfp4");
  EXPECT_EQ(formats(1), "bf16");
  EXPECT_EQ(*tests[2].evaluation, trace::Precision(0, 0));
  EXPECT_EQ(*tests[3].evaluation, trace::Precision(0, 0))
      << "at the end, before that of the result";
  EXPECT_EQ(formats(4), "bf16");
  EXPECT_EQ(result.evaluation.all.formats.text(), "bf16");
  // A trace keeps them.
  const trace::Trace trace = result_trace(spec("late:mxfp4,then=bf16,from=0.5"), result);
  EXPECT_EQ(trace.metrics, result.metrics);
}

TEST_F(format_training, learns_in_every_preset) {
  const auto last_loss = [&](const std::string& schedule) {
    const TrainResult result = train(spec(schedule, 60), {.threads = 2});
    double sum = 0;
    for (std::size_t i = 50; i < 60; ++i) {
      sum += *result.metrics[i].loss;
    }
    return std::pair(*result.metrics[0].loss, sum / 10);
  };
  const auto [first, fp32] = last_loss("static:fp32");
  EXPECT_LT(fp32, first);
  for (const char* preset :
       {"mxfp8", "mxfp6_e2m3", "mxfp4", "nvfp4", "fp8_delayed", "bf16", "bfp:5,16", "mxint:8"}) {
    const auto [begin, loss] = last_loss(std::string("static:") + preset);
    EXPECT_LT(loss, begin) << preset;
    EXPECT_NEAR(loss, fp32, 0.15 * fp32) << preset;
  }
}

/// Trains each recipe for 16 iterations of a workload.
void run_every_recipe(WorkloadSpec asked) {
  for (const schedule::Recipe& recipe : schedule::recipes()) {
    asked.schedule = "recipe:" + recipe.name;
    const TrainResult result = train(asked, {.threads = 2});
    EXPECT_TRUE(std::isfinite(*result.metrics.back().test_loss)) << recipe.name;
    std::uint64_t iterations = 0;
    for (const trace::Phase& phase : result.phases) {
      EXPECT_EQ(phase.first_iteration, iterations) << recipe.name;
      iterations += phase.iterations;
    }
    EXPECT_EQ(iterations, 16u) << recipe.name;
    EXPECT_NO_THROW((void)result_trace(asked, result)) << recipe.name;
  }
}

TEST_F(format_training, runs_every_recipe_on_a_small_cnn) {
  run_every_recipe(spec("static:8", 16));
}

TEST_F(format_training, runs_every_recipe_on_a_language_model_of_characters) {
  std::string text;
  for (int i = 0; i < 200; ++i) {
    text += "the licence of this work\n";
  }
  for (const char* name : {"A", "MPL-1.1", "MPL-2.0"}) {
    write_file_atomically(folder_ / "texts" / name, text);
  }
  WorkloadSpec asked;
  asked.model = "transformer-base:layers=1,features=16,heads=2,inner=32";
  asked.dataset = "licenses";
  asked.dataset_path = (folder_ / "texts").string();
  asked.sequence_length = 8;
  asked.batch = 4;
  asked.iterations = 16;
  asked.optimizer = OptimizerKind::adam;
  asked.learning_rate = 0.002;
  asked.weight_decay = 0;
  run_every_recipe(asked);
}

TEST_F(format_training, refuses_forms_of_weights_and_damaged_formats) {
  WorkloadSpec formed = spec("static:nvfp4");
  formed.form = weights::NestedSpec{};
  EXPECT_THROW((void)train(formed, {.threads = 1}), UserError);
  Checkpoint checkpoint;
  checkpoint.workload = "w";
  checkpoint.iteration = 1;
  trace::Metric metric;
  metric.loss = 1;
  metric.precision = trace::read_preset("mxfp8").value.value();
  checkpoint.metrics = {metric};
  checkpoint.changes = {{0, 0, {metric.precision, {}}}};
  std::string bytes = serialise_checkpoint(checkpoint);
  EXPECT_EQ(parse_checkpoint(bytes, "c").metrics, checkpoint.metrics);
  EXPECT_EQ(parse_checkpoint(bytes, "c").changes, checkpoint.changes);
  metric.precision = trace::Precision(8, 8);
  checkpoint.metrics = {metric};
  checkpoint.changes.clear();
  const std::string plain = serialise_checkpoint(checkpoint);
  EXPECT_EQ(plain[12], 4) << "without formats the version of before";
  EXPECT_EQ(bytes[12], 6);
}

}  // namespace formats_training_test
}  // namespace metronome::train
