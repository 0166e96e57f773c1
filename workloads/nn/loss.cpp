#include "workloads/nn/loss.hpp"

#include <cmath>
#include <vector>

#include "sim/base/error.hpp"

namespace metronome::nn {

namespace {

template <class T, class Label>
LossResult cross_entropy(const tensor::Tensor<T>& logits, std::span<const Label> labels,
                         tensor::Tensor<T>* gradient) {
  const std::size_t classes = logits.dim(0);
  const std::size_t batch = logits.row_size();
  METRONOME_ASSERT(labels.size() == batch, "each sample has one label");
  if (gradient != nullptr) {
    gradient->reshape(logits.dims());
  }
  LossResult result;
  std::vector<double> exponentials(classes);
  for (std::size_t n = 0; n < batch; ++n) {
    std::size_t best = 0;
    for (std::size_t c = 1; c < classes; ++c) {
      best = logits.row(c)[n] > logits.row(best)[n] ? c : best;
    }
    const double top = static_cast<double>(logits.row(best)[n]);
    double sum = 0;
    for (std::size_t c = 0; c < classes; ++c) {
      exponentials[c] = std::exp(static_cast<double>(logits.row(c)[n]) - top);
      sum += exponentials[c];
    }
    const std::size_t label = labels[n];
    METRONOME_ASSERT(label < classes, "a label is below the number of classes");
    result.correct += best == label;
    result.loss += std::log(sum) + top - static_cast<double>(logits.row(label)[n]);
    for (std::size_t c = 0; gradient != nullptr && c < classes; ++c) {
      const double target = c == label ? 1.0 : 0.0;
      gradient->row(c)[n] =
          static_cast<T>((exponentials[c] / sum - target) / static_cast<double>(batch));
    }
  }
  result.loss /= static_cast<double>(batch);
  return result;
}

}  // namespace

template <class T>
LossResult softmax_cross_entropy(const tensor::Tensor<T>& logits,
                                 std::span<const std::uint8_t> labels,
                                 tensor::Tensor<T>* gradient) {
  return cross_entropy(logits, labels, gradient);
}

template <class T>
LossResult softmax_cross_entropy(const tensor::Tensor<T>& logits,
                                 std::span<const std::uint32_t> labels,
                                 tensor::Tensor<T>* gradient) {
  return cross_entropy(logits, labels, gradient);
}

template LossResult softmax_cross_entropy(const tensor::Tensor<float>&,
                                          std::span<const std::uint32_t>, tensor::Tensor<float>*);
template LossResult softmax_cross_entropy(const tensor::Tensor<double>&,
                                          std::span<const std::uint32_t>, tensor::Tensor<double>*);
template LossResult softmax_cross_entropy(const tensor::Tensor<float>&,
                                          std::span<const std::uint8_t>, tensor::Tensor<float>*);
template LossResult softmax_cross_entropy(const tensor::Tensor<double>&,
                                          std::span<const std::uint8_t>, tensor::Tensor<double>*);

}  // namespace metronome::nn
