// Training images that are held out.
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "workloads/train/samples.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::train {
namespace validation_test {

WorkloadSpec spec(std::uint64_t held, TestedSplit tested = TestedSplit::validation) {
  WorkloadSpec workload;
  workload.model = "lenet-5";
  workload.dataset = "synthetic";
  workload.train_samples = 96;
  workload.test_samples = 48;
  workload.batch = 16;
  workload.iterations = 4;
  workload.schedule = "static:8,backward=8";
  workload.validation = {.samples = held, .seed = 1, .tested = tested};
  return workload;
}

TEST(validation, is_not_trained_on_and_tested_in_the_place_of_the_test_split) {
  EXPECT_EQ(load_samples(spec(0))->iterations_per_epoch(), 6u);
  EXPECT_EQ(load_samples(spec(0))->test_batches(), 3u);
  EXPECT_EQ(load_samples(spec(32))->iterations_per_epoch(), 4u);
  EXPECT_EQ(load_samples(spec(32))->test_batches(), 2u);
  EXPECT_EQ(load_samples(spec(32, TestedSplit::test))->iterations_per_epoch(), 4u);
  EXPECT_EQ(load_samples(spec(32, TestedSplit::test))->test_batches(), 3u);
}

TEST(validation, changes_nothing_of_the_training_by_what_it_is_tested_on) {
  const TrainResult held = train(spec(32), {});
  const TrainResult test = train(spec(32, TestedSplit::test), {});
  const TrainResult all = train(spec(0), {});
  EXPECT_EQ(held.weights, test.weights);
  EXPECT_NE(held.test_loss, test.test_loss);
  EXPECT_NE(held.weights, all.weights);
}

TEST(validation, says_what_it_leaves_too_few_samples_for) {
  const WorkloadSpec few = spec(88);
  EXPECT_THROW((void)load_samples(few), UserError);  // 8 of a batch of 16
  const WorkloadSpec none = spec(96);
  EXPECT_THROW((void)load_samples(none), UserError);
}

TEST(validation, is_refused_where_it_has_no_effect_or_no_images) {
  const auto error_of = [](const std::string& yaml) -> std::string {
    WorkloadSpec read;
    config::Reader reader(std::vector<config::Override>{});
    config::schema_of<WorkloadSpec>().read(read, config::parse_yaml(yaml, "w.yaml"), reader, "");
    try {
      reader.finish();
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(error_of("validation: {seed: 2}\n").find("holds no samples out"), std::string::npos);
  EXPECT_NE(error_of("model: lstm-2\ndataset: synthetic-text\nvalidation: {samples: 5}\n")
                .find("is of images"),
            std::string::npos);
  EXPECT_NE(error_of("train_samples: 200\nvalidation: {samples: 100}\n")
                .find("leaves less than one batch"),
            std::string::npos);
  EXPECT_EQ(error_of("validation: {samples: 100}\n"), "");
}

}  // namespace validation_test
}  // namespace metronome::train
