#include "workloads/nn/value_products.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "workloads/tensor/value_kernels.hpp"

namespace metronome::nn {
namespace {

using tensor::PackedRows;
using tensor::PanelSums;
using tensor::PlaneGeometry;

/// The batch is summed into dW in this many parts, whatever the number of threads.
constexpr std::size_t kGradientParts = 16;
/// Outputs that one dot product sums over: long enough to hide the sum over its lanes.
constexpr std::size_t kDotPositions = 1024;
constexpr std::size_t kPatchBytes = std::size_t{256} << 10;

/// One part of a weight gradient: dot products of error rows with what the taps read.
template <class T>
class GradientPart {
 public:
  GradientPart(const ConvolutionShape& shape, const tensor::Tensor<T>& input,
               const tensor::Tensor<T>& error, T* partial)
      : shape_(shape),
        planes_(shape.input_planes()),
        input_(input),
        error_(error),
        partial_(partial) {}

  /// Samples of one dot product.
  [[nodiscard]] std::size_t samples() const {
    return std::max<std::size_t>(1, kDotPositions / planes_.outputs());
  }
  /// Channels whose patches are gathered together.
  [[nodiscard]] std::size_t block() const {
    const std::size_t bytes = samples() * planes_.outputs() * planes_.taps() * sizeof(T);
    return std::clamp<std::size_t>(kPatchBytes / bytes, 1, shape_.group_inputs());
  }
  [[nodiscard]] std::size_t scratch() const {
    return block() * planes_.taps() * samples() * planes_.outputs();
  }

  void add(std::size_t first, std::size_t count, T* patches) {
    length_ = count * planes_.outputs();
    in_place_ = planes_.in_place() && length_ % tensor::kLanes == 0;
    offsets_.clear();
    for (std::size_t p = 0; p < length_; p += tensor::kLanes) {
      offsets_.push_back(static_cast<std::ptrdiff_t>(in_place_ ? planes_.read_by(p) : p));
    }
    for (std::size_t group = 0; group < shape_.groups; ++group) {
      for (std::size_t c = 0; c < shape_.group_inputs(); c += block()) {
        const std::size_t channels = std::min(block(), shape_.group_inputs() - c);
        add_channels(group, c, channels, first, count, patches);
      }
    }
  }

 private:
  void add_channels(std::size_t group, std::size_t channel, std::size_t channels, std::size_t first,
                    std::size_t count, T* patches) {
    const std::size_t taps = planes_.taps();
    tensor::StepVector<const T*> rows;
    for (std::size_t k = 0; k < channels * taps; ++k) {
      const std::size_t c = group * shape_.group_inputs() + channel + k / taps;
      const T* planes = input_.row(c) + first * planes_.plane();
      if (in_place_) {
        rows.push_back(planes + planes_.tap_offset(k % taps));
      } else {
        tensor::gather_tap(planes_, planes, count, k % taps, patches + k * length_);
        rows.push_back(patches + k * length_);
      }
    }
    add_tiles(group, channel * taps, rows, first * planes_.outputs());
  }

  void add_tiles(std::size_t group, std::size_t first_k, const tensor::StepVector<const T*>& rows,
                 std::size_t first_output) {
    const std::size_t outputs = shape_.group_outputs();
    const std::size_t row_length = shape_.group_inputs() * planes_.taps();
    tensor::ValueDots<T> dots;
    dots.offsets = offsets_.data();
    dots.length = length_;
    for (std::size_t k = 0; k < rows.size(); k += tensor::kDotRight) {
      const std::size_t width = std::min(tensor::kDotRight, rows.size() - k);
      for (std::size_t j = 0; j < tensor::kDotRight; ++j) {
        dots.right[j] = rows[k + std::min(j, width - 1)];
      }
      for (std::size_t o = 0; o < outputs; o += tensor::kDotLeft) {
        const std::size_t height = std::min(tensor::kDotLeft, outputs - o);
        for (std::size_t i = 0; i < tensor::kDotLeft; ++i) {
          dots.left[i] = error_.row(group * outputs + o + std::min(i, height - 1)) + first_output;
        }
        tensor::dot_values(dots);
        for (std::size_t i = 0; i < height; ++i) {
          T* sums = partial_ + (group * outputs + o + i) * row_length + first_k + k;
          for (std::size_t j = 0; j < width; ++j) {
            sums[j] += dots.sums[i][j];
          }
        }
      }
    }
  }

