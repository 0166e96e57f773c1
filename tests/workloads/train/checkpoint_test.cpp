#include "workloads/train/checkpoint.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <functional>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/random.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::train {
namespace checkpoint_test {

namespace fs = std::filesystem;

WorkloadSpec small_spec() {
  WorkloadSpec spec;
  spec.dataset = "synthetic";
  spec.train_samples = 48;
  spec.test_samples = 16;
  spec.batch = 8;
  spec.iterations = 24;
  spec.schedule = "cpt:3-8,periods=4,backward=8";
  spec.learning_rate = 0.05;
  spec.statistics_every = 3;
  return spec;
}

class checkpoint : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("metronome_checkpoint_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path file() const { return folder_ / "checkpoint.bin"; }
  [[nodiscard]] TrainOptions options(std::uint64_t every, bool resume) const {
    return {.threads = 1,
            .progress = {},
            .checkpoints = CheckpointOptions{.file = file(), .every = every, .resume = resume}};
  }
  /// A run that ends itself by SIGKILL after so many iterations, in a process of its own.
  void run_killed_after(const WorkloadSpec& spec, std::uint64_t iterations) const {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      TrainOptions killed = options(2, true);
      killed.progress = [&](const Progress& p) {
        if (p.iteration >= iterations) {
          (void)::kill(::getpid(), SIGKILL);
        }
      };
      (void)train(spec, killed);
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  }
  void expect_equal(const TrainResult& result, const TrainResult& expected) const {
    EXPECT_EQ(result.weights, expected.weights);
    EXPECT_EQ(result.metrics, expected.metrics);
    EXPECT_EQ(result.phases, expected.phases);
    EXPECT_EQ(result.values, expected.values);
    EXPECT_EQ(result.test_accuracy, expected.test_accuracy);
  }

  fs::path folder_;
};

TEST_F(checkpoint, a_run_killed_at_random_iterations_and_resumed_ends_with_equal_bytes) {
  const WorkloadSpec spec = small_spec();
  const TrainResult expected = train(spec, {});
  const RandomStream draw(20, "kill");
  std::uint64_t at = 0;
  for (std::uint64_t i = 0; i < 3; ++i) {
    at += 1 + draw.below(i, 7);
    run_killed_after(spec, at);
  }
  expect_equal(train(spec, options(2, true)), expected);
}

TEST_F(checkpoint, every_optimiser_and_loss_driven_state_goes_on) {
  for (const auto optimizer : {OptimizerKind::sgd, OptimizerKind::adam, OptimizerKind::adamw}) {
    WorkloadSpec spec = small_spec();
    spec.optimizer = optimizer;
    spec.learning_rate = 0.01;
    spec.learning_rate_policy = RatePolicy::plateau;
    spec.plateau_window = 3;
    spec.schedule = "pfq:4/6/8,backward=8,window=1,epsilon=0.8,alpha=0.9";
    spec.augment = Augmentation::crop_flip;
    const TrainResult expected = train(spec, {});
    EXPECT_GT(expected.phases.size(), 1u);
    fs::remove(file());
    run_killed_after(spec, 11);
    expect_equal(train(spec, options(0, true)), expected);
  }
}

TEST_F(checkpoint, batch_norm_statistics_of_parts_go_on_and_are_part_of_the_configuration) {
  WorkloadSpec spec = small_spec();
  spec.batch_norm = {BatchNormStatistics::part, 4};
  const TrainResult expected = train(spec, {});
  run_killed_after(spec, 11);
  WorkloadSpec other = spec;
  other.batch_norm.part = 2;
  EXPECT_THROW((void)train(other, options(2, true)), UserError);
  expect_equal(train(spec, options(2, true)), expected);
}

TEST_F(checkpoint, language_models_go_on_with_their_carried_states_and_ranges) {
  for (const char* model :
       {"lstm-2:hidden=8", "transformer-base:layers=1,features=8,inner=16,heads=2"}) {
    WorkloadSpec spec = small_spec();
    spec.model = model;
    spec.dataset = "synthetic-text";
    spec.train_samples = 600;  // 12 steps an epoch: states start anew in the middle of the run
    spec.test_samples = 200;
    spec.sequence_length = 6;
    spec.test_every = 5;
    const TrainResult expected = train(spec, {});
    EXPECT_FALSE(expected.values.empty());
    for (const std::uint64_t at : {7, 14}) {
      fs::remove(file());
      run_killed_after(spec, at);
      expect_equal(train(spec, options(2, true)), expected);
    }
  }
}

TEST_F(checkpoint, the_time_between_checkpoints_changes_no_result) {
  const WorkloadSpec spec = small_spec();
  const TrainResult expected = train(spec, {});
  expect_equal(train(spec, options(5, false)), expected);
  EXPECT_TRUE(fs::exists(file()));
  WorkloadSpec other = spec;
  other.checkpoint_every = 7;
  EXPECT_EQ(workload_identity(other), workload_identity(spec));
  expect_equal(train(other, options(7, true)), expected);  // from the end of the finished run
}

TEST_F(checkpoint, a_changed_configuration_is_refused_and_its_keys_are_named) {
  const WorkloadSpec spec = small_spec();
  (void)train(spec, options(10, false));
  WorkloadSpec changed = spec;
  changed.learning_rate = 0.06;
  changed.seed = 9;
  try {
    (void)train(changed, options(10, true));
    FAIL() << "resumed another configuration";
  } catch (const UserError& error) {
    ASSERT_EQ(error.diagnostics().size(), 2u);
    EXPECT_EQ(error.diagnostics()[0].key, "learning_rate");
    EXPECT_EQ(error.diagnostics()[1].key, "seed");
    EXPECT_NE(error.diagnostics()[1].what.find("`seed: 1`"), std::string::npos);
    EXPECT_EQ(error.diagnostics()[1].file, file().string());
  }
}

TEST_F(checkpoint, kernels_of_another_kind_are_refused) {
  Checkpoint stored;
  stored.workload = "a: 1\n";
  stored.kernel_set = "other kernels";
  write_file_atomically(file(), serialise_checkpoint(stored));
  EXPECT_EQ(load_checkpoint(file(), "a: 1\n", "other kernels"), stored);
  EXPECT_THROW((void)load_checkpoint(file(), "a: 1\n", "these kernels"), UserError);
}

TEST_F(checkpoint, a_diverged_run_names_iteration_and_layer_and_keeps_its_last_good_checkpoint) {
  WorkloadSpec spec = small_spec();
  spec.learning_rate_drops = {};
  spec.warmup_iterations = 6;  // goes well at 0.01, then leaps
  spec.learning_rate = 1e30;
  try {
    (void)train(spec, options(2, false));
    FAIL() << "the loss stayed finite";
  } catch (const UserError& error) {
    const std::string text = error.diagnostics().front().text();
    EXPECT_NE(text.find("at iteration 7"), std::string::npos) << text;
    EXPECT_NE(text.find("first in `"), std::string::npos) << text;
    EXPECT_NE(text.find("the checkpoint of iteration 6 is kept"), std::string::npos) << text;
    EXPECT_NE(text.find(file().string()), std::string::npos) << text;
  }
  EXPECT_EQ(parse_checkpoint(read_file(file()), "c").iteration, 6u);
}

TEST_F(checkpoint, damaged_bytes_are_an_error_at_every_length_and_for_every_flipped_byte) {
  Checkpoint stored;
  stored.workload = "model: m\n";
  stored.kernel_set = "k";
  stored.iteration = 1;
  stored.seconds = 12.5;
  stored.metrics.resize(1);
  stored.metrics[0].loss = 2.5;
  stored.metrics[0].learning_rate = 0.1;
  stored.metrics[0].precision.weight_bits = 3;
  stored.network = {{"w", {2}, {1.0f, -2.0f}}};
  stored.states = {{"lstm0.cell", {1}, {0.5f}}};
  stored.optimiser = {{"w.0", {2}, {0.5f, 0.25f}}};
  stored.schedule = {1, 2};
  stored.values[{"conv1", trace::Operand::forward_b, {3, 8}}].raw.add(5, 7);
  const std::string bytes = serialise_checkpoint(stored);
  EXPECT_EQ(parse_checkpoint(bytes, "c"), stored);
  EXPECT_EQ(bytes.substr(0, 16), std::string("METRONOMEC\0\0\4\0\0\0", 16));
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    EXPECT_THROW((void)parse_checkpoint(bytes.substr(0, n), "c"), UserError) << n;
    std::string flipped = bytes;
    flipped[n] = static_cast<char>(flipped[n] ^ 1);
    EXPECT_THROW((void)parse_checkpoint(flipped, "c"), UserError) << n;
  }
}

