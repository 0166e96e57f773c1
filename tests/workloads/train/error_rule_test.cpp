// Direct feedback in the trainer: it learns, goes on after a kill, and says what it cannot do.
#include "workloads/train/error_rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/methods/feedback/direct_feedback.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::train {
namespace error_rule_test {

namespace fs = std::filesystem;
using feedback::Boundary;
using feedback::FeedbackKind;
using ::testing::HasSubstr;

WorkloadSpec fed(FeedbackKind kind, std::uint64_t delay = 0) {
  WorkloadSpec spec;
  spec.model = "mlp";
  spec.dataset = "synthetic";
  spec.train_samples = 64;
  spec.test_samples = 16;
  spec.batch = 8;
  spec.iterations = 12;
  spec.schedule = "cpt:3-8,periods=4,backward=8";
  spec.learning_rate = 0.02;
  spec.statistics_every = 3;
  spec.errors = Errors::direct_feedback;
  spec.feedback = kind;
  spec.delay = delay;
  return spec;
}

void expect_equal(const TrainResult& result, const TrainResult& expected) {
  EXPECT_EQ(result.weights, expected.weights);
  EXPECT_EQ(result.metrics, expected.metrics);
  EXPECT_EQ(result.values, expected.values);
}

double mean_loss(const TrainResult& result, std::size_t first, std::size_t count) {
  double sum = 0;
  for (std::size_t t = first; t < first + count; ++t) {
    sum += result.metrics.at(t).loss.value();
  }
  return sum / static_cast<double>(count);
}

TEST(error_rule, every_kind_learns_at_cycling_bits_and_none_is_backpropagation) {
  WorkloadSpec back = fed(FeedbackKind::binary);
  back.errors = Errors::backpropagation;
  back.iterations = 32;
  std::vector<std::string> weights{train(back, {}).weights};
  for (const FeedbackKind kind : kEnumValues<FeedbackKind>) {
    WorkloadSpec spec = fed(kind);
    spec.iterations = 32;
    const TrainResult result = train(spec, {});
    EXPECT_LT(mean_loss(result, 24, 8), 0.8 * mean_loss(result, 0, 4)) << enum_name(kind);
    weights.push_back(result.weights);
  }
  std::sort(weights.begin(), weights.end());
  EXPECT_EQ(std::unique(weights.begin(), weights.end()), weights.end());
}

TEST(error_rule, threads_change_nothing) {
  for (const std::uint64_t delay : {0, 1}) {
    WorkloadSpec spec = fed(FeedbackKind::lfsr, delay);
    spec.model = "lenet-5";
    expect_equal(train(spec, {.threads = 3}), train(spec, {}));
  }
}

TEST(error_rule, seed_and_states_decide_what_is_drawn) {
  const WorkloadSpec spec = fed(FeedbackKind::lfsr);
  const std::string weights = train(spec, {}).weights;
  WorkloadSpec other = spec;
  other.feedback_seed = spec.seed;
  EXPECT_EQ(train(other, {}).weights, weights) << "the run's own seed is the default";
  other.feedback_seed = spec.seed + 1;
  EXPECT_NE(train(other, {}).weights, weights);
  other = spec;
  other.lfsr_states = {5, 77};
  const std::string stated = train(other, {}).weights;
  EXPECT_NE(stated, weights);
  other.feedback_seed = 99;
  EXPECT_EQ(train(other, {}).weights, stated) << "the states say everything";
}

/// A run that ends itself by SIGKILL after so many iterations, in a process of its own.
void run_killed_after(const WorkloadSpec& spec, const fs::path& file, std::uint64_t iterations) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    TrainOptions killed{.threads = 1,
                        .progress =
                            [&](const Progress& p) {
                              if (p.iteration >= iterations) {
                                (void)::kill(::getpid(), SIGKILL);
                              }
                            },
                        .checkpoints = CheckpointOptions{.file = file, .every = 1, .resume = true}};
    (void)train(spec, killed);
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

TEST(error_rule, a_killed_run_goes_on_with_the_feedback_of_its_initial_weights) {
  const fs::path file =
      fs::temp_directory_path() / ("metronome_error_rule_" + std::to_string(::getpid()));
  for (const FeedbackKind kind : kEnumValues<FeedbackKind>) {
    for (const auto optimizer : {OptimizerKind::sgd, OptimizerKind::adam, OptimizerKind::adamw}) {
      for (const std::uint64_t delay : {0, 1}) {
        SCOPED_TRACE(std::string(enum_name(kind)) + std::string(enum_name(optimizer)));
        WorkloadSpec spec = fed(kind, delay);
        spec.model = "lenet-5";
        spec.boundary = delay == 0 ? Boundary::boundary : Boundary::first_fc;
        spec.iterations = 6;
        spec.schedule = delay == 0 ? "cpt:weights=3-8,activations=3-8,errors=4-8,periods=2"
                                   : "cpt:3-8,periods=2,backward=8";  // errors' bits cycle, too
        spec.optimizer = optimizer;
        spec.learning_rate = 0.01;
        spec.gradient_clip = 0.5;
        const TrainResult expected = train(spec, {});
        std::set<int> error_bits;
        for (const trace::Metric& metric : expected.metrics) {
          error_bits.insert(metric.precision.error_bits);
        }
        EXPECT_EQ(error_bits.size() > 1, delay == 0);
        fs::remove(file);
        run_killed_after(spec, file, 1);
        run_killed_after(spec, file, 4);
        const TrainOptions on{
            .threads = 2,
            .checkpoints = CheckpointOptions{.file = file, .every = 1, .resume = true}};
        expect_equal(train(spec, on), expected);
        expect_equal(train(spec, on), expected);  // from the end: the last update still waits
      }
    }
  }
  fs::remove(file);
}

TEST(error_rule, a_network_of_a_file_is_fed_from_the_weights_that_it_is_given) {
  const fs::path folder =
      fs::temp_directory_path() / ("metronome_given_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  WorkloadSpec spec = fed(FeedbackKind::product);
  spec.model = metronome::source_dir() + "/configs/networks/bdfa_cnn.yaml";
  spec.iterations = 4;
  spec.schedule = "static:8,backward=8";
  WorkloadSpec before = spec;
  before.seed = 7;
  write_file_atomically(folder / "weights.bin", train(before, {}).weights);
  WorkloadSpec given = spec;
  given.initial_weights = (folder / "weights.bin").string();
  const TrainResult expected = train(given, {});
  EXPECT_NE(expected.weights, train(spec, {}).weights);
  run_killed_after(given, folder / "checkpoint.bin", 2);
  expect_equal(train(given, {.threads = 1,
                             .checkpoints = CheckpointOptions{.file = folder / "checkpoint.bin",
                                                              .every = 1,
                                                              .resume = true}}),
               expected);
  fs::remove_all(folder);
}

TEST(error_rule, the_forward_pass_reads_the_weights_before_the_update_of_the_iteration_before) {
  const auto loss = [](WorkloadSpec spec, std::size_t t) {
    return train(spec, {}).metrics.at(t).loss.value();
  };
  for (const Errors errors : kEnumValues<Errors>) {
    WorkloadSpec late = fed(FeedbackKind::binary);
    late.errors = errors;
    late.momentum = 0;
    late.weight_decay = 0;
    late.schedule = "static:8,backward=8";
    late.learning_rate_drops = {};
    late.iterations = 3;
    WorkloadSpec at_once = late;
    late.delay = 1;
    WorkloadSpec never = at_once;
    never.learning_rate = 0;
    EXPECT_EQ(loss(late, 0), loss(at_once, 0));
    EXPECT_EQ(loss(late, 1), loss(never, 1)) << "no update was made";
    EXPECT_NE(loss(at_once, 1), loss(never, 1));
    WorkloadSpec once = at_once;  // one update, then none
    once.learning_rate_drops = {0.34};
    once.learning_rate_factor = 0;
    EXPECT_EQ(loss(late, 2), loss(once, 2)) << "that of the first iteration was made";
    WorkloadSpec one = late;
    one.iterations = 1;
    WorkloadSpec one_at_once = at_once;
    one_at_once.iterations = 1;
    EXPECT_EQ(train(one, {}).weights, train(one_at_once, {}).weights)
        << "the last update is made before the test";
  }
}

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

TEST(error_rule, what_cannot_be_fed_is_refused_by_its_key_with_the_place) {
  const std::string resnet = "model: resnet-8\ndataset: synthetic\nerrors: direct_feedback\n";
  const std::string mlp = "model: mlp\ndataset: synthetic\nerrors: direct_feedback\n";
  struct Wrong {
    std::string text, key, what;
  };
  const std::vector<Wrong> cases{
      {resnet + "boundary: first_fc\n", "errors",
       "a single fully connected layer has no hidden error"},
      {"model: lstm-2:hidden=8\ndataset: synthetic-text\nerrors: direct_feedback\n", "errors",
       "no fully connected layer at its end"},
      {mlp + "feedback: lfsr\nlfsr_states: [1, 0]\n", "lfsr_states",
       "state 0 gives zeros for ever"},
      {mlp + "feedback: lfsr\nlfsr_states: [7]\n", "lfsr_states",
       "1 states of registers, errors are fed at 2 places"},
      {mlp + "feedback: uniform\nlfsr_states: [7, 8]\n", "lfsr_states", "generated feedback"},
      {mlp + "lfsr_states: [4294967296, 1]\nfeedback: lfsr\n", "lfsr_states[0]", "4294967296"},
      {mlp + "delay: 2\n", "delay", "2"},
      {mlp + "boundary: first_fc\n", "boundary", "nothing learns before"},
      {mlp + "feedback: binary\nfeedback_seed: 3\n", "feedback_seed", "nothing is drawn from it"},
      {mlp + "feedback: lfsr\nlfsr_states: [1, 2]\nfeedback_seed: 3\n", "feedback_seed",
       "nothing is drawn from it"},
      {mlp + "feedback: gaussian\n", "feedback", "gaussian"},
      {"model: mlp\ndataset: synthetic\nfeedback: lfsr\n", "feedback",
       "is a setting of direct feedback"},
      {"model: mlp\ndataset: synthetic\nboundary: first_fc\n", "boundary",
       "is a setting of direct feedback"},
      {"model: mlp\ndataset: synthetic\ndelay: 1\n", "delay", "is a setting of direct feedback"},
      {"model: mlp\ndataset: synthetic\nfeedback_seed: 3\n", "feedback_seed",
       "is a setting of direct feedback"}};
  for (const Wrong& wrong : cases) {
    SCOPED_TRACE(wrong.text);
    const auto found = complaints(wrong.text);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].key, wrong.key);
    EXPECT_THAT(found[0].what, HasSubstr(wrong.what));
    EXPECT_GT(found[0].line, 0);
    EXPECT_FALSE(found[0].hint.empty());
  }
  EXPECT_TRUE(complaints(resnet).empty()) << "fed at the boundary";
  EXPECT_TRUE(complaints(mlp + "feedback: lfsr\nlfsr_states: [1, 4294967295]\n").empty());
  EXPECT_TRUE(complaints(mlp + "delay: 1\n").empty());
}

