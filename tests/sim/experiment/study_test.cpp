#include "sim/experiment/study.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <string>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/experiment/study_costs.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::experiment {
namespace study_test {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(spread, is_the_mean_and_the_sample_deviation) {
  const Spread three = spread_of({90.18, 90.59, 90.62});
  EXPECT_EQ(three.count, 3u);
  EXPECT_NEAR(three.mean, 90.4633333, 1e-6);
  EXPECT_NEAR(three.deviation, 0.2458319, 1e-6);  // root of 0.0604333
  EXPECT_NEAR(three.variance_of_mean(), 0.0604333 / 3, 1e-6);
  EXPECT_EQ(spread_of({4}).deviation, 0);
  EXPECT_EQ(spread_of({}).count, 0u);
}

TEST(agreement, allows_half_a_point_or_two_standard_errors_of_the_difference) {
  const Agreement near = agreement({3, 90.9, 0.1}, {3, 90.5, 0.1});
  EXPECT_NEAR(near.difference, 0.4, 1e-9);
  EXPECT_EQ(near.allowed, 0.5);
  EXPECT_TRUE(near.holds());
  EXPECT_FALSE(agreement({3, 89.9, 0.1}, {3, 90.5, 0.1}).holds());
  // 2 sqrt(0.9^2 / 3 + 0.6^2 / 2)
  const Agreement wide = agreement({3, 89.4, 0.9}, {2, 90.5, 0.6});
  EXPECT_NEAR(wide.allowed, 2 * std::sqrt(0.27 + 0.18), 1e-9);
  EXPECT_TRUE(wide.holds());
}

class study : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("metronome_study_" + std::to_string(::getpid()));
    spec_.name = "small";
    spec_.workload.dataset = "synthetic";
    spec_.workload.train_samples = 32;
    spec_.workload.test_samples = 16;
    spec_.workload.batch = 8;
    spec_.workload.iterations = 4;
    spec_.seeds = {1, 2};
    spec_.runs = {{.name = "cpt",
                   .schedule = "cpt:3-8,periods=2,backward=8",
                   .dx_scale = trace::DxScale::segmented,
                   .reference_percent = {50, 52}},
                  {.name = "low", .schedule = "static:3,backward=8"}};
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path out() const { return folder_ / "study"; }
  [[nodiscard]] std::vector<StudyResult> finish(const PartsOptions& options) const {
    OutputFolder folder({.path = out(), .made_by = "study", .inputs = study_inputs(spec_)});
    std::vector<StudyResult> results = run_study(spec_, folder, options);
    if (folder.state() != OutputFolder::State::finished) {
      folder.publish();
    }
    return results;
  }

  fs::path folder_;
  StudySpec spec_;
};

TEST_F(study, trains_every_run_with_every_seed_and_keeps_the_traces) {
  const std::vector<StudyResult> results = finish({});
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results[0].run, "cpt");
  EXPECT_EQ(results[1].run, "low");
  EXPECT_EQ(results[2].seed, 2u);
  EXPECT_EQ(results[0].evaluation.weight_bits, 8);
  EXPECT_EQ(results[1].evaluation.weight_bits, 3);  // a static run is tested at its own bits
  const trace::Trace trace = trace::read_trace(out() / "low-seed2");
  EXPECT_EQ(trace.metrics.back().test_accuracy, results[3].test_accuracy);
  EXPECT_EQ(trace.step().dx_scale, trace::DxScale::prescale_requantize);
  EXPECT_EQ(trace::read_trace(out() / "cpt-seed1").step().dx_scale, trace::DxScale::segmented);
}

/// The bytes of all files of a study's trainings, but of what says when and how long.
std::map<std::string, std::string> bytes_of_trainings(const fs::path& folder) {
  std::map<std::string, std::string> bytes;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().filename() != "manifest.json") {
      bytes[fs::relative(entry.path(), folder).string()] = read_file(entry.path());
    }
  }
  return bytes;
}

