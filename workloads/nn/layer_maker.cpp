#include "workloads/nn/network.hpp"

namespace metronome::nn {

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Input& /*kind*/) const {
  return InputLayer<T>{};
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Convolution& kind) const {
  const model::Shape& in = input();
  const ConvolutionShape shape{in.channels,   in.height,       in.width,       kind.out_channels,
                               kind.kernel,   kind.stride,     kind.pad,       kind.groups,
                               kind.dilation, kind.transposed, kind.output_pad};
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
  const auto [rows, columns] = kind.axes({{input()}, node().name});
  return MaxPool<T>({rows, columns});
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::AveragePool& kind) const {
  const auto [rows, columns] = kind.axes({{input()}, node().name});
  return AveragePool<T>({rows, columns, kind.count_pad});
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

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Softmax& kind) const {
  return Softmax<T>(kind.axis);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Multiply& /*kind*/) const {
  return Multiply<T>{};
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::GroupNorm& kind) const {
  return GroupNorm<T>(node().output.channels, kind.groups);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::InstanceNorm& /*kind*/) const {
  return GroupNorm<T>(node().output.channels, node().output.channels);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::GlobalMaxPool& /*kind*/) const {
  return MaxPool<T>({{input().height}, {input().width}});
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Concat& kind) const {
  return Concat<T>(kind.axis, node().inputs.size());
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Slice& kind) const {
  return Slice<T>(kind);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Reshape& /*kind*/) const {
  return Reshape<T>(node().output);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Transpose& kind) const {
  return Transpose<T>(kind);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Upsample& kind) const {
  return Upsample<T>(kind);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Learned& kind) const {
  return Learned<T>(kind);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::MatrixProduct& kind) const {
  return MatrixProduct<T>(kind, index);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::RmsNorm& /*kind*/) const {
  return RmsNorm<T>(node().output.channels);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::SwiGlu& /*kind*/) const {
  return SwiGlu<T>{};
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::Rope& kind) const {
  return Rope<T>(kind);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::RepeatHeads& kind) const {
  return RepeatHeads<T>(kind);
}

template <class T>
NodeLayer<T> LayerMaker<T>::operator()(const model::TiedLinear& kind) const {
  const model::Shape& in = input();
  return TiedLinear<T>(ConvolutionShape{in.channels, in.height, in.width, kind.out_features},
                       kind.bias, index);
}

template struct LayerMaker<float>;
template struct LayerMaker<double>;

}  // namespace metronome::nn
