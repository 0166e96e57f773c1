#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "workloads/nn/code_observer.hpp"
#include "workloads/nn/direct_errors.hpp"
#include "workloads/nn/format_probe.hpp"
#include "workloads/nn/shared_statistics.hpp"
#include "workloads/tensor/aligned.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/tensor/tensor.hpp"
#include "workloads/tensor/thread_pool.hpp"

namespace metronome::nn {

/// The threads of a pass, a piece of scratch memory for each, and who computes the products.
template <class T>
class Workspace {
 public:
  explicit Workspace(std::size_t threads, tensor::KernelSet kernels = tensor::KernelSet::automatic)
      : pool_(threads),
        kernels_(tensor::resolved(kernels)),
        scratch_(pool_.workers()),
        bytes_(pool_.workers()),
        quads_(pool_.workers()) {}

  [[nodiscard]] tensor::ThreadPool& pool() { return pool_; }
  /// Never `automatic`.
  [[nodiscard]] tensor::KernelSet kernels() const { return kernels_; }
  /// At least `elements` of unspecified content, for the task that `worker` runs.
  [[nodiscard]] T* scratch(std::size_t worker, std::size_t elements) {
    if (scratch_[worker].size() < elements) {
      scratch_[worker].resize(elements);
    }
    return scratch_[worker].data();
  }
  /// The same for codes.
  [[nodiscard]] std::uint8_t* bytes(std::size_t worker, std::size_t count) {
    if (bytes_[worker].size() < count) {
      bytes_[worker].resize(count);
    }
    return bytes_[worker].data();
  }
  [[nodiscard]] tensor::UnsignedQuad* quads(std::size_t worker, std::size_t count) {
    if (quads_[worker].size() < count) {
      quads_[worker].resize(count);
    }
    return quads_[worker].data();
  }
  /// Tensors that one layer uses within one call; their content does not outlive it.
  [[nodiscard]] tensor::Tensor<T>& shared(std::size_t slot) { return shared_.at(slot); }
  [[nodiscard]] tensor::Tensor<std::uint8_t>& shared_codes() { return shared_codes_; }

 private:
  tensor::ThreadPool pool_;
  tensor::KernelSet kernels_;
  std::vector<tensor::AlignedVector<T>> scratch_;
  std::vector<tensor::AlignedVector<std::uint8_t>> bytes_;
  std::vector<tensor::AlignedVector<tensor::UnsignedQuad>> quads_;
  std::array<tensor::Tensor<T>, 2> shared_;
  tensor::Tensor<std::uint8_t> shared_codes_;
};

/// How a forward and backward pass is run. Training uses the batch's own statistics and ranges and
/// updates the running ones; evaluation uses the running ones.
template <class T>
struct Pass {
  Workspace<T>* workspace = nullptr;
  bool training = true;
  /// Errors are rounded stochastically (CPT); otherwise half to even, which makes a step repeatable
  /// by other code.
  bool stochastic = true;
  std::uint64_t seed = 0;
  std::uint64_t iteration = 0;
  /// Sequences go on from the states that the last pass of this kind (training or evaluation) left.
  bool continues = false;
  /// Samples whose statistics batch norm takes at a time in training; 0: of the whole batch.
  std::size_t statistics_part = 0;
  /// Batch norm takes its statistics in training over all chips that share the batch; null: over
  /// this one's samples.
  SharedStatistics* shared_statistics = nullptr;
  const CodeObserver<T>* observer = nullptr;
  /// Where errors do not come from the layers behind; null: backpropagation everywhere.
  const DirectErrors<T>* direct_errors = nullptr;
  /// What looks at operands of number formats, if anything does.
  FormatProbe<T>* probe = nullptr;
  /// Running ranges move in training also where operands are no affine codes, which they are in
  /// other iterations, or in a test.
  bool gathers_ranges = false;

  /// Whether the output of a node gets its error straight from the loss.
  [[nodiscard]] bool feeds(model::NodeIndex node) const {
    return direct_errors != nullptr && direct_errors->covers(node);
  }

  /// Shows an operand to the observer, if there is one and this is training.
  void observe(const QuantizedOperand<T>& operand) const {
    if (observer != nullptr && training && operand.bits > 0) {
      (*observer)(operand);
    }
  }
};

/// Calls body(first, count, worker) for consecutive pieces of {0, ..., n-1} of at most `piece`
/// elements. The pieces do not depend on the number of threads.
template <class T, class Body>
void for_pieces(Workspace<T>& workspace, std::size_t n, std::size_t piece, const Body& body) {
  workspace.pool().run((n + piece - 1) / piece, [&](std::size_t task, std::size_t worker) {
    const std::size_t first = task * piece;
    body(first, std::min(piece, n - first), worker);
  });
}

}  // namespace metronome::nn