TEST(error_rule, a_network_file_whose_layer_is_alone_is_refused_by_the_training_too) {
  WorkloadSpec spec = fed(FeedbackKind::binary);
  spec.model = "resnet-8";
  spec.boundary = Boundary::first_fc;
  EXPECT_THROW((void)train(spec, {}), UserError);
}

TEST(error_rule, the_text_for_a_user_says_where_and_whether_hidden_errors_are_fed) {
  const auto text = [](const model::Graph& graph) {
    return feedback::plan_text(graph, feedback::plan_of(graph, Boundary::boundary));
  };
  EXPECT_EQ(text(model::mlp({16, 12}, {3, 8, 8}, 10)), "relu1 (16 numbers), relu2 (12 numbers)");
  EXPECT_THAT(text(model::cifar_resnet(1, {3, 32, 32}, 10)),
              HasSubstr("(64 numbers); a single fully connected layer has no hidden error"));
}

TEST(error_rule, a_network_of_two_outputs_is_refused) {
  model::GraphBuilder builder("two", {4, 1, 1});
  const auto x = builder.relu("relu", builder.linear("fc0", 0, {.out_features = 8}));
  builder.linear("fc1", x, {.out_features = 2});
  builder.linear("fc2", x, {.out_features = 2});
  EXPECT_THROW((void)feedback::plan_of(builder.graph(), Boundary::boundary), UserError);
}

}  // namespace error_rule_test
}  // namespace metronome::train