TEST_F(study, trainings_at_once_are_those_one_after_the_other) {
  spec_.seeds = {1, 2, 3};
  const std::vector<StudyResult> alone = finish({});
  const auto expected = bytes_of_trainings(out());
  EXPECT_GT(expected.size(), 6u * 5);
  for (const unsigned jobs : {2u, 4u, 16u}) {
    fs::remove_all(out());
    std::vector<std::string> told;
    double share = 0;
    const std::vector<StudyResult> at_once =
        finish({.jobs = jobs,
                .progress =
                    [&](const PartsProgress& progress) {
                      EXPECT_GE(progress.share, share);
                      share = progress.share;
                      EXPECT_EQ(progress.total, 6u);
                      EXPECT_GE(progress.seconds_left, 0);
                      EXPECT_THAT(progress_text(progress), HasSubstr(" of 6 trainings, "));
                    },
                .message = [&](const std::string& text) { told.push_back(text); }});
    EXPECT_EQ(bytes_of_trainings(out()), expected) << jobs;
    EXPECT_GT(share, 0.8);
    ASSERT_EQ(told.size(), 6u);
    for (std::size_t i = 0; i < alone.size(); ++i) {
      EXPECT_EQ(at_once[i].run, alone[i].run);
      EXPECT_EQ(at_once[i].seed, alone[i].seed);
      EXPECT_EQ(at_once[i].test_accuracy, alone[i].test_accuracy);
      EXPECT_EQ(at_once[i].evaluation, alone[i].evaluation);
      EXPECT_THAT(told[i], Not(HasSubstr("finished earlier")));
    }
  }
}

TEST_F(study, a_training_that_fails_ends_the_study_and_keeps_the_one_beside_it) {
  spec_.runs[1].train_samples = 4;  // less than a batch
  spec_.seeds = {1, 2, 3, 4};
  try {
    (void)finish({.jobs = 2});
    ADD_FAILURE() << "a training cannot be done";
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(), HasSubstr("4 training samples"));
  }
  EXPECT_FALSE(fs::exists(out()));
  EXPECT_TRUE(fs::exists(folder_ / "study.partial/result/cpt-seed1/weights.bin"));
  EXPECT_FALSE(fs::exists(folder_ / "study.partial/result/cpt-seed4")) << "nothing else was begun";
}

TEST_F(study, a_training_that_diverges_is_a_result) {
  spec_.workload.learning_rate = 1e30;
  spec_.accelerators = {
      config::load<arch::AcceleratorSpec>(source_dir() + "/configs/arch/operand_serial_512.yaml")};
  spec_.runs.erase(spec_.runs.begin());
  std::vector<std::string> told;
  const auto keep = [&](const std::string& text) { told.push_back(text); };
  const std::vector<StudyResult> results = finish({.jobs = 2, .message = keep});
  ASSERT_EQ(results.size(), 2u);
  EXPECT_THAT(results[0].diverged, HasSubstr(" at iteration "));
  EXPECT_THAT(told, ::testing::Contains(HasSubstr("low-seed1: diverged: ")));
  EXPECT_EQ(read_file(out() / "low-seed1.diverged"), results[0].diverged);
  const std::vector<StudyResult> again = finish({.jobs = 1, .message = keep});
  EXPECT_EQ(again[1].diverged, results[1].diverged);
  EXPECT_EQ(told.size(), 4u);
  const std::vector<StudyCost> costs = study_costs(spec_, out(), 1, {});
  EXPECT_TRUE(costs.empty());
  EXPECT_THAT(study_costs_markdown(spec_, costs), Not(HasSubstr("| low |")));
}

TEST_F(study, tables_leave_out_of_means_what_diverged_and_say_so) {
  const std::vector<StudyResult> results{
      {"cpt", 1, {8, 0}, 0.50},
      {.run = "cpt", .seed = 2, .evaluation = {}, .diverged = "the loss is nan"},
      {.run = "low", .seed = 1, .evaluation = {}, .diverged = "the loss is inf"}};
  const std::string csv = study_csv(spec_, results);
  EXPECT_THAT(csv, HasSubstr("segmented,1,4,8,50\n"));
  EXPECT_THAT(csv, HasSubstr("segmented,2,4,,\n"));
  const std::string text = study_markdown(spec_, results);
  EXPECT_THAT(text, HasSubstr("| 8 | 1 2 | 50.00 diverged | 50.00 | 51.00 ± 1.41 (n = 2) |"));
  EXPECT_THAT(text, HasSubstr("|  | 1 | diverged | - |  |  |"));
  EXPECT_THAT(text, HasSubstr("left out of means: cpt, seed 2: the loss is nan."));
}

// Read from anywhere, resolved.yaml means the same files.
TEST_F(study, places_of_what_is_kept_are_absolute) {
  spec_.workload.dataset_path = "data/../images";
  spec_.workload.initial_weights = "weights.bin";
  spec_.workload.schedule = "csv:bits.csv,iterations_per_epoch=7";
  spec_.runs[0].schedule = "csv:own.csv";
  const StudySpec kept = with_absolute_places(spec_);
  const fs::path here = fs::current_path();
  EXPECT_EQ(kept.workload.dataset_path, (here / "images").string());
  EXPECT_EQ(kept.workload.initial_weights, (here / "weights.bin").string());
  EXPECT_EQ(kept.workload.schedule,
            "csv:" + (here / "bits.csv").string() + ",iterations_per_epoch=7");
  EXPECT_EQ(kept.runs[0].schedule, "csv:" + (here / "own.csv").string());
  EXPECT_EQ(kept.runs[1].schedule, spec_.runs[1].schedule) << "no file";
  EXPECT_EQ(kept.workload.model, spec_.workload.model) << "a name";
  EXPECT_EQ(with_absolute_places(kept), kept);
}

