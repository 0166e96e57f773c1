#include "workloads/nn/network.hpp"

namespace metronome::nn {

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Input& /*kind*/) const {
  return InputLayer<T>{};
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Convolution& kind) const {
  const model::Shape& in = input();
  const ConvolutionShape shape{in.channels, in.height,   in.width, kind.out_channels,
                               kind.kernel, kind.stride, kind.pad, kind.groups};
  if (kind.bias) {
    return Linear<T>(shape, dx_scale, index);
  }
  return Convolution<T>(shape, dx_scale, index);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::BatchNorm& /*kind*/) const {
  return BatchNorm<T>(node().output.channels);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Relu& /*kind*/) const {
  return Relu<T>{};
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Add& /*kind*/) const {
  return Add<T>{};
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::GlobalAveragePool& /*kind*/) const {
  return GlobalAveragePool<T>{};
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Linear& kind) const {
  const model::Shape& in = input();
  return Linear<T>(ConvolutionShape{in.channels, in.height, in.width, kind.out_features}, dx_scale,
                   index);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Tanh& /*kind*/) const {
  return Tanh<T>{};
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Sigmoid& /*kind*/) const {
  return Sigmoid<T>{};
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::MaxPool& kind) const {
  return MaxPool<T>({kind.kernel, kind.stride, kind.pad});
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::AveragePool& kind) const {
  return AveragePool<T>({kind.kernel, kind.stride, 0});
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::LayerNorm& /*kind*/) const {
  return LayerNorm<T>(node().output.channels);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Embedding& kind) const {
  return Embedding<T>(kind.vocabulary, kind.features, kind.positions);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Dropout& kind) const {
  return Dropout<T>(kind.rate, index);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Attention& kind) const {
  return Attention<T>(kind.heads, kind.causal, index);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Lstm& kind) const {
  return Lstm<T>(input().channels, kind.hidden, node().output.height, dx_scale, index);
}

template struct LayerMaker<float>;
template struct LayerMaker<double>;

}  // namespace metronome::nn
