#include "workloads/nn/activations.hpp"

#include <algorithm>
#include <cmath>

#include "workloads/nn/sums.hpp"

namespace metronome::nn {
namespace {

/// Elements along an axis of a tensor {C, batch, H, W}, one behind the other at a distance.
struct Line {
  std::size_t first, length, distance;
  [[nodiscard]] std::size_t at(std::size_t i) const { return first + i * distance; }
};

/// Calls body(line) for each line along an axis.
template <class T, class Body>
void for_lines(const tensor::Tensor<T>& x, model::Axis axis, const Pass<T>& pass,
               const Body& body) {
  const auto lines = [&](std::size_t length, std::size_t distance) {
    constexpr std::size_t kLines = 1024;  // of one task
    for_pieces(*pass.workspace, x.size() / length, kLines,
               [&](std::size_t first, std::size_t n, std::size_t) {
                 for (std::size_t l = first; l < first + n; ++l) {
                   body(Line{l / distance * distance * length + l % distance, length, distance});
                 }
               });
  };
  switch (axis) {
    case model::Axis::channels:
      return lines(x.dim(0), x.row_size());
    case model::Axis::height:
      return lines(x.dim(2), x.dim(3));
    case model::Axis::width:
      return lines(x.dim(3), 1);
  }
  fail_no_enumerator(axis);
}

}  // namespace

template <class T>
void Softmax<T>::forward(NodeRun<T>& run) {
  const tensor::Tensor<T>& x = run.input();
  tensor::Tensor<T>& y = run.output();
  y.reshape(x.dims());
  for_lines(x, axis_, run.pass(), [&](const Line& line) {
    const auto value = [&](std::size_t i) { return x.data()[line.at(i)]; };
    T top = value(0);
    for (std::size_t i = 1; i < line.length; ++i) {
      top = std::max(top, value(i));
    }
    const double sum =
        sum_of<T>(line.length, [&](std::size_t i) { return std::exp(value(i) - top); });
    for (std::size_t i = 0; i < line.length; ++i) {
      y.data()[line.at(i)] = static_cast<T>(static_cast<double>(std::exp(value(i) - top)) / sum);
    }
  });
}

template <class T>
void Softmax<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& y = run.output();
  const tensor::Tensor<T>& dy = run.error();
  tensor::Tensor<T> dx = run.take_buffer(dy.dims());
  for_lines(y, axis_, run.pass(), [&](const Line& line) {
    const T mean = static_cast<T>(sum_of<T>(
        line.length, [&](std::size_t i) { return dy.data()[line.at(i)] * y.data()[line.at(i)]; }));
    for (std::size_t i = 0; i < line.length; ++i) {
      dx.data()[line.at(i)] = y.data()[line.at(i)] * (dy.data()[line.at(i)] - mean);
    }
  });
  run.deliver(0, std::move(dx));
}

template <class T>
void Multiply<T>::forward(NodeRun<T>& run) {
  const tensor::Tensor<T>& a = run.input(0);
  const tensor::Tensor<T>& b = run.input(1);
  tensor::Tensor<T>& y = run.output();
  y.reshape(a.dims());
  const std::size_t plane = a.size() / b.size();  // elements of a that share a factor
  run.pass().workspace->pool().run(a.dim(0), [&](std::size_t c, std::size_t) {
    for (std::size_t i = 0; i < a.row_size(); ++i) {
      y.row(c)[i] = a.row(c)[i] * b.row(c)[i / plane];
    }
  });
}

template <class T>
void Multiply<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& a = run.input(0);
  const tensor::Tensor<T>& b = run.input(1);
  const tensor::Tensor<T>& dy = run.error();
  const std::size_t plane = a.size() / b.size();
  tensor::Tensor<T> da = run.take_buffer(a.dims());
  tensor::Tensor<T> db = run.take_buffer(b.dims());
  run.pass().workspace->pool().run(a.dim(0), [&](std::size_t c, std::size_t) {
    for (std::size_t i = 0; i < a.row_size(); ++i) {
      da.row(c)[i] = dy.row(c)[i] * b.row(c)[i / plane];
    }
    for (std::size_t f = 0; f < b.row_size(); ++f) {
      db.row(c)[f] = static_cast<T>(sum_of<T>(plane, [&](std::size_t i) {
        return dy.row(c)[f * plane + i] * a.row(c)[f * plane + i];
      }));
    }
  });
  run.deliver(0, std::move(da));
  run.deliver(1, std::move(db));
}

#define METRONOME_INSTANTIATE(T) \
  template class Softmax<T>;     \
  template struct Multiply<T>;
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::nn