TEST_F(study, a_run_may_have_seeds_of_its_own) {
  spec_.runs[1].seeds = {{2, 7}};
  const std::vector<StudyResult> results = finish({});
  std::vector<std::string> done;
  for (const StudyResult& result : results) {
    done.push_back(result.run + std::to_string(result.seed));
  }
  EXPECT_THAT(done, ElementsAre("cpt1", "cpt2", "low2", "low7"));
  EXPECT_EQ(trace::read_trace(out() / "low-seed7").metrics.back().test_accuracy,
            results[3].test_accuracy);
  EXPECT_THAT(study_markdown(spec_, results), HasSubstr("| 2 7 |"));
}

TEST_F(study, its_trainings_are_priced_at_equal_iterations_and_at_equal_joules) {
  spec_.workload.test_every = 1;
  spec_.runs[0].dx_scale = trace::DxScale::prescale_requantize;
  spec_.runs[0].schedule = "static:8,backward=8";
  spec_.accelerators = {
      config::load<arch::AcceleratorSpec>(source_dir() + "/configs/arch/operand_serial_512.yaml")};
  const std::vector<StudyResult> results = finish({});
  const std::vector<StudyCost> costs = study_costs(spec_, out(), 1, {});
  ASSERT_EQ(costs.size(), 4u);
  for (const StudyCost& cost : costs) {
    EXPECT_GT(cost.seconds, 0);
    EXPECT_GT(cost.bytes, 0);
    const auto same = std::find_if(results.begin(), results.end(), [&](const StudyResult& one) {
      return one.run == cost.run && one.seed == cost.seed;
    });
    EXPECT_EQ(cost.test_accuracy, same->test_accuracy);
  }
  // Three bits take fewer joules: at as many, the eight-bit training has not come to its end.
  EXPECT_LT(costs[2].joules, costs[0].joules);
  EXPECT_EQ(costs[2].equal_iterations, 4u);
  EXPECT_EQ(costs[2].equal_accuracy, costs[2].test_accuracy);
  // Every iteration of a training takes the same: what is spent at a share of it is that share.
  ASSERT_TRUE(costs[0].equal_iterations.has_value());
  const double at = 4 * costs[2].joules / costs[0].joules;
  EXPECT_LT(at, 4);
  EXPECT_NEAR(*costs[0].equal_iterations, at, 1e-9);
  const auto metrics = trace::read_trace(out() / study_folder(spec_.runs[0], 1)).metrics;
  std::map<std::uint64_t, double> accuracies;  // by iterations done; the last test is at the end
  for (const trace::Metric& metric : metrics) {
    accuracies[std::min<std::uint64_t>(metric.iteration + 1, 4)] = metric.test_accuracy.value();
  }
  ASSERT_EQ(accuracies.size(), 4u);
  const auto before = static_cast<std::uint64_t>(at);
  EXPECT_NEAR(*costs[0].equal_accuracy,
              accuracies[before] + (at - static_cast<double>(before)) *
                                       (accuracies[before + 1] - accuracies[before]),
              1e-9)
      << "between the tests before and behind";
  EXPECT_THAT(study_costs_csv(spec_, costs), HasSubstr("cpt,affine,backpropagation,"));
  EXPECT_THAT(study_costs_markdown(spec_, costs), HasSubstr("operand_serial_512"));
}

