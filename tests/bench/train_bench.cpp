// Speed of the functional trainer (results/trainer_speed.md).
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sim/base/files.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"
#include "workloads/quant/affine.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/samples.hpp"
#include "workloads/train/sgd.hpp"
#include "workloads/train/weights.hpp"

namespace metronome {
namespace {

constexpr std::size_t kBatch = 128;
/// Of texts: streams, words of each, words that there are.
constexpr std::size_t kStreams = 32;
constexpr std::size_t kTokens = 35;
constexpr std::size_t kWords = 10'000;

/// A network with its optimizer and a batch that it is trained on.
class Steps {
 public:
  Steps(const char* model, bool text, std::size_t threads, tensor::KernelSet kernels,
        trace::DxScale mode)
      : network_(text ? model::make_model(model, {1, kTokens, 1}, kWords)
                      : model::make_model(model, {3, 32, 32}, 10),
                 mode),
        workspace_(threads, kernels),
        input_(text ? tensor::Dims{1, kStreams, kTokens, 1} : tensor::Dims{3, kBatch, 32, 32}),
        labels_(text ? kStreams * kTokens : kBatch) {
    network_.initialise(1);
    sgd_.emplace(network_.parameters(), train::SgdSpec{});
    const RandomStream stream(1, "input");
    for (std::size_t i = 0; i < input_.size(); ++i) {
      input_.data()[i] = text ? static_cast<float>(stream.below(i, kWords))
                              : static_cast<float>(stream.uniform(i));
    }
    for (std::size_t n = 0; n < labels_.size(); ++n) {
      labels_[n] = static_cast<std::uint32_t>(n % 10);
    }
  }

  void run(int bits) {
    const trace::Assignment assignment{.all = {bits, bits > 0 ? 8 : 0}, .layers = {}};
    const nn::Pass<float> pass{.workspace = &workspace_, .seed = 1, .iteration = iteration_++};
    const auto& logits = network_.forward(input_, pass, assignment);
    benchmark::DoNotOptimize(nn::softmax_cross_entropy<float>(
        logits, std::span<const std::uint32_t>(labels_), &gradient_));
    network_.backward(gradient_, pass, assignment);
    sgd_->step(1e-3);
  }

  [[nodiscard]] nn::Network<float>& network() { return network_; }
  /// Images, or words.
  [[nodiscard]] std::size_t items() const { return labels_.size(); }

 private:
  nn::Network<float> network_;
  nn::Workspace<float> workspace_;
  tensor::Tensor<float> input_, gradient_;
  std::vector<std::uint32_t> labels_;
  std::optional<train::Sgd<float>> sgd_;
  std::uint64_t iteration_ = 0;
};

rusage usage() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

/// The largest memory of this process so far: of a row alone, if it is the only one that is run.
double peak_gib() { return static_cast<double>(usage().ru_maxrss) / (1 << 20); }

/// One optimiser step; range(0): forward bits, with 8-bit errors (0: FP32), range(1): threads.
/// "items_per_second" are of processor time of all threads: two threads lose nothing where they
/// have what one has.
void training_step(benchmark::State& state, const char* model, bool text, tensor::KernelSet kernels,
                   trace::DxScale mode) {
  const int bits = static_cast<int>(state.range(0));
  if (kernels == tensor::KernelSet::automatic && !tensor::on_codes(tensor::resolved(kernels))) {
    state.SkipWithError("no vector unit for codes");
    return;
  }
  Steps steps(model, text, static_cast<std::size_t>(state.range(1)), kernels, mode);
  steps.run(bits);  // takes memory that later steps have
  const long faults = usage().ru_minflt;
  for (auto _ : state) {
    steps.run(bits);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * steps.items()));
  state.counters["page_faults_a_step"] =
      static_cast<double>(usage().ru_minflt - faults) / static_cast<double>(state.iterations());
  state.counters["peak_gib"] = peak_gib();
}

using tensor::KernelSet;
using trace::DxScale;
#define METRONOME_TRAINING_STEP(row, model, text, kernels, mode)    \
  BENCHMARK_CAPTURE(training_step, row, model, text, kernels, mode) \
      ->Unit(benchmark::kMillisecond)                               \
      ->MeasureProcessCPUTime()                                     \
      ->ArgNames({"bits", "threads"})
METRONOME_TRAINING_STEP(resnet_38_fp32, "resnet-38", false, KernelSet::fp32, DxScale::segmented)
    ->ArgsProduct({{0, 8, 4}, {1, 2}});
METRONOME_TRAINING_STEP(resnet_38_codes, "resnet-38", false, KernelSet::automatic,
                        DxScale::prescale_requantize)
    ->ArgsProduct({{8, 4}, {1, 2}});
METRONOME_TRAINING_STEP(resnet_38_codes_segmented, "resnet-38", false, KernelSet::automatic,
                        DxScale::segmented)
    ->ArgsProduct({{8, 4}, {1, 2}});
METRONOME_TRAINING_STEP(resnet_74_fp32, "resnet-74", false, KernelSet::fp32, DxScale::segmented)
    ->ArgsProduct({{8}, {1}});
METRONOME_TRAINING_STEP(resnet_74_codes, "resnet-74", false, KernelSet::automatic,
                        DxScale::prescale_requantize)
    ->ArgsProduct({{8}, {1}});
METRONOME_TRAINING_STEP(resnet_8_fp32, "resnet-8", false, KernelSet::fp32, DxScale::segmented)
    ->ArgsProduct({{8}, {1, 2}});
METRONOME_TRAINING_STEP(resnet_8_codes, "resnet-8", false, KernelSet::automatic,
                        DxScale::prescale_requantize)
    ->ArgsProduct({{8}, {1, 2}});
METRONOME_TRAINING_STEP(mlp_fp32, "mlp", false, KernelSet::fp32, DxScale::segmented)
    ->ArgsProduct({{0, 8}, {1, 2}});
METRONOME_TRAINING_STEP(mlp_codes, "mlp", false, KernelSet::automatic, DxScale::prescale_requantize)
    ->ArgsProduct({{8}, {1, 2}});
METRONOME_TRAINING_STEP(lstm_2_fp32, "lstm-2", true, KernelSet::fp32, DxScale::segmented)
    ->ArgsProduct({{0, 8}, {1}});
METRONOME_TRAINING_STEP(lstm_2_codes, "lstm-2", true, KernelSet::automatic,
                        DxScale::prescale_requantize)
    ->ArgsProduct({{8}, {1}});
METRONOME_TRAINING_STEP(transformer_fp32, "transformer-base", true, KernelSet::fp32,
                        DxScale::segmented)
    ->ArgsProduct({{0, 8}, {1}});
METRONOME_TRAINING_STEP(transformer_codes, "transformer-base", true, KernelSet::automatic,
                        DxScale::prescale_requantize)
    ->ArgsProduct({{8}, {1}});
#undef METRONOME_TRAINING_STEP

double seconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

train::WorkloadSpec augmented_images() {
  train::WorkloadSpec spec;
  spec.model = "resnet-38";
  spec.dataset = "synthetic";
  spec.batch = kBatch;
  spec.iterations = 1'000'000;
  spec.augment = train::Augmentation::crop_flip;
  return spec;
}

/// Batches with the CIFAR recipe's augmentation. "percent_of_a_step": of the shortest training
/// step of ResNet-38 there is here, if it had the same processor.
void augmented_batches(benchmark::State& state) {
  const train::WorkloadSpec spec = augmented_images();
  const std::unique_ptr<train::Samples> samples = train::load_samples(spec);
  Steps steps("resnet-38", false, 1, KernelSet::automatic, DxScale::prescale_requantize);
  steps.run(8);
  const double step = seconds_of([&] { steps.run(8); });
  std::uint64_t t = 0;
  const double all = seconds_of([&] {
    for (auto _ : state) {
      benchmark::DoNotOptimize(samples->training(t++).features.data());
    }
  });
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kBatch));
  state.counters["percent_of_a_step"] = 100 * all / static_cast<double>(state.iterations()) / step;
}
BENCHMARK(augmented_batches)->Unit(benchmark::kMicrosecond)->UseRealTime();

