#include "workloads/nn/convolution.hpp"

#include <algorithm>
#include <type_traits>

#include "sim/base/error.hpp"
#include "workloads/nn/quantize.hpp"
#include "workloads/tensor/gemm.hpp"

namespace metronome::nn {
namespace {

using tensor::Transpose;

constexpr std::size_t kElementwiseSamples = 8;
constexpr std::size_t kCacheBytes = std::size_t{640} << 10;
/// The batch is summed into dW in this many parts, whatever the number of threads.
constexpr std::size_t kGradientParts = 16;

template <class T>
void add_rows(const T* from, std::size_t from_stride, std::size_t rows, std::size_t width, T* to) {
  for (std::size_t y = 0; y < rows; ++y) {
    const T* source = from + y * from_stride;
    T* target = to + y * width;
    for (std::size_t x = 0; x < width; ++x) {
      target[x] += source[x];
    }
  }
}

/// Row i of `out` = row i of `dy` times factors[i], on the grid; stochastic unless `noise` is null.
template <class T>
void quantize_error(const tensor::Tensor<T>& dy, const quant::Grid<T>& grid,
                    const std::vector<T>& factors, const RandomStream* noise,
                    Workspace<T>& workspace, tensor::Tensor<T>& out) {
  const std::size_t plane = dy.dim(2) * dy.dim(3);
  out.reshape(dy.dims());
  for_pieces(workspace, dy.dim(1), kElementwiseSamples,
             [&](std::size_t first, std::size_t samples, std::size_t) {
               for (std::size_t o = 0; o < dy.dim(0); ++o) {
                 const std::size_t at = o * dy.row_size() + first * plane;
                 const T* from = dy.data() + at;
                 T* to = out.data() + at;
                 if (noise != nullptr) {
                   quant::quantize_stochastic(from, samples * plane, grid, *noise, at, to,
                                              factors[o]);
                 } else {
                   quant::quantize(from, samples * plane, grid, to, factors[o]);
                 }
               }
             });
}

}  // namespace

template <class T>
Convolution<T>::Convolution(const ConvolutionShape& shape, trace::DxScale dx_scale,
                            std::uint64_t id)
    : shape_(shape),
      patches_(shape.patches()),
      dx_scale_(dx_scale),
      id_(id),
      weight_({shape.out_channels, shape.in_channels / shape.groups, shape.kernel, shape.kernel}),
      gradient_(weight_.dims()),
      codes_(shape) {}

template <class T>
std::size_t Convolution<T>::chunk_samples() const {
  const std::size_t outputs = patches_.out_height() * patches_.out_width();
  const std::size_t bytes = patches_.patch() * outputs * sizeof(T);
  return std::max<std::size_t>(1, kCacheBytes / bytes);
}

template <class T>
std::size_t Convolution<T>::scratch_elements() const {
  const std::size_t outputs = patches_.out_height() * patches_.out_width();
  const std::size_t padded = patches_.channels * patches_.padded_height * patches_.padded_width;
  return chunk_samples() * (patches_.patch() * outputs + padded);
}

template <class T>
bool Convolution<T>::prescales(trace::Precision precision) const {
  return dx_scale_ == trace::DxScale::prescale_requantize && precision.forward_bits > 0;
}

template <class T>
void Convolution<T>::forward(const Tensor& x, Tensor& y, const Pass<T>& pass,
                             trace::Precision precision) {
  METRONOME_ASSERT(
      x.dim(0) == shape_.in_channels && x.dim(2) == shape_.in_height && x.dim(3) == shape_.in_width,
      "a convolution got an input of another shape");
  const quant::Grid<T> grid = input_grid(x, pass, precision.forward_bits);
  find_weight_grids(precision.forward_bits);
  pass.observe({id_, trace::Operand::forward_b, precision.forward_bits, &weight_, weight_grids_});
  y.reshape({shape_.out_channels, x.dim(1), shape_.out_height(), shape_.out_width()});
  coded_ = works_on_codes(pass, precision);
  if constexpr (std::is_same_v<T, float>) {
    if (coded_) {
      codes_.keep_input(x, grid, *pass.workspace);
      codes_.forward(weight_, weight_grids_, y, *pass.workspace);
      return;
    }
  }
  keep_input(x, grid, pass, precision.forward_bits);
  quantize_weight(precision.forward_bits);
  for_pieces(*pass.workspace, x.dim(1), chunk_samples(),
             [&](std::size_t first, std::size_t samples, std::size_t worker) {
               T* scratch = pass.workspace->scratch(worker, scratch_elements());
               forward_chunk(first, samples, scratch, y);
             });
}

/// Codes are bytes; without error codes there is no dW on codes, and the kept input must suit both.
template <class T>
bool Convolution<T>::works_on_codes(const Pass<T>& pass, trace::Precision precision) const {
  const auto is_byte = [](int bits) { return bits >= 1 && bits <= 8; };
  return std::is_same_v<T, float> && tensor::on_codes(pass.workspace->kernels()) &&
         is_byte(precision.forward_bits) && (!pass.training || is_byte(precision.backward_bits)) &&
         codes_.fits();
}

/// Any grid for 0 bits. In training the batch's range moves the running one.
template <class T>
quant::Grid<T> Convolution<T>::input_grid(const Tensor& x, const Pass<T>& pass, int bits) {
  if (bits == 0) {
    return {};
  }
  if (!pass.training) {
    return input_range_.grid(bits);
  }
  const quant::Range<T> range = whole_range(x, pass);
  input_range_.update(range);
  const quant::Grid<T> grid = quant::grid_of(range, bits);
  pass.observe({id_, trace::Operand::forward_a, bits, &x, {&grid, 1}});
  return grid;
}

template <class T>
void Convolution<T>::keep_input(const Tensor& x, const quant::Grid<T>& grid, const Pass<T>& pass,
                                int bits) {
  Workspace<T>& workspace = *pass.workspace;
  const tensor::Dims padded{x.dim(0), x.dim(1), patches_.padded_height, patches_.padded_width};
  if (input_.dims() != padded) {
    input_ = Tensor(padded);  // the border is zero from here on
  }
  const std::size_t plane = x.dim(2) * x.dim(3);
  const std::size_t padded_plane = padded[2] * padded[3];
  const std::size_t origin = shape_.pad * padded[3] + shape_.pad;
  for_pieces(workspace, x.dim(1), kElementwiseSamples,
             [&](std::size_t first, std::size_t samples, std::size_t worker) {
               T* image = workspace.scratch(worker, plane);
               for (std::size_t i = 0; i < x.dim(0) * samples; ++i) {
                 const std::size_t c = i / samples;
                 const std::size_t n = first + i % samples;
                 const T* from = x.row(c) + n * plane;
                 if (bits > 0) {
                   quant::quantize(from, plane, grid, image);
                   from = image;
                 }
                 T* to = input_.row(c) + n * padded_plane + origin;
                 for (std::size_t row = 0; row < x.dim(2); ++row) {
                   std::copy_n(from + row * x.dim(3), x.dim(3), to + row * padded[3]);
                 }
               }
             });
}

template <class T>
void Convolution<T>::find_weight_grids(int bits) {
  weight_grids_.clear();
  for (std::size_t o = 0; bits > 0 && o < shape_.out_channels; ++o) {
    const quant::Range<T> range = quant::range_of(weight_.row(o), weight_.row_size());
    weight_grids_.push_back(quant::grid_of(range, bits));
  }
}

template <class T>
void Convolution<T>::quantize_weight(int bits) {
  quantized_ = weight_;
  for (std::size_t o = 0; bits > 0 && o < shape_.out_channels; ++o) {
    quant::quantize(weight_.row(o), weight_.row_size(), weight_grids_[o], quantized_.row(o));
  }
}

template <class T>
void Convolution<T>::forward_chunk(std::size_t first, std::size_t samples, T* scratch,
                                   Tensor& y) const {
  const std::size_t outputs = y.dim(2) * y.dim(3);
  const std::size_t columns = samples * outputs;
  const std::size_t k = patches_.patch();
  for (std::size_t g = 0; g < shape_.groups; ++g) {
    const std::size_t o = g * group_outputs();
    tensor::gather_patches(patches_,
                           input_.row(g * group_inputs()) + first * input_.dim(2) * input_.dim(3),
                           input_.row_size(), samples, scratch);
    tensor::gemm<T>({quantized_.row(o), group_outputs(), k, k}, Transpose::no,
                    {scratch, k, columns, columns}, Transpose::no,
                    {y.row(o) + first * outputs, group_outputs(), columns, y.row_size()}, false);
  }
}

template <class T>
void Convolution<T>::backward(const Tensor& dy, Tensor* dx, const Pass<T>& pass,
                              trace::Precision precision) {
  if constexpr (std::is_same_v<T, float>) {
    if (coded_) {
      backward_on_codes(dy, dx, pass, precision);
      return;
    }
  }
  const std::size_t batch = dy.dim(1);
  const BackwardOperands operands = quantize_backward(dy, pass, precision, dx != nullptr);
  const std::size_t parts = std::min(kGradientParts, batch);
  partials_.assign(parts * weight_.size(), T(0));
  pass.workspace->pool().run(parts, [&](std::size_t part, std::size_t worker) {
    T* scratch = pass.workspace->scratch(worker, scratch_elements());
    const std::size_t end = (part + 1) * batch / parts;
    for (std::size_t first = part * batch / parts; first < end; first += chunk_samples()) {
      const std::size_t samples = std::min(chunk_samples(), end - first);
      weight_gradient_chunk(first, samples, scratch, *operands.error,
                            partials_.data() + part * weight_.size());
      if (dx != nullptr) {
        input_gradient_chunk(first, samples, scratch, operands, *dx);
      }
    }
  });
  sum_partials(parts);
}

template <class T>
void Convolution<T>::backward_on_codes(const Tensor& dy, Tensor* dx, const Pass<T>& pass,
                                       trace::Precision precision) {
  if constexpr (std::is_same_v<T, float>) {
    const std::vector<quant::Range<T>> ranges = channel_ranges(dy, *pass.workspace);
    const RandomStream noise(pass.seed, "error_rounding", (pass.iteration << 16) + id_);
    ErrorQuantizer error{.grid = {},
                         .factors = std::vector<T>(dy.dim(0), T(1)),
                         .noise = pass.stochastic ? &noise : nullptr};
    error.grid = quant::grid_of(merged(ranges, error.factors), precision.backward_bits);
    observe_error(dy, trace::Operand::weight_gradient_a, error, pass, precision);
    codes_.weight_gradient(dy, error, gradient_, *pass.workspace);
    if (dx != nullptr) {
      input_gradient_on_codes(dy, ranges, error, *dx, pass, precision);
    }
  }
}

template <class T>
void Convolution<T>::observe_error(const Tensor& dy, trace::Operand operand,
                                   const ErrorQuantizer& error, const Pass<T>& pass,
                                   trace::Precision precision) const {
  if constexpr (std::is_same_v<T, float>) {
    pass.observe(
        {id_, operand, precision.backward_bits, &dy, {&error.grid, 1}, error.factors, error.noise});
  }
}

template <class T>
void Convolution<T>::input_gradient_on_codes(const Tensor& dy,
                                             const std::vector<quant::Range<T>>& ranges,
                                             const ErrorQuantizer& error, Tensor& dx,
                                             const Pass<T>& pass, trace::Precision precision) {
  if constexpr (std::is_same_v<T, float>) {
    Workspace<T>& workspace = *pass.workspace;
    if (dx_scale_ == trace::DxScale::per_tensor) {
      codes_.input_gradient(dy, error, gradient_weights(pass, precision), dx, workspace);
      return;
    }
    if (dx_scale_ == trace::DxScale::prescale_requantize) {
      const RandomStream noise(pass.seed, "prescaled_rounding", (pass.iteration << 16) + id_);
      ErrorQuantizer prescaled{
          .grid = {}, .factors = {}, .noise = pass.stochastic ? &noise : nullptr};
      for (const quant::Grid<T>& grid : weight_grids_) {
        prescaled.factors.push_back(grid.scale);
      }
      prescaled.grid = quant::grid_of(merged(ranges, prescaled.factors), precision.backward_bits);
      observe_error(dy, trace::Operand::input_gradient_a, prescaled, pass, precision);
      codes_.input_gradient(dy, prescaled, gradient_weights(pass, precision), dx, workspace);
      return;
    }
    quantize_weight(precision.forward_bits);
    quantize_error(dy, error.grid, error.factors, error.noise, workspace, workspace.shared(0));
    const BackwardOperands operands{nullptr, &workspace.shared(0), &quantized_};
    for_pieces(workspace, dy.dim(1), chunk_samples(),
               [&](std::size_t first, std::size_t samples, std::size_t worker) {
                 T* scratch = workspace.scratch(worker, scratch_elements());
                 input_gradient_chunk(first, samples, scratch, operands, dx);
               });
  }
}

/// V of prescale_requantize and of per_tensor as codes.
template <class T>
GradientWeights Convolution<T>::gradient_weights(const Pass<T>& pass,
                                                 trace::Precision precision) const {
  GradientWeights weights;
  if constexpr (std::is_same_v<T, float>) {
    const std::size_t n = weight_.row_size();
    weights.codes.reshape(weight_.dims());
    if (dx_scale_ == trace::DxScale::prescale_requantize) {
      for (std::size_t o = 0; o < shape_.out_channels; ++o) {
        const quant::Grid<T>& grid = weight_grids_[o];
        quant::quantize_to_bytes(weight_.row(o), n, grid, weights.codes.row(o));
        weights.shift.push_back(static_cast<double>(grid.zero_point / grid.scale));
        weights.center.push_back(center_of(grid));
      }
      return weights;
    }
    const quant::Range<T> range = quant::range_of(weight_.data(), weight_.size());
    const quant::Grid<T> grid = quant::grid_of(range, precision.forward_bits);
    pass.observe(
        {id_, trace::Operand::input_gradient_b, precision.forward_bits, &weight_, {&grid, 1}});
    quant::quantize_to_bytes(weight_.data(), weight_.size(), grid, weights.codes.data());
    const CodeLine line = line_of(grid);
    weights.scale = line.scale;
    weights.center.assign(shape_.out_channels, center_of(grid));
    weights.shift.assign(shape_.out_channels, line.rest / line.scale - line.zero);
  }
  return weights;
}

template <class T>
typename Convolution<T>::BackwardOperands Convolution<T>::quantize_backward(
    const Tensor& dy, const Pass<T>& pass, trace::Precision precision, bool with_dx) {
  Workspace<T>& workspace = *pass.workspace;
  const int bits = precision.backward_bits;
  BackwardOperands operands{&dy, &dy, &quantized_};
  std::vector<quant::Range<T>> ranges;
  if (bits > 0) {
    ranges = channel_ranges(dy, workspace);
    const std::vector<T> ones(dy.dim(0), T(1));
    const RandomStream noise(pass.seed, "error_rounding", (pass.iteration << 16) + id_);
    const quant::Grid<T> grid = quant::grid_of(merged(ranges, ones), bits);
    const RandomStream* rounding = pass.stochastic ? &noise : nullptr;
    pass.observe({id_, trace::Operand::weight_gradient_a, bits, &dy, {&grid, 1}, ones, rounding});
    quantize_error(dy, grid, ones, rounding, workspace, workspace.shared(0));
    operands.error = operands.dx_error = &workspace.shared(0);
  }
  if (!with_dx) {
    return operands;
  }
  if (bits > 0 && prescales(precision)) {
    std::vector<T> scales;
    for (const quant::Grid<T>& grid : weight_grids_) {
      scales.push_back(grid.scale);
    }
    const RandomStream noise(pass.seed, "prescaled_rounding", (pass.iteration << 16) + id_);
    const quant::Grid<T> grid = quant::grid_of(merged(ranges, scales), bits);
    const RandomStream* rounding = pass.stochastic ? &noise : nullptr;
    pass.observe({id_, trace::Operand::input_gradient_a, bits, &dy, {&grid, 1}, scales, rounding});
    quantize_error(dy, grid, scales, rounding, workspace, workspace.shared(1));
    operands.dx_error = &workspace.shared(1);
  }
  prepare_dx_weight(pass, precision);
  if (dx_weight_.size() > 0) {
    operands.dx_weight = &dx_weight_;
  }
  return operands;
}

/// Leaves dx_weight_ empty where V is Wq. Without error bits there is no E to requantize, so that
/// prescaling would only scale and unscale.
template <class T>
void Convolution<T>::prepare_dx_weight(const Pass<T>& pass, trace::Precision precision) {
  const std::size_t n = weight_.row_size();
  dx_weight_ = Tensor();
  if (prescales(precision) && precision.backward_bits > 0) {
    dx_weight_ = Tensor(weight_.dims());
    for (std::size_t o = 0; o < shape_.out_channels; ++o) {
      const quant::Grid<T>& grid = weight_grids_[o];
      T* codes = dx_weight_.row(o);
      quant::quantize_to_codes(weight_.row(o), n, grid, codes);
      const T ratio = grid.zero_point / grid.scale;
      std::transform(codes, codes + n, codes, [ratio](T code) { return code + ratio; });
    }
  } else if (dx_scale_ == trace::DxScale::per_tensor && precision.forward_bits > 0) {
    dx_weight_ = Tensor(weight_.dims());
    const quant::Grid<T> grid =
        quant::grid_of(quant::range_of(weight_.data(), weight_.size()), precision.forward_bits);
    pass.observe(
        {id_, trace::Operand::input_gradient_b, precision.forward_bits, &weight_, {&grid, 1}});
    quant::quantize(weight_.data(), weight_.size(), grid, dx_weight_.data());
  }
}

template <class T>
void Convolution<T>::weight_gradient_chunk(std::size_t first, std::size_t samples, T* scratch,
                                           const Tensor& error, T* partial) const {
  const std::size_t outputs = error.dim(2) * error.dim(3);
  const std::size_t columns = samples * outputs;
  const std::size_t k = patches_.patch();
  for (std::size_t g = 0; g < shape_.groups; ++g) {
    const std::size_t o = g * group_outputs();
    tensor::gather_patches(patches_,
                           input_.row(g * group_inputs()) + first * input_.dim(2) * input_.dim(3),
                           input_.row_size(), samples, scratch);
    tensor::gemm<T>({error.row(o) + first * outputs, group_outputs(), columns, error.row_size()},
                    Transpose::no, {scratch, k, columns, columns}, Transpose::yes,
                    {partial + o * k, group_outputs(), k, k}, true);
  }
}

template <class T>
void Convolution<T>::input_gradient_chunk(std::size_t first, std::size_t samples, T* scratch,
                                          const BackwardOperands& operands, Tensor& dx) const {
  const Tensor& error = *operands.dx_error;
  const std::size_t outputs = error.dim(2) * error.dim(3);
  const std::size_t columns = samples * outputs;
  const std::size_t k = patches_.patch();
  const std::size_t padded_plane = patches_.padded_height * patches_.padded_width;
  const std::size_t plane = shape_.in_height * shape_.in_width;
  const std::size_t origin = shape_.pad * patches_.padded_width + shape_.pad;
  T* padded = scratch + k * columns;
  for (std::size_t g = 0; g < shape_.groups; ++g) {
    const std::size_t o = g * group_outputs();
    tensor::gemm<T>({operands.dx_weight->row(o), group_outputs(), k, k}, Transpose::yes,
                    {error.row(o) + first * outputs, group_outputs(), columns, error.row_size()},
                    Transpose::no, {scratch, k, columns, columns}, false);
    std::fill_n(padded, group_inputs() * samples * padded_plane, T(0));
    tensor::scatter_patches(patches_, scratch, samples, padded, samples * padded_plane);
    for (std::size_t i = 0; i < group_inputs() * samples; ++i) {
      add_rows(padded + i * padded_plane + origin, patches_.padded_width, shape_.in_height,
               shape_.in_width,
               dx.row(g * group_inputs() + i / samples) + (first + i % samples) * plane);
    }
  }
}

template <class T>
void Convolution<T>::sum_partials(std::size_t count) {
  const std::size_t n = gradient_.size();
  std::copy_n(partials_.data(), n, gradient_.data());
  for (std::size_t part = 1; part < count; ++part) {
    add_rows(partials_.data() + part * n, n, 1, n, gradient_.data());
  }
}

template class Convolution<float>;
template class Convolution<double>;

}  // namespace metronome::nn
