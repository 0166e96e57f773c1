// Short trainings on Fashion-MNIST: what the methods claim in kind, not in published numbers.
#include <gtest/gtest.h>

#include "tests/workloads/methods/formed/small_training.hpp"

namespace metronome::methods {
namespace learning_test {

using weights::ModePass;
using weights::NestedSpec;
using weights::NestedTraining;

constexpr std::uint64_t kIterations = 120;
constexpr double kRate = 0.05;

const SmallImages& images() {
  static const SmallImages all;
  return all;
}

TEST(
    dual_precision,
    truncating_a_trained_network_with_old_or_new_statistics_does_not_replace_training_the_low_mode) {
  Training separate(small_graph(true), NestedSpec{2, 8}, {8, 2});
  separate.train(images(), {ModePass{8}}, 0, kIterations, kRate, kIterations);
  const double high = separate.accuracy(images(), 8);
  const double truncated = separate.accuracy(images(), 2, 8);
  std::vector<tensor::Tensor<float>> batches;
  for (std::uint64_t t = 0; t < 20; ++t) {
    batches.push_back(images().training(1000 + t).features);
  }
  recalibrate<float>(*separate.formed, batches, separate.pass(true), 2, 2);
  // Scales and shifts stay those of the high mode.
  for (const auto& from : separate.formed->trained()) {
    for (const auto& to : separate.formed->trained()) {
      if (from.name.ends_with("@8") && to.name == from.name.substr(0, from.name.size() - 1) + "2") {
        std::copy(from.values.begin(), from.values.end(), to.values.begin());
      }
    }
  }
  const double recalibrated = separate.accuracy(images(), 2, 2);

  Training joint(small_graph(true), NestedSpec{2, 8}, {8, 2});
  joint.train(images(), weights::mode_passes(NestedTraining::joint_hard, 2, 8, false), 0,
              kIterations, kRate, kIterations);
  const double joint_low = joint.accuracy(images(), 2);
  const double joint_high = joint.accuracy(images(), 8);
  std::printf("8 bit %.1f, cut to 2 %.1f, recalibrated %.1f; joint 2 bit %.1f, 8 bit %.1f\n", high,
              truncated, recalibrated, joint_low, joint_high);
  EXPECT_GT(high, 45);
  EXPECT_GT(joint_high, 45);
  EXPECT_LT(truncated, joint_low - 5);
  EXPECT_GT(recalibrated, truncated) << "statistics of its own bring a part back";
  EXPECT_LT(recalibrated, joint_low - 3);
}

TEST(dual_precision, the_second_phase_leaves_every_logit_of_the_low_mode_as_it_was) {
  Training training(small_graph(true), NestedSpec{2, 8, NestedTraining::two_phase}, {2, 8});
  training.train(images(), {ModePass{2}}, 0, 60, kRate, 60);
  std::vector<float> before;
  const double low = training.accuracy(images(), 2, {}, &before);
  training.formed->each_form([](auto& form) {
    if constexpr (std::decay_t<decltype(form)>::kKind == weights::FormKind::nested_planes) {
      form.freeze();
    }
  });
  training.formed->copy_norms(2, 8);
  const std::vector<double> losses = training.train(images(), {ModePass{8}}, 0, 40, kRate, 40, 8);
  std::vector<float> after;
  EXPECT_EQ(training.accuracy(images(), 2, {}, &after), low);
  EXPECT_EQ(before, after);
  const double high = training.accuracy(images(), 8);
  std::printf("low %.1f, high %.1f (that the high mode is better is not promised)\n", low, high);
  EXPECT_GT(high, 30);
}

/// Pretrained in FP32, then decomposed and trained on by some update.
struct FineTuned {
  double pretrained, decomposed, tuned;
};

FineTuned fine_tuned(const weights::CoefficientSpec& spec) {
  Training training(small_graph(false), weights::AffineSpec{}, {});
  training.train(images(), {ModePass{0}}, 0, kIterations, kRate, kIterations);
  FineTuned result{};
  result.pretrained = training.accuracy(images(), 0);
  training.formed.reset();  // leaves the weights in the network
  training.formed = std::make_unique<FormedNetwork<float>>(training.network, spec);
  result.decomposed = training.accuracy(images(), 0);
  training.optimizer = FormOptimizer<float>(kSettings);
  training.train(images(), {ModePass{0}}, 300, 300 + 60, 0.01, 1000);
  result.tuned = training.accuracy(images(), 0);
  return result;
}

TEST(smartdeal, training_recovers_what_decomposing_lost_and_a_low_bar_without_filter_destroys) {
  weights::CoefficientSpec spec;
  spec.decomposition.threshold = 0.1;
  spec.basis_width = weights::BasisWidth::fp32;
  spec.update = weights::CoefficientUpdate::optimizer;
  const FineTuned by_optimizer = fine_tuned(spec);
  spec.update = weights::CoefficientUpdate::bucket_switch;
  spec.switching = {.bar = 1, .filter = 1e-3};
  const FineTuned filtered = fine_tuned(spec);
  spec.switching = {.bar = 1};
  const FineTuned unfiltered = fine_tuned(spec);
  std::printf("FP32 %.1f, decomposed %.1f; optimizer %.1f, switch filtered %.1f, unfiltered %.1f\n",
              by_optimizer.pretrained, by_optimizer.decomposed, by_optimizer.tuned, filtered.tuned,
              unfiltered.tuned);
  EXPECT_EQ(by_optimizer.decomposed, filtered.decomposed);
  EXPECT_LT(by_optimizer.decomposed, by_optimizer.pretrained - 5);
  EXPECT_GT(by_optimizer.tuned, by_optimizer.decomposed + 5);
  EXPECT_GT(filtered.tuned, unfiltered.tuned);
}

}  // namespace learning_test
}  // namespace metronome::methods
