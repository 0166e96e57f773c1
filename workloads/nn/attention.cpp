#include "workloads/nn/attention.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "workloads/nn/quantize.hpp"
#include "workloads/tensor/gemm.hpp"

namespace metronome::nn {
namespace {

/// The features x tokens matrix of one sample and head inside a sequence tensor.
template <class T, class Tensor>
tensor::MatrixView<T> head_of(Tensor& x, std::size_t task, std::size_t heads) {
  const std::size_t features = x.dim(0) / heads;
  const std::size_t tokens = x.dim(2);
  return {x.row(task % heads * features) + task / heads * tokens, features, tokens, x.row_size()};
}

/// The matrix of scores of one sample and head, a row for each token of Q.
template <class T, class Tensor>
tensor::MatrixView<T> square_of(Tensor& x, std::size_t task) {
  return {x.row(task), x.dim(1), x.dim(2), x.dim(2)};
}

}  // namespace

template <class T>
void Attention<T>::softmax_row(T* row, std::size_t t, std::size_t tokens) const {
  const std::size_t seen = causal_ ? t + 1 : tokens;
  const T top = *std::max_element(row, row + seen);
  T sum = 0;
  for (std::size_t i = 0; i < seen; ++i) {
    row[i] = std::exp(row[i] - top);
    sum += row[i];
  }
  std::transform(row, row + seen, row, [sum](T e) { return e / sum; });
  std::fill(row + seen, row + tokens, T(0));
}

template <class T>
void Attention<T>::forward(const Tensor& q, const Tensor& k, const Tensor& v, Tensor& y,
                           const Pass<T>& pass, trace::Precision precision) {
  const int bits = precision.activation_bits;
  quantize_activation(q, ranges_[0], pass, bits, id_, trace::Operand::forward_a, q_);
  quantize_activation(k, ranges_[1], pass, bits, id_, trace::Operand::forward_b, k_);
  quantize_activation(v, ranges_[2], pass, bits, id_ + kSecondProduct, trace::Operand::forward_b,
                      v_);
  const std::size_t tasks = q.dim(1) * heads_;
  const std::size_t tokens = q.dim(2);
  const std::size_t keys = k.dim(2);
  const T scale = T(1) / std::sqrt(static_cast<T>(q.dim(0) / heads_));
  exact_.reshape({tasks, tokens, keys, 1});
  pass.workspace->pool().run(tasks, [&](std::size_t task, std::size_t) {
    tensor::gemm<T>(head_of<const T>(q_, task, heads_), tensor::Transpose::yes,
                    head_of<const T>(k_, task, heads_), tensor::Transpose::no,
                    square_of<T>(exact_, task), false);
    for (std::size_t t = 0; t < tokens; ++t) {
      T* row = exact_.row(task) + t * keys;
      std::transform(row, row + keys, row, [scale](T s) { return s * scale; });
      softmax_row(row, t, keys);
    }
  });
  quantize_activation(exact_, ranges_[3], pass, bits, id_ + kSecondProduct,
                      trace::Operand::forward_a, probabilities_);
  y.reshape({v.dim(0), v.dim(1), tokens, 1});
  pass.workspace->pool().run(tasks, [&](std::size_t task, std::size_t) {
    tensor::gemm<T>(head_of<const T>(v_, task, heads_), tensor::Transpose::no,
                    square_of<const T>(probabilities_, task), tensor::Transpose::yes,
                    head_of<T>(y, task, heads_), false);
  });
}

template <class T>
void Attention<T>::backward(const Tensor& dy, Tensor& dq, Tensor& dk, Tensor& dv,
                            const Pass<T>& pass, trace::Precision precision) {
  const int bits = precision.error_bits;
  const std::size_t tasks = dy.dim(1) * heads_;
  const std::size_t tokens = dy.dim(2);
  const std::size_t keys = k_.dim(2);
  const T scale = T(1) / std::sqrt(static_cast<T>(q_.dim(0) / heads_));
  quantize_whole_error(dy, pass, bits, "context_rounding", id_ + kSecondProduct, error_);
  dq.reshape(q_.dims());
  dk.reshape(k_.dims());
  dv.reshape(v_.dims());
  scores_.reshape(exact_.dims());
  pass.workspace->pool().run(tasks, [&](std::size_t task, std::size_t) {
    const auto of_context = head_of<const T>(std::as_const(error_), task, heads_);
    tensor::gemm<T>(of_context, tensor::Transpose::yes, head_of<const T>(v_, task, heads_),
                    tensor::Transpose::no, square_of<T>(scores_, task), false);
    tensor::gemm<T>(of_context, tensor::Transpose::no, square_of<const T>(probabilities_, task),
                    tensor::Transpose::no, head_of<T>(dv, task, heads_), false);
    for (std::size_t t = 0; t < tokens; ++t) {
      T* row = scores_.row(task) + t * keys;
      const T* p = exact_.row(task) + t * keys;
      T sum = 0;
      for (std::size_t i = 0; i < keys; ++i) {
        sum += row[i] * p[i];
      }
      for (std::size_t i = 0; i < keys; ++i) {
        row[i] = scale * p[i] * (row[i] - sum);
      }
    }
  });
  quantize_whole_error(scores_, pass, bits, "scores_rounding", id_, error_);
  pass.workspace->pool().run(tasks, [&](std::size_t task, std::size_t) {
    const auto of_scores = square_of<const T>(std::as_const(error_), task);
    tensor::gemm<T>(head_of<const T>(k_, task, heads_), tensor::Transpose::no, of_scores,
                    tensor::Transpose::yes, head_of<T>(dq, task, heads_), false);
    tensor::gemm<T>(head_of<const T>(q_, task, heads_), tensor::Transpose::no, of_scores,
                    tensor::Transpose::no, head_of<T>(dk, task, heads_), false);
  });
}

template <class T>
void Attention<T>::forward(NodeRun<T>& run) {
  forward(run.input(0), run.input(1), run.input(2), run.output(), run.pass(), run.precision());
}

template <class T>
void Attention<T>::backward(NodeRun<T>& run) {
  std::array<Tensor, 3> gradients{run.take_buffer(q_.dims()), run.take_buffer(k_.dims()),
                                  run.take_buffer(v_.dims())};
  backward(run.error(), gradients[0], gradients[1], gradients[2], run.pass(), run.precision());
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    run.deliver(i, std::move(gradients[i]));
  }
}

template <class T>
LayerState<T> Attention<T>::state(const std::string& name) {
  return {.ranges = {{name + ".query_range", &ranges_[0]},
                     {name + ".key_range", &ranges_[1]},
                     {name + ".value_range", &ranges_[2]},
                     {name + ".probability_range", &ranges_[3]}}};
}

template class Attention<float>;
template class Attention<double>;

}  // namespace metronome::nn
