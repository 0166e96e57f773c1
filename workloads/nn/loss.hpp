#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

struct LossResult {
  double loss = 0;          ///< mean over the batch
  std::size_t correct = 0;  ///< labels whose logit is the largest; first of equals
};

/// Softmax cross-entropy of logits {classes, batch, tokens, 1}, with a label for each sample and
/// token (images: 1 x 1): loss = mean_n (log sum_c exp z_nc -
/// z_n,y). Unless null, `gradient` becomes d loss / d logits = (softmax - onehot) / batch.
template <class T>
[[nodiscard]] LossResult softmax_cross_entropy(const tensor::Tensor<T>& logits,
                                               std::span<const std::uint8_t> labels,
                                               tensor::Tensor<T>* gradient);
/// The same for words.
template <class T>
[[nodiscard]] LossResult softmax_cross_entropy(const tensor::Tensor<T>& logits,
                                               std::span<const std::uint32_t> labels,
                                               tensor::Tensor<T>* gradient);

/// The mean over batch, tokens and classes of (z - onehot)^2, of logits as above. Unless null,
/// `gradient` becomes 2 (z - onehot) / elements.
template <class T>
[[nodiscard]] LossResult mean_square(const tensor::Tensor<T>& logits,
                                     std::span<const std::uint32_t> labels,
                                     tensor::Tensor<T>* gradient);

}  // namespace metronome::nn
