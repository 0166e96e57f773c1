// Trainings in two parts: on one half of the classes or images, then on the other.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/data/halves.hpp"
#include "workloads/data/load.hpp"
#include "workloads/model/ends.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/evaluate.hpp"
#include "workloads/train/initial_weights.hpp"
#include "workloads/train/samples.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::train {
namespace task_test {

namespace fs = std::filesystem;
using data::Half;

data::DataSet images() {
  return data::load_data_set(
      {.name = "synthetic", .path = {}, .train_samples = 301, .test_samples = 100, .seed = 3});
}
std::set<std::uint8_t> labels_of(const data::Split& split) {
  return {split.labels.begin(), split.labels.end()};
}

/// The samples of a split as texts, in an order that does not depend on theirs.
std::multiset<std::string> samples_of(const data::DataSet& set, const data::Split& split) {
  std::multiset<std::string> samples;
  const std::size_t size = set.stored_elements();
  for (std::size_t i = 0; i < split.samples(); ++i) {
    const auto first = split.pixels.begin() + static_cast<std::ptrdiff_t>(i * size);
    std::string sample(first, first + static_cast<std::ptrdiff_t>(size));
    sample += static_cast<char>(split.labels[i]);
    samples.insert(sample);
  }
  return samples;
}

template <class Keep>
void expect_halves(const Keep& keep, bool of_tests) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    data::DataSet first = images();
    data::DataSet second = images();
    keep(first, seed, Half::first);
    keep(second, seed, Half::second);
    const data::DataSet all = images();
    for (const auto split : {&data::DataSet::train, &data::DataSet::test}) {
      if (split == &data::DataSet::test && !of_tests) {
        EXPECT_EQ(first.*split, all.*split);
        EXPECT_EQ(second.*split, all.*split);
        continue;
      }
      std::multiset<std::string> both = samples_of(first, first.*split);
      const std::multiset<std::string> other = samples_of(second, second.*split);
      EXPECT_GT(both.size(), 0u);
      EXPECT_GT(other.size(), 0u);
      both.insert(other.begin(), other.end());
      EXPECT_EQ(both, samples_of(all, all.*split)) << "nothing twice, nothing left out";
    }
  }
}

TEST(task, halves_have_nothing_in_common_and_leave_nothing_out) {
  expect_halves(data::keep_half_of_images, false);
  expect_halves(data::keep_half_of_classes, true);
  data::DataSet half = images();
  data::keep_half_of_images(half, 1, Half::first);
  EXPECT_EQ(half.train.samples(), 150u);
  std::set<std::set<std::uint8_t>> drawn;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    data::DataSet first = images();
    data::keep_half_of_classes(first, seed, Half::first);
    EXPECT_EQ(labels_of(first.train).size(), 5u);
    EXPECT_EQ(labels_of(first.train), labels_of(first.test));
    drawn.insert(labels_of(first.train));
  }
  EXPECT_GT(drawn.size(), 1u) << "the seed draws";
}

WorkloadSpec spec_of(TaskKind kind, TaskPart part, const weights::FormSpec& form = {}) {
  WorkloadSpec spec;
  spec.model = "lenet-5";
  spec.dataset = "synthetic";
  spec.train_samples = 128;
  spec.test_samples = 60;
  spec.batch = 16;
  spec.iterations = 4;
  spec.schedule = "static:8,backward=8";
  spec.learning_rate = 0.02;
  spec.task = {.kind = kind, .part = part, .seed = 2};
  spec.form = form;
  return spec;
}

TEST(task, an_adapted_training_is_tested_on_its_classes_and_a_tuned_one_on_all) {
  EXPECT_EQ(load_samples(spec_of(TaskKind::full, {}))->test_batches(), 4u);
  EXPECT_EQ(load_samples(spec_of(TaskKind::fine_tune, TaskPart::target))->test_batches(), 4u);
  std::size_t tested = 0;
  std::set<std::string> digests;
  for (const auto part : {TaskPart::source, TaskPart::target}) {
    const auto samples = load_samples(spec_of(TaskKind::adapt, part));
    Batch batch;
    for (std::size_t i = 0; i < samples->test_batches(); ++i) {
      samples->test(i, batch);
      tested += batch.labels.size();
    }
    digests.insert(samples->digest());
  }
  EXPECT_EQ(tested, 60u);
  EXPECT_EQ(digests.size(), 2u) << "a checkpoint of the other half is another training";
}

