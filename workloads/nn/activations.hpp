#pragma once

#include <utility>

#include "workloads/model/functions.hpp"
#include "workloads/nn/map.hpp"
#include "workloads/nn/node_run.hpp"

namespace metronome::nn {

/// y = f(x); dx = dy f'(x), of each element, in double where the formula needs it.
template <class T, model::Function Kind>
class Activation : public StatelessLayer<T> {
 public:
  explicit Activation(const Kind& kind) : kind_(kind) {}
  void forward(NodeRun<T>& run) {
    map(run.input(), run.output(), run.pass(),
        [this](T x) { return static_cast<T>(kind_.value(static_cast<double>(x))); });
  }
  void backward(NodeRun<T>& run) {
    tensor::Tensor<T> dx = run.take_buffer(run.error().dims());
    map(run.input(), run.error(), dx, run.pass(), [this](T x, T dy) {
      return static_cast<T>(static_cast<double>(dy) * kind_.slope(static_cast<double>(x)));
    });
    run.deliver(0, std::move(dx));
  }

 private:
  Kind kind_;
};

/// y = exp(x) / sum of exp(x) along an axis; dx = y (dy - sum of dy y).
template <class T>
class Softmax : public StatelessLayer<T> {
 public:
  explicit Softmax(model::Axis axis) : axis_(axis) {}
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);

 private:
  model::Axis axis_;
};

/// y = a b, b of the same shape or one factor for each channel and sample.
template <class T>
struct Multiply : StatelessLayer<T> {
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
};

}  // namespace metronome::nn
