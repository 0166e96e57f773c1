#include "workloads/nn/shape_layers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "workloads/nn/elementwise.hpp"

namespace metronome::nn {
namespace {

using tensor::Dims;

/// A place in a sample: channel, row, column.
using Place = std::array<std::size_t, 3>;

/// Where an element of a sample lies in a tensor {C, batch, H, W}.
std::size_t index_of(const Dims& dims, std::size_t sample, const Place& at) {
  return ((at[0] * dims[1] + sample) * dims[2] + at[1]) * dims[3] + at[2];
}

/// Calls body(sample, place) for every element of a tensor, in the order of the tensor.
template <class T, class Body>
void for_elements(const Dims& dims, const Pass<T>& pass, const Body& body) {
  pass.workspace->pool().run(dims[0], [&](std::size_t c, std::size_t) {
    for (std::size_t n = 0; n < dims[1]; ++n) {
      for (std::size_t y = 0; y < dims[2]; ++y) {
        for (std::size_t x = 0; x < dims[3]; ++x) {
          body(n, Place{c, y, x});
        }
      }
    }
  });
}

Dims dims_of(std::size_t channels, std::size_t batch, std::size_t height, std::size_t width) {
  return {channels, batch, height, width};
}

/// The dimension of a tensor that is an axis of its samples.
std::size_t dimension_of(model::Axis axis) {
  switch (axis) {
    case model::Axis::channels:
      return 0;
    case model::Axis::height:
      return 2;
    case model::Axis::width:
      return 3;
  }
  fail_no_enumerator(axis);
}

std::size_t length_along(const Dims& dims, model::Axis axis) { return dims[dimension_of(axis)]; }

/// `at` moved by `offset` along an axis.
Place moved(Place at, model::Axis axis, std::size_t offset) {
  at[enum_index(axis)] += offset;
  return at;
}

/// part = whole from `offset` on along an axis, over the part's extent.
template <class T>
void take_part(const tensor::Tensor<T>& whole, model::Axis axis, std::size_t offset,
               tensor::Tensor<T>& part, const Pass<T>& pass) {
  for_elements(part.dims(), pass, [&](std::size_t n, const Place& at) {
    part.data()[index_of(part.dims(), n, at)] =
        whole.data()[index_of(whole.dims(), n, moved(at, axis, offset))];
  });
}

/// The other way round.
template <class T>
void put_part(const tensor::Tensor<T>& part, model::Axis axis, std::size_t offset,
              tensor::Tensor<T>& whole, const Pass<T>& pass) {
  for_elements(part.dims(), pass, [&](std::size_t n, const Place& at) {
    whole.data()[index_of(whole.dims(), n, moved(at, axis, offset))] =
        part.data()[index_of(part.dims(), n, at)];
  });
}

/// Element i of each sample of `from`, counted by channel, row and column, to that of `to`.
template <class T>
void copy_in_order(const tensor::Tensor<T>& from, tensor::Tensor<T>& to, const Pass<T>& pass) {
  const std::size_t plane = to.dim(2) * to.dim(3);
  const std::size_t source_plane = from.dim(2) * from.dim(3);
  for_elements(to.dims(), pass, [&](std::size_t n, const Place& at) {
    const std::size_t i = at[0] * plane + at[1] * to.dim(3) + at[2];
    to.data()[index_of(to.dims(), n, at)] =
        from.data()[(i / source_plane * from.dim(1) + n) * source_plane + i % source_plane];
  });
}

/// The place in the input of Transpose.
Place source_of(const model::Transpose& kind, const Place& at) {
  Place source{};
  for (std::size_t i = 0; i < source.size(); ++i) {
    source[enum_index(kind.order[i])] = at[i];
  }
  return source;
}

}  // namespace

template <class T>
void Concat<T>::forward(NodeRun<T>& run) {
  Dims dims = run.input().dims();
  const std::size_t along = dimension_of(axis_);
  for (std::size_t i = 1; i < inputs_; ++i) {
    dims[along] += run.input(i).dims()[along];
  }
  run.output().reshape(dims);
  std::size_t offset = 0;
  for (std::size_t i = 0; i < inputs_; ++i) {
    put_part(run.input(i), axis_, offset, run.output(), run.pass());
    offset += length_along(run.input(i).dims(), axis_);
  }
}

template <class T>
void Concat<T>::backward(NodeRun<T>& run) {
  std::size_t offset = 0;
  for (std::size_t i = 0; i < inputs_; ++i) {
    const Dims& dims = run.input(i).dims();
    tensor::Tensor<T> dx = run.take_buffer(dims);
    take_part(run.error(), axis_, offset, dx, run.pass());
    offset += length_along(dims, axis_);
    run.deliver(i, std::move(dx));
  }
}

template <class T>
void Slice<T>::forward(NodeRun<T>& run) {
  Dims dims = run.input().dims();
  dims[dimension_of(kind_.axis)] = kind_.length;
  run.output().reshape(dims);
  take_part(run.input(), kind_.axis, kind_.begin, run.output(), run.pass());
}

template <class T>
void Slice<T>::backward(NodeRun<T>& run) {
  tensor::Tensor<T> dx = run.take_buffer(run.input().dims());
  fill_with_zeros(dx, run.pass());
  put_part(run.error(), kind_.axis, kind_.begin, dx, run.pass());
  run.deliver(0, std::move(dx));
}

template <class T>
void Reshape<T>::forward(NodeRun<T>& run) {
  run.output().reshape(
      dims_of(output_.channels, run.input().dim(1), output_.height, output_.width));
  copy_in_order(run.input(), run.output(), run.pass());
}

template <class T>
void Reshape<T>::backward(NodeRun<T>& run) {
  tensor::Tensor<T> dx = run.take_buffer(run.input().dims());
  copy_in_order(run.error(), dx, run.pass());
  run.deliver(0, std::move(dx));
}

template <class T>
void Transpose<T>::forward(NodeRun<T>& run) {
  const tensor::Tensor<T>& x = run.input();
  tensor::Tensor<T>& y = run.output();
  const auto& order = kind_.order;
  y.reshape(dims_of(length_along(x.dims(), order[0]), x.dim(1), length_along(x.dims(), order[1]),
                    length_along(x.dims(), order[2])));
  for_elements(y.dims(), run.pass(), [&](std::size_t n, const Place& at) {
    y.data()[index_of(y.dims(), n, at)] = x.data()[index_of(x.dims(), n, source_of(kind_, at))];
  });
}

template <class T>
void Transpose<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& dy = run.error();
  tensor::Tensor<T> dx = run.take_buffer(run.input().dims());
  for_elements(dy.dims(), run.pass(), [&](std::size_t n, const Place& at) {
    dx.data()[index_of(dx.dims(), n, source_of(kind_, at))] = dy.data()[index_of(dy.dims(), n, at)];
  });
  run.deliver(0, std::move(dx));
}