  const ConvolutionShape& shape_;
  PlaneGeometry planes_;
  const tensor::Tensor<T>& input_;
  const tensor::Tensor<T>& error_;
  T* partial_;
  std::size_t length_ = 0;
  bool in_place_ = false;
  tensor::StepVector<std::ptrdiff_t> offsets_;
};

/// Lane `Lane` of a short dot product whose lanes, a product each, have been added in halves down
/// to `Half` of them.
template <std::size_t Lane, std::size_t Half, class T, std::size_t Length>
[[gnu::always_inline]] inline T added_lane(const std::array<T, Length>& errors, const T* values,
                                           std::size_t stride) {
  if constexpr (Half == tensor::kLanes) {
    return errors[Lane] * values[Lane * stride];
  } else if constexpr (Lane + Half < Length) {
    return added_lane<Lane, 2 * Half>(errors, values, stride) +
           added_lane<Lane + Half, 2 * Half>(errors, values, stride);
  } else {
    return added_lane<Lane, 2 * Half>(errors, values, stride);
  }
}

/// Adds to each of n sums the dot product of `Length` errors with what the taps read, which is
/// values[l * stride + k] for sum k, in the order of tensor::dot_values().
template <class T, std::size_t Length>
void add_outer(const T* errors, const T* values, std::size_t stride, std::size_t n, T* sums) {
  constexpr std::size_t kBlock = 64;
  std::array<T, Length> factors;
  std::copy_n(errors, Length, factors.begin());
  for (std::size_t first = 0; first < n; first += kBlock) {
    const std::size_t count = std::min(kBlock, n - first);
    std::array<T, kBlock> block;  // of its own, so that the loop is vector code
    for (std::size_t k = 0; k < count; ++k) {
      block[k] = added_lane<0, 1>(factors, values + first + k, stride);
    }
    for (std::size_t k = 0; k < count; ++k) {
      sums[first + k] += block[k];
    }
  }
}

/// dW where the parts of the batch have few outputs, as in fully connected layers: dot products as
/// short as that cost more to add up than to multiply, so that the weights are the lanes instead.
/// The sums have the order, and the bytes, of GradientPart and of the sum over parts.
template <class T>
class ShortGradient {
 public:
  ShortGradient(const ConvolutionShape& shape, const tensor::Tensor<T>& input,
                const tensor::Tensor<T>& error)
      : shape_(shape),
        planes_(shape.input_planes()),
        input_(input),
        error_(error),
        batch_(error.dim(1)),
        parts_(std::min(kGradientParts, batch_)),
        row_length_(shape.group_inputs() * planes_.taps()) {}

  /// Every part is one dot product, whose lanes have a product each.
  [[nodiscard]] bool serves() const {
    return (batch_ + parts_ - 1) / parts_ * planes_.outputs() <= tensor::kLanes;
  }

  void run(tensor::Tensor<T>& gradient, Workspace<T>& workspace) {
    read_.resize(batch_ * planes_.outputs() * row_length_);
    for (std::size_t group = 0; group < shape_.groups; ++group) {
      for_pieces(workspace, shape_.group_inputs(), 1,
                 [&](std::size_t c, std::size_t, std::size_t) { read_channel(group, c); });
      for_pieces(workspace, row_length_, kWeights,
                 [&](std::size_t first, std::size_t count, std::size_t) {
                   for (std::size_t o = 0; o < shape_.group_outputs(); ++o) {
                     add_row(group * shape_.group_outputs() + o, first, count, gradient);
                   }
                 });
    }
  }

