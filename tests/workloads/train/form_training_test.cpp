// Trainings whose weights have a form: what they share with all others (equal bytes after a kill
// and for any number of threads), and what their modes promise.
#include "workloads/train/form_training.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <functional>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/evaluate.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::train {
namespace form_training_test {

namespace fs = std::filesystem;
using weights::NestedSpec;
using weights::NestedTraining;

WorkloadSpec small_spec(const weights::FormSpec& form,
                        const std::string& schedule = "static:8,backward=8") {
  WorkloadSpec spec;
  spec.dataset = "synthetic";
  spec.train_samples = 48;
  spec.test_samples = 20;
  spec.batch = 8;
  spec.iterations = 8;
  spec.schedule = schedule;
  spec.learning_rate = 0.05;
  spec.learning_rate_drops = {};
  spec.form = form;
  return spec;
}

weights::CoefficientSpec coefficients(weights::CoefficientUpdate update) {
  weights::CoefficientSpec spec;
  spec.update = update;
  spec.switching = {.bar = 2, .filter = 1e-4};
  return spec;
}

weights::BlendedSpec blended(weights::MixtureKind mixture) {
  weights::BlendedSpec spec;
  spec.candidates = {1, 2, 4};
  spec.search.mixture = mixture;
  return spec;
}

/// Each form that trains, with a schedule that it takes.
std::vector<WorkloadSpec> trainable() {
  // Low levels drop coefficients; first and last layers are plain codes beside the form.
  weights::CoefficientSpec cycled = coefficients(weights::CoefficientUpdate::optimizer);
  cycled.cycled = {.bits = 8, .exponents = 0.5};
  WorkloadSpec ends = small_spec(NestedSpec{2, 8, NestedTraining::joint_hard});
  ends.ends = model::Ends::bits_8;
  return {
      ends,
      small_spec(cycled, "cpt:4-8,periods=2,backward=8"),
      small_spec(NestedSpec{2, 8, NestedTraining::joint_hard}),
      small_spec(NestedSpec{3, 8, NestedTraining::joint_recursive}),
      small_spec(NestedSpec{2, 8, NestedTraining::two_phase}),
      small_spec(NestedSpec{2, 8, NestedTraining::scheduled}, "cpt:3-8,periods=2,backward=8"),
      small_spec(weights::BinarySpec{.bits = 4}, "static:3,backward=8"),
      small_spec(weights::BinarySpec{.bits = 4, .activations = weights::BinaryActivations::clipped},
                 "static:3,backward=8"),
      small_spec(blended(weights::MixtureKind::deterministic), "static:fp32"),
      small_spec(blended(weights::MixtureKind::stochastic), "static:fp32"),
      small_spec(coefficients(weights::CoefficientUpdate::optimizer)),
      small_spec(coefficients(weights::CoefficientUpdate::dense)),
      small_spec(coefficients(weights::CoefficientUpdate::bucket_switch),
                 "cpt:4-8,periods=2,backward=8")};
}

std::string text_of(const WorkloadSpec& spec) {
  return config::to_yaml(config::schema_of<WorkloadSpec>().write(spec));
}

class form_training : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("metronome_form_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path file() const { return folder_ / "checkpoint.bin"; }
  [[nodiscard]] TrainOptions options() const {
    return {.threads = 1,
            .progress = {},
            .checkpoints = CheckpointOptions{.file = file(), .every = 1, .resume = true}};
  }
  /// A run that ends itself by SIGKILL after so many iterations, in a process of its own.
  void run_killed_after(const WorkloadSpec& spec, std::uint64_t iterations) const {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      TrainOptions killed = options();
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
  /// The training as `metronome train` leaves it.
  void write_folder(const WorkloadSpec& spec, const TrainResult& result) const {
    write_file_durably(folder_ / "weights.bin", result.weights);
    write_file_durably(folder_ / "resolved.yaml", config::resolved_yaml(spec));
  }

  fs::path folder_;
};

TEST_F(form_training, every_form_has_the_same_bytes_for_any_number_of_threads_and_learns) {
  for (const WorkloadSpec& spec : trainable()) {
    SCOPED_TRACE(text_of(spec));
    const TrainResult one = train(spec, {.threads = 1});
    const TrainResult three = train(spec, {.threads = 3});
    EXPECT_EQ(one.weights, three.weights);
    EXPECT_EQ(one.metrics, three.metrics);
    WorkloadSpec still = spec;
    still.learning_rate = 0;
    EXPECT_NE(train(still, {}).weights, one.weights);
  }
}

TEST_F(form_training, killed_and_resumed_every_form_ends_with_equal_bytes) {
  for (WorkloadSpec spec : trainable()) {
    for (const auto optimizer : {OptimizerKind::sgd, OptimizerKind::adam}) {
      spec.optimizer = optimizer;
      spec.learning_rate = 0.01;
      spec.test_every = 3;
      SCOPED_TRACE(text_of(spec));
      const TrainResult expected = train(spec, {});
      fs::remove(file());
      for (const std::uint64_t at : {2, 4, 6}) {  // on both sides of the second phase's beginning
        run_killed_after(spec, at);
      }
      const TrainResult resumed = train(spec, options());
      EXPECT_EQ(resumed.weights, expected.weights);
      EXPECT_EQ(resumed.metrics, expected.metrics);
      EXPECT_EQ(resumed.phases, expected.phases);
      ASSERT_EQ(resumed.widths.has_value(), expected.widths.has_value());
      if (resumed.widths) {
        EXPECT_EQ(search_csv(*resumed.widths), search_csv(*expected.widths));
        EXPECT_EQ(search_json(*resumed.widths), search_json(*expected.widths));
      }
    }
  }
}

TEST_F(form_training, the_last_rows_of_the_metrics_are_tests_of_the_modes_the_reported_one_last) {
  const WorkloadSpec spec = small_spec(NestedSpec{2, 8, NestedTraining::joint_hard});
  const TrainResult result = train(spec, {});
  ASSERT_EQ(result.metrics.size(), spec.iterations + 2);
  const trace::Metric& low = result.metrics[spec.iterations];
  const trace::Metric& high = result.metrics[spec.iterations + 1];
  EXPECT_EQ(low.evaluation.value().weight_bits, 2);
  EXPECT_EQ(low.evaluation.value().activation_bits, 2);
  EXPECT_EQ(high.evaluation.value().weight_bits, 8);
  EXPECT_EQ(high.test_accuracy.value(), result.test_accuracy);
  EXPECT_EQ(result.evaluation.all.weight_bits, 8);
}

TEST_F(form_training, whatever_the_second_phase_does_the_low_mode_answers_as_before) {
  // Four iterations of the low mode, then one of the high mode, or eight.
  WorkloadSpec shorter = small_spec(NestedSpec{2, 8, NestedTraining::two_phase, 0.8});
  shorter.iterations = 5;
  WorkloadSpec longer = small_spec(NestedSpec{2, 8, NestedTraining::two_phase, 0.25});
  longer.iterations = 16;
  ASSERT_EQ(first_phase_iterations(shorter.form, 5), 4u);
  ASSERT_EQ(first_phase_iterations(longer.form, 16), 4u);
  const TrainResult one = train(shorter, {});
  const TrainResult other = train(longer, {});
  EXPECT_EQ(one.metrics[5].test_loss, other.metrics[16].test_loss);
  EXPECT_EQ(one.metrics[5].test_accuracy, other.metrics[16].test_accuracy);
  EXPECT_NE(one.metrics[6].test_loss, other.metrics[17].test_loss) << "the high mode trains";
  for (std::uint64_t t = 0; t < 16; ++t) {
    EXPECT_EQ(other.metrics[t].precision.weight_bits, t < 4 ? 2 : 8) << t;
  }
}

TEST_F(form_training, tests_of_the_first_phase_are_of_the_mode_that_it_trains) {
  WorkloadSpec spec = small_spec(NestedSpec{2, 8, NestedTraining::two_phase});
  spec.test_every = 2;
  const TrainResult result = train(spec, {});
  EXPECT_EQ(result.metrics[1].evaluation.value().weight_bits, 2);
  EXPECT_EQ(result.metrics[7].evaluation.value().weight_bits, 8);
}

TEST_F(form_training,
       soft_labels_and_hard_ones_are_two_trainings_and_each_mode_has_noise_of_its_own) {
  WorkloadSpec spec = small_spec(NestedSpec{2, 8, NestedTraining::joint_hard});
  const TrainResult hard = train(spec, {});
  std::get<NestedSpec>(spec.form).training = NestedTraining::joint_recursive;
  EXPECT_NE(train(spec, {}).weights, hard.weights);
  // The first iteration's high pass is the same.
  EXPECT_EQ(train(spec, {}).metrics.front(), hard.metrics.front());
}

TEST_F(form_training, gradients_are_clipped_and_errors_quantized_as_of_all_weights) {
  const WorkloadSpec spec = small_spec(NestedSpec{2, 8, NestedTraining::joint_hard});
  const TrainResult plain = train(spec, {});
  WorkloadSpec other = spec;
  other.gradient_clip = 0.01;
  EXPECT_NE(train(other, {}).weights, plain.weights);
  other = spec;
  other.schedule = "static:8,backward=4";
  EXPECT_NE(train(other, {}).weights, plain.weights);
}

TEST_F(form_training, what_a_test_estimates_changes_the_test_and_nothing_of_the_training) {
  WorkloadSpec spec = small_spec(NestedSpec{2, 8, NestedTraining::joint_hard});
  spec.test_every = 3;
  const TrainResult running = train(spec, {});
  spec.batch_norm_batches = 20;
  const TrainResult estimated = train(spec, {});
  EXPECT_EQ(estimated.weights, running.weights);
  EXPECT_NE(estimated.test_loss, running.test_loss);
}

TEST_F(form_training, F1_6_states_that_no_training_has_are_refused_whatever_the_check_sum_says) {
  const WorkloadSpec spec = small_spec(NestedSpec{2, 8, NestedTraining::two_phase});
  run_killed_after(spec, 6);
  const std::string good = read_file(file());
  const auto tensor = [](Checkpoint& c, const std::string& end) -> NamedTensor& {
    for (NamedTensor& one : c.network) {
      if (one.name.ends_with(end)) {
        return one;
      }
    }
    throw std::runtime_error("no tensor " + end);
  };
  const std::vector<std::pair<std::string, std::function<void(Checkpoint&)>>> changes{
      {"no code of 2 bits", [&](Checkpoint& c) { tensor(c, ".frozen_codes").values[3] = 1e30f; }},
      {"no code of 2 bits", [&](Checkpoint& c) { tensor(c, ".frozen_codes").values[3] = 4; }},
      {"no code of 2 bits", [&](Checkpoint& c) { tensor(c, ".frozen_codes").values[3] = 0.5f; }},
      {"has a phase", [&](Checkpoint& c) { tensor(c, ".phase").values[0] = 2; }},
      {"another phase than its iteration",
       [&](Checkpoint& c) {
         for (NamedTensor& one : c.network) {
           if (one.name.ends_with(".phase")) {
             one.values[0] = 0;
           }
         }
       }},
      {"tensors where there are", [](Checkpoint& c) { c.network.pop_back(); }},
      {"in the place of", [](Checkpoint& c) { c.optimiser[0].name = "another"; }}};
  for (const auto& [expected, how] : changes) {
    SCOPED_TRACE(expected);
    Checkpoint checkpoint = parse_checkpoint(good, "c");
    how(checkpoint);
    write_file_atomically(file(), serialise_checkpoint(checkpoint));
    try {
      (void)train(spec, options());
      ADD_FAILURE() << "trained on";
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find(expected), std::string::npos) << error.what();
    }
  }
}

TEST_F(form_training, a_diverged_one_names_its_iteration_and_a_layer) {
  WorkloadSpec spec = small_spec(NestedSpec{2, 8, NestedTraining::joint_hard});
  spec.learning_rate = 1e30;
  try {
    (void)train(spec, {});
    FAIL() << "the loss stayed finite";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("first in `"), std::string::npos) << error.what();
  }
}

