#include "workloads/train/range_test.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/schedule/driver.hpp"
#include "workloads/trace/data_shapes.hpp"

namespace metronome::train {
namespace {

schedule::Schedule rising_bits(const WorkloadSpec& spec) {
  const schedule::Driver asked(schedule::parse_schedule(spec.schedule), spec.iterations);
  const int backward = asked.at(0).all.backward_bits;
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

}  // namespace

RangeTest judge_range_test(const RangeTestSpec& spec, const std::vector<trace::Metric>& metrics,
                           double guessing) {
  RangeTest test;
  test.metrics = metrics;
  test.max_bits = spec.end_bits;
  const auto levels = static_cast<std::uint64_t>(spec.end_bits - spec.start_bits + 1);
  METRONOME_ASSERT(metrics.size() == levels * spec.iterations_per_level,
                   "a range test has the metrics of every level");
  double before = guessing;
  for (std::uint64_t i = 0; i < levels; ++i) {
    RangeLevel level;
    level.bits = spec.start_bits + static_cast<int>(i);
    const std::uint64_t end = (i + 1) * spec.iterations_per_level;
    for (std::uint64_t t = end - spec.window; t < end; ++t) {
      level.train_accuracy += metrics[t].train_accuracy.value();
      level.loss += metrics[t].loss.value();
    }
    level.train_accuracy /= static_cast<double>(spec.window);
    level.loss /= static_cast<double>(spec.window);
    level.gain = level.train_accuracy - before;
    before = level.train_accuracy;
    if (!test.min_bits && level.gain > spec.threshold) {
      test.min_bits = level.bits;
    }
    test.levels.push_back(level);
  }
  return test;
}

RangeTest range_test(const WorkloadSpec& spec, const TrainOptions& options) {
  const RangeTestSpec& inputs = spec.range_test;
  WorkloadSpec rising = spec;
  rising.iterations = inputs.iterations_per_level *
                      static_cast<std::uint64_t>(inputs.end_bits - inputs.start_bits + 1);
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
  TrainResult result = train(rising, train_options);
  result.metrics.pop_back();  // the row of the test
  RangeTest test =
      judge_range_test(inputs, result.metrics, 1 / static_cast<double>(result.shape.classes));
  test.seconds = result.seconds;
  return test;
}

}  // namespace metronome::train
