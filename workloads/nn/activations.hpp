#pragma once

#include "workloads/model/pointwise_layers.hpp"
#include "workloads/nn/node_run.hpp"

namespace metronome::nn {

/// What an activation makes of a number, and the slope there, in double where the formula needs it.
template <class Kind>
struct ActivationFunction {
  Kind kind;
  [[nodiscard]] double value(double x) const;
  [[nodiscard]] double slope(double x) const;
};

/// y = f(x); dx = dy f'(x), of each element.
template <class T, class Kind>
class Activation : public StatelessLayer<T> {
 public:
  explicit Activation(const Kind& kind) : function_{kind} {}
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);

 private:
  ActivationFunction<Kind> function_;
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
