// Speed of the functional trainer. "items_per_second" are images of a training step; the second
// argument is the number of threads.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <vector>

#include "workloads/model/graph.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"
#include "workloads/quant/affine.hpp"
#include "workloads/train/sgd.hpp"

namespace metronome {
namespace {

constexpr std::size_t kBatch = 128;

tensor::Tensor<float> random_images(std::size_t batch) {
  const RandomStream stream(1, "images");
  tensor::Tensor<float> images({3, batch, 32, 32});
  for (std::size_t i = 0; i < images.size(); ++i) {
    images.data()[i] = static_cast<float>(stream.uniform(i));
  }
  return images;
}

std::vector<std::uint8_t> some_labels(std::size_t batch) {
  std::vector<std::uint8_t> labels(batch);
  for (std::size_t n = 0; n < batch; ++n) {
    labels[n] = static_cast<std::uint8_t>(n % 10);
  }
  return labels;
}

/// The largest memory of this process so far: of a row alone, if it is the only one that is run.
double peak_gib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / (1 << 20);
}

/// One optimiser step on 32x32x3 images; range(0): forward bits, with 8-bit errors (0: FP32),
/// range(1): threads.
void training_step(benchmark::State& state, const char* model, tensor::KernelSet kernels,
                   trace::DxScale mode) {
  const int bits = static_cast<int>(state.range(0));
  if (!tensor::available(kernels)) {
    state.SkipWithError("not available on this processor");
    return;
  }
  const trace::Assignment assignment{.all = {bits, bits > 0 ? 8 : 0}, .layers = {}};
  nn::Network<float> network(model::make_model(model, {3, 32, 32}, 10), mode);
  network.initialise(1);
  nn::Workspace<float> workspace(static_cast<std::size_t>(state.range(1)), kernels);
  train::Sgd<float> sgd(network.parameters(), {});
  const tensor::Tensor<float> images = random_images(kBatch);
  const std::vector<std::uint8_t> labels = some_labels(kBatch);
  tensor::Tensor<float> gradient;
  nn::Pass<float> pass{.workspace = &workspace, .seed = 1};
  const auto step = [&] {
    const auto& logits = network.forward(images, pass, assignment);
    benchmark::DoNotOptimize(nn::softmax_cross_entropy(logits, labels, &gradient));
    network.backward(gradient, pass, assignment);
    sgd.step(1e-3);
    ++pass.iteration;
  };
  step();  // takes memory that later steps have
  for (auto _ : state) {
    step();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kBatch));
  state.counters["peak_gib"] = peak_gib();
}

using tensor::KernelSet;
using trace::DxScale;
#define METRONOME_TRAINING_STEP(row, model, kernels, mode)    \
  BENCHMARK_CAPTURE(training_step, row, model, kernels, mode) \
      ->Unit(benchmark::kMillisecond)                         \
      ->UseRealTime()                                         \
      ->ArgNames({"bits", "threads"})
METRONOME_TRAINING_STEP(resnet_38_fp32, "resnet-38", KernelSet::fp32, DxScale::segmented)
    ->ArgsProduct({{0, 8, 4}, {1, 2}});
METRONOME_TRAINING_STEP(resnet_38_vnni, "resnet-38", KernelSet::vnni, DxScale::prescale_requantize)
    ->ArgsProduct({{8, 4}, {1, 2}});
METRONOME_TRAINING_STEP(resnet_38_vnni_segmented, "resnet-38", KernelSet::vnni, DxScale::segmented)
    ->ArgsProduct({{8, 4}, {1, 2}});
METRONOME_TRAINING_STEP(resnet_74_fp32, "resnet-74", KernelSet::fp32, DxScale::segmented)
    ->ArgsProduct({{8}, {1}});
METRONOME_TRAINING_STEP(resnet_74_vnni, "resnet-74", KernelSet::vnni, DxScale::prescale_requantize)
    ->ArgsProduct({{8}, {1}});
METRONOME_TRAINING_STEP(resnet_8_fp32, "resnet-8", KernelSet::fp32, DxScale::segmented)
    ->ArgsProduct({{8}, {1, 2}});
METRONOME_TRAINING_STEP(resnet_8_vnni, "resnet-8", KernelSet::vnni, DxScale::prescale_requantize)
    ->ArgsProduct({{8}, {1, 2}});
#undef METRONOME_TRAINING_STEP

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
