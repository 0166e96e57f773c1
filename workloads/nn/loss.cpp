#include "workloads/nn/loss.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "sim/base/error.hpp"
#include "workloads/tensor/step_memory.hpp"

namespace metronome::nn {

namespace {

/// Samples that are treated together, so that a row of logits is read by the cache line.
constexpr std::size_t kBlock = 16;

/// Replaces one sample's logits by d loss / d logits * batch. Adds to the result.
void treat_sample(std::span<double> z, std::size_t label, LossResult& result) {
  const std::size_t best =
      static_cast<std::size_t>(std::max_element(z.begin(), z.end()) - z.begin());
  const double top = z[best];
  const double of_label = z[label];
  double sum = 0;
  for (double& value : z) {
    value = std::exp(value - top);
    sum += value;
  }
  result.correct += best == label;
  result.loss += std::log(sum) + top - of_label;
  for (double& value : z) {
    value /= sum;
  }
  z[label] -= 1;
}

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
  tensor::StepVector<double> block(kBlock * classes);
  for (std::size_t first = 0; first < batch; first += kBlock) {
    const std::size_t count = std::min(kBlock, batch - first);
    for (std::size_t i = 0; i < classes * count; ++i) {
      block[i % count * classes + i / count] =
          static_cast<double>(logits.row(i / count)[first + i % count]);
    }
    for (std::size_t j = 0; j < count; ++j) {
      METRONOME_ASSERT(labels[first + j] < classes, "a label is below the number of classes");
      treat_sample({block.data() + j * classes, classes}, labels[first + j], result);
    }
    for (std::size_t i = 0; gradient != nullptr && i < classes * count; ++i) {
      gradient->row(i / count)[first + i % count] =
          static_cast<T>(block[i % count * classes + i / count] / static_cast<double>(batch));
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

template <class T>
LossResult mean_square(const tensor::Tensor<T>& logits, std::span<const std::uint32_t> labels,
                       tensor::Tensor<T>* gradient) {
  METRONOME_ASSERT(labels.size() == logits.row_size(), "each sample has one label");
  if (gradient != nullptr) {
    gradient->reshape(logits.dims());
  }
  LossResult result;
  const auto elements = static_cast<double>(logits.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    METRONOME_ASSERT(labels[i] < logits.dim(0), "a label is below the number of classes");
    std::size_t best = 0;
    for (std::size_t c = 0; c < logits.dim(0); ++c) {
      const double z = static_cast<double>(logits.row(c)[i]);
      const double difference = z - (c == labels[i] ? 1 : 0);
      best = z > static_cast<double>(logits.row(best)[i]) ? c : best;
      result.loss += difference * difference / elements;
      if (gradient != nullptr) {
        gradient->row(c)[i] = static_cast<T>(2 * difference / elements);
      }
    }
    result.correct += best == labels[i] ? 1 : 0;
  }
  return result;
}

template LossResult mean_square(const tensor::Tensor<float>&, std::span<const std::uint32_t>,
                                tensor::Tensor<float>*);
template LossResult mean_square(const tensor::Tensor<double>&, std::span<const std::uint32_t>,
                                tensor::Tensor<double>*);
template LossResult softmax_cross_entropy(const tensor::Tensor<float>&,
                                          std::span<const std::uint32_t>, tensor::Tensor<float>*);
template LossResult softmax_cross_entropy(const tensor::Tensor<double>&,
                                          std::span<const std::uint32_t>, tensor::Tensor<double>*);
template LossResult softmax_cross_entropy(const tensor::Tensor<float>&,
                                          std::span<const std::uint8_t>, tensor::Tensor<float>*);
template LossResult softmax_cross_entropy(const tensor::Tensor<double>&,
                                          std::span<const std::uint8_t>, tensor::Tensor<double>*);

}  // namespace metronome::nn
