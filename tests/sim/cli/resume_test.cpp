// Long commands that are killed at many moments end with the bytes of one that never was.
#include <gtest/gtest.h>

#include "killed.hpp"
#include "sim/base/random.hpp"

namespace metronome::cli {
namespace resume_test {

using std::chrono::milliseconds;

class resumed : public KilledCommand {
 protected:
  resumed() {
    write("experiment.yaml", "name: small\nworkload:\n" + workload("  ") +
                                 "baseline_schedule: static:8,backward=8\naccelerators:\n  - " +
                                 arch_file("dual_serial") + "\n  - " + arch_file("systolic") +
                                 "\n");
    write("workload.yaml", workload("") +
                               "range_test:\n  start_bits: 2\n  end_bits: 5\n"
                               "  iterations_per_level: 6\n  window: 3\n");
  }
  static std::string workload(const std::string& indent) {
    std::string text;
    for (const char* line :
         {"model: resnet-8", "dataset: synthetic", "train_samples: 32", "test_samples: 16",
          "batch: 8", "iterations: 12", "schedule: cpt:3-5,periods=2,backward=8",
          "checkpoint_every: 2", "statistics_every: 4"}) {
      text += indent + line + "\n";
    }
    return text;
  }
  [[nodiscard]] std::vector<std::string> experiment(const std::string& out,
                                                    const std::string& jobs) const {
    return {"run", at("experiment.yaml").string(), "--out", at(out).string(), "--jobs", jobs};
  }
  [[nodiscard]] std::vector<std::string> range_test(const std::string& out,
                                                    const std::string& jobs) const {
    return {"range-test", at("workload.yaml").string(), "--out", at(out).string(), "--jobs", jobs};
  }
};

TEST_F(resumed, F2_5_an_experiment_killed_in_every_part_ends_with_equal_bytes) {
  const Ran whole = run_to_end(experiment("whole", "2"));
  ASSERT_EQ(whole.exit_code, 0) << whole.error;
  const fs::path partial = at("out.partial");
  const fs::path journal = partial / "finished.journal";
  // In the first training, between the two, in the second, among the operations of the first
  // machine, of the second, and while the report is written.
  const std::vector<std::function<bool()>> moments{
      [&] { return fs::exists(partial / "training.work" / "checkpoint.bin"); },
      [&] { return fs::exists(partial / "training" / "manifest.json"); },
      [&] { return fs::exists(partial / "baseline_training.work" / "checkpoint.bin"); },
      [&] { return size_of(journal) > 20000; },
      [&] { return size_of(journal) > 90000; },
      [&] { return fs::exists(partial / "result" / "trace"); }};
  for (std::size_t i = 0; i < moments.size(); ++i) {
    SCOPED_TRACE(i);
    const int code = run_until(experiment("out", i % 2 == 0 ? "1" : "2"), moments[i]);
    ASSERT_EQ(code, 128 + SIGKILL) << read_file(at("stderr"));
    ASSERT_FALSE(fs::exists(at("out")));
  }
  const Ran last = run_to_end(experiment("out", "1"));
  ASSERT_EQ(last.exit_code, 0) << last.error;
  EXPECT_TRUE(says(last.error, "finished earlier")) << last.error;
  EXPECT_TRUE(says(last.error, "distinct operations are kept from before")) << last.error;
  EXPECT_EQ(last.out.substr(0, last.out.find("Report:")),
            whole.out.substr(0, whole.out.find("Report:")));
  expect_equal(at("out"), at("whole"));
  expect_alone("out");
  const Ran again = run_to_end(experiment("out", "1"));
  EXPECT_EQ(again.exit_code, 0) << again.error;
  EXPECT_TRUE(says(again.error, "out is finished")) << again.error;
}

TEST_F(resumed, F2_2_an_experiment_of_other_inputs_is_refused_and_what_differs_is_named) {
  ASSERT_EQ(
      run_until(experiment("out", "1"),
                [&] { return fs::exists(at("out.partial") / "training.work" / "checkpoint.bin"); }),
      128 + SIGKILL);
  std::vector<std::string> other = experiment("out", "1");
  other.insert(other.end(), {"--set", "workload.seed=2"});
  const Ran refused = run_to_end(other);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(says(refused.error, "workload.seed: `2`, before `1`")) << refused.error;
}

TEST_F(resumed, F2_2_a_range_test_killed_at_any_level_ends_with_equal_bytes) {
  const Ran whole = run_to_end(range_test("whole", "2"));
  ASSERT_EQ(whole.exit_code, 0) << whole.error;
  const fs::path checkpoint = at("out.partial") / "checkpoint.bin";
  const RandomStream draw(5, "moments");
  for (std::uint64_t i = 0; i < 3; ++i) {
    const std::uintmax_t size = size_of(checkpoint);
    ASSERT_EQ(run_until(
                  range_test("out", i % 2 == 0 ? "1" : "2"),
                  [&] { return size_of(checkpoint) > size; }, milliseconds(draw.below(i, 20))),
              128 + SIGKILL);
  }
  const Ran last = run_to_end(range_test("out", "1"));
  ASSERT_EQ(last.exit_code, 0) << last.error;
  EXPECT_TRUE(says(last.error, "resuming at iteration ")) << last.error;
  EXPECT_TRUE(says(last.error, " of 24")) << last.error;
  expect_equal(at("out"), at("whole"));
  expect_alone("out");
  EXPECT_TRUE(says(run_to_end(range_test("out", "1")).error, "out is finished"));
}

/// A trace without training, and its simulation.
class resumed_simulation : public resumed {
 protected:
  resumed_simulation() {
    EXPECT_EQ(run("trace --model lenet-5 --dataset synthetic --batch 2 --iterations 16 --schedule "
                  "cpt:3-6,periods=2,backward=8 --out '" +
                  at("trace").string() + "'")
                  .exit_code,
              0);
  }
  [[nodiscard]] std::vector<std::string> simulation(const std::string& out,
                                                    const std::string& jobs) const {
    return {"simulate",    at("trace").string(), "--arch", arch_file("dual_serial"),
            "--out",       at(out).string(),     "--jobs", jobs,
            "--continuous"};
  }
  [[nodiscard]] fs::path journal() const { return at("out.partial") / "finished.journal"; }
};

TEST_F(resumed_simulation, killed_again_and_again_it_ends_with_equal_bytes_for_any_jobs) {
  ASSERT_EQ(run_to_end(simulation("whole", "2")).exit_code, 0);
  for (const std::string jobs : {"1", "2"}) {
    for (int i = 0; i < 4; ++i) {
      const std::uintmax_t size = size_of(journal());
      ASSERT_EQ(
          run_until(simulation("out", jobs), [&] { return size_of(journal()) > size + 3000; }),
          128 + SIGKILL)
          << read_file(at("stderr"));
    }
    const Ran last = run_to_end(simulation("out", jobs));
    ASSERT_EQ(last.exit_code, 0) << last.error;
    EXPECT_TRUE(says(last.error, "distinct operations are kept from before")) << last.error;
    expect_equal(at("out"), at("whole"));
    expect_alone("out");
    fs::remove_all(at("out"));
  }
}

TEST_F(resumed_simulation, a_torn_journal_costs_time_only) {
  ASSERT_EQ(run_to_end(simulation("whole", "2")).exit_code, 0);
  ASSERT_EQ(run_until(simulation("out", "2"), [&] { return size_of(journal()) > 8000; }),
            128 + SIGKILL);
  fs::resize_file(journal(), size_of(journal()) - 5);
  ASSERT_EQ(run_to_end(simulation("out", "2")).exit_code, 0);
  expect_equal(at("out"), at("whole"));
}

TEST_F(resumed_simulation, what_fails_before_there_is_anything_to_keep_leaves_nothing_behind) {
  std::vector<std::string> impossible = simulation("out", "1");
  impossible.insert(impossible.end(), {"--set", "training.dx_scale=segmented"});
  EXPECT_EQ(run_to_end(impossible).exit_code, 2);
  expect_alone("out");
}

}  // namespace resume_test
}  // namespace metronome::cli