TEST_F(form_training, evaluate_finds_what_the_training_found_in_each_mode) {
  for (const WorkloadSpec& spec : trainable()) {
    SCOPED_TRACE(text_of(spec));
    const TrainResult result = train(spec, {});
    write_folder(spec, result);
    EvaluateRequest request{.source = {.path = folder_, .network = {}, .schedule = {}}};
    const Evaluation reported = evaluate(request);
    EXPECT_EQ(reported.accuracy, result.test_accuracy);
    EXPECT_EQ(reported.samples, 20u);
    EXPECT_EQ(reported.assignment.all.weight_bits, result.evaluation.all.weight_bits);
    request.mode = "low";
    if (reported.mode.empty()) {
      EXPECT_THROW((void)evaluate(request), UserError);
      continue;
    }
    EXPECT_EQ(reported.mode, "high");
    const Evaluation low = evaluate(request);
    EXPECT_EQ(low.accuracy, result.metrics[spec.iterations].test_accuracy);
    EXPECT_EQ(low.assignment.all.activation_bits, std::get<NestedSpec>(spec.form).low_bits);
    request.mode = "middle";
    EXPECT_THROW((void)evaluate(request), UserError);
  }
}

TEST_F(form_training, evaluate_reads_checkpoints_and_refuses_a_mode_that_is_not_trained_yet) {
  const WorkloadSpec spec = small_spec(NestedSpec{2, 8, NestedTraining::two_phase});
  run_killed_after(spec, 3);
  EvaluateRequest request{.source = {.path = file(), .network = {}, .schedule = {}}, .mode = "low"};
  EXPECT_EQ(evaluate(request).samples, 20u);
  request.mode = "high";
  EXPECT_THROW((void)evaluate(request), UserError);
  // Whoever multiplies affine codes only says so.
  EXPECT_THROW((void)load_trained(request.source), UserError);
}

