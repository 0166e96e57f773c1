// A training under a constraint as a program: who does what, how often.
#include "workloads/train/constrained/constrained_trace.hpp"

#include <filesystem>
#include <map>

#include "tests/workloads/methods/reach/nets.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::reach {
namespace constrained_trace_test {

ConstrainedTrainingSpec small_spec() {
  ConstrainedTrainingSpec spec;
  spec.hidden = {6};
  spec.samples_per_side = 8;
  spec.pretraining_steps = 20;
  spec.alternating_steps = 5;
  spec.finishing_steps = 3;
  spec.objective_steps = 2;
  spec.schedule = "cpt:3-8,periods=2";
  return spec;
}

ConstrainedResult trained(const ConstrainedTrainingSpec& spec) {
  return train_constrained(spec, {});
}

/// Iterations of each step.
std::map<std::string, std::uint64_t> counts_of(const trace::Trace& trace) {
  std::map<std::string, std::uint64_t> counts;
  for (const trace::Phase& phase : trace.schedule) {
    counts[trace.steps[phase.step].name] += phase.iterations;
  }
  return counts;
}

const trace::HostWork& host_of(const trace::NamedStep& step) {
  return std::get<trace::HostWork>(step.step.operations.at(0).work);
}

TEST(constrained_trace, each_iteration_is_of_the_step_that_the_training_took) {
  const ConstrainedTrainingSpec spec = small_spec();
  const ConstrainedResult result = trained(spec);
  const trace::Trace trace = *trace_of(spec, result);
  const std::size_t constrained = result.steps.size() - 1;  // all but the pretraining's row
  ASSERT_EQ(trace.steps.size(), 2u);
  EXPECT_EQ(counts_of(trace), (std::map<std::string, std::uint64_t>{{"train", 20 + 5 * 2},
                                                                    {"constrain", constrained}}));
  // Pretraining and the first objective steps, then a constraint after every two.
  std::uint64_t at = 0, first = 0;
  for (const trace::Phase& phase : trace.schedule) {
    EXPECT_EQ(phase.first_iteration, at);
    at += phase.iterations;
    if (phase.step == 1 && first == 0) {
      first = phase.first_iteration;
    }
  }
  EXPECT_EQ(first, 22u);
}

TEST(constrained_trace, the_bits_of_the_objective_are_those_of_the_schedule) {
  const ConstrainedTrainingSpec spec = small_spec();
  const trace::Trace alone = objective_trace(spec, {});
  const trace::Trace trace = *trace_of(spec, trained(spec));
  std::vector<trace::Assignment> expected, found;
  for (const trace::Phase& phase : alone.schedule) {
    expected.insert(expected.end(), phase.iterations, phase.assignment);
  }
  for (const trace::Phase& phase : trace.schedule) {
    if (phase.step == 0) {
      found.insert(found.end(), phase.iterations, phase.assignment);
    }
  }
  EXPECT_EQ(found, expected);
}

TEST(constrained_trace, the_hosts_work_is_the_mean_of_the_steps_on_the_constraint) {
  const ConstrainedTrainingSpec spec = small_spec();
  const ConstrainedResult result = trained(spec);
  std::uint64_t flops = 0, words = 0;
  for (const ConstrainedStep& step : result.steps) {
    flops += step.cost.flops;
    words += step.cost.words;
  }
  const std::uint64_t steps = result.steps.size() - 1;
  const trace::HostWork& work = host_of(trace_of(spec, result)->steps[1]);
  EXPECT_EQ(work.flops, (flops + steps - 1) / steps);
  EXPECT_EQ(work.words, (words + steps - 1) / steps);
  EXPECT_GT(work.words, 0u);
  EXPECT_GE(work.flops, work.words) << "rows of at least two";
}

TEST(constrained_trace, it_goes_through_its_files) {
  const ConstrainedTrainingSpec spec = small_spec();
  const trace::Trace trace = *trace_of(spec, trained(spec));
  const auto folder = std::filesystem::temp_directory_path() / "metronome_constrained_trace";
  std::filesystem::remove_all(folder);
  trace::write_trace(trace, folder);
  EXPECT_EQ(trace::read_trace(folder), trace);
  std::filesystem::remove_all(folder);
}

TEST(constrained_trace, a_training_of_one_kind_of_steps_has_one_step) {
  ConstrainedTrainingSpec spec = small_spec();
  spec.alternating_steps = 0;
  spec.finishing_steps = 0;
  EXPECT_EQ(counts_of(*trace_of(spec, trained(spec))),
            (std::map<std::string, std::uint64_t>{{"train", 20}}));
  spec.pretraining_steps = 0;
  spec.finishing_steps = 2;
  spec.unsafe_low = {-2, -2};  // never left in two steps
  EXPECT_EQ(counts_of(*trace_of(spec, trained(spec))),
            (std::map<std::string, std::uint64_t>{{"constrain", 2}}));
  spec.unsafe_low = {1e5, 1e5};
  spec.unsafe_high = {1e6, 1e6};
  EXPECT_FALSE(trace_of(spec, trained(spec))) << "nothing was done";
}

}  // namespace constrained_trace_test
}  // namespace metronome::reach