// Joules of a longer training are compared with those of trainings as long.
TEST_F(study, a_run_may_have_iterations_of_its_own) {
  spec_.workload.test_every = 1;
  spec_.seeds = {1};
  spec_.runs = {{.name = "eight", .schedule = "static:8,backward=8"},
                {.name = "three", .schedule = "static:3,backward=8"},
                {.name = "eight_6", .schedule = "static:8,backward=8", .iterations = 6}};
  spec_.accelerators = {
      config::load<arch::AcceleratorSpec>(source_dir() + "/configs/arch/operand_serial_512.yaml")};
  const std::vector<StudyResult> results = finish({});
  EXPECT_EQ(trace::read_trace(out() / "eight-seed1").iterations(), 4u);
  EXPECT_EQ(trace::read_trace(out() / "eight_6-seed1").iterations(), 6u);
  const std::vector<StudyCost> costs = study_costs(spec_, out(), 1, {});
  ASSERT_EQ(costs.size(), 3u);
  EXPECT_EQ(costs[2].iterations, 6u);
  EXPECT_GT(costs[2].joules, costs[0].joules);
  EXPECT_LT(costs[0].equal_iterations.value_or(9), 4u) << "those of three bits";
  EXPECT_EQ(costs[2].equal_iterations, 6u) << "its own: nothing else is as long";
  EXPECT_THAT(study_csv(spec_, results),
              HasSubstr("eight_6,\"static:8,backward=8\",prescale_requantize,1,6,"));
  EXPECT_THAT(study_markdown(spec_, results), HasSubstr("\n6 iterations: eight_6.\n"));
}

TEST_F(study, first_and_last_layers_are_compared_with_what_they_take) {
  spec_.seeds = {1};
  spec_.runs = {{.name = "network", .schedule = "static:4,backward=8"},
                {.name = "real", .schedule = "static:4,backward=8", .ends = model::Ends::fp32},
                {.name = "eight", .schedule = "static:4,backward=8", .ends = model::Ends::bits_8}};
  spec_.accelerators = {
      config::load<arch::AcceleratorSpec>(source_dir() + "/configs/arch/systolic_512.yaml")};
  (void)finish({});
  const std::vector<StudyCost> costs = study_costs(spec_, out(), 1, {});
  ASSERT_EQ(costs.size(), 3u);
  for (const StudyCost& cost : costs) {
    EXPECT_GT(cost.ends_time_share, 0) << cost.run;
    EXPECT_LT(cost.ends_time_share, 1) << cost.run;
    EXPECT_GT(cost.ends_energy_share, 0) << cost.run;
  }
  EXPECT_GT(costs[1].ends_time_share, costs[2].ends_time_share) << "FP32 on the vector unit";
  const std::string csv = study_costs_csv(spec_, costs);
  EXPECT_THAT(csv, HasSubstr(",ends,ends_time_percent,ends_energy_percent\n"));
  EXPECT_THAT(csv, HasSubstr(",fp32,"));
  EXPECT_THAT(study_costs_markdown(spec_, costs), HasSubstr("| of the energy (%) |"));
  const trace::Trace eight = trace::read_trace(out() / "eight-seed1");
  EXPECT_EQ(eight.schedule.front().assignment.of("conv1").weight_bits, 8);
  EXPECT_EQ(eight.schedule.front().assignment.all.weight_bits, 4);
  spec_.runs.resize(1);
  EXPECT_THAT(study_costs_csv(spec_, {costs[0]}), Not(HasSubstr("ends")));
}

TEST_F(study, losses_of_number_formats_stand_beside_those_of_the_same_weights_in_fp32) {
  spec_.workload.test_every = 1;
  spec_.seeds = {1};
  spec_.runs = {{.name = "late", .schedule = "late:mxfp4,then=bf16,from=0.5"},
                {.name = "real", .schedule = "static:fp32"}};
  spec_.accelerators = {
      config::load<arch::AcceleratorSpec>(source_dir() + "/configs/arch/chunked_fp_512.yaml")};
  (void)finish({});
  const std::vector<StudyCost> costs = study_costs(spec_, out(), 1, {});
  ASSERT_EQ(costs.size(), 2u);
  const auto metrics = trace::read_trace(out() / "late-seed1").metrics;
  ASSERT_TRUE(costs[0].test_loss && costs[0].fp32_loss);
  EXPECT_EQ(costs[0].test_loss, metrics.back().test_loss);
  EXPECT_EQ(costs[0].fp32_loss, metrics[metrics.size() - 2].test_loss);
  EXPECT_NE(costs[0].fp32_loss, costs[0].test_loss);
  EXPECT_EQ(costs[1].fp32_loss, costs[1].test_loss) << "the same test";
  const std::string csv = study_costs_csv(spec_, costs);
  EXPECT_THAT(csv, HasSubstr("test_loss,fp32_test_loss,equal_energy_test_loss\n"));
  EXPECT_THAT(study_costs_markdown(spec_, costs), HasSubstr("| in FP32 |"));
}