TEST_F(form_training, of_plain_weights_evaluate_finds_what_the_training_found) {
  WorkloadSpec spec = small_spec(weights::AffineSpec{}, "cpt:3-8,periods=2,backward=8");
  for (const std::uint64_t estimated : {0, 3}) {
    spec.batch_norm_batches = estimated;
    const TrainResult result = train(spec, {});
    write_folder(spec, result);
    const Evaluation found =
        evaluate({.source = {.path = folder_, .network = {}, .schedule = {}}, .threads = 2});
    EXPECT_EQ(found.accuracy, result.test_accuracy);
    EXPECT_TRUE(found.mode.empty());
  }
}

/// The tensor of a training whose name ends so, first in order.
std::vector<float> numbers_of(const TrainResult& result, const std::string& end) {
  for (const NamedTensor& tensor : parse_weights(result.weights, "w")) {
    if (tensor.name.ends_with(end)) {
      return tensor.values;
    }
  }
  throw std::runtime_error("no tensor " + end);
}

TEST_F(form_training, dense_weights_are_decomposed_after_each_epoch_and_at_the_end) {
  weights::CoefficientSpec form = coefficients(weights::CoefficientUpdate::dense);
  form.decomposition.threshold = 0.02;
  WorkloadSpec spec = small_spec(form, "static:fp32");
  spec.iterations = 7;  // an epoch has 6
  const TrainResult end = train(spec, {});
  // What is left has as few different magnitudes as powers of two and bases give: the weights are
  // those of the container.
  const std::vector<float> stored = numbers_of(end, ".coefficients");
  EXPECT_GT(std::count(stored.begin(), stored.end(), 0.0f), 0) << "the threshold took some";
  for (const float c : stored) {
    int exponent = 0;
    EXPECT_TRUE(c == 0 || std::abs(std::frexp(c, &exponent)) == 0.5f) << c;
  }
  // Without a decomposition in between another weight reaches the seventh iteration.
  WorkloadSpec longer = spec;
  longer.train_samples = 64;  // an epoch has 8
  EXPECT_NE(train(longer, {}).metrics[6].loss, end.metrics[6].loss);
}

