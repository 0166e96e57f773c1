// A training step asks the allocator for nothing once the first one has been made.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "workloads/model/graph.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"
#include "workloads/train/sgd.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t bytes, std::size_t alignment) {
  ++allocations;
  const std::size_t whole = (bytes + alignment) / alignment * alignment;  // never 0
  if (void* const memory = std::aligned_alloc(alignment, whole)) {
    return memory;
  }
  throw std::bad_alloc();
}

}  // namespace

// Not inlined: the compiler would see new and free() together and warn.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  return counted(bytes, alignof(std::max_align_t));
}
[[gnu::noinline]] void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return counted(bytes, static_cast<std::size_t>(alignment));
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace metronome::nn {
namespace allocations_test {

using tensor::KernelSet;
using trace::DxScale;

/// One network with its data, trained on one thread.
class Step {
 public:
  Step(const std::string& model, KernelSet kernels, DxScale dx_scale, std::size_t batch)
      : text_(model.starts_with("lstm") || model.starts_with("transformer")),
        network_(text_ ? model::make_model(model, {1, kTokens, 1}, kClasses)
                       : model::make_model(model, {3, 32, 32}, kClasses),
                 dx_scale),
        workspace_(1, kernels),
        input_(text_ ? tensor::Dims{1, batch, kTokens, 1} : tensor::Dims{3, batch, 32, 32}),
        labels_(text_ ? batch * kTokens : batch) {
    network_.initialise(1);
    const RandomStream draws(1, "input");
    for (std::size_t i = 0; i < input_.size(); ++i) {
      input_.data()[i] = text_ ? static_cast<float>(draws.below(i, kClasses))
                               : static_cast<float>(draws.uniform(i));
    }
    sgd_.emplace(network_.parameters(), train::SgdSpec{});
  }

  void run(int bits) {
    const Pass<float> pass{.workspace = &workspace_, .seed = 1, .iteration = iteration_++};
    assignment_.all = {bits, bits > 0 ? 8 : 0};
    const auto& logits = network_.forward(input_, pass, assignment_);
    const LossResult loss =
        softmax_cross_entropy<float>(logits, std::span<const std::uint32_t>(labels_), &gradient_);
    EXPECT_GT(loss.loss, 0);
    network_.backward(gradient_, pass, assignment_);
    sgd_->step(1e-3);
  }

 private:
  static constexpr std::size_t kTokens = 5;
  static constexpr std::size_t kClasses = 10;

  bool text_;
  Network<float> network_;
  Workspace<float> workspace_;
  tensor::Tensor<float> input_, gradient_;
  std::vector<std::uint32_t> labels_;
  std::optional<train::Sgd<float>> sgd_;
  trace::Assignment assignment_;
  std::uint64_t iteration_ = 0;
};

std::size_t allocations_of_later_steps(Step& step, int bits) {
  step.run(bits);
  const std::size_t before = allocations;
  step.run(bits);
  step.run(bits);
  return allocations - before;
}

TEST(step, asks_for_no_memory_after_the_first_one) {
  for (const std::string model : {"resnet-8", "mlp", "lenet-5", "lstm-2:hidden=24,layers=2",
                                  "transformer-base:layers=1,features=16,inner=32,heads=2"}) {
    for (const KernelSet kernels : {KernelSet::fp32, KernelSet::portable}) {
      for (const DxScale dx_scale :
           {DxScale::segmented, DxScale::prescale_requantize, DxScale::per_tensor}) {
        Step step(model, kernels, dx_scale, 2);
        EXPECT_EQ(allocations_of_later_steps(step, 8), 0u)
            << model << ", " << enum_name(kernels) << ", " << enum_name(dx_scale);
      }
    }
    Step step(model, KernelSet::fp32, DxScale::segmented, 2);
    EXPECT_EQ(allocations_of_later_steps(step, 0), 0u) << model << " in FP32";
  }
}

TEST(step, makes_memory_for_other_bits_once) {
  Step step("resnet-8", KernelSet::portable, DxScale::prescale_requantize, 2);
  for (const int bits : {3, 8, 0}) {
    step.run(bits);
  }
  const std::size_t before = allocations;
  for (const int bits : {8, 3, 0, 5}) {
    step.run(bits);
  }
  EXPECT_EQ(allocations, before);
}

TEST(step, is_counted_by_an_allocator_that_counts) {
  const std::size_t before = allocations;
  std::vector<int> some(1);
  some.resize(1000);
  EXPECT_EQ(allocations - before, 2u);
}

}  // namespace allocations_test
}  // namespace metronome::nn