/// A checkpoint of a real run, changed and put back with a valid check sum.
void change(const fs::path& file, const std::function<void(Checkpoint&)>& how) {
  Checkpoint checkpoint = parse_checkpoint(read_file(file), "c");
  how(checkpoint);
  write_file_atomically(file, serialise_checkpoint(checkpoint));
}

TEST_F(checkpoint, F1_6_numbers_that_are_not_finite_are_refused_whatever_the_check_sum_says) {
  const std::vector<std::function<void(Checkpoint&)>> changes{
      [](Checkpoint& c) { c.network[0].values[0] = std::nanf(""); },
      [](Checkpoint& c) { c.network.back().values.back() = HUGE_VALF; },
      [](Checkpoint& c) { c.optimiser[1].values[2] = -HUGE_VALF; },
      [](Checkpoint& c) { c.learning_rate[2] = std::nan(""); },
      [](Checkpoint& c) { c.seconds = std::nan(""); },
      [](Checkpoint& c) { c.schedule.push_back(HUGE_VAL); },
      [](Checkpoint& c) { c.metrics[1].loss = std::nan(""); },
      [](Checkpoint& c) { c.metrics[0].learning_rate = HUGE_VAL; }};
  const WorkloadSpec spec = small_spec();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    SCOPED_TRACE(i);
    fs::remove(file());
    run_killed_after(spec, 4);
    change(file(), changes[i]);
    try {
      (void)train(spec, options(0, true));
      FAIL() << "trained on";
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find("a number that is not finite"), std::string::npos)
          << error.what();
      EXPECT_NE(std::string(error.what()).find(file().string()), std::string::npos);
    }
  }
}

