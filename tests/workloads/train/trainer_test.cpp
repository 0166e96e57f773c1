#include "workloads/train/trainer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/trace/facts.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/result_trace.hpp"
#include "workloads/train/weights.hpp"

namespace metronome::train {
namespace trainer_test {

/// A run of a second or less.
WorkloadSpec small_spec() {
  WorkloadSpec spec;
  spec.dataset = "synthetic";
  spec.train_samples = 96;
  spec.test_samples = 40;
  spec.batch = 24;
  spec.iterations = 6;
  spec.schedule = "cpt:3-8,periods=2,backward=8";
  spec.learning_rate = 0.05;
  return spec;
}

TEST(trainer, the_same_seed_gives_the_same_bytes_twice_and_for_any_number_of_threads) {
  for (const auto mode : {trace::DxScale::segmented, trace::DxScale::prescale_requantize,
                          trace::DxScale::per_tensor}) {
    WorkloadSpec spec = small_spec();
    spec.dx_scale = mode;
    const TrainResult first = train(spec, {.threads = 1});
    for (const unsigned threads : {1u, 2u, 3u}) {
      const TrainResult again = train(spec, {.threads = threads});
      EXPECT_EQ(again.metrics, first.metrics) << threads;
      EXPECT_EQ(again.weights, first.weights) << threads;
      EXPECT_EQ(again.values, first.values) << threads;
    }
  }
}

TEST(trainer, kernels_on_codes_give_the_same_bytes_on_any_processor_and_are_named) {
  WorkloadSpec spec = small_spec();
  spec.iterations = 2;
  spec.kernels = tensor::KernelSet::portable;
  const TrainResult portable = train(spec, {.threads = 2});
  EXPECT_TRUE(portable.kernel_set.starts_with("portable")) << portable.kernel_set;
  spec.kernels = tensor::KernelSet::fp32;
  const TrainResult fp32 = train(spec, {.threads = 2});
  EXPECT_TRUE(fp32.kernel_set.starts_with("fp32")) << fp32.kernel_set;
  EXPECT_NE(fp32.weights, portable.weights);  // sums are rounded in other places
  for (const tensor::KernelSet set : kEnumValues<tensor::KernelSet>) {
    if (tensor::on_codes(set) && tensor::available(set)) {
      spec.kernels = set;
      const TrainResult own = train(spec, {.threads = 2});
      EXPECT_TRUE(own.kernel_set.starts_with(std::string(enum_name(set)) + ",")) << own.kernel_set;
      EXPECT_EQ(own.weights, portable.weights) << own.kernel_set;
      EXPECT_EQ(own.metrics, portable.metrics) << own.kernel_set;
    }
  }
}

TEST(trainer, statistics_estimated_for_a_test_change_the_test_and_nothing_of_the_training) {
  WorkloadSpec spec = small_spec();
  spec.test_every = 2;
  const TrainResult running = train(spec, {.threads = 2});
  spec.batch_norm_batches = 40;
  const TrainResult estimated = train(spec, {.threads = 2});
  EXPECT_EQ(estimated.weights, running.weights);
  // After six iterations running statistics still hold half of their initial values; after forty
  // more batches next to nothing. The loss on the test split tells.
  EXPECT_LT(estimated.test_loss, running.test_loss);
  ASSERT_EQ(estimated.metrics.size(), running.metrics.size());
  for (std::size_t t = 0; t < running.metrics.size(); ++t) {
    EXPECT_EQ(estimated.metrics[t].loss, running.metrics[t].loss) << t;
    if (running.metrics[t].test_loss) {
      EXPECT_NE(estimated.metrics[t].test_loss, running.metrics[t].test_loss) << t;
    }
  }
}

TEST(trainer, batch_norm_statistics_of_parts_are_trained_and_tested_with_the_running_ones) {
  WorkloadSpec spec = small_spec();
  const TrainResult batch = train(spec, {.threads = 1});
  spec.batch_norm = {BatchNormStatistics::part, 24};
  const TrainResult whole = train(spec, {.threads = 1});
  EXPECT_EQ(whole.weights, batch.weights) << "one part is the batch";
  spec.batch_norm.part = 8;
  const TrainResult parts = train(spec, {.threads = 1});
  EXPECT_NE(parts.weights, batch.weights);
  EXPECT_EQ(train(spec, {.threads = 3}).weights, parts.weights);
  EXPECT_LT(parts.metrics.back().loss.value_or(0) + parts.test_loss, 100);
  const trace::Trace trace = result_trace(spec, parts);
  EXPECT_EQ(trace.step().statistics_part, 8u);
  EXPECT_EQ(trace::fact(trace::facts_of(trace), "batch_norm_part"), "8");
}

TEST(trainer, starts_from_the_weights_of_another_training_and_keeps_to_their_content) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "initial_weights";
  std::filesystem::create_directories(folder);
  const TrainResult before = train(small_spec(), {});
  write_file_durably(folder / "weights.bin", before.weights);
  WorkloadSpec spec = small_spec();
  spec.seed = 2;
  spec.iterations = 2;
  spec.learning_rate = 0;
  spec.schedule = "static:fp32,backward=fp32";
  spec.initial_weights = folder.string();
  const TrainResult after = train(spec, {});
  const std::vector<NamedTensor> first = parse_weights(before.weights, "before");
  const std::vector<NamedTensor> last = parse_weights(after.weights, "after");
  ASSERT_EQ(first.size(), last.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i].name.ends_with(".weight") || first[i].name.ends_with(".bias")) {
      EXPECT_EQ(first[i], last[i]);
    }
  }
  const std::string identity = workload_identity(spec);
  write_file_durably(folder / "weights.bin", after.weights);
  EXPECT_NE(workload_identity(spec), identity) << "other numbers in the same file";
  spec.initial_weights = (folder / "weights.bin").string();
  EXPECT_NE(workload_identity(spec), identity);
  spec.model = "resnet-14";
  EXPECT_THROW((void)train(spec, {}), UserError);
  spec.initial_weights = (folder / "none").string();
  EXPECT_THROW((void)train(spec, {}), UserError);
}

