#include "workloads/nn/convolution.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <type_traits>

#include "sim/base/error.hpp"
#include "workloads/nn/initial_values.hpp"
#include "workloads/nn/quantize.hpp"
#include "workloads/nn/value_products.hpp"

namespace metronome::nn {
namespace {

constexpr std::size_t kElementwiseSamples = 8;

/// Row i of `out` = row i of `dy` times factors[i], on the grid; stochastic unless `noise` is null.
template <class T>
void quantize_error(const tensor::Tensor<T>& dy, const quant::Grid<T>& grid,
                    const tensor::StepVector<T>& factors, const RandomStream* noise,
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
      dx_scale_(dx_scale),
      id_(id),
      weight_({shape.out_channels, shape.group_inputs(), shape.kernel.height, shape.kernel.width}),
      gradient_(weight_.dims()) {}

template <class T>
bool Convolution<T>::prescales(trace::Precision precision) const {
  return dx_scale_ == trace::DxScale::prescale_requantize && precision.weight_bits > 0;
}

template <class T>
void Convolution<T>::forward(const Tensor& x, Tensor& y, const Pass<T>& pass,
                             trace::Precision precision) {
  METRONOME_ASSERT(
      x.dim(0) == shape_.in_channels && x.dim(2) == shape_.in_height && x.dim(3) == shape_.in_width,
      "a convolution got an input of another shape");
  if (input_form_ != nullptr) {
    forward_formed(x, y, pass);
    return;
  }
  if (precision.formats.any()) {
    gather_range(x, input_range_, pass);
    return forward_formats(x, y, pass, precision.formats);
  }
  const InputGrids grids = input_grids(x, pass, precision);
  find_weight_grids(precision.weight_bits);
  pass.observe({id_, trace::Operand::forward_b, precision.weight_bits, &weight_, weight_grids_});
  y.reshape({shape_.out_channels, x.dim(1), shape_.out_height(), shape_.out_width()});
  coded_ = works_on_codes(pass, precision);
  if constexpr (std::is_same_v<T, float>) {
    if (coded_) {
      keep_codes(shape_, x, grids.product, input_.codes, *pass.workspace);
      multiply_forward(shape_, input_.codes, weight_, weight_grids_, y, *pass.workspace);
      return;
    }
  }
  keep_values(x, grids.product, pass, precision.activation_bits);
  quantize_weight(precision.weight_bits);
  multiply_forward(shape_, input_.values, quantized_, y, *pass.workspace);
  if (pass.training && precision.stash_bits != precision.activation_bits) {
    keep_values(x, grids.stash, pass, precision.stash_bits);
  }
}

template <class T>
void Convolution<T>::forward_formed(const Tensor& x, Tensor& y, const Pass<T>& pass) {
  y.reshape({shape_.out_channels, x.dim(1), shape_.out_height(), shape_.out_width()});
  coded_ = false;
  if (!pass.training && input_form_->multiply(shape_, x, y, *pass.workspace)) {
    return;
  }
  if (pass.training) {
    input_.raw = x;
  }
  formed_.reshape(x.dims());
  input_form_->forward(x.values(), formed_.values());
  keep_values(formed_, {}, pass, 0);
  find_weight_grids(0);
  quantize_weight(0);
  multiply_forward(shape_, input_.values, quantized_, y, *pass.workspace);
}

template <class T>
void Convolution<T>::add_formed_gradient(const BackwardOperands& operands, Tensor* dx,
                                         const Pass<T>& pass) {
  formed_.reshape(input_.raw.dims());
  std::fill(formed_.values().begin(), formed_.values().end(), T(0));
  add_input_gradient(shape_, *operands.dx_error, *operands.dx_weight, formed_, *pass.workspace);
  input_form_->backward(input_.raw.values(), formed_.values(), formed_.values());
  if (dx != nullptr) {
    std::transform(formed_.values().begin(), formed_.values().end(), dx->data(), dx->data(),
                   std::plus<>());
  }
}

/// Codes are bytes; without error codes there is no dW on codes, and the kept input must suit both.
template <class T>
bool Convolution<T>::works_on_codes(const Pass<T>& pass, trace::Precision precision) const {
  const auto is_byte = [](int bits) { return bits >= 1 && bits <= 8; };
  return std::is_same_v<T, float> && tensor::on_codes(pass.workspace->kernels()) &&
         is_byte(precision.weight_bits) && is_byte(precision.activation_bits) &&
         (!pass.training ||
          (is_byte(precision.error_bits) && precision.stash_bits == precision.activation_bits)) &&
         codes_fit(shape_);
}

/// Any grid for 0 bits. In training the batch's range moves the running one.
template <class T>
typename Convolution<T>::InputGrids Convolution<T>::input_grids(const Tensor& x,
                                                                const Pass<T>& pass,
                                                                trace::Precision precision) {
  const int bits = precision.activation_bits;
  const int stash = precision.stash_bits;
  InputGrids grids;
  if (!pass.training) {
    grids.product = bits > 0 ? input_range_.grid(bits) : quant::Grid<T>();
    return grids;
  }
  if (bits == 0) {
    gather_range(x, input_range_, pass);
  }
  if (bits == 0 && stash == 0) {
    return grids;
  }
  const quant::Range<T> range = whole_range(x, pass);
  if (bits > 0) {
    input_range_.update(range);
    grids.product = quant::grid_of(range, bits);
    pass.observe({id_, trace::Operand::forward_a, bits, &x, {&grids.product, 1}});
  }
  if (stash > 0 && stash != bits) {
    grids.stash = quant::grid_of(range, stash);
    pass.observe({id_, trace::Operand::weight_gradient_b, stash, &x, {&grids.stash, 1}});
  }
  return grids;
}

template <class T>
void Convolution<T>::keep_values(const Tensor& x, const quant::Grid<T>& grid, const Pass<T>& pass,
                                 int bits) {
  Workspace<T>& workspace = *pass.workspace;
  const tensor::PlaneGeometry g = shape_.input_planes();
  const tensor::Dims dims{x.dim(0), x.dim(1), g.y.extent, g.x.extent};
  if (input_.values.dims() != dims) {
    input_.values = Tensor(dims);  // the border is zero from here on
  }
  for_pieces(workspace, x.dim(1), kElementwiseSamples,
             [&](std::size_t first, std::size_t samples, std::size_t worker) {
               const std::size_t values = samples * g.values();
               T* quantized = workspace.scratch(worker, values);
               for (std::size_t c = 0; c < x.dim(0); ++c) {
                 const T* from = x.row(c) + first * g.values();
                 if (bits > 0) {
                   quant::quantize(from, values, grid, quantized);
                   from = quantized;
                 }
                 tensor::place(g, from, samples, input_.values.row(c) + first * g.plane());
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
tensor::StepVector<T> Convolution<T>::weight_scales() const {
  tensor::StepVector<T> scales;
  for (const quant::Grid<T>& grid : weight_grids_) {
    scales.push_back(grid.scale);
  }
  return scales;
}

template <class T>
void Convolution<T>::backward(const Tensor& dy, Tensor* dx, const Pass<T>& pass,
                              trace::Precision precision) {
  if (precision.formats.any()) {
    backward_formats(dy, dx, pass, precision.formats);
  } else if (coded_) {
    backward_on_codes(dy, dx, pass, precision);
  } else {
    backward_on_values(dy, dx, pass, precision);
  }
}

template <class T>
void Convolution<T>::backward_on_values(const Tensor& dy, Tensor* dx, const Pass<T>& pass,
                                        trace::Precision precision) {
  const bool formed = input_form_ != nullptr;
  if (formed) {  // weights are as they are: no scales, no grids of their own
    precision.weight_bits = 0;
  }
  const BackwardOperands operands = quantize_backward(dy, pass, precision, dx != nullptr || formed);
  multiply_weight_gradient(shape_, input_.values, *operands.error, gradient_, *pass.workspace);
  if (formed) {
    add_formed_gradient(operands, dx, pass);
  } else if (dx != nullptr) {
    add_input_gradient(shape_, *operands.dx_error, *operands.dx_weight, *dx, *pass.workspace);
  }
}

template <class T>
typename Convolution<T>::BackwardOperands Convolution<T>::quantize_backward(
    const Tensor& dy, const Pass<T>& pass, trace::Precision precision, bool with_dx) {
  Workspace<T>& workspace = *pass.workspace;
  const int bits = precision.error_bits;
  BackwardOperands operands{&dy, &dy, &quantized_};
  tensor::StepVector<quant::Range<T>> ranges;
  if (bits > 0) {
    ranges = channel_ranges(dy, workspace);
    const RandomStream stream = noise("error_rounding", pass);
    const RandomStream* rounding = pass.stochastic ? &stream : nullptr;
    const tensor::StepVector<T> factors = ones();
    const quant::Grid<T> grid = quant::grid_of(merged(ranges, factors), bits);
    pass.observe(
        {id_, trace::Operand::weight_gradient_a, bits, &dy, {&grid, 1}, factors, rounding});
    quantize_error(dy, grid, factors, rounding, workspace, workspace.shared(0));
    operands.error = operands.dx_error = &workspace.shared(0);
  }
  if (!with_dx) {
    return operands;
  }
  if (bits > 0 && prescales(precision)) {
    const tensor::StepVector<T> scales = weight_scales();
    const RandomStream stream = noise("prescaled_rounding", pass);
    const RandomStream* rounding = pass.stochastic ? &stream : nullptr;
    const quant::Grid<T> grid = quant::grid_of(merged(ranges, scales), bits);
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
  dx_weight_.reshape({});
  if (prescales(precision) && precision.error_bits > 0) {
    dx_weight_.reshape(weight_.dims());
    for (std::size_t o = 0; o < shape_.out_channels; ++o) {
      const quant::Grid<T>& grid = weight_grids_[o];
      T* codes = dx_weight_.row(o);
      quant::quantize_to_codes(weight_.row(o), n, grid, codes);
      const T ratio = grid.zero_point / grid.scale;
      std::transform(codes, codes + n, codes, [ratio](T code) { return code + ratio; });
    }
  } else if (dx_scale_ == trace::DxScale::per_tensor && precision.weight_bits > 0) {
    dx_weight_.reshape(weight_.dims());
    const quant::Grid<T> grid =
        quant::grid_of(quant::range_of(weight_.data(), weight_.size()), precision.weight_bits);
    pass.observe(
        {id_, trace::Operand::input_gradient_b, precision.weight_bits, &weight_, {&grid, 1}});
    quant::quantize(weight_.data(), weight_.size(), grid, dx_weight_.data());
  }
}

template <class T>
void Convolution<T>::backward_on_codes(const Tensor& dy, Tensor* dx, const Pass<T>& pass,
                                       trace::Precision precision) {
  if constexpr (std::is_same_v<T, float>) {
    const tensor::StepVector<quant::Range<T>> ranges = channel_ranges(dy, *pass.workspace);
    const RandomStream stream = noise("error_rounding", pass);
    const ErrorQuantizer error{.grid = quant::grid_of(merged(ranges, ones()), precision.error_bits),
                               .factors = ones(),
                               .noise = pass.stochastic ? &stream : nullptr};
    observe_error(dy, trace::Operand::weight_gradient_a, error, pass, precision);
    multiply_weight_gradient(shape_, input_.codes, dy, error, gradient_, *pass.workspace);
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
        {id_, operand, precision.error_bits, &dy, {&error.grid, 1}, error.factors, error.noise});
  }
}

template <class T>
void Convolution<T>::input_gradient_on_codes(const Tensor& dy,
                                             const tensor::StepVector<quant::Range<T>>& ranges,
                                             const ErrorQuantizer& error, Tensor& dx,
                                             const Pass<T>& pass, trace::Precision precision) {
  if constexpr (std::is_same_v<T, float>) {
    Workspace<T>& workspace = *pass.workspace;
    if (dx_scale_ == trace::DxScale::segmented) {
      quantize_weight(precision.weight_bits);
      quantize_error(dy, error.grid, error.factors, error.noise, workspace, workspace.shared(0));
      add_input_gradient(shape_, workspace.shared(0), quantized_, dx, workspace);
      return;
    }
    const GradientWeights weights = gradient_weights(pass, precision);
    if (dx_scale_ == trace::DxScale::per_tensor) {
      add_input_gradient(shape_, dy, error, weights, dx, workspace);
      return;
    }
    const RandomStream stream = noise("prescaled_rounding", pass);
    ErrorQuantizer prescaled{
        .grid = {}, .factors = weight_scales(), .noise = pass.stochastic ? &stream : nullptr};
    prescaled.grid = quant::grid_of(merged(ranges, prescaled.factors), precision.error_bits);
    observe_error(dy, trace::Operand::input_gradient_a, prescaled, pass, precision);
    add_input_gradient(shape_, dy, prescaled, weights, dx, workspace);
  }
}

/// V of prescale_requantize and of per_tensor as codes.
template <class T>
GradientWeights Convolution<T>::gradient_weights(const Pass<T>& pass,
                                                 trace::Precision precision) const {
  GradientWeights weights;
  if constexpr (std::is_same_v<T, float>) {
    const std::size_t n = weight_.row_size();
    weights.codes.resize(weight_.size());
    if (dx_scale_ == trace::DxScale::prescale_requantize) {
      for (std::size_t o = 0; o < shape_.out_channels; ++o) {
        const quant::Grid<T>& grid = weight_grids_[o];
        quant::quantize_to_bytes(weight_.row(o), n, grid, weights.codes.data() + o * n);
        weights.shift.push_back(static_cast<double>(grid.zero_point / grid.scale));
        weights.center.push_back(center_of(grid));
      }
      return weights;
    }
    const quant::Range<T> range = quant::range_of(weight_.data(), weight_.size());
    const quant::Grid<T> grid = quant::grid_of(range, precision.weight_bits);
    pass.observe(
        {id_, trace::Operand::input_gradient_b, precision.weight_bits, &weight_, {&grid, 1}});
    quant::quantize_to_bytes(weight_.data(), weight_.size(), grid, weights.codes.data());
    const CodeLine line = line_of(grid);
    weights.scale = line.scale;
    weights.center.assign(shape_.out_channels, center_of(grid));
    weights.shift.assign(shape_.out_channels, line.rest / line.scale - line.zero);
  }
  return weights;
}

template <class T>
void Convolution<T>::forward(NodeRun<T>& run) {
  forward(run.input(), run.output(), run.pass(), run.precision());
}

template <class T>
void Convolution<T>::backward(NodeRun<T>& run) {
  backward(run.error(), run.wanted_error(), run.pass(), run.precision());
}

template <class T>
LayerState<T> Convolution<T>::state(const std::string& name) {
  LayerState<T> state{.parameters = {{name + ".weight", &weight_, &gradient_, true}},
                      .ranges = {{name + ".input_range", &input_range_}}};
  if (scale_history_.size() > 0) {
    state.statistics.push_back({name + ".scale_history", &scale_history_});
  }
  return state;
}

template <class T>
void Convolution<T>::initialise(std::uint64_t seed, std::uint64_t node) {
  const auto fan_out = static_cast<double>(shape_.kernel.product() * shape_.out_channels);
  fill_normal(weight_, std::sqrt(2.0 / fan_out), RandomStream(seed, "initial_weight", node));
}

template class Convolution<float>;
template class Convolution<double>;

}  // namespace metronome::nn
