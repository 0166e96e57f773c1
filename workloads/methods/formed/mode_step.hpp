#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "workloads/methods/formed/formed_network.hpp"
#include "workloads/methods/weights/nested_planes/mode_passes.hpp"
#include "workloads/nn/loss.hpp"

namespace metronome::methods {

/// The gradients of one training step of several modes (mode_passes.hpp) on one batch: they are
/// cleared, then each pass adds its own. Returns the loss of each pass.
template <class T>
std::vector<double> mode_step(FormedNetwork<T>& network, const tensor::Tensor<T>& input,
                              std::span<const std::uint32_t> labels, const nn::Pass<T>& pass,
                              std::span<const weights::ModePass> passes);

/// Logits {classes, samples} as [sample][class].
template <class T>
[[nodiscard]] std::vector<T> by_sample(const tensor::Tensor<T>& logits);

/// The loss of logits against those of a teacher, [sample][class], and its gradient as logits have
/// it (weights::soft_label_loss); whether the logits' largest is the label is counted too.
template <class T>
[[nodiscard]] nn::LossResult soft_loss(const tensor::Tensor<T>& logits,
                                       const std::vector<T>& teacher,
                                       std::span<const std::uint32_t> labels,
                                       tensor::Tensor<T>& gradient);

/// What moves in the second phase of two_phase: what lies below the frozen planes, and the batch
/// norms of the high mode. All else is the low mode's.
[[nodiscard]] bool moves_in_second_phase(const std::string& name, int high_bits);

/// Running statistics of a mode estimated anew: the mean over `batches` training passes, equally
/// weighted, which leave everything else as it is.
template <class T>
void recalibrate(FormedNetwork<T>& network, std::span<const tensor::Tensor<T>> batches,
                 const nn::Pass<T>& pass, int bits, int norm_of);

}  // namespace metronome::methods
