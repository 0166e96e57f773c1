#include "workloads/train/range_test.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/schedule/driver.hpp"
#include "workloads/trace/data_shapes.hpp"

namespace metronome::train {
namespace {

schedule::Schedule rising_bits(const WorkloadSpec& spec) {
  const schedule::Driver asked(schedule::parse_schedule(spec.schedule), spec.iterations);
  const int backward = asked.at(0).all.error_bits;
  schedule::CsvSpec steps;
  for (int bits = spec.range_test.start_bits; bits <= spec.range_test.end_bits; ++bits) {
    const auto level = static_cast<std::uint64_t>(bits - spec.range_test.start_bits);
    steps.changes.emplace_back(level * spec.range_test.iterations_per_level,
                               trace::Assignment{{bits, backward}, {}});
  }
  return schedule::Schedule(steps);
}

/// One image, or one sequence of a text.
std::uint64_t smallest_test(const WorkloadSpec& spec) {
  const trace::DataShape shape = trace::data_set_shape(spec.dataset);
  if (!shape.is_text()) {
    return 1;
  }
  return 1 + (spec.sequence_length != 0 ? spec.sequence_length : shape.input.height);
}

/// Means over the window of the i-th level.
RangeLevel level_of(const RangeTestSpec& spec, const std::vector<trace::Metric>& metrics,
                    std::uint64_t i, std::uint64_t batch) {
  RangeLevel level;
  level.bits = spec.start_bits + static_cast<int>(i);
  const std::uint64_t end = (i + 1) * spec.iterations_per_level;
  const auto window = static_cast<double>(spec.window);
  std::vector<double> accuracies;
  for (std::uint64_t t = end - spec.window; t < end; ++t) {
    accuracies.push_back(metrics[t].train_accuracy.value());
    level.train_accuracy += accuracies.back() / window;
    level.loss += metrics[t].loss.value() / window;
  }
  level.standard_error = standard_error_of(accuracies, window * static_cast<double>(batch));
  return level;
}

}  // namespace

double standard_error_of(std::span<const double> accuracies, double samples) {
  const auto n = static_cast<double>(accuracies.size());
  double mean = 0;
  for (const double accuracy : accuracies) {
    mean += accuracy / n;
  }
  double squares = 0;
  for (const double accuracy : accuracies) {
    squares += (accuracy - mean) * (accuracy - mean);
  }
  const double scatter = n > 1 ? std::sqrt(squares / (n - 1) / n) : 0;
  const double counting = std::sqrt(std::max(0.0, mean * (1 - mean)) / samples);
  return std::max(scatter, counting);
}

std::uint64_t iterations_of(const RangeTestSpec& spec) {
  return spec.iterations_per_level *
         static_cast<std::uint64_t>(spec.end_bits - spec.start_bits + 1);
}

RangeTest judge_range_test(const RangeTestSpec& spec, const std::vector<trace::Metric>& metrics,
                           double guessing, std::uint64_t batch) {
  RangeTest test;
  test.metrics = metrics;
  test.guessing = guessing;
  test.max_bits = spec.end_bits;
  const auto levels = static_cast<std::uint64_t>(spec.end_bits - spec.start_bits + 1);
  METRONOME_ASSERT(metrics.size() == levels * spec.iterations_per_level,
                   "a range test has the metrics of every level");
  for (std::uint64_t i = 0; i < levels; ++i) {
    RangeLevel level = level_of(spec, metrics, i, batch);
    level.gain = level.train_accuracy - guessing;
    level.gain_error = level.standard_error;
    if (i > 0 && test.levels.back().train_accuracy > guessing) {
      const RangeLevel& below = test.levels.back();
      level.gain = level.train_accuracy - below.train_accuracy;
      level.gain_error = std::sqrt(level.standard_error * level.standard_error +
                                   below.standard_error * below.standard_error);
    }
    level.progress = level.gain > spec.threshold + kErrors * level.gain_error;
    if (!test.min_bits && level.progress) {
      test.min_bits = level.bits;
    }
    test.levels.push_back(level);
  }
  return test;
}

RangeTest range_test(const WorkloadSpec& spec, const TrainOptions& options) {
  const RangeTestSpec& inputs = spec.range_test;
  WorkloadSpec rising = spec;
  rising.iterations = iterations_of(inputs);
  rising.learning_rate_policy = RatePolicy::piecewise;
  rising.learning_rate_drops = {};
  rising.statistics_every = 0;
  rising.test_every = 0;
  rising.test_samples = smallest_test(spec);  // nothing is concluded from the test split
  TrainOptions train_options = options;
  train_options.schedule = rising_bits(spec);
  if (auto& checkpoints = train_options.checkpoints; checkpoints && checkpoints->every != 0) {
    checkpoints->every = std::min(checkpoints->every, inputs.iterations_per_level);
  }
  train_options.tests_switches = false;
  TrainResult result = train(rising, train_options);
  std::erase_if(result.metrics, [](const trace::Metric& row) { return !row.loss; });  // tests
  RangeTest test = judge_range_test(inputs, result.metrics, result.guessing, spec.batch);
  test.data_digest = result.data_digest;
  test.seconds = result.seconds;
  return test;
}

}  // namespace metronome::train
