#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "sim/base/error.hpp"
#include "workloads/train/result_trace.hpp"

namespace metronome::train {
namespace text_training_test {

namespace fs = std::filesystem;

WorkloadSpec small_spec(const std::string& model) {
  WorkloadSpec spec;
  spec.model = model;
  spec.dataset = "synthetic-text";
  spec.train_samples = 3000;
  spec.batch = 8;
  spec.sequence_length = 6;
  spec.iterations = 240;
  spec.schedule = "cpt:4-8,periods=5,backward=8";
  spec.optimizer = OptimizerKind::adam;
  spec.learning_rate = 0.01;
  spec.weight_decay = 0;
  return spec;
}

TEST(text_training, language_models_learn_which_words_follow_which) {
  for (const char* model : {"lstm-2:hidden=24",
                            "transformer-base:layers=1,features=24,inner=48,"
                            "heads=2"}) {
    const WorkloadSpec spec = small_spec(model);
    const TrainResult result = train(spec, {});
    EXPECT_EQ(result.shape.input, (model::Shape{1, 6, 1}));
    EXPECT_GT(result.shape.classes, 20u);
    EXPECT_LE(result.shape.classes, 52u);  // 50 words, the end of a line, the unknown word
    const double uniform = std::log(static_cast<double>(result.shape.classes));
    EXPECT_NEAR(result.metrics.front().loss.value(), uniform, 0.7) << model;
    // Each word is followed by one of three: a perfect model has a perplexity near 3.
    EXPECT_LT(std::exp(result.test_loss), 0.6 * std::exp(uniform)) << model;
    EXPECT_GT(std::exp(result.test_loss), 3) << model;
    EXPECT_EQ(result.metrics.back().test_loss, result.test_loss);
    EXPECT_EQ(result_trace(spec, result).step().forward_macs.count() % (6 * 8), 0u);
  }
}

TEST(text_training, the_trace_has_the_words_and_the_sequence_of_the_run) {
  WorkloadSpec spec = small_spec("lstm-2:hidden=8");
  spec.iterations = 5;
  spec.vocabulary = 20;
  const TrainResult result = train(spec, {});
  EXPECT_EQ(result.shape.classes, 20u);
  const trace::Trace trace = result_trace(spec, result);
  EXPECT_EQ(trace.step().tensor("tokens").shape, (std::vector<std::uint64_t>{8, 6, 1, 1}));
  // A token is two layers of 4 h (h + h), and the output h V.
  EXPECT_EQ(trace.step().forward_macs.count(), 8u * 6 * (2 * 4 * 8 * 16 + 8 * 20));
}

TEST(text_training, a_test_in_between_changes_nothing_that_training_does) {
  WorkloadSpec spec = small_spec("lstm-2:hidden=8");
  spec.iterations = 12;
  const TrainResult without = train(spec, {});
  spec.test_every = 4;
  const TrainResult with = train(spec, {});
  EXPECT_EQ(with.weights, without.weights);
  for (std::size_t t = 0; t < 12; ++t) {
    EXPECT_EQ(with.metrics[t].loss, without.metrics[t].loss) << t;
    EXPECT_EQ(with.metrics[t].test_accuracy.has_value(), t % 4 == 3) << t;
    EXPECT_EQ(with.metrics[t].evaluation.has_value(), t % 4 == 3) << t;
  }
  EXPECT_EQ(with.metrics[11].test_loss, with.metrics.back().test_loss);
}

TEST(text_training, a_model_of_images_is_refused_a_text_and_a_missing_text_names_its_files) {
  WorkloadSpec spec = small_spec("resnet-8");
  EXPECT_THROW((void)train(spec, {}), UserError);
  spec = small_spec("lstm-2:hidden=8");
  spec.dataset = "ptb";
  spec.dataset_path = "/nowhere";
  try {
    (void)train(spec, {});
    FAIL() << "trained on nothing";
  } catch (const UserError& error) {
    const std::string text = error.diagnostics().front().text();
    EXPECT_NE(text.find("/nowhere/ptb.train.txt"), std::string::npos) << text;
    EXPECT_NE(text.find("dataset_path"), std::string::npos) << text;
  }
}

TEST(text_training, a_text_of_files_is_read_with_its_own_vocabulary) {
  const fs::path folder = fs::temp_directory_path() / "metronome_text_training";
  fs::create_directories(folder);
  for (const char* part : {"train", "valid", "test"}) {
    std::ofstream file(folder / (std::string("ptb.") + part + ".txt"));
    for (int i = 0; i < 60; ++i) {
      file << "the cat sat on the mat\n";
    }
  }
  WorkloadSpec spec = small_spec("lstm-2:hidden=8");
  spec.dataset = "ptb";
  spec.dataset_path = folder.string();
  spec.train_samples = 0;
  spec.iterations = 60;
  spec.learning_rate = 0.05;
  const TrainResult result = train(spec, {});
  EXPECT_EQ(result.shape.classes, 7u);   // five words, the end of a line, the unknown word
  EXPECT_GT(result.test_accuracy, 0.6);  // what follows "the" is cat or mat, all else is certain
  fs::remove_all(folder);
}

}  // namespace text_training_test
}  // namespace metronome::train
