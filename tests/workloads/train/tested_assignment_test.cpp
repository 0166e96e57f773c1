// One rule for what a training is tested at: its end, the tests on the way, its checkpoint and the
// folder that it leaves.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/evaluate.hpp"
#include "workloads/train/result_trace.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::train {
namespace tested_assignment_test {

namespace fs = std::filesystem;

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
constexpr std::uint64_t kIterations = 12;

class tested_training : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::temp_directory_path() / ("metronome_tested_assignment_" + std::to_string(::getpid()));
    fs::create_directories(folder_ / "run");
    write_file_atomically(folder_ / "tiny.yaml", kNetwork);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] WorkloadSpec spec(const std::string& schedule) const {
    WorkloadSpec spec;
    spec.model = (folder_ / "tiny.yaml").string();
    spec.dataset = "synthetic";
    spec.train_samples = 96;
    spec.test_samples = 32;
    spec.batch = 16;
    spec.iterations = kIterations;
    spec.schedule = schedule;
    spec.learning_rate = 0.05;
    spec.test_every = kIterations;
    return spec;
  }
  [[nodiscard]] fs::path checkpoint() const { return folder_ / "checkpoint.bin"; }

  /// What `metronome train --out` leaves.
  void write_folder(const WorkloadSpec& spec, const TrainResult& result) const {
    trace::write_trace(result_trace(spec, result), folder_ / "run");
    write_file_atomically(folder_ / "run" / "weights.bin", result.weights);
    write_file_atomically(folder_ / "run" / "resolved.yaml", config::resolved_yaml(spec));
  }
  static Evaluation evaluated(const fs::path& path, std::optional<std::string> mode = {}) {
    return evaluate(
        {.source = {.path = path, .network = {}, .schedule = {}}, .mode = std::move(mode)});
  }

  fs::path folder_;
};

class tested_assignment : public tested_training,
                          public ::testing::WithParamInterface<const char*> {};

TEST_P(tested_assignment, is_that_of_the_last_iteration_wherever_it_is_asked_for) {
  const WorkloadSpec spec = this->spec(GetParam());
  const TrainResult result =
      train(spec, {.checkpoints = CheckpointOptions{
                       .file = checkpoint(), .every = kIterations, .resume = false}});
  const bool formats = result.phases.back().assignment.has_formats();
  if (formats) {
    EXPECT_EQ(result.evaluation, result.phases.back().assignment);
  } else {  // affine codes: the largest bits that they may have
    EXPECT_EQ(result.evaluation, schedule::parse_schedule(spec.schedule).evaluation(kIterations));
  }
  // The same weights in FP32 stand beside it.
  const auto in_fp32 =
      std::find_if(result.metrics.begin(), result.metrics.end(), [](const auto& one) {
        return one.iteration == kIterations && one.evaluation == trace::Precision(0, 0);
      });
  ASSERT_NE(in_fp32, result.metrics.end());
  const trace::Metric beside = *in_fp32;
  EXPECT_NE(beside.test_loss, result.test_loss);
  // The test behind the last iteration is one on the way; its row precedes those of the end.
  std::optional<trace::Metric> on_the_way;
  for (const trace::Metric& metric : result.metrics) {
    if (metric.iteration == kIterations - 1 && metric.loss && metric.test_loss) {
      on_the_way = metric;
    }
  }
  ASSERT_TRUE(on_the_way);
  EXPECT_EQ(on_the_way->test_loss, result.test_loss);
  EXPECT_EQ(on_the_way->test_accuracy, result.test_accuracy);
  EXPECT_EQ(on_the_way->evaluation, result.evaluation.all);
  write_folder(spec, result);
  for (const fs::path& path : {checkpoint(), folder_ / "run"}) {
    const Evaluation found = evaluated(path);
    EXPECT_EQ(found.loss, result.test_loss) << path;
    EXPECT_EQ(found.accuracy, result.test_accuracy) << path;
    EXPECT_EQ(found.assignment.all, result.evaluation.all) << path;
    for (const char* layer : {"conv1", "conv2", "conv3"}) {
      EXPECT_EQ(found.assignment.of(layer), result.evaluation.of(layer)) << layer;
    }
    const Evaluation real = evaluated(path, "fp32");
    EXPECT_NE(real.loss, found.loss) << "or the codes change nothing";
    EXPECT_EQ(real.loss, beside.test_loss) << path;
    EXPECT_EQ(real.accuracy, beside.test_accuracy) << path;
  }
}

