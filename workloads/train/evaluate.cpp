#include "workloads/train/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"
#include "sim/base/text.hpp"
#include "workloads/methods/formed/mode_step.hpp"
#include "workloads/methods/weights/nested_planes/mode_passes.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/form_training.hpp"
#include "workloads/train/samples.hpp"
#include "workloads/train/weights.hpp"

namespace metronome::train {
namespace {

schedule::Schedule schedule_of(const WorkloadSpec& spec, const model::Graph& graph) {
  return schedule::parse_schedule(spec.schedule).bound(trace::format_layers(graph));
}

/// A trained network that is evaluated, whatever the form of its weights.
class Evaluated {
 public:
  Evaluated(const StoredTraining& training, const WorkloadSpec& spec, const Samples& samples)
      : network_(network_of(spec, samples.shape()), spec.dx_scale),
        schedule_(schedule_of(spec, network_.graph())) {
    network_.keep_scales(schedule_.levels(spec.iterations));
    if (!std::holds_alternative<weights::AffineSpec>(spec.form)) {
      network_.initialise(spec.seed);
      formed_.emplace(network_, spec.form, modes_of(spec.form));
      refuse_if(restore_form(*formed_, training.tensors), training);
      return;
    }
    refuse_if(different_tensors(training.tensors, weights_of(network_)), training);
    restore_weights(network_, training.tensors);
  }

  [[nodiscard]] const schedule::Schedule& schedule() const { return schedule_; }
  [[nodiscard]] model::Loss loss() const { return network_.graph().loss; }
  const tensor::Tensor<float>& forward(const tensor::Tensor<float>& features,
                                       const nn::Pass<float>& pass, const EvaluationMode& mode) {
    return formed_ ? formed_->forward(features, pass, mode.assignment, mode.norm)
                   : network_.forward(features, pass, mode.assignment);
  }
  /// Whether only the low mode of two_phase is trained so far.
  [[nodiscard]] bool in_first_phase(const weights::FormSpec& form) {
    const auto* nested = std::get_if<weights::NestedSpec>(&form);
    bool frozen = false;
    if (nested != nullptr && nested->training == weights::NestedTraining::two_phase) {
      formed_->each_form(
          Overload{[&](weights::NestedPlanes<float>& planes) { frozen = planes.frozen(); },
                   [](weights::AffineCodes<float>&) {}, [](weights::BlendedGrids<float>&) {},
                   [](weights::BinaryPlanes<float>&) {}, [](weights::Coefficients<float>&) {}});
      return !frozen;
    }
    return false;
  }

 private:
  static void refuse_if(const std::string& difference, const StoredTraining& training) {
    if (!difference.empty()) {
      throw UserError(
          Diagnostic{training.file.string(), 0, 0, {}, difference, "the network that was trained"});
    }
  }

