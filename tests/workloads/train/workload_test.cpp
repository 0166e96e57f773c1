#include "workloads/train/workload.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "sim/base/error.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/train/learning_rate.hpp"

namespace metronome::train {
namespace workload_test {

std::vector<Diagnostic> complaints(const std::string& text) {
  config::Reader reader;
  WorkloadSpec spec;
  config::schema_of<WorkloadSpec>().read(spec, config::parse_yaml(text, "w.yaml"), reader, "");
  try {
    reader.finish();
  } catch (const UserError& error) {
    return error.diagnostics();
  }
  return {};
}

TEST(workload, every_shipped_configuration_is_valid) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(metronome::source_dir()) / "configs" / "workloads")) {
    EXPECT_NO_THROW((void)config::load<WorkloadSpec>(entry.path())) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 3u);
}

TEST(workload, the_cpt_and_static_configurations_differ_in_the_schedule_only) {
  const auto folder = std::filesystem::path(metronome::source_dir()) / "configs" / "workloads";
  auto cpt = config::load<WorkloadSpec>(folder / "fashion_mnist_resnet8_cpt.yaml");
  const auto fixed = config::load<WorkloadSpec>(folder / "fashion_mnist_resnet8_static8.yaml");
  EXPECT_NE(cpt, fixed);
  cpt.schedule = fixed.schedule;
  EXPECT_EQ(cpt, fixed);
}

TEST(workload, the_resolved_form_reads_back) {
  WorkloadSpec spec;
  spec.model = "resnet-20";
  spec.dataset_path = "/some/where";
  spec.dx_scale = trace::DxScale::segmented;
  config::Reader reader;
  WorkloadSpec again;
  config::schema_of<WorkloadSpec>().read(
      again, config::parse_yaml(config::resolved_yaml(spec), "r.yaml"), reader, "");
  reader.finish();
  EXPECT_EQ(again, spec);
}

TEST(workload, wrong_values_are_named_by_their_keys_all_at_once) {
  const auto found = complaints(
      "model: resnet-9\ndataset: mnits\nschedule: cpt:3-8,periods=500\niterations: 100\n"
      "train_samples: 64\nlearning_rate_drops: [0.75, 0.5]\nnesterov: true\nmomentum: 0\n");
  std::vector<std::string> keys;
  for (const Diagnostic& diagnostic : found) {
    keys.push_back(diagnostic.key);
    EXPECT_GT(diagnostic.line, 0) << diagnostic.text();
    EXPECT_FALSE(diagnostic.hint.empty()) << diagnostic.text();
  }
  EXPECT_EQ(keys, (std::vector<std::string>{"dataset", "model", "schedule", "train_samples",
                                            "learning_rate_drops", "nesterov"}));
}

TEST(workload, parts_of_batch_norm_divide_the_batch_and_have_two_samples) {
  const auto complaint = [](const std::string& keys) {
    std::string text;
    for (const Diagnostic& one : complaints("batch: 24\nbatch_norm: {" + keys + "}\n")) {
      text += one.text();
    }
    return text.empty() ? "accepted" : text;
  };
  EXPECT_EQ(complaint("statistics: part, part: 8"), "accepted");
  EXPECT_EQ(complaint("statistics: batch"), "accepted");
  EXPECT_NE(complaint("statistics: part, part: 7").find("do not divide the batch"),
            std::string::npos);
  EXPECT_NE(complaint("statistics: part").find("at least two samples"), std::string::npos);
  EXPECT_NE(complaint("part: 8").find("has no effect"), std::string::npos);
  EXPECT_NE(complaint("statistics: parts").find("part"), std::string::npos);
}

TEST(workload, every_key_has_a_sentence_of_documentation) {
  for (const config::FieldInfo& row : config::describe<WorkloadSpec>()) {
    EXPECT_FALSE(row.doc.empty()) << row.key;
  }
}

TEST(learning_rate, drops_at_the_fractions_of_the_run) {
  WorkloadSpec spec;
  spec.iterations = 384;
  EXPECT_DOUBLE_EQ(learning_rate_at(spec, 0), 0.1);
  EXPECT_DOUBLE_EQ(learning_rate_at(spec, 191), 0.1);
  EXPECT_DOUBLE_EQ(learning_rate_at(spec, 192), 0.01);
  EXPECT_DOUBLE_EQ(learning_rate_at(spec, 287), 0.01);
  EXPECT_DOUBLE_EQ(learning_rate_at(spec, 288), 0.001);
  spec.learning_rate_drops.clear();
  EXPECT_DOUBLE_EQ(learning_rate_at(spec, 383), 0.1);
}

}  // namespace workload_test
}  // namespace metronome::train
