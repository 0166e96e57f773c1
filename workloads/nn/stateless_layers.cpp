#include "workloads/nn/stateless_layers.hpp"

#include "workloads/nn/elementwise.hpp"
#include "workloads/nn/embedding.hpp"

namespace metronome::nn {

template <class T>
void Relu<T>::forward(NodeRun<T>& run) {
  relu_forward(run.input(), run.output(), run.pass());
}

template <class T>
void Relu<T>::backward(NodeRun<T>& run) {
  tensor::Tensor<T>& dy = run.error();
  if (run.in_place()) {
    relu_backward(run.output(), dy, dy, run.pass());
    return;
  }
  tensor::Tensor<T> dx = run.take_buffer(dy.dims());
  relu_backward(run.output(), dy, dx, run.pass());
  run.deliver(0, std::move(dx));
}

template <class T>
void Tanh<T>::forward(NodeRun<T>& run) {
  tanh_forward(run.input(), run.output(), run.pass());
}

template <class T>
void Tanh<T>::backward(NodeRun<T>& run) {
  tensor::Tensor<T> dx = run.take_buffer(run.error().dims());
  tanh_backward(run.output(), run.error(), dx, run.pass());
  run.deliver(0, std::move(dx));
}

template <class T>
void Sigmoid<T>::forward(NodeRun<T>& run) {
  sigmoid_forward(run.input(), run.output(), run.pass());
}

template <class T>
void Sigmoid<T>::backward(NodeRun<T>& run) {
  tensor::Tensor<T> dx = run.take_buffer(run.error().dims());
  sigmoid_backward(run.output(), run.error(), dx, run.pass());
  run.deliver(0, std::move(dx));
}

template <class T>
void Add<T>::forward(NodeRun<T>& run) {
  if (!run.in_place()) {
    copy(run.input(), run.output(), run.pass());
  }
  accumulate(run.input(1), run.output(), run.pass());
}

template <class T>
void Add<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& dy = run.error();
  for (std::size_t i = run.in_place() ? 1 : 0; i < 2; ++i) {
    tensor::Tensor<T> same = run.take_buffer(dy.dims());
    copy(dy, same, run.pass());
    run.deliver(i, std::move(same));
  }
}

template <class T>
void Dropout<T>::forward(NodeRun<T>& run) {
  dropout(rate_, id_, run.input(), run.output(), run.pass());
}

template <class T>
void Dropout<T>::backward(NodeRun<T>& run) {
  tensor::Tensor<T> dx = run.take_buffer(run.error().dims());
  dropout(rate_, id_, run.error(), dx, run.pass());
  run.deliver(0, std::move(dx));
}

template <class T>
void GlobalAveragePool<T>::forward(NodeRun<T>& run) {
  average_pool_forward(run.input(), run.output(), run.pass());
}

template <class T>
void GlobalAveragePool<T>::backward(NodeRun<T>& run) {
  if (tensor::Tensor<T>* dx = run.wanted_error()) {
    average_pool_backward(run.error(), *dx, run.pass());
  }
}

template <class T>
void AveragePool<T>::forward(NodeRun<T>& run) {
  window_average_forward(shape_, run.input(), run.output(), run.pass());
}

template <class T>
void AveragePool<T>::backward(NodeRun<T>& run) {
  if (tensor::Tensor<T>* dx = run.wanted_error()) {
    window_average_backward(shape_, run.error(), *dx, run.pass());
  }
}

#define METRONOME_INSTANTIATE(T)        \
  template struct Relu<T>;              \
  template struct Tanh<T>;              \
  template struct Sigmoid<T>;           \
  template struct Add<T>;               \
  template class Dropout<T>;            \
  template struct GlobalAveragePool<T>; \
  template class AveragePool<T>;

METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::nn
