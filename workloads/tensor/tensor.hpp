#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "workloads/tensor/aligned.hpp"

namespace metronome::tensor {

/// Four extents, outermost first.
using Dims = std::array<std::size_t, 4>;

[[nodiscard]] inline std::size_t elements_of(const Dims& dims) {
  return dims[0] * dims[1] * dims[2] * dims[3];
}

/// A dense array of four dimensions, the last one contiguous. Two conventions are in use:
///   features: {channels, batch, height, width}. One channel of the whole batch is one contiguous
///             row, which is what batch norm reduces over and what a GEMM takes as a matrix row;
///   weights:  {out_channels, in_channels, kernel, kernel}.
template <class T>
class Tensor {
 public:
  Tensor() = default;
  explicit Tensor(const Dims& dims) : dims_(dims), values_(elements_of(dims)) {}

  [[nodiscard]] const Dims& dims() const { return dims_; }
  [[nodiscard]] std::size_t dim(std::size_t axis) const { return dims_[axis]; }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  /// Elements of one index of the first dimension.
  [[nodiscard]] std::size_t row_size() const { return dims_[1] * dims_[2] * dims_[3]; }

  [[nodiscard]] T* data() { return values_.data(); }
  [[nodiscard]] const T* data() const { return values_.data(); }
  [[nodiscard]] T* row(std::size_t i) { return values_.data() + i * row_size(); }
  [[nodiscard]] const T* row(std::size_t i) const { return values_.data() + i * row_size(); }
  [[nodiscard]] std::span<T> values() { return values_; }
  [[nodiscard]] std::span<const T> values() const { return values_; }

  /// New extents; the content is unspecified, memory is kept where it suffices.
  void reshape(const Dims& dims) {
    dims_ = dims;
    values_.resize(elements_of(dims));
  }
  void fill(T value) { values_.assign(values_.size(), value); }

  bool operator==(const Tensor&) const = default;

 private:
  Dims dims_{};
  AlignedVector<T> values_;
};

/// Images in the usual order {batch, channels, height, width} as features.
template <class T>
[[nodiscard]] Tensor<T> features_of_images(std::span<const T> images, std::size_t batch,
                                           std::size_t channels, std::size_t height,
                                           std::size_t width) {
  Tensor<T> out({channels, batch, height, width});
  const std::size_t plane = height * width;
  for (std::size_t n = 0; n < batch; ++n) {
    for (std::size_t c = 0; c < channels; ++c) {
      const T* from = images.data() + (n * channels + c) * plane;
      std::copy(from, from + plane, out.row(c) + n * plane);
    }
  }
  return out;
}

/// The inverse of features_of_images.
template <class T>
[[nodiscard]] AlignedVector<T> images_of_features(const Tensor<T>& features) {
  AlignedVector<T> out(features.size());
  const std::size_t channels = features.dim(0);
  const std::size_t plane = features.dim(2) * features.dim(3);
  for (std::size_t n = 0; n < features.dim(1); ++n) {
    for (std::size_t c = 0; c < channels; ++c) {
      const T* from = features.row(c) + n * plane;
      std::copy(from, from + plane, out.data() + (n * channels + c) * plane);
    }
  }
  return out;
}

}  // namespace metronome::tensor
