// Files that a configuration names lie where the configuration lies; where they do not, and for
// --set, in the working directory.
#include <gmock/gmock.h>

#include "binary.hpp"

namespace metronome::cli {
namespace placed_files_test {

using testing::HasSubstr;

class placed_files : public Command {
 protected:
  placed_files() {
    fs::create_directories(at("configs"));
    fs::create_directories(at("elsewhere"));
    fs::current_path(at("elsewhere"));
    write("configs/w.yaml",
          "model: mlp\ndataset: synthetic\ntrain_samples: 16\ntest_samples: 8\nbatch: 8\n"
          "iterations: 2\nlearning_rate: 0.05\nschedule: csv:s.csv\n");
  }
  ~placed_files() override { fs::current_path("/"); }

  void schedule(const std::string& name, int bits) const {
    write(name, "iteration,forward_bits,backward_bits\n0," + std::to_string(bits) + ",8\n");
  }
  /// Forward bits that a training of configs/w.yaml has; its complaint where it is refused.
  [[nodiscard]] std::string trained(const std::string& more = "") const {
    const Ran ran = run("train " + at("configs/w.yaml").string() + more + " --restart --out " +
                        at("out").string());
    if (ran.exit_code != 0) {
      EXPECT_EQ(ran.exit_code, 2) << ran.error;
      return ran.error;
    }
    return ran.out.find("at 4 bits") != std::string::npos   ? "4"
           : ran.out.find("at 6 bits") != std::string::npos ? "6"
                                                            : ran.out;
  }
};

TEST_F(placed_files, a_schedule_is_found_beside_the_file_that_names_it_then_where_one_works) {
  EXPECT_THAT(trained(), HasSubstr("no such file: s.csv"));
  schedule("elsewhere/s.csv", 6);
  EXPECT_EQ(trained(), "6") << "as ever";
  schedule("configs/s.csv", 4);
  EXPECT_EQ(trained(), "4") << "beside the file that names it";
  EXPECT_EQ(trained(" --set schedule=csv:s.csv"), "6") << "named on the command line";
  fs::remove(at("elsewhere/s.csv"));
  EXPECT_EQ(trained(), "4");
  EXPECT_EQ(trained(" --set schedule=csv:../configs/s.csv"), "4");
}

TEST_F(placed_files, so_are_schedules_of_sweeps_experiments_and_studies) {
  schedule("configs/s.csv", 4);
  const std::string machine = arch_file("systolic");
  write("configs/sweep.yaml",
        "name: s\nbase:\n  trace: {model: mlp, dataset: mnist, batch: 8, iterations: 4}\n  "
        "accelerator: " +
            machine + "\naxes:\n  - {key: trace.schedule, values: ['csv:s.csv']}\n");
  write("configs/experiment.yaml",
        "name: e\nworkload: w.yaml\nbaseline_schedule: csv:s.csv\n"
        "accelerators: [" +
            machine + "]\n");
  write("configs/study.yaml",
        "name: t\nworkload: w.yaml\nseeds: [1]\nruns:\n  - {label: a, schedule: 'csv:s.csv'}\n");
  for (const char* name : {"configs/sweep.yaml", "configs/experiment.yaml", "configs/study.yaml"}) {
    const Ran ran = run("check " + at(name).string());
    EXPECT_EQ(ran.exit_code, 0) << name << ran.error << ran.out;
  }
  fs::remove(at("configs/s.csv"));
  for (const char* name : {"configs/sweep.yaml", "configs/experiment.yaml", "configs/study.yaml"}) {
    const Ran ran = run("check " + at(name).string());
    EXPECT_EQ(ran.exit_code, 2) << name;
    EXPECT_THAT(ran.error + ran.out, HasSubstr("s.csv")) << name;
  }
}

}  // namespace placed_files_test
}  // namespace metronome::cli
