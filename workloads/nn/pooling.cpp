#include "workloads/nn/pooling.hpp"

#include <algorithm>
#include <limits>

namespace metronome::nn {
namespace {

constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

/// Rows (or columns) of one window inside the image; empty where it lies in the border.
struct Span {
  std::size_t begin = 0, end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};
Span inside(const model::WindowAxis& axis, std::size_t output, std::size_t extent) {
  const std::size_t first = output * axis.stride;
  const std::size_t end = first + axis.kernel;
  const std::size_t begin = std::min(first > axis.before ? first - axis.before : 0, extent);
  return {begin, std::clamp(end > axis.before ? end - axis.before : 0, begin, extent)};
}

/// Calls body(output, rows, columns) for each window of one plane, in row order.
template <class Body>
void for_windows(const PoolShape& shape, std::size_t height, std::size_t width, const Body& body) {
  const std::size_t rows = shape.rows.outputs(height);
  const std::size_t columns = shape.columns.outputs(width);
  for (std::size_t i = 0; i < rows * columns; ++i) {
    body(i, inside(shape.rows, i / columns, height), inside(shape.columns, i % columns, width));
  }
}

/// What the sum of a window is multiplied by; nothing is added up in one that is empty.
template <class T>
T mean_factor(const PoolShape& shape, const Span& rows, const Span& columns) {
  const std::size_t all = shape.rows.kernel * shape.columns.kernel;
  const std::size_t counted = shape.count_pad ? all : rows.size() * columns.size();
  return T(1) / static_cast<T>(std::max<std::size_t>(counted, 1));
}

}  // namespace

template <class T>
void MaxPool<T>::forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass) {
  const std::size_t height = x.dim(2);
  const std::size_t width = x.dim(3);
  y.reshape({x.dim(0), x.dim(1), shape_.rows.outputs(height), shape_.columns.outputs(width)});
  largest_.resize(y.size());
  const std::size_t out_plane = y.dim(2) * y.dim(3);
  pass.workspace->pool().run(x.dim(0) * x.dim(1), [&](std::size_t plane, std::size_t) {
    const T* image = x.data() + plane * height * width;
    for_windows(shape_, height, width, [&](std::size_t i, Span rows, Span columns) {
      if (rows.size() * columns.size() == 0) {
        y.data()[plane * out_plane + i] = 0;
        largest_[plane * out_plane + i] = kNowhere;
        return;
      }
      std::size_t best = rows.begin * width + columns.begin;
      for (std::size_t row = rows.begin; row < rows.end; ++row) {
        for (std::size_t at = row * width + columns.begin; at < row * width + columns.end; ++at) {
          best = image[at] > image[best] ? at : best;
        }
      }
      y.data()[plane * out_plane + i] = image[best];
      largest_[plane * out_plane + i] = static_cast<std::uint32_t>(best);
    });
  });
}

template <class T>
void MaxPool<T>::backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx,
                          const Pass<T>& pass) const {
  const std::size_t in_plane = dx.dim(2) * dx.dim(3);
  const std::size_t out_plane = dy.dim(2) * dy.dim(3);
  pass.workspace->pool().run(dx.dim(0) * dx.dim(1), [&](std::size_t plane, std::size_t) {
    T* image = dx.data() + plane * in_plane;
    for (std::size_t i = plane * out_plane; i < (plane + 1) * out_plane; ++i) {
      if (largest_[i] != kNowhere) {
        image[largest_[i]] += dy.data()[i];
      }
    }
  });
}

template <class T>
void MaxPool<T>::forward(NodeRun<T>& run) {
  forward(run.input(), run.output(), run.pass());
}

template <class T>
void MaxPool<T>::backward(NodeRun<T>& run) {
  if (tensor::Tensor<T>* dx = run.wanted_error()) {
    backward(run.error(), *dx, run.pass());
  }
}

template <class T>
void window_average_forward(const PoolShape& shape, const tensor::Tensor<T>& x,
                            tensor::Tensor<T>& y, const Pass<T>& pass) {
  const std::size_t height = x.dim(2);
  const std::size_t width = x.dim(3);
  y.reshape({x.dim(0), x.dim(1), shape.rows.outputs(height), shape.columns.outputs(width)});
  const std::size_t out_plane = y.dim(2) * y.dim(3);
  pass.workspace->pool().run(x.dim(0) * x.dim(1), [&](std::size_t plane, std::size_t) {
    const T* image = x.data() + plane * height * width;
    for_windows(shape, height, width, [&](std::size_t i, Span rows, Span columns) {
      T sum = 0;
      for (std::size_t row = rows.begin; row < rows.end; ++row) {
        for (std::size_t at = row * width + columns.begin; at < row * width + columns.end; ++at) {
          sum += image[at];
        }
      }
      y.data()[plane * out_plane + i] = sum * mean_factor<T>(shape, rows, columns);
    });
  });
}

template <class T>
void window_average_backward(const PoolShape& shape, const tensor::Tensor<T>& dy,
                             tensor::Tensor<T>& dx, const Pass<T>& pass) {
  const std::size_t height = dx.dim(2);
  const std::size_t width = dx.dim(3);
  const std::size_t out_plane = dy.dim(2) * dy.dim(3);
  pass.workspace->pool().run(dx.dim(0) * dx.dim(1), [&](std::size_t plane, std::size_t) {
    T* image = dx.data() + plane * height * width;
    for_windows(shape, height, width, [&](std::size_t i, Span rows, Span columns) {
      const T share = dy.data()[plane * out_plane + i] * mean_factor<T>(shape, rows, columns);
      for (std::size_t row = rows.begin; row < rows.end; ++row) {
        for (std::size_t at = row * width + columns.begin; at < row * width + columns.end; ++at) {
          image[at] += share;
        }
      }
    });
  });
}

#define METRONOME_INSTANTIATE(T)                                                    \
  template class MaxPool<T>;                                                        \
  template void window_average_forward(const PoolShape&, const tensor::Tensor<T>&,  \
                                       tensor::Tensor<T>&, const Pass<T>&);         \
  template void window_average_backward(const PoolShape&, const tensor::Tensor<T>&, \
                                        tensor::Tensor<T>&, const Pass<T>&);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::nn
