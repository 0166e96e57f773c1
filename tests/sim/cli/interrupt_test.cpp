// Signals to the program and to its workers.
#include <algorithm>

#include "process.hpp"

namespace metronome::cli {
namespace interrupt_test {

class Signals : public Command {
 protected:
  Signals() {
    write("w.yaml",
          "model: resnet-8\ndataset: synthetic\ntrain_samples: 64\ntest_samples: 16\nbatch: 16\n"
          "iterations: 100000\nschedule: cpt:3-8,periods=4,backward=8\ncheckpoint_every: 3\n");
    write("s.yaml",
          "name: s\nbase:\n  trace:\n    model: resnet-8\n    dataset: synthetic\n"
          "    batch: 64\n    iterations: 640\n"
          "    schedule: cpt:3-8,periods=8,backward=8\n"
          "  accelerator: " +
              arch_file("systolic") +
              "\n"
              "axes:\n  - key: trace.batch\n    values: [2, 3, 4, 5, 6, 7]\n");
  }

  [[nodiscard]] std::vector<std::string> train() const {
    return {"train", at("w.yaml").string(), "--out", at("t").string(), "--jobs", "2"};
  }
  [[nodiscard]] std::vector<std::string> sweep() const {
    return {"sweep", at("s.yaml").string(), "--out", at("o").string(), "--jobs", "2"};
  }
  /// That have a whole line.
  [[nodiscard]] std::size_t points() const {
    std::size_t count = 0;
    if (fs::exists(at("o") / "points")) {
      for (const auto& [name, content] : tree(at("o") / "points")) {
        count += static_cast<std::size_t>(std::count(content.begin(), content.end(), '\n'));
      }
    }
    return count;
  }
};

TEST_F(Signals, F2_9_an_interrupted_training_says_what_is_kept_and_how_to_go_on) {
  for (const auto& [signal, name] :
       {std::pair{SIGINT, "SIGINT"}, std::pair{SIGTERM, "SIGTERM"}, std::pair{SIGHUP, "SIGHUP"}}) {
    Running run(train(), at("log"), [] { ::signal(SIGHUP, SIG_DFL); });
    ASSERT_TRUE(run.until(at("t.partial") / "checkpoint.bin")) << run.error();
    run.signal(signal);
    EXPECT_EQ(run.wait(), 128 + signal);
    EXPECT_TRUE(says(run.error(), std::string("interrupted by ") + name)) << run.error();
    EXPECT_TRUE(
        says(run.error(), "t.partial; the same command goes on from there: metronome train "))
        << run.error();
    EXPECT_TRUE(fs::exists(at("t.partial") / "checkpoint.bin"));
    EXPECT_FALSE(fs::exists(at("t")));
    fs::remove_all(at("t.partial"));
  }
}

TEST_F(Signals, F2_9_a_sweep_ends_its_workers_and_goes_on_with_the_same_command) {
  {
    Running run(sweep(), at("log"));
    const std::vector<pid_t> workers = run.children(2);
    ASSERT_EQ(workers.size(), 2u) << run.error();
    while (points() == 0 && !run.ended()) {
    }
    run.signal(SIGINT);
    EXPECT_EQ(run.wait(), 128 + SIGINT);
    for (const pid_t worker : workers) {
      EXPECT_EQ(::kill(worker, 0), -1) << "a worker was not waited for";
    }
    EXPECT_TRUE(says(run.error(), "goes on from there: metronome sweep ")) << run.error();
  }
  Running again(sweep(), at("log"));
  EXPECT_EQ(again.wait(), 0) << again.error();
  EXPECT_EQ(points(), 6u);
}

TEST_F(Signals, F2_9_workers_end_with_a_killed_parent) {
  Running run(sweep(), at("log"));
  const std::vector<pid_t> workers = run.children(2);
  ASSERT_EQ(workers.size(), 2u) << run.error();
  run.signal(SIGKILL);
  EXPECT_EQ(run.wait(), 128 + SIGKILL);
  for (const pid_t worker : workers) {  // this process's children now
    int status = 0;
    EXPECT_EQ(::waitpid(worker, &status, 0), worker);
  }
  while (::wait(nullptr) > 0) {  // theirs end too, else this would wait for ever
  }
  EXPECT_LT(points(), 6u) << "they ended because their work was done";
}

TEST_F(Signals, F2_10_a_killed_worker_is_exit_code_3_names_its_point_and_the_rest_is_kept) {
  {
    Running run(sweep(), at("log"));
    const std::vector<pid_t> workers = run.children(2);
    ASSERT_EQ(workers.size(), 2u) << run.error();
    // Once it has a worker of its own it works on a point.
    const std::string of_worker =
        "/proc/" + std::to_string(workers[0]) + "/task/" + std::to_string(workers[0]) + "/children";
    for (pid_t child = 0; child == 0 && !run.ended();) {
      std::ifstream(of_worker) >> child;
    }
    ASSERT_EQ(::kill(workers[0], SIGKILL), 0);
    EXPECT_EQ(run.wait(), 3);
    EXPECT_TRUE(says(run.error(), "error: a worker process was ended by signal 9")) << run.error();
    EXPECT_TRUE(says(run.error(), "while it worked on the point ")) << run.error();
    EXPECT_TRUE(says(run.error(), "--jobs")) << run.error();
    EXPECT_TRUE(says(run.error(), "goes on from there: metronome sweep ")) << run.error();
    EXPECT_EQ(points(), 5u) << "the other worker does all other points";
  }
  Running again(sweep(), at("log"));
  EXPECT_EQ(again.wait(), 0) << again.error();
  EXPECT_EQ(points(), 6u);
}

}  // namespace interrupt_test
}  // namespace metronome::cli
