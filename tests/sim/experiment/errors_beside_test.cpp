// An experiment that compares direct feedback with backpropagation: four trainings, one table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"
#include "sim/experiment/errors_table.hpp"
#include "sim/experiment/experiment.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::experiment {
namespace errors_beside_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class errors_beside : public ::testing::Test {
 protected:
  errors_beside()
      : folder_(fs::path(::testing::TempDir()) /
                ("metronome_errors_" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~errors_beside() override { fs::remove_all(folder_); }

  [[nodiscard]] ExperimentSpec load(const std::string& workload, const std::string& more) const {
    write_file_atomically(folder_ / "e.yaml",
                          "name: e\nmode: analytic\nworkload:\n"
                          "  {model: mlp, dataset: synthetic, train_samples: 32, test_samples: 8,\n"
                          "   batch: 8, iterations: 6, learning_rate: 0.02,\n"
                          "   schedule: 'cpt:3-8,periods=2,backward=8'" +
                              workload +
                              "}\n"
                              "accelerators: [" +
                              metronome::source_dir() + "/configs/arch/systolic_512.yaml]\n" +
                              more);
    return config::load<ExperimentSpec>(folder_ / "e.yaml");
  }
  [[nodiscard]] std::string refusal(const std::string& workload, const std::string& more) const {
    try {
      (void)load(workload, more);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  }
  fs::path run(const ExperimentSpec& spec, const std::string& name, unsigned jobs = 1) {
    OutputFolder out({.path = folder_ / name,
                      .made_by = "run",
                      .inputs = experiment_inputs(spec),
                      .program = {},
                      .restart = false,
                      .sources = {}});
    ExperimentOptions options;
    options.jobs = jobs;
    options.figures = false;
    said_ = run_experiment(spec, out, options);
    return folder_ / name;
  }

  fs::path folder_;
  std::string said_;
};

constexpr const char* kFed = ", errors: direct_feedback, feedback: lfsr, delay: 1";
constexpr const char* kBeside = "errors_beside: backpropagation\n";

TEST_F(errors_beside, gives_a_table_of_both_rules_under_both_schedules) {
  const fs::path out = run(load(kFed, kBeside), "out");
  const auto rows = parse_csv(read_file(out / "errors.csv"));
  ASSERT_EQ(rows.size(), 5u);
  const auto cell = [&](std::size_t row, const std::string& column) {
    const auto at = std::find(rows[0].begin(), rows[0].end(), column);
    EXPECT_NE(at, rows[0].end()) << column;
    return rows[row].at(static_cast<std::size_t>(at - rows[0].begin()));
  };
  for (const std::size_t row : {1, 2, 3, 4}) {
    EXPECT_EQ(cell(row, "errors"), row < 3 ? "lfsr feedback" : "backpropagation");
    EXPECT_THAT(cell(row, "schedule"), HasSubstr(row % 2 == 1 ? "cpt" : "static"));
    EXPECT_NE(cell(row, "test_accuracy_percent"), "");
    EXPECT_EQ(cell(row, "feedback_bytes"), "0") << "generated";
    const double relative = std::stod(cell(row, "relative_time"));
    EXPECT_TRUE(row < 3 ? relative < 1 : relative == 1) << relative;
    EXPECT_NEAR(relative,
                std::stod(cell(row, "time_s")) / std::stod(cell(row < 3 ? row + 2 : row, "time_s")),
                1e-9);
  }
  EXPECT_THAT(said_, HasSubstr("relu1 (512 numbers), relu2 (256 numbers)"));
  EXPECT_THAT(said_, HasSubstr("updates 1 iteration later"));
  EXPECT_THAT(said_, HasSubstr("lfsr feedback"));
  const fs::path other = out / "errors_backpropagation";
  for (const char* file : {"comparison.csv", "report.html", "manifest.json", "resolved.yaml",
                           "systolic_512/summary.json", "trace/program.yaml"}) {
    EXPECT_TRUE(fs::exists(out / file)) << file;
    EXPECT_TRUE(fs::exists(other / file)) << file;
  }
  // What lies there is the experiment of that rule alone.
  const fs::path alone = run(load("", ""), "alone");
  EXPECT_EQ(read_file(other / "systolic_512/ledger.json"),
            read_file(alone / "systolic_512/ledger.json"));
  EXPECT_FALSE(fs::exists(alone / "errors.csv"));
}

TEST_F(errors_beside, the_same_bytes_for_any_number_of_jobs_and_without_training) {
  const ExperimentSpec spec = load(kFed, std::string(kBeside) + "train: false\n");
  const fs::path one = run(spec, "one", 1);
  const fs::path three = run(spec, "three", 3);
  EXPECT_EQ(read_file(one / "errors.csv"), read_file(three / "errors.csv"));
  const auto rows = parse_csv(read_file(one / "errors.csv"));
  EXPECT_EQ(rows.at(1).at(3), "") << "no accuracy";
}

TEST_F(errors_beside, a_network_without_a_hidden_error_is_told_so) {
  std::string text = feedback_text(load(", errors: direct_feedback", "").workload);
  EXPECT_EQ(text, "Errors by binary feedback at relu1 (512 numbers), relu2 (256 numbers).");
  ExperimentSpec resnet = load(", errors: direct_feedback", "");
  resnet.workload.model = "resnet-8";
  EXPECT_THAT(feedback_text(resnet.workload),
              HasSubstr("a single fully connected layer has no hidden error"));
  EXPECT_EQ(feedback_text(load("", "").workload), "");
}

TEST_F(errors_beside, what_compares_nothing_is_refused) {
  EXPECT_THAT(refusal("", kBeside), HasSubstr("is the rule of the workload itself"));
  EXPECT_THAT(refusal("", "errors_beside: direct_feedback\n"),
              HasSubstr("direct feedback has settings"));
  EXPECT_THAT(refusal(kFed, "errors_beside: none\n"), HasSubstr("errors_beside"));
  const ExperimentSpec with = load(kFed, kBeside);
  EXPECT_NE(experiment_inputs(with), experiment_inputs(load(kFed, "")));
  EXPECT_THAT(config::resolved_yaml(load(kFed, "")), ::testing::Not(HasSubstr("errors_beside")));
}

}  // namespace errors_beside_test
}  // namespace metronome::experiment
