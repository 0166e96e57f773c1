#pragma once

#include "workloads/model/shape_layers.hpp"
#include "workloads/nn/node_run.hpp"

namespace metronome::nn {

/// Layers that move elements of samples (model/shape_layers.hpp).
template <class T>
class Concat : public StatelessLayer<T> {
 public:
  Concat(model::Axis axis, std::size_t inputs) : axis_(axis), inputs_(inputs) {}
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);

 private:
  model::Axis axis_;
  std::size_t inputs_;
};

template <class T>
class Slice : public StatelessLayer<T> {
 public:
  explicit Slice(const model::Slice& kind) : kind_(kind) {}
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);

 private:
  model::Slice kind_;
};

/// Element i of a sample, counted by channel, row and column, is element i of the output's.
template <class T>
class Reshape : public StatelessLayer<T> {
 public:
  explicit Reshape(const model::Shape& output) : output_(output) {}
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);

 private:
  model::Shape output_;
};

template <class T>
class Transpose : public StatelessLayer<T> {
 public:
  explicit Transpose(const model::Transpose& kind) : kind_(kind) {}
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);

 private:
  model::Transpose kind_;
};

template <class T>
class Upsample : public StatelessLayer<T> {
 public:
  explicit Upsample(const model::Upsample& kind) : kind_(kind) {}
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);

 private:
  model::Upsample kind_;
};

}  // namespace metronome::nn
