#include "workloads/methods/formed/mode_step.hpp"

#include "sim/base/error.hpp"
#include "workloads/nn/loss.hpp"

namespace metronome::methods {
namespace {

/// The inverse of by_sample.
template <class T>
void by_class(const std::vector<T>& rows, tensor::Tensor<T>& out) {
  const std::size_t classes = out.dim(0);
  const std::size_t samples = out.row_size();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out.data()[i] = rows[i % samples * classes + i / samples];
  }
}

}  // namespace

template <class T>
std::vector<T> by_sample(const tensor::Tensor<T>& logits) {
  const std::size_t classes = logits.dim(0);
  const std::size_t samples = logits.row_size();
  std::vector<T> rows(logits.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i % samples * classes + i / samples] = logits.data()[i];
  }
  return rows;
}

template <class T>
nn::LossResult soft_loss(const tensor::Tensor<T>& logits, const std::vector<T>& teacher,
                         std::span<const std::uint32_t> labels, tensor::Tensor<T>& gradient) {
  nn::LossResult result = nn::softmax_cross_entropy<T>(logits, labels, nullptr);
  const std::vector<T> rows = by_sample(logits);
  std::vector<T> of_rows(rows.size());
  result.loss = weights::soft_label_loss<T>(rows, teacher, logits.dim(0), of_rows);
  gradient.reshape(logits.dims());
  by_class(of_rows, gradient);
  return result;
}

template <class T>
std::vector<double> mode_step(FormedNetwork<T>& network, const tensor::Tensor<T>& input,
                              std::span<const std::uint32_t> labels, const nn::Pass<T>& pass,
                              std::span<const weights::ModePass> passes) {
  network.clear_gradients();
  std::vector<double> losses;
  std::vector<T> teacher;
  tensor::Tensor<T> gradient;
  for (const weights::ModePass& mode : passes) {
    const tensor::Tensor<T>& logits = network.forward(input, pass, mode.bits);
    METRONOME_ASSERT(!mode.soft_labels || !teacher.empty(),
                     "who learns from a mode comes after it");
    losses.push_back(mode.soft_labels
                         ? soft_loss(logits, teacher, labels, gradient).loss
                         : nn::softmax_cross_entropy<T>(logits, labels, &gradient).loss);
    teacher = by_sample(logits);
    network.backward(gradient, pass);
  }
  return losses;
}

bool moves_in_second_phase(const std::string& name, int high_bits) {
  return name.ends_with(".residual") || name.ends_with("@" + std::to_string(high_bits));
}

template <class T>
void recalibrate(FormedNetwork<T>& network, std::span<const tensor::Tensor<T>> batches,
                 const nn::Pass<T>& pass, int bits, int norm_of) {
  METRONOME_ASSERT(!batches.empty() && pass.training, "statistics are those of training passes");
  const auto statistics = [&] {
    std::vector<weights::KeptState<T>> of_mode;
    for (const weights::KeptState<T>& state : network.state()) {
      const bool running = state.name.find(".running_") != std::string::npos;
      const std::size_t at = state.name.find('@');
      if (running &&
          (at == std::string::npos || state.name.substr(at + 1) == std::to_string(norm_of))) {
        of_mode.push_back(state);
      }
    }
    return of_mode;
  };
  // running = 0.9 running + 0.1 batch: from zeros, a tenth of the batch's statistics is left.
  constexpr double kShare = 0.1;
  std::vector<std::vector<double>> sums(statistics().size());
  for (const tensor::Tensor<T>& batch : batches) {
    for (const weights::KeptState<T>& state : statistics()) {
      std::fill(state.values.begin(), state.values.end(), T(0));
    }
    network.forward(batch, pass, bits, norm_of);
    const auto of_batch = statistics();
    for (std::size_t s = 0; s < of_batch.size(); ++s) {
      sums[s].resize(of_batch[s].values.size());
      for (std::size_t i = 0; i < sums[s].size(); ++i) {
        sums[s][i] += static_cast<double>(of_batch[s].values[i]) / kShare;
      }
    }
  }
  const auto of_mode = statistics();
  for (std::size_t s = 0; s < of_mode.size(); ++s) {
    for (std::size_t i = 0; i < sums[s].size(); ++i) {
      of_mode[s].values[i] = static_cast<T>(sums[s][i] / static_cast<double>(batches.size()));
    }
  }
}

#define METRONOME_INSTANTIATE(T)                                                                \
  template std::vector<T> by_sample<T>(const tensor::Tensor<T>&);                               \
  template nn::LossResult soft_loss<T>(const tensor::Tensor<T>&, const std::vector<T>&,         \
                                       std::span<const std::uint32_t>, tensor::Tensor<T>&);     \
  template std::vector<double> mode_step<T>(FormedNetwork<T>&, const tensor::Tensor<T>&,        \
                                            std::span<const std::uint32_t>, const nn::Pass<T>&, \
                                            std::span<const weights::ModePass>);                \
  template void recalibrate<T>(FormedNetwork<T>&, std::span<const tensor::Tensor<T>>,           \
                               const nn::Pass<T>&, int, int);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::methods