class tasks : public ::testing::Test {
 protected:
  tasks() : folder_(fs::temp_directory_path() / ("metronome_task_" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~tasks() override { fs::remove_all(folder_); }

  /// A training as `metronome train` leaves it; returns its folder.
  std::string trained(const WorkloadSpec& spec, const std::string& name) const {
    const TrainResult result = train(spec, {});
    fs::create_directories(folder_ / name);
    write_file_durably(folder_ / name / "weights.bin", result.weights);
    write_file_durably(folder_ / name / "resolved.yaml", config::resolved_yaml(spec));
    return (folder_ / name).string();
  }

  fs::path folder_;
};

TEST_F(tasks, the_last_layer_of_an_adapted_training_begins_anew) {
  for (const TaskKind kind : {TaskKind::adapt, TaskKind::fine_tune}) {
    WorkloadSpec target = spec_of(kind, TaskPart::target);
    const model::Graph graph = network_of(target, trace::optional_data_set_shape(target.dataset));
    nn::Network<float> drawn(graph, target.dx_scale);
    give_initial_weights(drawn, target);
    nn::Network<float> given(graph, target.dx_scale);
    start_from(given, trained(spec_of(kind, TaskPart::source), std::string(enum_name(kind))));
    target.initial_weights = config::PlacedName((folder_ / std::string(enum_name(kind))).string());
    nn::Network<float> begun(graph, target.dx_scale);
    give_initial_weights(begun, target);
    ASSERT_EQ(model::last_layers(graph).size(), 1u);
    const std::string last = graph.nodes[model::last_layers(graph).front()].name + ".";
    const auto of_drawn = drawn.parameters();
    const auto of_given = given.parameters();
    const auto of_begun = begun.parameters();
    for (std::size_t i = 0; i < of_begun.size(); ++i) {
      const bool anew = kind == TaskKind::adapt && of_begun[i].name.starts_with(last);
      const auto& expected = (anew ? of_drawn : of_given)[i].value->values();
      EXPECT_TRUE(std::equal(expected.begin(), expected.end(), of_begun[i].value->data()))
          << of_begun[i].name;
      EXPECT_FALSE(std::equal(of_given[i].value->data(),
                              of_given[i].value->data() + of_given[i].value->size(),
                              of_drawn[i].value->data()))
          << of_begun[i].name;
    }
  }
}

TEST_F(tasks, every_update_of_coefficients_goes_on_from_the_source_and_is_evaluated) {
  for (const TaskKind kind : {TaskKind::adapt, TaskKind::fine_tune}) {
    const std::string source =
        trained(spec_of(kind, TaskPart::source), "from_" + std::string(enum_name(kind)));
    for (const auto update : kEnumValues<weights::CoefficientUpdate>) {
      weights::CoefficientSpec form;
      form.update = update;
      form.switching = {.bar = 2, .filter = 1e-4};
      WorkloadSpec target = spec_of(kind, TaskPart::target, form);
      target.initial_weights = config::PlacedName(source);
      const TrainResult result = train(target, {});
      EXPECT_EQ(train(target, {.threads = 3}).weights, result.weights);
      const std::string to = trained(target, "to");
      const Evaluation found = evaluate({.source = {.path = to, .network = {}, .schedule = {}}});
      EXPECT_EQ(found.accuracy, result.test_accuracy);
      EXPECT_EQ(found.samples == 60, kind == TaskKind::fine_tune);
      WorkloadSpec other = target;
      other.task.part = TaskPart::source;
      EXPECT_NE(train(other, {}).weights, result.weights);
    }
  }
}

TEST(task, what_it_leaves_too_little_of_or_has_no_effect_is_refused) {
  WorkloadSpec few = spec_of(TaskKind::fine_tune, TaskPart::source);
  few.train_samples = 30;
  EXPECT_THROW((void)load_samples(few), UserError);
  const auto error_of = [](const std::string& yaml) -> std::string {
    WorkloadSpec read;
    config::Reader reader(std::vector<config::Override>{});
    config::schema_of<WorkloadSpec>().read(read, config::parse_yaml(yaml, "w.yaml"), reader, "");
    try {
      reader.finish();
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(error_of("task: {kind: adapt, part: target}\n"), "");
  EXPECT_NE(error_of("task: {part: target}\n").find("task: has no effect"), std::string::npos);
  EXPECT_NE(error_of("task: {kind: tune}\n").find("fine_tune"), std::string::npos);
  EXPECT_NE(error_of("model: lstm-2\ndataset: synthetic-text\ntask: {kind: adapt}\n")
                .find("a text has no halves"),
            std::string::npos);
  EXPECT_EQ(config::resolved_yaml(WorkloadSpec{}).find("task"), std::string::npos);
}

}  // namespace task_test
}  // namespace metronome::train