TEST_F(checkpoint, F1_6_numbers_that_no_run_has_are_refused_whatever_the_check_sum_says) {
  const std::vector<std::pair<const char*, std::function<void(Checkpoint&)>>> changes{
      {"an accuracy is", [](Checkpoint& c) { c.metrics[0].train_accuracy = 1.5; }},
      {"a number of bits is", [](Checkpoint& c) { c.metrics[0].precision.weight_bits = 17; }},
      {"a number of bits is", [](Checkpoint& c) { c.metrics[0].precision.error_bits = -1; }},
      {"a number of bits is",
       [](Checkpoint& c) { c.metrics[0].evaluation = trace::Precision(200, 0); }},
      {"in the place of iteration 1", [](Checkpoint& c) { c.metrics[1].iteration = 2; }},
      {"took -1 s", [](Checkpoint& c) { c.seconds = -1; }},
      {"but 9 are done", [](Checkpoint& c) { c.iteration = 9; }},
      {"contradict", [](Checkpoint& c) { c.values.begin()->second.raw.ones[3] += 1; }},
      {"a role is", [](Checkpoint& c) { c.values.begin()->second.role = trace::Role(9); }},
      {"products that are not there",
       [](Checkpoint& c) {
         c.values[{"nonsense", trace::Operand::forward_a, {3, 8}}].raw.add(1);
       }},
      {"in the place of", [](Checkpoint& c) { c.network[2].name = "another"; }},
      {"tensors where there are", [](Checkpoint& c) { c.optimiser.pop_back(); }},
      {"numbers in the tensor",
       [](Checkpoint& c) {
         c.network[1].values.push_back(1);
         c.network[1].dims = {c.network[1].values.size()};
       }},
      {"tensors where there are",
       [](Checkpoint& c) {
         c.states = {{"lstm0.cell", {1}, {0}}};
       }},
      {"no schedule of its kind",
       [](Checkpoint& c) {
         c.schedule = {0, 1};
       }},
      {"no learning rate", [](Checkpoint& c) { c.learning_rate[1] = 0.5; }},
      {"no learning rate", [](Checkpoint& c) { c.learning_rate.clear(); }}};
  const WorkloadSpec spec = small_spec();
  run_killed_after(spec, 4);
  const std::string good = read_file(file());
  for (const auto& [expected, how] : changes) {
    SCOPED_TRACE(expected);
    write_file_atomically(file(), good);
    change(file(), how);
    try {
      (void)train(spec, options(0, true));
      ADD_FAILURE() << "trained on";
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find(expected), std::string::npos) << error.what();
    }
  }
}