TEST_F(tested_training, of_bits_known_beforehand_leaves_one_row_and_is_tested_in_fp32_on_demand) {
  for (const char* schedule : {"static:4", "static:fp32"}) {
    const WorkloadSpec spec = this->spec(schedule);
    const TrainResult result = train(spec, {});
    ASSERT_GE(result.metrics.size(), 2u);
    EXPECT_LT(result.metrics[result.metrics.size() - 2].iteration, kIterations) << schedule;
    write_folder(spec, result);
    const std::string text = schedule;
    const Evaluation real = evaluated(folder_ / "run", "fp32");
    EXPECT_EQ(real.assignment.all, trace::Precision(0, 0)) << schedule;
    EXPECT_EQ(real.loss == result.test_loss, text == "static:fp32") << schedule;
  }
}

INSTANTIATE_TEST_SUITE_P(drivers, tested_assignment,
                         testing::Values("recipe:fast", "recipe:muppet", "recipe:dynasty",
                                         "recipe:pfq", "recipe:dfq", "recipe:ldp",
                                         "recipe:fp4_all_the_way",
                                         "pfq:mxfp4/mxfp8/bf16,window=2,epsilon=0.9,alpha=0.3",
                                         "muppet:mxfp4/mxfp8/bf16,window=2,patience=1",
                                         "dynasty:8/4,backward=8,window=3"),
                         [](const testing::TestParamInfo<const char*>& one) {
                           std::string name = one.param;
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char c) { return std::isalnum(c) == 0; }, '_');
                           return name;
                         });

TEST_F(tested_training, of_a_schedule_known_beforehand_is_its_last_preset_from_the_first_test_on) {
  WorkloadSpec spec = this->spec("late:mxfp4,then=bf16,from=0.5");
  spec.test_every = 3;
  const TrainResult result = train(spec, {});
  std::size_t tests = 0;
  for (const trace::Metric& metric : result.metrics) {
    if (metric.iteration < kIterations && metric.loss && metric.evaluation) {
      EXPECT_EQ(metric.evaluation->formats.text(), "bf16");
      ++tests;
    }
  }
  EXPECT_EQ(tests, 4u);
  EXPECT_EQ(result.evaluation.all.formats.text(), "bf16");
}

/// The rows of a metrics table that are tests alone, by iteration.
std::map<std::uint64_t, std::vector<trace::Metric>> tests_alone(const TrainResult& result) {
  std::map<std::uint64_t, std::vector<trace::Metric>> rows;
  for (const trace::Metric& metric : result.metrics) {
    if (!metric.loss) {
      rows[metric.iteration].push_back(metric);
    }
  }
  return rows;
}

TEST_F(tested_training, every_late_switch_is_tested_before_behind_and_in_fp32) {
  write_file_atomically(folder_ / "late.csv",
                        "iteration,weight_bits,activation_bits,error_bits\n0,3,3,8\n8,8,8,8\n");
  const std::string csv = "csv:" + (folder_ / "late.csv").string();
  for (const std::string& schedule : {std::string("late:affine:3,then=affine:8,from=0.7"),
                                      std::string("late:mxfp4,then=affine:8,from=0.7"),
                                      std::string("late:affine:3,then=fp32,from=0.7"),
                                      std::string("deficit:3-8,start=0,iterations=8"), csv}) {
    const TrainResult result = train(spec(schedule), {});
    const auto rows = tests_alone(result);
    ASSERT_EQ(rows.size(), 2u) << schedule;
    ASSERT_EQ(rows.begin()->second.size(), 3u) << schedule;
    EXPECT_EQ(rows.begin()->second.front().evaluation->weight_bits,
              schedule.find("mxfp4") == std::string::npos ? 3 : 4)
        << schedule;
    EXPECT_EQ(rows.begin()->second.back().evaluation, trace::Precision(0, 0)) << schedule;
    EXPECT_EQ(rows.at(kIterations).front().evaluation, trace::Precision(0, 0)) << schedule;
    EXPECT_EQ(rows.at(kIterations).size(), schedule.find("fp32") == std::string::npos ? 2u : 1u);
  }
  const auto cycles = tests_alone(train(spec("cpt:3-8,periods=2"), {}));
  EXPECT_EQ(cycles.size(), 1u) << "a cycle has no switch that counts";
  EXPECT_EQ(cycles.at(kIterations).size(), 1u);
}