TEST_F(study, F2_2_finished_trainings_of_a_study_that_was_stopped_are_not_repeated) {
  PartsOptions options;
  std::vector<std::string> told;
  options.message = [&](const std::string& text) {
    told.push_back(text);
    if (told.size() == 3) {
      throw UserError("stopped");
    }
  };
  EXPECT_THROW((void)finish(options), UserError);
  const auto stamp = fs::last_write_time(folder_ / "study.partial/result/low-seed1/weights.bin");
  const std::vector<StudyResult> results = finish(options);
  EXPECT_EQ(results.size(), 4u);
  EXPECT_EQ(fs::last_write_time(out() / "low-seed1" / "weights.bin"), stamp);
  EXPECT_THAT(told[5], HasSubstr("finished earlier"));
  EXPECT_THAT(told[6], Not(HasSubstr("finished earlier")));
  // A finished one is read; another one is refused.
  EXPECT_EQ(finish({})[3].test_accuracy, results[3].test_accuracy);
  spec_.workload.learning_rate = 0.01;
  EXPECT_THROW((void)finish({}), UserError);
}

TEST_F(study, its_table_states_means_spreads_evaluation_bits_and_the_reference) {
  const std::vector<StudyResult> results{{"cpt", 1, {8, 0}, 0.50},
                                         {"low", 1, {3, 0}, 0.30},
                                         {"cpt", 2, {8, 0}, 0.51},
                                         {"low", 2, {3, 0}, 0.32}};
  const std::string csv = study_csv(spec_, results);
  EXPECT_THAT(csv, HasSubstr("run,schedule,dx_scale,seed,iterations,evaluation_bits,"));
  EXPECT_THAT(csv, HasSubstr("\"cpt:3-8,periods=2,backward=8\",segmented,2,4,8,51\n"));
  const std::string text = study_markdown(spec_, results);
  // Means 50.5 and 51; 2 sqrt(0.5 / 2 + 2 / 2) = 2.24.
  EXPECT_THAT(text,
              HasSubstr("| segmented | 8 | 1 2 | 50.00 51.00 | 50.50 ± 0.71 | 51.00 ± 1.41 (n = 2) "
                        "| -0.50 of ±2.24 |"));
  EXPECT_THAT(text,
              HasSubstr("| prescale_requantize | 3 | 1 2 | 30.00 32.00 | 31.00 ± 1.41 |  |  |"));
  EXPECT_THAT(text, HasSubstr("Allowed: 0.5 points"));
}

TEST_F(study, F7_a_table_without_a_reference_states_no_allowed_difference) {
  spec_.runs[0].reference_percent.clear();
  const std::vector<StudyResult> results{{"cpt", 1, {8, 0}, 0.50}, {"low", 1, {3, 0}, 0.30}};
  EXPECT_THAT(study_markdown(spec_, results), Not(HasSubstr("Allowed")));
}

TEST_F(study, F7_a_run_has_a_label_as_in_sweeps_and_its_older_name_is_accepted) {
  const auto loaded = [&](const std::string& key) {
    const fs::path file = folder_ / "s.yaml";
    write_file_atomically(file, "name: s\nworkload: {dataset: synthetic}\nruns:\n  - {" + key +
                                    ": a, schedule: 'static:8'}\n");
    return config::load<StudySpec>(file);
  };
  EXPECT_EQ(loaded("label").runs.at(0).name, "a");
  EXPECT_EQ(loaded("name"), loaded("label"));
  EXPECT_THAT(config::resolved_yaml(loaded("name")), HasSubstr("label: a"));
  EXPECT_THROW((void)loaded("label: b, name"), UserError);
}

TEST_F(study, a_file_with_two_runs_of_one_name_or_a_wrong_schedule_is_refused) {
  const auto complaint = [&](const std::string& runs) {
    const fs::path file = folder_ / "s.yaml";
    write_file_atomically(file, "name: s\nworkload: {dataset: synthetic}\nruns:\n" + runs);
    try {
      (void)config::load<StudySpec>(file);
    } catch (const UserError& error) {
      return error.diagnostics().front().text();
    }
    return std::string("nothing");
  };
  EXPECT_EQ(complaint("  - {name: a, schedule: 'static:8'}\n"), "nothing");
  EXPECT_THAT(
      complaint("  - {name: a, schedule: 'static:8'}\n  - {name: a, schedule: 'static:6'}\n"),
      HasSubstr("two of them are named a"));
  EXPECT_THAT(complaint("  - {name: a, schedule: 'statik:8'}\n"), HasSubstr("static"));
  EXPECT_THAT(complaint("  - {name: a, schedule: 'static:8', seeds: []}\n"), HasSubstr("no seed"));
  EXPECT_THAT(complaint("  - {name: a, schedule: 'static:8', seeds: [3, 4, 3]}\n"),
              HasSubstr("a seed stands twice"));
  EXPECT_THAT(complaint("  - {name: a}\n"), HasSubstr("is missing"));
}

}  // namespace study_test
}  // namespace metronome::experiment