 private:
  /// Weights of a row that are summed at a time: what they read stays in the second-level cache.
  static constexpr std::size_t kWeights = 256;
  using Outer = void (*)(const T*, const T*, std::size_t, std::size_t, T*);

  template <std::size_t... I>
  static constexpr std::array<Outer, sizeof...(I)> outers(std::index_sequence<I...> /*lengths*/) {
    return {add_outer<T, I + 1>...};
  }

  /// What the taps of a channel read for every output, output by output.
  void read_channel(std::size_t group, std::size_t channel) {
    const T* planes = input_.row(group * shape_.group_inputs() + channel);
    const std::size_t taps = planes_.taps();
    for (std::size_t p = 0; p < batch_ * planes_.outputs(); ++p) {
      const T* from = planes + planes_.read_by(p);
      T* to = read_.data() + p * row_length_ + channel * taps;
      for (std::size_t t = 0; t < taps; ++t) {
        to[t] = from[planes_.tap_offset(t)];
      }
    }
  }

  void add_row(std::size_t o, std::size_t first, std::size_t count, tensor::Tensor<T>& gradient) {
    static constexpr auto kOuters = outers(std::make_index_sequence<tensor::kLanes>());
    T* sums = gradient.row(o) + first;
    std::fill_n(sums, count, T(0));
    for (std::size_t part = 0; part < parts_; ++part) {
      const std::size_t begin = part * batch_ / parts_ * planes_.outputs();
      const std::size_t end = (part + 1) * batch_ / parts_ * planes_.outputs();
      kOuters[end - begin - 1](error_.row(o) + begin, read_.data() + begin * row_length_ + first,
                               row_length_, count, sums);
    }
  }