/// A checkpoint of ResNet-38 after 64 000 iterations, written durably. "percent_of_a_run": at the
/// default interval, of the shortest training step there is here.
void checkpoint(benchmark::State& state) {
  const train::WorkloadSpec spec = augmented_images();
  Steps steps("resnet-38", false, 1, KernelSet::automatic, DxScale::prescale_requantize);
  steps.run(8);
  const double step = seconds_of([&] { steps.run(8); });
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / "metronome_bench_checkpoint.bin";
  const std::vector<trace::Metric> metrics(64'000);
  const double all = seconds_of([&] {
    for (auto _ : state) {
      const train::Checkpoint kept{.workload = train::workload_identity(spec),
                                   .kernel_set = tensor::kernel_set_name(spec.kernels),
                                   .iteration = metrics.size(),
                                   .metrics = metrics,
                                   .network = train::weights_of(steps.network()),
                                   .states = {},
                                   .optimiser = train::weights_of(steps.network()),
                                   .schedule = {},
                                   .learning_rate = {},
                                   .values = {}};
      write_file_durably(file, train::serialise_checkpoint(kept));
    }
  });
  std::filesystem::remove(file);
  state.counters["percent_of_a_run"] = 100 * all / static_cast<double>(state.iterations()) /
                                       (step * static_cast<double>(spec.checkpoint_every));
}
BENCHMARK(checkpoint)->Unit(benchmark::kMillisecond)->UseRealTime();

tensor::Tensor<float> random_images(std::size_t batch) {
  const RandomStream stream(1, "images");
  tensor::Tensor<float> images({3, batch, 32, 32});
  for (std::size_t i = 0; i < images.size(); ++i) {
    images.data()[i] = static_cast<float>(stream.uniform(i));
  }
  return images;
}

/// The forward pass of an evaluation.
void evaluation(benchmark::State& state) {
  nn::Network<float> network(model::make_model("resnet-8", {3, 32, 32}, 10),
                             trace::DxScale::prescale_requantize);
  network.initialise(1);
  nn::Workspace<float> workspace(static_cast<std::size_t>(state.range(0)));
  const tensor::Tensor<float> images = random_images(kBatch);
  const nn::Pass<float> pass{.workspace = &workspace, .training = false};
  for (auto _ : state) {
    benchmark::DoNotOptimize(network.forward(images, pass, {.all = {8, 8}, .layers = {}}).data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kBatch));
}
BENCHMARK(evaluation)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Stochastic quantization of 2^20 errors; "items_per_second" are elements.
void quantize_error(benchmark::State& state) {
  const std::size_t n = std::size_t{1} << 20;
  const RandomStream stream(1, "errors");
  std::vector<float> errors(n);
  for (std::size_t i = 0; i < n; ++i) {
    errors[i] = static_cast<float>(stream.normal(i));
  }
  std::vector<float> out(n);
  for (auto _ : state) {
    const auto grid = quant::grid_of(quant::range_of(errors.data(), n), 8);
    quant::quantize_stochastic(errors.data(), n, grid, stream, 0, out.data());
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * n));
}
BENCHMARK(quantize_error)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace metronome