TEST(trainer, another_seed_gives_another_run) {
  WorkloadSpec spec = small_spec();
  const TrainResult first = train(spec, {});
  spec.seed = 2;
  EXPECT_NE(train(spec, {}).weights, first.weights);
}

TEST(trainer, metrics_have_one_row_an_iteration_and_a_last_one_with_the_test_accuracy) {
  const WorkloadSpec spec = small_spec();
  const TrainResult result = train(spec, {});
  ASSERT_EQ(result.metrics.size(), spec.iterations + 1);
  // cpt:3-8 with T = 3: z = 0, 1/3, 2/3 gives 3, rint(4.25), rint(6.75).
  const std::vector<int> bits{3, 4, 7, 3, 4, 7};
  const std::vector<double> rates{0.05, 0.05, 0.05, 0.005, 0.0005, 0.0005};
  for (std::uint64_t t = 0; t < spec.iterations; ++t) {
    const trace::Metric& row = result.metrics[t];
    EXPECT_EQ(row.iteration, t);
    EXPECT_EQ(row.precision.weight_bits, bits[t]);
    EXPECT_EQ(row.precision.error_bits, 8);
    EXPECT_NEAR(row.learning_rate.value(), rates[t], 1e-12);
    EXPECT_TRUE(std::isfinite(row.loss.value()));
    EXPECT_NEAR(row.train_accuracy.value() * 24, std::rint(row.train_accuracy.value() * 24), 1e-9);
    EXPECT_FALSE(row.test_accuracy.has_value());
  }
  const trace::Metric& last = result.metrics.back();
  EXPECT_EQ(last.iteration, spec.iterations);
  EXPECT_FALSE(last.loss.has_value());
  EXPECT_EQ(last.test_accuracy, result.test_accuracy);
  EXPECT_EQ(last.evaluation->weight_bits,
            8);  // the schedule's largest, although no iteration has it
  EXPECT_EQ(last.precision, result.metrics[spec.iterations - 1].precision)
      << "all of the last iteration, none of the test";
  EXPECT_EQ(last.precision.stash_bits, 7);
  EXPECT_EQ(result.evaluation.all.weight_bits, 8);
  EXPECT_FALSE(result.kernel_set.empty());
}