TEST_F(form_training, counters_begin_anew_with_each_epoch) {
  weights::CoefficientSpec form = coefficients(weights::CoefficientUpdate::bucket_switch);
  form.switching = {.bar = 100, .filter = -1};
  WorkloadSpec spec = small_spec(form);
  spec.iterations = 7;
  run_killed_after(spec, 6);  // the last checkpoint is of iteration 5 or 6, an epoch has 6
  const Checkpoint kept = parse_checkpoint(read_file(file()), "c");
  for (const NamedTensor& tensor : kept.network) {
    if (tensor.name.ends_with(".counters")) {
      const bool any = std::any_of(tensor.values.begin(), tensor.values.end(),
                                   [](float count) { return count != 0; });
      EXPECT_EQ(any, kept.iteration != 6) << tensor.name;
    }
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

TEST(form_key, plain_weights_are_the_default_and_leave_no_trace_in_a_workload) {
  EXPECT_TRUE(complaints("weights: affine\n").empty());
  EXPECT_TRUE(complaints("weights: {kind: affine}\n").empty());
  EXPECT_EQ(text_of(WorkloadSpec{}).find("weights:\n"), std::string::npos);
  EXPECT_TRUE(complaints("weights: nested_planes\nschedule: static:8,backward=8\n").empty());
  WorkloadSpec spec =
      small_spec(NestedSpec{3, 6, NestedTraining::two_phase, 0.25}, "static:6,backward=8");
  config::Reader reader;
  WorkloadSpec again;
  config::schema_of<WorkloadSpec>().read(
      again, config::parse_yaml(config::resolved_yaml(spec), "r.yaml"), reader, "");
  reader.finish();
  EXPECT_EQ(again, spec);
}

TEST(form_key, what_cannot_be_trained_is_named_by_its_key) {
  const std::vector<std::tuple<std::string, std::string, std::string>> wrong{
      {"weights: planes\n", "weights.kind", "not a known kind"},
      {"weights:\n", "weights", "must be a kind"},
      {"weights: {kind: nested_planes, low_bits: 8}\n", "weights.low_bits", "not below high_bits"},
      {"weights: {kind: nested_planes, low_bits: 0}\n", "weights.low_bits", ""},
      {"weights: {kind: nested_planes, lowbits: 2}\n", "weights.lowbits", "unknown key"},
      {"weights: nested_planes\nschedule: cpt:3-8,periods=2,backward=8\n", "weights",
       "the schedule has"},
      {"weights: nested_planes\nschedule: static:4,backward=8\n", "weights",
       "the schedule has 4/8"},
      {"weights: nested_planes\nschedule: static:fp32\n", "weights", "FP32"},
      {"weights: nested_planes\nschedule: static:weights=8,activations=8,gradients=8\n", "weights",
       "add up"},
      {"weights: {kind: nested_planes, high_bits: 6, training: scheduled}\n"
       "schedule: cpt:3-8,periods=2,backward=8\n",
       "weights", "1 to 6 bits"},
      {"weights: {kind: binary_planes, bits: 3}\nschedule: static:4,backward=8\n", "weights",
       "1 to 3 bits"},
      {"weights: {kind: nested_planes, training: two_phase}\nschedule: static:8,backward=8\n"
       "iterations: 1\n",
       "weights", "no two phases"},
      {"weights: blended\nschedule: static:4,backward=8\n", "weights", "static:fp32"},
      {"weights: {kind: blended, candidates: [2, 2]}\nschedule: static:fp32\n",
       "weights.candidates", "are no widths to choose from"},
      {"weights: {kind: blended, search: {cost: cycles}}\nschedule: static:fp32\n",
       "weights.search.costs", "is that of a machine"},
      {"weights: {kind: blended, search: {costs: c.csv}}\nschedule: static:fp32\n",
       "weights.search.costs", "bit operations are the network's own"},
      {"weights: {kind: coefficients, update: optimizer, cycled: {bits: 8}}\n"
       "schedule: static:8,backward=8\n",
       "weights", "no level of the schedule gives weights less than 8 bits"},
      {"weights: {kind: coefficients, update: optimizer, cycled: {bits: 3}}\n"
       "schedule: cpt:3-8,periods=2,backward=8\n",
       "weights", "no level of the schedule gives weights less than 3 bits"},
      {"weights: {kind: coefficients, update: optimizer, cycled: 8}\n"
       "schedule: cpt:3-8,periods=2,backward=8\n",
       "weights.cycled", "the number 8 is neither a map of keys nor a file"},
      {"weights: {kind: blended, search: {first_temperature: 4}}\nschedule: static:fp32\n",
       "weights.search.first_temperature", "has no effect"},
      {"weights: {kind: binary_planes, first_range: 2}\nschedule: static:2,backward=8\n",
       "weights.first_range", "has no effect"},
      {"weights: nested_planes\nschedule: static:8,backward=8\ndx_scale: segmented\n", "dx_scale",
       "is not needed"}};
  for (const auto& [text, key, what] : wrong) {
    SCOPED_TRACE(text);
    const std::vector<Diagnostic> found = complaints(text);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front().key, key);
    EXPECT_NE(found.front().text().find(what), std::string::npos) << found.front().text();
    EXPECT_EQ(found.front().file, "w.yaml");
    EXPECT_GT(found.front().line, 0);
  }
}

TEST_F(form_training, networks_without_such_layers_and_losses_without_probabilities_are_refused) {
  WorkloadSpec spec = small_spec(NestedSpec{});
  spec.model = "lstm-2:hidden=8";
  spec.dataset = "synthetic-text";
  spec.train_samples = 600;
  spec.test_samples = 200;
  spec.sequence_length = 6;
  EXPECT_THROW((void)train(spec, {}), UserError);
}

}  // namespace form_training_test
}  // namespace metronome::train
