#pragma once

#include "workloads/nn/node_run.hpp"
#include "workloads/nn/pooling.hpp"

namespace metronome::nn {

/// The images or tokens: nothing is to be done for them.
template <class T>
struct InputLayer : StatelessLayer<T> {
  void forward(NodeRun<T>& /*run*/) {}
  void backward(NodeRun<T>& /*run*/) {}
};

template <class T>
struct Relu : StatelessLayer<T> {
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
};

template <class T>
struct Tanh : StatelessLayer<T> {
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
};

template <class T>
struct Sigmoid : StatelessLayer<T> {
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
};

template <class T>
struct Add : StatelessLayer<T> {
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
};

/// `id` separates this layer's draws from those of others.
template <class T>
class Dropout : public StatelessLayer<T> {
 public:
  Dropout(double rate, std::uint64_t id) : rate_(rate), id_(id) {}
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);

 private:
  double rate_;
  std::uint64_t id_;
};

template <class T>
struct GlobalAveragePool : StatelessLayer<T> {
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
};

template <class T>
class AveragePool : public StatelessLayer<T> {
 public:
  explicit AveragePool(const PoolShape& shape) : shape_(shape) {}
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);

 private:
  PoolShape shape_;
};

}  // namespace metronome::nn