TEST(trainer, learns_the_synthetic_classes_at_every_kind_of_precision) {
  for (const char* schedule : {"static:0", "static:8,backward=8", "cpt:3-8,periods=4,backward=8"}) {
    WorkloadSpec spec = small_spec();
    spec.schedule = schedule;
    spec.train_samples = 640;
    spec.test_samples = 200;
    spec.batch = 32;
    spec.iterations = 60;
    const TrainResult result = train(spec, {.threads = 2});
    EXPECT_GT(result.test_accuracy, 0.6) << schedule;
    EXPECT_LT(result.metrics[59].loss.value(), result.metrics[0].loss.value()) << schedule;
  }
}

TEST(trainer, progress_is_reported_after_each_iteration) {
  const WorkloadSpec spec = small_spec();
  std::vector<Progress> reports;
  (void)train(spec, {.threads = 1, .progress = [&](const Progress& p) { reports.push_back(p); }});
  ASSERT_EQ(reports.size(), spec.iterations);
  EXPECT_EQ(reports.front().iteration, 1u);
  EXPECT_EQ(reports.back().iterations, spec.iterations);
  EXPECT_GT(reports.back().samples_per_second, 0);
  EXPECT_EQ(reports.back().seconds_left, 0);
  EXPECT_EQ(reports.front().precision.weight_bits, 3);
}

TEST(trainer, a_diverging_run_stops_and_names_iteration_and_bits) {
  WorkloadSpec spec = small_spec();
  spec.learning_rate = 1e30;
  spec.learning_rate_drops = {};
  try {
    (void)train(spec, {});
    FAIL() << "the loss stayed finite";
  } catch (const UserError& error) {
    const std::string text = error.diagnostics().front().text();
    EXPECT_NE(text.find("at iteration "), std::string::npos) << text;
    EXPECT_NE(text.find("/8 bits"), std::string::npos) << text;
    EXPECT_NE(text.find("learning_rate"), std::string::npos) << text;
  }
}

TEST(trainer, a_schedule_of_the_user_s_gives_each_layer_its_bits) {
  const auto file = std::filesystem::temp_directory_path() / "metronome_layers.csv";
  WorkloadSpec spec = small_spec();
  spec.statistics_every = 1;
  spec.schedule = "csv:" + file.string();
  write_file_atomically(file,
                        "iteration,forward_bits,backward_bits,layer\n0,4,8,*\n0,6,7,conv1\n"
                        "4,8,8,*\n");
  const TrainResult result = train(spec, {});
  ASSERT_EQ(result.phases.size(), 2u);
  EXPECT_EQ(result.phases[0].assignment.of("conv1"), (trace::Precision{6, 7}));
  EXPECT_EQ(result.phases[0].iterations, 4u);
  // What was counted are the codes that each layer worked on.
  const auto iterations = [&](const char* layer, trace::Precision precision) {
    const auto found = result.values.find({layer, trace::Operand::forward_b, precision});
    return found == result.values.end() ? 0 : found->second.iterations;
  };
  EXPECT_EQ(iterations("conv1", {6, 7}), 4u);
  EXPECT_EQ(iterations("conv1", {4, 8}), 0u);
  EXPECT_EQ(iterations("conv1", {8, 8}), 2u);
  EXPECT_EQ(iterations("group1_layer0.conv1", {4, 8}), 4u);

  write_file_atomically(file, "iteration,forward_bits,backward_bits,layer\n0,4,8,*\n0,6,7,conv7\n");
  bool began = false;
  EXPECT_THROW((void)train(spec, {.progress = [&](const Progress&) { began = true; }}), UserError);
  EXPECT_FALSE(began);
  std::filesystem::remove(file);
}

