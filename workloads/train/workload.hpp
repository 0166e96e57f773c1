#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/config/placed_name.hpp"
#include "sim/config/schema.hpp"
#include "workloads/methods/feedback/feedback_plan.hpp"
#include "workloads/methods/weights/form_schema.hpp"
#include "workloads/model/ends.hpp"
#include "workloads/model/model_name.hpp"
#include "workloads/schedule/schedule_name.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/trace.hpp"
#include "workloads/train/chips_spec.hpp"
#include "workloads/train/optimiser_spec.hpp"
#include "workloads/train/task_spec.hpp"
#include "workloads/train/validation_spec.hpp"

namespace metronome::train {

/// Of random initial weights: as each layer has them, which is how the CPT authors' code does; or
/// of normal distribution with a variance of 2 over the products of a result [he2015delving],
/// biases 0.
enum class Initialisation { by_layer, he_normal };
constexpr auto enum_rows(Initialisation) {
  using enum Initialisation;
  return enum_list<Initialisation>({{by_layer, "by_layer"}, {he_normal, "he_normal"}});
}
enum class RatePolicy { piecewise, cosine, linear, plateau };
constexpr auto enum_rows(RatePolicy) {
  using enum RatePolicy;
  return enum_list<RatePolicy>(
      {{piecewise, "piecewise"}, {cosine, "cosine"}, {linear, "linear"}, {plateau, "plateau"}});
}
enum class WarmupKind { constant, linear };
constexpr auto enum_rows(WarmupKind) {
  using enum WarmupKind;
  return enum_list<WarmupKind>({{constant, "constant"}, {linear, "linear"}});
}
/// crop_flip: the CPT authors' (data/augment.hpp).
enum class Augmentation { none, crop_flip };
constexpr auto enum_rows(Augmentation) {
  using enum Augmentation;
  return enum_list<Augmentation>({{none, "none"}, {crop_flip, "crop_flip"}});
}

/// Where errors come from (docs/feedback.md): the layers behind, or fixed matrices.
enum class Errors { backpropagation, direct_feedback };
constexpr auto enum_rows(Errors) {
  using enum Errors;
  return enum_list<Errors>(
      {{backpropagation, "backpropagation"}, {direct_feedback, "direct_feedback"}});
}
/// Of what batch norm takes mean and variance in training.
enum class BatchNormStatistics { batch, part };
constexpr auto enum_rows(BatchNormStatistics) {
  using enum BatchNormStatistics;
  return enum_list<BatchNormStatistics>({{batch, "batch"}, {part, "part"}});
}
struct BatchNormSpec {
  static constexpr std::string_view kSchemaName = "batch_norm";
  BatchNormStatistics statistics = BatchNormStatistics::batch;
  std::uint64_t part = 0;  ///< samples of a part
  bool operator==(const BatchNormSpec&) const = default;

  /// Samples whose statistics are taken at a time; 0: the whole batch.
  [[nodiscard]] std::uint64_t samples() const {
    return statistics == BatchNormStatistics::part ? part : 0;
  }
};

/// The four inputs of the precision range test [fu2021cpt]; see range_test.hpp.
struct RangeTestSpec {
  static constexpr std::string_view kSchemaName = "range_test";
  int start_bits = 2;
  int end_bits = 8;
  std::uint64_t iterations_per_level = 100;
  std::uint64_t window = 20;
  double threshold = 0.01;
  bool operator==(const RangeTestSpec&) const = default;
};

/// A training run: configs/workloads/*.yaml. Defaults are the CPT authors' recipe for CIFAR with
/// learning-rate drops at 50 and 75 % [fu2021code].
struct WorkloadSpec {
  static constexpr std::string_view kSchemaName = "workload";

  model::ModelName model = "resnet-8";
  model::Ends ends = model::Ends::network;
  std::string dataset = "fashion-mnist";
  std::optional<config::PlacedName> dataset_path;
  std::uint64_t train_samples = 0;
  std::uint64_t test_samples = 0;
  TaskSpec task;
  ValidationSpec validation;
  std::uint64_t sequence_length = 0;
  std::uint64_t vocabulary = 0;
  std::uint64_t batch = 128;
  std::uint64_t iterations = 384;
  schedule::ScheduleName schedule = "cpt:3-8,periods=8,backward=8";
  std::uint64_t seed = 1;
  std::optional<config::PlacedName> initial_weights;
  Initialisation initialisation = Initialisation::by_layer;
  double learning_rate = 0.1;
  std::vector<double> learning_rate_drops{0.5, 0.75};
  double learning_rate_factor = 0.1;
  double momentum = 0.9;
  bool nesterov = false;
  double weight_decay = 1e-4;
  RatePolicy learning_rate_policy = RatePolicy::piecewise;
  double learning_rate_end = 0;
  std::uint64_t plateau_window = 390;
  std::uint64_t plateau_patience = 0;
  WarmupKind warmup = WarmupKind::constant;
  std::uint64_t warmup_iterations = 0;
  double warmup_rate = 0.01;
  OptimizerKind optimizer = OptimizerKind::sgd;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double gradient_clip = 0;
  Augmentation augment = Augmentation::none;
  std::uint64_t checkpoint_every = 500;
  std::uint64_t statistics_every = 50;
  std::uint64_t test_every = 0;
  std::uint64_t batch_norm_batches = 0;
  Errors errors = Errors::backpropagation;
  feedback::FeedbackKind feedback = feedback::FeedbackKind::binary;
  feedback::Boundary boundary = feedback::Boundary::boundary;
  std::optional<std::uint64_t> feedback_seed;
  std::vector<std::uint32_t> lfsr_states;
  std::uint64_t delay = 0;
  ChipsSpec chips;
  BatchNormSpec batch_norm;
  RangeTestSpec range_test;
  trace::DxScale dx_scale = trace::DxScale::prescale_requantize;
  tensor::KernelSet kernels = tensor::KernelSet::automatic;
  weights::FormSpec form;

  bool operator==(const WorkloadSpec&) const = default;
};

/// The network that a workload trains, on a data set of this shape; without one, of the shape that
/// its name says. UserError as trace::model_for and model::with_ends.
[[nodiscard]] model::Graph network_of(const WorkloadSpec& spec,
                                      const std::optional<trace::DataShape>& shape);
[[nodiscard]] model::Graph network_of(const WorkloadSpec& spec);

}  // namespace metronome::train

namespace metronome::config {

template <>
const StructSchema<train::WorkloadSpec>& schema_of<train::WorkloadSpec>();
template <>
const StructSchema<train::RangeTestSpec>& schema_of<train::RangeTestSpec>();
template <>
const StructSchema<train::BatchNormSpec>& schema_of<train::BatchNormSpec>();

}  // namespace metronome::config