  const ConvolutionShape& shape_;
  PlaneGeometry planes_;
  const tensor::Tensor<T>& input_;
  const tensor::Tensor<T>& error_;
  std::size_t batch_, parts_, row_length_;
  tensor::StepVector<T> read_;  ///< [output of the batch][weight of a row]
};

}  // namespace

template <class T>
void multiply_forward(const ConvolutionShape& shape, const tensor::Tensor<T>& input,
                      const tensor::Tensor<T>& weight, tensor::Tensor<T>& y,
                      Workspace<T>& workspace) {
  const PlaneGeometry g = shape.input_planes();
  const std::size_t channels = shape.group_inputs();
  tensor::StepVector<PackedRows<T>> rows;
  for (std::size_t group = 0; group < shape.groups; ++group) {
    const T* first = weight.row(group * shape.group_outputs());
    rows.push_back(PackedRows<T>(shape.group_outputs(), channels, g.taps(),
                                 [&](std::size_t o, std::size_t c, std::size_t t) {
                                   return first[o * weight.row_size() + c * g.taps() + t];
                                 }));
  }
  const std::size_t batch = input.dim(1);
  for_pieces(workspace, batch, samples_per_task(channels * g.plane() * sizeof(T), batch),
             [&](std::size_t first, std::size_t samples, std::size_t) {
               tensor::PanelWalk<T> walk(g, channels, input.row_size(), samples);
               for (std::size_t group = 0; group < shape.groups; ++group) {
                 const T* planes = input.row(group * channels) + first * g.plane();
                 walk.run(tensor::multiply_values<T>, rows[group], planes,
                          [&](const PanelSums<T>& panel) {
                            const std::size_t row = group * shape.group_outputs() + panel.first_row;
                            for (std::size_t r = 0; r < panel.row_count; ++r) {
                              std::copy_n(panel.sums + r * tensor::kPanelLanes, panel.count,
                                          y.row(row + r) + first * g.outputs() + panel.first);
                            }
                          });
               }
             });
}

/// Adds the panel's sums to as many columns of `to` from `column`, from `row` on.
template <class T>
void add_panel(const PanelSums<T>& panel, tensor::Tensor<T>& to, std::size_t row,
               std::size_t column) {
  for (std::size_t r = 0; r < panel.row_count; ++r) {
    const T* sums = panel.sums + r * tensor::kPanelLanes;
    T* values = to.row(row + r) + column;
    for (std::size_t j = 0; j < panel.count; ++j) {
      values[j] += sums[j];
    }
  }
}

template <class T>
void add_input_gradient(const ConvolutionShape& shape, const tensor::Tensor<T>& error,
                        const tensor::Tensor<T>& weight, tensor::Tensor<T>& dx,
                        Workspace<T>& workspace) {
  const PlaneGeometry g = shape.error_planes();
  const std::size_t taps = g.taps();
  const std::size_t channels = shape.group_outputs();
  tensor::StepVector<PackedRows<T>> rows;
  for (std::size_t group = 0; group < shape.groups; ++group) {
    rows.push_back(PackedRows<T>(shape.group_inputs(), channels, taps,
                                 [&](std::size_t c, std::size_t o, std::size_t t) {
                                   const T* row = weight.row(group * channels + o);
                                   return row[c * taps + taps - 1 - t];
                                 }));
  }
  const std::size_t batch = error.dim(1);
  for_pieces(workspace, batch, samples_per_task(channels * g.plane() * sizeof(T), batch),
             [&](std::size_t first, std::size_t samples, std::size_t worker) {
               const std::size_t stride = samples * g.plane();
               T* planes = workspace.scratch(worker, channels * stride);
               tensor::PanelWalk<T> walk(g, channels, stride, samples);
               std::fill_n(planes, channels * stride, T(0));
               for (std::size_t group = 0; group < shape.groups; ++group) {
                 for (std::size_t o = 0; o < channels; ++o) {
                   tensor::place(g, error.row(group * channels + o) + first * g.values(), samples,
                                 planes + o * stride);
                 }
                 walk.run(tensor::multiply_values<T>, rows[group], planes,
                          [&](const PanelSums<T>& panel) {
                            const std::size_t row = group * shape.group_inputs() + panel.first_row;
                            add_panel(panel, dx, row, first * g.outputs() + panel.first);
                          });
               }
             });
}

template <class T>
void multiply_weight_gradient(const ConvolutionShape& shape, const tensor::Tensor<T>& input,
                              const tensor::Tensor<T>& error, tensor::Tensor<T>& gradient,
                              Workspace<T>& workspace) {
  if (ShortGradient<T> few(shape, input, error); few.serves()) {
    few.run(gradient, workspace);
    return;
  }
  const std::size_t batch = error.dim(1);
  const std::size_t n = gradient.size();
  const std::size_t parts = std::min(kGradientParts, batch);
  tensor::StepVector<T> partials(parts * n);
  workspace.pool().run(parts, [&](std::size_t part, std::size_t worker) {
    GradientPart<T> sums(shape, input, error, partials.data() + part * n);
    T* patches = workspace.scratch(worker, sums.scratch());
    const std::size_t end = (part + 1) * batch / parts;
    for (std::size_t first = part * batch / parts; first < end; first += sums.samples()) {
      sums.add(first, std::min(sums.samples(), end - first), patches);
    }
  });
  std::copy_n(partials.data(), n, gradient.data());
  for (std::size_t part = 1; part < parts; ++part) {
    const T* partial = partials.data() + part * n;
    std::transform(partial, partial + n, gradient.data(), gradient.data(), std::plus<T>());
  }
}

#define METRONOME_INSTANTIATE(T)                                                                  \
  template void multiply_forward<T>(const ConvolutionShape&, const tensor::Tensor<T>&,            \
                                    const tensor::Tensor<T>&, tensor::Tensor<T>&, Workspace<T>&); \
  template void add_input_gradient<T>(const ConvolutionShape&, const tensor::Tensor<T>&,          \
                                      const tensor::Tensor<T>&, tensor::Tensor<T>&,               \
                                      Workspace<T>&);                                             \
  template void multiply_weight_gradient<T>(const ConvolutionShape&, const tensor::Tensor<T>&,    \
                                            const tensor::Tensor<T>&, tensor::Tensor<T>&,         \
                                            Workspace<T>&);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::nn