TEST_F(checkpoint, F1_6_states_that_a_loss_drives_are_checked_as_well) {
  WorkloadSpec spec = small_spec();
  spec.schedule = "pfq:4/6/8,backward=8,window=2,epsilon=0.8,alpha=0.9";
  run_killed_after(spec, 6);
  const std::string good = read_file(file());
  const std::vector<double> state = parse_checkpoint(good, "c").schedule;
  ASSERT_GE(state.size(), 6u);
  const std::vector<std::pair<std::size_t, double>> wrong{{0, 3}, {0, 0.5}, {0, -1}, {1, -0.1},
                                                          {3, 2}, {3, 0.5}, {5, 11}};
  for (const auto& [i, value] : wrong) {
    SCOPED_TRACE(i);
    write_file_atomically(file(), good);
    change(file(), [&](Checkpoint& c) { c.schedule[i] = value; });
    EXPECT_THROW((void)train(spec, options(0, true)), UserError);
  }
  change(file(), [&](Checkpoint& c) {
    c.schedule = state;
    c.schedule.resize(12, 1.0);  // more means than are remembered
  });
  EXPECT_THROW((void)train(spec, options(0, true)), UserError);
}

TEST_F(checkpoint, F1_6_carried_states_of_another_shape_are_refused) {
  WorkloadSpec spec = small_spec();
  spec.model = "lstm-2:hidden=8";
  spec.dataset = "synthetic-text";
  spec.train_samples = 600;
  spec.test_samples = 200;
  spec.sequence_length = 6;
  run_killed_after(spec, 4);
  change(file(), [](Checkpoint& c) { c.states[1].dims[0] /= 2, c.states[1].values.resize(32); });
  EXPECT_THROW((void)train(spec, options(0, true)), UserError);
}

TEST_F(checkpoint, F1_6_weights_that_are_not_finite_are_refused) {
  const std::string bytes = serialise_weights({{"w", {2}, {1.0f, std::nanf("")}}});
  EXPECT_THROW((void)parse_weights(bytes, "weights.bin"), UserError);
}

TEST_F(checkpoint, F7_the_wall_time_of_a_resumed_run_is_that_of_all_its_parts) {
  const WorkloadSpec spec = small_spec();
  run_killed_after(spec, 7);
  change(file(), [](Checkpoint& c) {
    EXPECT_GT(c.seconds, 0);
    c.seconds += 1000;
  });
  run_killed_after(spec, 13);
  EXPECT_GT(parse_checkpoint(read_file(file()), "c").seconds, 1000);
  const TrainResult result = train(spec, options(2, true));
  EXPECT_GT(result.earlier_seconds, 1000);
  EXPECT_EQ(train(spec, {}).earlier_seconds, 0);
}

TEST_F(checkpoint, F7_a_run_that_goes_on_says_from_which_iteration) {
  const WorkloadSpec spec = small_spec();
  std::vector<std::uint64_t> told;
  TrainOptions run = options(2, true);
  run.resumed = [&](std::uint64_t iteration) { told.push_back(iteration); };
  run_killed_after(spec, 7);
  (void)train(spec, run);
  EXPECT_EQ(told, std::vector<std::uint64_t>{6});
  fs::remove(file());
  (void)train(spec, run);
  EXPECT_EQ(told.size(), 1u) << "a run from the beginning resumes nothing";
}

}  // namespace checkpoint_test
}  // namespace metronome::train
