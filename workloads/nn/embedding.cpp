#include "workloads/nn/embedding.hpp"

#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "workloads/nn/initial_values.hpp"

namespace metronome::nn {
namespace {

double position_code(std::size_t place, std::size_t feature, std::size_t features) {
  const double exponent = static_cast<double>(feature / 2 * 2) / static_cast<double>(features);
  const double angle = static_cast<double>(place) * std::pow(10000.0, -exponent);
  return feature % 2 == 0 ? std::sin(angle) : std::cos(angle);
}

}  // namespace

template <class T>
Embedding<T>::Embedding(std::size_t vocabulary, std::size_t features, bool positions)
    : weight_({vocabulary, features, 1, 1}), gradient_(weight_.dims()), positions_(positions) {}

template <class T>
void Embedding<T>::forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y) {
  const std::size_t features = weight_.dim(1);
  const std::size_t tokens = x.dim(2);
  y.reshape({features, x.dim(1), tokens, 1});
  words_.resize(x.size());
  for (std::size_t p = 0; p < x.size(); ++p) {
    words_[p] = static_cast<std::size_t>(x.data()[p]);
    METRONOME_ASSERT(words_[p] < weight_.dim(0), "a word is below the size of the vocabulary");
  }
  for (std::size_t f = 0; f < features; ++f) {
    T* row = y.row(f);
    for (std::size_t p = 0; p < x.size(); ++p) {
      row[p] = weight_.row(words_[p])[f];
    }
    for (std::size_t t = 0; positions_ && t < tokens; ++t) {
      const T code = static_cast<T>(position_code(t, f, features));
      for (std::size_t p = t; p < x.size(); p += tokens) {
        row[p] += code;
      }
    }
  }
}

template <class T>
void Embedding<T>::backward(const tensor::Tensor<T>& dy) {
  if (!has_gradient_) {
    gradient_.fill(T(0));
  }
  has_gradient_ = false;
  for (std::size_t f = 0; f < dy.dim(0); ++f) {
    const T* row = dy.row(f);
    for (std::size_t p = 0; p < words_.size(); ++p) {
      gradient_.row(words_[p])[f] += row[p];
    }
  }
}

template <class T>
void Embedding<T>::add_gradient(const tensor::Tensor<T>& gradient) {
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    gradient_.data()[i] = gradient.data()[i] + (has_gradient_ ? gradient_.data()[i] : T(0));
  }
  has_gradient_ = true;
}

template <class T>
void Embedding<T>::forward(NodeRun<T>& run) {
  forward(run.input(), run.output());
}

template <class T>
void Embedding<T>::backward(NodeRun<T>& run) {
  backward(run.error());
}

template <class T>
LayerState<T> Embedding<T>::state(const std::string& name) {
  return {.parameters = {{name + ".weight", &weight_, &gradient_}}};
}

template <class T>
void Embedding<T>::initialise(std::uint64_t seed, std::uint64_t node) {
  const auto features = static_cast<double>(weight_.row_size());
  fill_normal(weight_, 1.0 / std::sqrt(features), RandomStream(seed, "initial_weight", node));
}

template <class T>
void dropout(double rate, std::uint64_t id, const tensor::Tensor<T>& x, tensor::Tensor<T>& y,
             const Pass<T>& pass) {
  y.reshape(x.dims());
  const RandomStream draws(pass.seed, "dropout", (pass.iteration << 16) + id);
  const T scale = static_cast<T>(1.0 / (1.0 - rate));
  constexpr std::size_t kPiece = std::size_t{1} << 14;
  for_pieces(*pass.workspace, x.size(), kPiece, [&](std::size_t first, std::size_t n, std::size_t) {
    for (std::size_t i = first; i < first + n; ++i) {
      const T kept = draws.uniform(i) >= rate ? x.data()[i] * scale : T(0);
      y.data()[i] = pass.training ? kept : x.data()[i];
    }
  });
}

template class Embedding<float>;
template class Embedding<double>;
template void dropout(double, std::uint64_t, const tensor::Tensor<float>&, tensor::Tensor<float>&,
                      const Pass<float>&);
template void dropout(double, std::uint64_t, const tensor::Tensor<double>&, tensor::Tensor<double>&,
                      const Pass<double>&);

}  // namespace metronome::nn