  nn::Network<float> network_;
  schedule::Schedule schedule_;
  std::optional<methods::FormedNetwork<float>> formed_;
};

EvaluationMode mode_of(const EvaluateRequest& request, const WorkloadSpec& spec,
                       const schedule::Schedule& schedule,
                       const std::optional<trace::Assignment>& last) {
  const std::vector<EvaluationMode> modes = evaluation_modes(
      spec.form, tested_assignment(schedule, spec.iterations, last ? &*last : nullptr));
  if (request.source.schedule && with_modes(spec.form) != nullptr) {
    throw UserError(fmt::format("--schedule {}: the modes of this training have bits of their own",
                                *request.source.schedule),
                    "--mode low or --mode high alone; a schedule is of weights without modes");
  }
  if (!request.mode) {
    return modes.front();
  }
  std::vector<std::string> names;
  for (const EvaluationMode& mode : modes) {
    const bool real = *request.mode == real_mode().name &&
                      mode.assignment == real_mode().assignment;  // whatever it is called
    if (mode.name == *request.mode || real) {
      return mode;
    }
    if (!mode.name.empty()) {  // that of a training with one mode is tested without --mode
      names.push_back(mode.name);
    }
  }
  if (names.empty()) {
    throw UserError(
        fmt::format("--mode {}: this training has no modes", *request.mode),
        "leave it out; modes are those of weights: {kind: nested_planes, training: joint_hard}");
  }
  throw UserError(fmt::format("`{}` is no mode of this training", *request.mode),
                  name_hint(*request.mode, names));
}

/// Running statistics move as in training, from where it left them.
void estimate(Evaluated& network, Samples& samples, nn::Workspace<float>& workspace,
              const WorkloadSpec& spec, const EvaluationMode& mode) {
  for (std::uint64_t i = 1; i <= spec.batch_norm_batches; ++i) {
    const std::uint64_t t = spec.iterations + i;
    network.forward(samples.training(t).features,
                    {.workspace = &workspace, .seed = spec.seed, .iteration = t}, mode);
  }
}

void add_answers(const tensor::Tensor<float>& logits, const std::vector<std::uint32_t>& labels,
                 std::vector<Answer>& answers) {
  const std::vector<float> values = methods::by_sample(logits);
  const std::size_t classes = values.size() / labels.size();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(i * classes);
    const std::vector<float> own(first, first + static_cast<std::ptrdiff_t>(classes));
    const auto largest = std::max_element(own.begin(), own.end());
    answers.push_back({static_cast<std::uint32_t>(largest - own.begin()) == labels[i],
                       weights::margin_of(std::span<const float>(own))});
  }
}

/// The i-th batch of the split that is asked for.
void fetch(const EvaluateRequest& request, const WorkloadSpec& spec, Samples& samples,
           std::size_t i, Batch& batch) {
  if (request.training_batches > 0) {
    batch = samples.training(spec.iterations + spec.batch_norm_batches + 1 + i);
  } else {
    samples.test(i, batch);
  }
}

void take_split(const EvaluateRequest& request, const StoredTraining& training,
                WorkloadSpec& spec) {
  if (!request.split) {
    return;
  }
  if (*request.split == TestedSplit::validation && spec.validation.samples == 0) {
    throw UserError(Diagnostic{training.file.string(),
                               0,
                               0,
                               {},
                               "held out no samples for validation",
                               "a training with `validation: {samples: N}`"});
  }
  spec.validation.tested = *request.split;
}

void require_finite(double loss, const StoredTraining& training) {
  if (!std::isfinite(loss)) {
    throw UserError(Diagnostic{training.file.string(),
                               0,
                               0,
                               {},
                               fmt::format("its loss is {}", loss),
                               "a training that has not diverged"});
  }
}

WorkloadSpec workload_of(const StoredTraining& training,
                         const std::optional<std::string>& dataset_path) {
  if (!training.workload) {
    throw UserError(Diagnostic{training.file.string(),
                               0,
                               0,
                               {},
                               "does not tell what it was trained on",
                               "a checkpoint, or the folder of a training"});
  }
  WorkloadSpec spec = *training.workload;
  if (dataset_path) {
    spec.dataset_path = dataset_path;
  }
  return spec;
}

void require_batches(const EvaluateRequest& request, const Samples& samples) {
  if (const std::uint64_t all = samples.iterations_per_epoch(); request.training_batches > all) {
    throw UserError(fmt::format("{} batches of the training split are asked for, which has {}",
                                request.training_batches, all),
                    fmt::format("at most {}: more would test the same samples again", all));
  }
}

}  // namespace

std::uint64_t batches_of_epoch(const TrainedSource& source,
                               const std::optional<std::string>& dataset_path) {
  return load_samples(workload_of(read_training(source), dataset_path))->iterations_per_epoch();
}

Evaluation evaluate(const EvaluateRequest& request) {
  const StoredTraining training = read_training(request.source);
  WorkloadSpec spec = workload_of(training, request.dataset_path);
  take_split(request, training, spec);
  const std::unique_ptr<Samples> samples = load_samples(spec);
  require_batches(request, *samples);
  Evaluated network(training, spec, *samples);
  const EvaluationMode mode = mode_of(request, spec, network.schedule(), training.last);
  if (mode.name == "high" && network.in_first_phase(spec.form)) {
    throw UserError(Diagnostic{training.file.string(),
                               0,
                               0,
                               {},
                               "is of the first phase of two_phase, which trains the low mode only",
                               "--mode low, or a later checkpoint"});
  }
  nn::Workspace<float> workspace(std::max(1u, request.threads), spec.kernels);
  estimate(network, *samples, workspace, spec, mode);
  Evaluation result{mode.name, 0, 0, 0, mode.assignment, {}};
  std::uint64_t correct = 0;
  Batch batch;
  const std::size_t batches =
      request.training_batches > 0 ? request.training_batches : samples->test_batches();
  for (std::size_t i = 0; i < batches; ++i) {
    fetch(request, spec, *samples, i, batch);
    const auto& logits = network.forward(
        batch.features, {.workspace = &workspace, .training = false, .continues = batch.continues},
        mode);
    const nn::LossResult found =
        network.loss() == model::Loss::mse
            ? nn::mean_square<float>(logits, batch.labels, nullptr)
            : nn::softmax_cross_entropy<float>(logits, batch.labels, nullptr);
    require_finite(found.loss, training);
    correct += found.correct;
    result.loss += found.loss * static_cast<double>(batch.labels.size());
    if (request.answers) {
      add_answers(logits, batch.labels, result.answers);
    }
    result.samples += batch.labels.size();
    if (request.progress) {
      request.progress(static_cast<double>(i + 1) / static_cast<double>(batches));
    }
  }
  result.accuracy = static_cast<double>(correct) / static_cast<double>(result.samples);
  result.loss /= static_cast<double>(result.samples);
  return result;
}

}  // namespace metronome::train
