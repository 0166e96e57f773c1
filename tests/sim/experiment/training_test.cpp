#include "sim/experiment/training.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "sim/base/files.hpp"
#include "workloads/train/checkpoint.hpp"

namespace metronome::experiment {
namespace training_test {

namespace fs = std::filesystem;

class training : public ::testing::Test {
 protected:
  training()
      : folder_(fs::temp_directory_path() / ("metronome_training_" + std::to_string(::getpid()))) {
    spec_.dataset = "synthetic";
    spec_.train_samples = 16;
    spec_.test_samples = 8;
    spec_.batch = 8;
    spec_.iterations = 8;
    spec_.schedule = "static:4,backward=8";
    spec_.checkpoint_every = 2;
  }
  ~training() override { fs::remove_all(folder_); }
  [[nodiscard]] fs::path out() const { return folder_ / "out"; }
  /// Stops by an exception after so many iterations.
  void train_some(std::uint64_t iterations) const {
    struct Stopped {};
    TrainingOptions options;
    options.progress = [&](const train::Progress& p) {
      if (p.iteration == iterations) {
        throw Stopped{};
      }
    };
    EXPECT_THROW((void)train_into(spec_, out(), options), Stopped);
  }
  static report::Manifest manifest_of(const fs::path& folder) {
    return report::parse_manifest(read_file(folder / "manifest.json"), "manifest.json");
  }

  fs::path folder_;
  train::WorkloadSpec spec_;
};

TEST_F(training, F7_the_manifest_has_the_wall_time_of_all_parts_of_a_resumed_training) {
  train_some(5);
  const fs::path file = folder_ / "out.partial" / "checkpoint.bin";
  train::Checkpoint checkpoint = train::parse_checkpoint(read_file(file), "c");
  ASSERT_EQ(checkpoint.iteration, 4u);
  checkpoint.seconds += 1000;
  write_file_atomically(file, train::serialise_checkpoint(checkpoint));
  std::uint64_t resumed = 0;
  TrainingOptions options;
  options.resumed = [&](std::uint64_t iteration) { resumed = iteration; };
  const TrainingOutcome outcome = train_into(spec_, out(), options);
  EXPECT_EQ(resumed, 4u);
  EXPECT_GT(outcome.earlier_seconds, 1000);
  EXPECT_GT(manifest_of(out()).wall_seconds, outcome.earlier_seconds);
  // A finished one was done by earlier processes altogether.
  const TrainingOutcome again = train_into(spec_, out(), {});
  EXPECT_TRUE(again.was_finished);
  EXPECT_EQ(again.earlier_seconds, manifest_of(out()).wall_seconds);
  EXPECT_EQ(again.test_accuracy, outcome.test_accuracy);
}

TEST_F(training, two_in_one_process_have_each_its_own_wall_time) {
  TrainingOptions options;
  options.manifest = [] {
    report::Manifest manifest;
    manifest.wall_seconds = 1e6;  // of the process
    return manifest;
  };
  (void)train_into(spec_, out(), options);
  EXPECT_LT(manifest_of(out()).wall_seconds, 1e5);
}

TEST_F(training, F2_2_keys_that_change_no_result_do_not_keep_it_from_going_on) {
  train_some(5);
  spec_.checkpoint_every = 3;
  std::uint64_t resumed = 0;
  TrainingOptions options;
  options.resumed = [&](std::uint64_t iteration) { resumed = iteration; };
  (void)train_into(spec_, out(), options);
  EXPECT_EQ(resumed, 4u);
}

}  // namespace training_test
}  // namespace metronome::experiment