TEST_F(tested_training, bits_that_a_training_has_reached_have_one_row_and_others_one_beside) {
  const auto end = [&](const std::string& schedule) {
    const TrainResult result = train(spec(schedule), {});
    std::vector<int> bits;
    for (const trace::Metric& metric : tests_alone(result).at(kIterations)) {
      bits.push_back(metric.evaluation->weight_bits);
    }
    return bits;
  };
  const std::string stages = "pfq:4/8,backward=8/8,window=1,";
  EXPECT_EQ(end(stages + "epsilon=1000,alpha=1"), (std::vector<int>{0, 8})) << "it went up";
  EXPECT_EQ(end("pfq:4/8,backward=8/8,window=50,epsilon=0.001,alpha=1"),
            (std::vector<int>{0, 4, 8}))
      << "it never did";
}

TEST_F(tested_training, the_last_switch_of_many_is_tested_too) {
  std::string text = "iteration,preset\n";
  for (int t = 0; t < 9; ++t) {
    text += std::to_string(t) + (t % 2 == 0 ? ",mxfp4\n" : ",mxfp8\n");
  }
  write_file_atomically(folder_ / "many.csv", text + "10,bf16\n");
  const auto rows = tests_alone(train(spec("csv:" + (folder_ / "many.csv").string()), {}));
  ASSERT_TRUE(rows.contains(10));
  EXPECT_EQ(rows.at(10).size(), 3u);
}

// Codes of 8 bits cannot be much worse than FP32, unless their ranges were never seen.
TEST_F(tested_training, ranges_of_affine_codes_are_gathered_where_others_train) {
  for (const char* schedule :
       {"late:bf16,then=affine:8,from=0.9", "late:fp32,then=affine:8,from=0.9"}) {
    WorkloadSpec spec = this->spec(schedule);
    spec.iterations = 60;
    spec.test_every = 60;
    const auto rows = tests_alone(train(spec, {}));
    const std::vector<trace::Metric>& at_switch = rows.begin()->second;
    ASSERT_EQ(at_switch.size(), 3u) << schedule;
    EXPECT_NEAR(at_switch[1].test_loss.value(), at_switch[2].test_loss.value(), 0.1) << schedule;
  }
}

TEST_F(tested_training, of_a_table_that_ends_in_fp32_is_in_fp32) {
  write_file_atomically(
      folder_ / "up.csv",
      "iteration,weight_bits,activation_bits,error_bits\n0,3,3,8\n8,fp32,fp32,fp32\n");
  EXPECT_EQ(
      schedule::parse_schedule("csv:" + (folder_ / "up.csv").string()).evaluation(kIterations).all,
      trace::Precision(0, 0));
}

TEST_F(tested_training, another_schedule_is_tested_as_it_says_itself) {
  const WorkloadSpec spec = this->spec("recipe:fast");
  const TrainResult result = train(spec, {});
  write_folder(spec, result);
  const Evaluation found =
      evaluate({.source = {.path = folder_ / "run", .network = {}, .schedule = "static:mxfp8"}});
  EXPECT_EQ(found.assignment.all.formats.text(), "mxfp8");
}

TEST_F(tested_training, a_mode_that_is_none_is_refused_with_those_there_are) {
  const WorkloadSpec spec = this->spec("static:mxfp4");
  write_folder(spec, train(spec, {}));
  try {
    (void)evaluated(folder_ / "run", "foo");
    ADD_FAILURE();
  } catch (const UserError& error) {
    const std::string what = error.what();
    EXPECT_NE(what.find("fp32"), std::string::npos) << what;
    EXPECT_EQ(what.find("``"), std::string::npos) << what;
    EXPECT_EQ(what.find("one of: ,"), std::string::npos) << what;
  }
}

}  // namespace tested_assignment_test
}  // namespace metronome::train