TEST(trainer, every_operand_has_bits_of_its_own) {
  WorkloadSpec spec = small_spec();
  spec.statistics_every = 1;
  spec.schedule = "static:weights=4,activations=8,errors=6,gradients=8,stash=5";
  const TrainResult result = train(spec, {});
  const trace::Precision all = result.phases.at(0).assignment.all;
  const std::map<trace::Operand, std::size_t> widths{{trace::Operand::forward_a, 8},
                                                     {trace::Operand::forward_b, 4},
                                                     {trace::Operand::weight_gradient_a, 6},
                                                     {trace::Operand::weight_gradient_b, 5},
                                                     {trace::Operand::input_gradient_a, 6}};
  for (const auto& [operand, bits] : widths) {
    const auto found = result.values.find({"group1_layer0.conv1", operand, all});
    ASSERT_NE(found, result.values.end()) << enum_name(operand);
    EXPECT_GT(found->second.raw.bit[bits - 1], 0u) << enum_name(operand);
    EXPECT_EQ(found->second.raw.bit[bits], 0u) << enum_name(operand);
  }
  EXPECT_EQ(trace::forward_text(result.evaluation.all), "w4 a8");
  spec.schedule = "static:weights=4,activations=8,errors=6,stash=5";
  EXPECT_NE(train(spec, {}).weights, result.weights) << "gradients at 8 bits are others";
}

TEST(trainer, what_cannot_be_trained_is_refused_before_it_starts) {
  WorkloadSpec spec = small_spec();
  spec.batch = 97;
  EXPECT_THROW((void)train(spec, {}), UserError);
  spec = small_spec();
  spec.dataset = "imagenet";
  EXPECT_THROW((void)train(spec, {}), UserError);
  spec = small_spec();
  for (const char* wide : {"static:24", "static:8,weights=17", "cpt:3-8,gradients=4-24"}) {
    spec.schedule = wide;
    bool began = false;
    EXPECT_THROW((void)train(spec, {.progress = [&](const Progress&) { began = true; }}), UserError)
        << wide;
    EXPECT_FALSE(began) << "a width of the last iteration must not end a run of hours";
  }
}

TEST(weights, are_stored_with_names_and_shapes_and_read_back) {
  const TrainResult result = train(small_spec(), {});
  EXPECT_EQ(result.weights.substr(0, 10), "METRONOMEW");
  const std::vector<NamedTensor> tensors = parse_weights(result.weights, "w.bin");
  EXPECT_EQ(serialise_weights(tensors), result.weights);
  EXPECT_EQ(tensors.front().name, "conv1.weight");
  EXPECT_EQ(tensors.front().dims, (std::vector<std::uint64_t>{16, 3, 3, 3}));
  std::size_t values = 0;
  bool has_range = false;
  for (const NamedTensor& tensor : tensors) {
    std::uint64_t product = 1;
    for (const std::uint64_t extent : tensor.dims) {
      product *= extent;
    }
    EXPECT_EQ(product, tensor.values.size()) << tensor.name;
    values += tensor.values.size();
    has_range |= tensor.name == "group3_layer0.conv2.input_range";
  }
  EXPECT_TRUE(has_range);
  EXPECT_GT(values, 75000u);
}

TEST(weights, the_header_is_little_endian_on_every_machine) {
  const std::string bytes = serialise_weights({{"a", {2}, {1.0f, -2.0f}}});
  const std::string expected = std::string("METRONOMEW\0\0", 12) + std::string("\1\0\0\0", 4) +
                               std::string("\1\0\0\0", 4) + std::string("\1\0\0\0", 4) + "a" +
                               std::string("\1\0\0\0", 4) + std::string("\2\0\0\0\0\0\0\0", 8) +
                               std::string("\0\0\x80\x3f", 4) + std::string("\0\0\0\xc0", 4);
  EXPECT_EQ(bytes, expected);
}

TEST(weights, damaged_bytes_are_an_error_at_every_length) {
  const std::string bytes = serialise_weights({{"a", {2, 3}, std::vector<float>(6)}});
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    EXPECT_THROW((void)parse_weights(bytes.substr(0, n), "w"), UserError) << n;
  }
  EXPECT_THROW((void)parse_weights(bytes + "x", "w"), UserError);
  std::string huge = bytes;
  huge[12 + 4 + 4 + 4 + 1 + 4 + 7] = '\x7f';  // the most significant byte of the first extent
  EXPECT_THROW((void)parse_weights(huge, "w"), UserError);
}

}  // namespace trainer_test
}  // namespace metronome::train
