// Chips that share each batch of a training in one process: sums at the bits of the schedule, in
// any order of arrival, statistics of batch norm, and runs that go on.
#include "workloads/train/data_parallel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <set>

#include "sim/base/error.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::train {
namespace data_parallel_test {

WorkloadSpec small_spec(std::uint64_t chips, const std::string& gradients = "") {
  WorkloadSpec spec;
  spec.dataset = "synthetic";
  spec.train_samples = 96;
  spec.test_samples = 40;
  spec.batch = 24;
  spec.iterations = 4;
  spec.schedule = "cpt:3-8,periods=2,backward=8" + gradients;
  spec.learning_rate = 0.05;
  spec.chips.count = chips;
  return spec;
}

TEST(data_parallel, real_sums_with_statistics_of_all_are_one_chips_training) {
  WorkloadSpec one = small_spec(1);
  one.schedule = "static:fp32";
  WorkloadSpec four = one;
  four.chips.count = 4;
  four.chips.batch_norm = ChipStatistics::synchronised;
  WorkloadSpec local = one;
  local.chips.count = 4;
  const TrainResult alone = train(one, {.threads = 2});
  const TrainResult shared = train(four, {.threads = 2});
  const TrainResult apart = train(local, {.threads = 2});
  double nearest = 0, farthest = 0;
  for (std::size_t t = 0; t < one.iterations; ++t) {
    nearest = std::max(nearest, std::abs(*shared.metrics[t].loss - *alone.metrics[t].loss));
    farthest = std::max(farthest, std::abs(*apart.metrics[t].loss - *alone.metrics[t].loss));
  }
  EXPECT_LT(nearest, 1e-3) << "the same sums in another order";
  EXPECT_GT(farthest, 10 * nearest) << "statistics of 6 samples are not those of 24";
  EXPECT_NEAR(shared.test_loss, alone.test_loss, 1e-2 * alone.test_loss);
}

/// Weights of convolutions, whose gradients are codes; others are added in FP32, in order of
/// arrival.
std::vector<NamedTensor> products_of(const TrainResult& result) {
  std::vector<NamedTensor> tensors = parse_weights(result.weights, "weights.bin");
  std::erase_if(tensors, [](const NamedTensor& one) {
    return one.name.find("conv") == std::string::npos || !one.name.ends_with(".weight");
  });
  return tensors;
}

TEST(data_parallel, sums_with_a_shared_scale_are_the_same_bytes_in_any_order_of_arrival) {
  for (const ChipSums sums : kEnumValues<ChipSums>) {
    WorkloadSpec spec = small_spec(4);
    spec.schedule = "static:8,backward=8,gradients=8";
    spec.batch = 8;
    spec.iterations = 1;
    spec.chips.sums = sums;
    std::vector<std::vector<NamedTensor>> weights;
    for (const std::uint64_t seed : {1, 2, 3}) {
      spec.chips.arrival_seed = seed;
      weights.push_back(products_of(train(spec, {.threads = 2})));
      ASSERT_GT(weights.back().size(), 5u);
    }
    switch (sums) {
      case ChipSums::shared_scale:
        EXPECT_EQ(weights[0], weights[1]);
        EXPECT_EQ(weights[0], weights[2]);
        break;
      case ChipSums::each_hop:
        EXPECT_NE(weights[0], weights[1]) << "each hop rounds anew";
        break;
      case ChipSums::once:  // wide sums of scaled codes, in FP32
        break;
    }
  }
}

TEST(data_parallel, the_result_does_not_depend_on_threads) {
  for (const ChipStatistics statistics : kEnumValues<ChipStatistics>) {
    WorkloadSpec spec = small_spec(3, ",gradients=8");
    spec.chips.batch_norm = statistics;
    const TrainResult first = train(spec, {.threads = 1});
    for (const unsigned threads : {2u, 5u}) {
      const TrainResult again = train(spec, {.threads = threads});
      EXPECT_EQ(again.weights, first.weights) << threads;
      EXPECT_EQ(again.metrics, first.metrics) << threads;
      EXPECT_EQ(again.values, first.values) << threads;
    }
  }
}

TEST(data_parallel, bits_of_gradients_and_ways_of_adding_them_make_different_trainings) {
  std::set<std::string> seen;
  for (const char* bits : {"", ",gradients=16", ",gradients=8", ",gradients=4"}) {
    for (const ChipSums sums : kEnumValues<ChipSums>) {
      WorkloadSpec spec = small_spec(4, bits);
      spec.chips.sums = sums;
      const TrainResult result = train(spec, {.threads = 2});
      const bool fresh = seen.insert(result.weights).second;
      const bool first = sums == ChipSums::shared_scale;
      EXPECT_EQ(fresh, *bits != '\0' || first) << bits << " " << enum_name(sums);
      EXPECT_TRUE(std::isfinite(result.test_loss));
    }
  }
}

/// How near is in chip_sums_test.cpp.
TEST(data_parallel, more_bits_come_nearer_to_real_sums) {
  const auto losses = [](const std::string& bits) {
    WorkloadSpec spec = small_spec(4, bits);
    spec.iterations = 2;
    return *train(spec, {.threads = 2}).metrics[1].loss;
  };
  const double real = losses("");
  EXPECT_GT(std::abs(losses(",gradients=2") - real), std::abs(losses(",gradients=16") - real));
}

TEST(data_parallel, a_run_that_goes_on_has_the_bytes_of_one_that_was_never_stopped) {
  const auto file = std::filesystem::temp_directory_path() / "data_parallel_checkpoint.bin";
  struct Case {
    std::string model, dataset, schedule;
    ChipStatistics statistics;
  };
  for (const Case& one : {Case{"resnet-8", "synthetic", "cpt:3-8,periods=2,backward=8,gradients=8",
                               ChipStatistics::synchronised},
                          Case{"lstm-2:hidden=12", "synthetic-text",
                               "static:8,backward=8,gradients=4", ChipStatistics::local}}) {
    WorkloadSpec spec = small_spec(4);
    spec.model = one.model;
    spec.dataset = one.dataset;
    spec.schedule = one.schedule;
    spec.chips.batch_norm = one.statistics;
    if (spec.dataset == "synthetic-text") {
      spec.train_samples = 2000;
      spec.test_samples = 400;
      spec.sequence_length = 8;
      spec.vocabulary = 50;
      spec.batch = 8;
    }
    std::filesystem::remove(file);
    const TrainResult whole = train(spec, {.threads = 2});
    struct Stop {};
    TrainOptions options;
    options.checkpoints = CheckpointOptions{file, 2, false};
    options.progress = [](const Progress& p) {
      if (p.iteration == 3) {
        throw Stop();
      }
    };
    EXPECT_THROW((void)train(spec, options), Stop);
    options.progress = {};
    options.checkpoints->resume = true;
    const TrainResult resumed = train(spec, options);
    EXPECT_EQ(resumed.weights, whole.weights) << one.model;
    EXPECT_EQ(resumed.metrics, whole.metrics) << one.model;
  }
  std::filesystem::remove(file);
}

std::string refusal(const WorkloadSpec& spec) {
  config::Reader reader(std::vector<config::Override>{});
  WorkloadSpec read;
  try {
    config::schema_of<WorkloadSpec>().read(
        read, config::parse_yaml(config::resolved_yaml(spec), "w.yaml"), reader, "");
    reader.finish();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(data_parallel, what_chips_cannot_share_is_refused) {
  const auto says = [](const WorkloadSpec& spec, const std::string& part) {
    const std::string text = refusal(spec);
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  EXPECT_EQ(refusal(small_spec(4)), "");
  says(small_spec(5), "do not share the batch equally");
  says(small_spec(32), "more chips than samples");
  says(small_spec(4, ",gradients=1"), "1 bit");
  WorkloadSpec spec = small_spec(1);
  spec.chips.block = 7;
  says(spec, "there is one chip");
  spec = small_spec(4);
  spec.batch_norm = {BatchNormStatistics::part, 4};
  says(spec, "chip's samples");
  spec.batch_norm.part = 3;
  EXPECT_EQ(refusal(spec), "");
  spec.chips.batch_norm = ChipStatistics::synchronised;
  says(spec, "not those of parts");
}

}  // namespace data_parallel_test
}  // namespace metronome::train