namespace {

/// What an element of an upsampled axis is made of: two of the input, the second with a weight and
/// the first with the rest to one.
struct Source {
  std::size_t first = 0, second = 0;
  double weight = 0;
};

Source source_of(const model::Upsample& kind, std::uint64_t scale, std::size_t in, std::size_t i) {
  switch (kind.mode) {
    case model::Interpolation::nearest:
      return {i / scale, i / scale, 0};
    case model::Interpolation::bilinear: {
      const auto at = static_cast<double>(i);
      const auto out = static_cast<double>(in * scale);
      const double place = kind.align_corners
                               ? (out > 1 ? at * (static_cast<double>(in) - 1) / (out - 1) : 0)
                               : std::clamp((at + 0.5) / static_cast<double>(scale) - 0.5, 0.0,
                                            static_cast<double>(in) - 1);
      const auto first = static_cast<std::size_t>(place);
      return {first, std::min(first + 1, in - 1), place - std::floor(place)};
    }
  }
  fail_no_enumerator(kind.mode);
}

std::vector<Source> sources_of(const model::Upsample& kind, std::uint64_t scale, std::size_t in) {
  std::vector<Source> sources;
  for (std::size_t i = 0; i < in * scale; ++i) {
    sources.push_back(source_of(kind, scale, in, i));
  }
  return sources;
}

/// Calls body(element of the plane, weight) for the elements that one of the output is made of.
template <class Body>
void for_sources(const Source& row, const Source& column, std::size_t width, const Body& body) {
  const auto along = [&](std::size_t y, double weight) {
    body(y * width + column.first, weight * (1 - column.weight));
    if (column.weight > 0) {
      body(y * width + column.second, weight * column.weight);
    }
  };
  along(row.first, 1 - row.weight);
  if (row.weight > 0) {
    along(row.second, row.weight);
  }
}

/// Calls body(first element of a plane of the input, element of the output, source, weight).
template <class T, class Body>
void for_upsampled(const model::Upsample& kind, const Dims& in, const Pass<T>& pass,
                   const Body& body) {
  const std::vector<Source> rows = sources_of(kind, kind.scale.height, in[2]);
  const std::vector<Source> columns = sources_of(kind, kind.scale.width, in[3]);
  pass.workspace->pool().run(in[0] * in[1], [&](std::size_t plane, std::size_t) {
    std::size_t out = plane * rows.size() * columns.size();
    for (const Source& row : rows) {
      for (const Source& column : columns) {
        for_sources(row, column, in[3], [&](std::size_t from, double weight) {
          body(plane * in[2] * in[3] + from, out, weight);
        });
        ++out;
      }
    }
  });
}

}  // namespace

template <class T>
void Upsample<T>::forward(NodeRun<T>& run) {
  const tensor::Tensor<T>& x = run.input();
  tensor::Tensor<T>& y = run.output();
  y.reshape(
      dims_of(x.dim(0), x.dim(1), x.dim(2) * kind_.scale.height, x.dim(3) * kind_.scale.width));
  fill_with_zeros(y, run.pass());
  for_upsampled(kind_, x.dims(), run.pass(), [&](std::size_t from, std::size_t to, double weight) {
    y.data()[to] += static_cast<T>(weight) * x.data()[from];
  });
}

template <class T>
void Upsample<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& dy = run.error();
  tensor::Tensor<T> dx = run.take_buffer(run.input().dims());
  fill_with_zeros(dx, run.pass());
  for_upsampled(kind_, dx.dims(), run.pass(), [&](std::size_t from, std::size_t to, double weight) {
    dx.data()[from] += static_cast<T>(weight) * dy.data()[to];
  });
  run.deliver(0, std::move(dx));
}

#define METRONOME_INSTANTIATE(T) \
  template class Concat<T>;      \
  template class Slice<T>;       \
  template class Reshape<T>;     \
  template class Transpose<T>;   \
  template class Upsample<T>;
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::nn
